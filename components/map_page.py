"""The map page: tools on top, the map that dominates, and beside it the area or the school that is looked at."""

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from components.area_panel import area_panel
from components.replay import replay_button
from components.report_button import report_button
from components.school_map import (
    MapConfig,
    attrs,
    breadcrumb,
    fill_switch,
    kind_filter,
    layer_switch,
    legend,
    live,
    only_issues,
    school_map,
)
from domain.school_view import Ground
from domain.snapshot import Template
from domain.wording import Words

HEADING = Words("Bản đồ số các trường", "Digital map of the schools")
TOOLS = Words("Công cụ bản đồ", "Map tools")
LAYER = Words("Lớp bản đồ", "Map layer")
KINDS = Words("Cấp học", "Kinds of school")
VIEW = Words("Hiển thị", "View")
TINT = Words("Tô màu địa bàn", "Area colours")
SCHEMATIC = Words("Sơ đồ: ranh giới vẽ phỏng theo, không dùng để đo đạc",
                  "Schematic: outlines are drawn, not surveyed")
ZOOM_IN, ZOOM_OUT = Words("Phóng to", "Zoom in"), Words("Thu nhỏ", "Zoom out")
FIT = Words("Xem trọn địa bàn", "Fit the area")
SIDE = Words("Thông tin địa bàn và trường", "Area and school")
EMPTY_HOUSE = Words("Chưa có địa bàn và trường nào. Hãy nhập bằng ./run.sh import-areas và ./run.sh import-schools.",
                    "No areas and schools yet: import them with ./run.sh import-areas and ./run.sh import-schools.")

EMPTY_REACH = Words("Phạm vi của bạn chưa có trường nào. Hãy hỏi người quản trị.",
                    "There is no school within your reach yet: ask an administrator.")


def map_page(ground: Ground, *, place: str) -> Component:
    """`place`: id of the map. Whatever moves here is drawn by scripts; Dash lays the ground once."""
    if not ground.schools:
        says = EMPTY_REACH if ground.limited else EMPTY_HOUSE
        return html.Div([html.P(says.text, className="empty")], className="map-empty")
    config = _bounded(MapConfig(area=ground.area, place=ground.name, tiles=ground.tiles), ground)
    side = html.Aside([area_panel(), html.Div(className="school-soon", **attrs(data_drill="soon")),
                       html.Div(className="school-slot"),
                       html.Div(className="school-under leased", hidden=True, **attrs(data_drill="school"))],
                      className="side", **attrs(aria_label=SIDE.text))
    canvas = html.Div(school_map(place, config, _over(ground)), className="map-place")
    return html.Div(
        [html.H1(HEADING.text, className="sr-only"), _tools(), html.Div([canvas, side], className="map-and-side")],
        className="map-view",
    )


def _bounded(config: MapConfig, ground: Ground) -> MapConfig:
    if ground.bounds is None:
        return config
    south, west, north, east = ground.bounds
    return replace(config, bounds=((south, west), (north, east)))


def _tools() -> Component:
    view = [html.Div([html.H3(TINT.text), fill_switch()])]
    return html.Div(
        [
            breadcrumb(),
            html.Div(className="grow"),
            _menu("i-school", KINDS.text, [kind_filter()], "kinds-menu"),
            _menu("i-area", VIEW.text, view, "view-menu"),
            replay_button(),
            only_issues(),
            report_button(Template.DAILY),
        ],
        className="tools", role="toolbar", **attrs(aria_label=TOOLS.text),
    )


def _menu(icon: str, title: str, inside: Sequence[Component], name: str) -> Component:
    """Folded until asked for; assets/pages.js closes it when one looks elsewhere."""
    face = html.Summary([html.I(className=f"icon {icon}"), html.Span(title, className="menu-title"),
                         html.I(className="icon i-chevron")], className="button")
    return html.Details([face, html.Div(list(inside), className="menu-body card")], className=f"menu {name}",
                        **attrs(data_menu=""))


def _over(ground: Ground) -> list[Component]:
    switch = html.Details(
        [html.Summary([html.I(className="icon i-layers"), live("layer.label", className="layer-name"),
                       html.I(className="icon i-chevron")], title=LAYER.text),
         layer_switch()],
        className="layer-menu", **attrs(data_menu=""),
    )
    card = html.Div([switch, legend()], className="layer-card card leased")
    zoom = html.Div([_zoom("in", "i-plus", ZOOM_IN), _zoom("out", "i-minus", ZOOM_OUT), _zoom("fit", "i-home", FIT)],
                    className="zoom card")
    note = [html.Span(SCHEMATIC.text, className="map-note")] if ground.schematic else []
    return [html.Div(card, className="over-top-left at-top-left"), html.Div(zoom, className="over-bottom-right"),
            html.Div(note, className="over-bottom-left at-bottom-left"),
            html.Div(className="map-says", role="status", **attrs(data_map_says=""))]


def _zoom(name: str, icon: str, words: Words) -> Component:
    return html.Button(html.I(className=f"icon {icon}"), type="button", className="button quiet square",
                       title=words.text,
                       **attrs(data_press=f"zoom-{name}", aria_label=words.text))
