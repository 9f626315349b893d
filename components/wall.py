"""The wall: a head that never changes, and a stage on which scenes take turns: one map that serves the whole picture,
every area and every critical incident, and one board that is drawn anew for each scene without a map.

Nothing here travels through Dash after the first paint: the map and its lists by the feed, figures and incidents by
assets/wall_page.js, scenes by assets/wall_scenes.js from the config in `data-wall`.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.school_map import (
    MapConfig,
    area_rank,
    attrs,
    legend,
    live,
    school_map,
    simulated_badge,
    source_list,
)
from domain.school_view import Ground
from domain.wording import Words

TITLE = Words("Trung tâm điều hành giáo dục thông minh", "Smart education operations centre")
FIGURES = (
    ("connected", Words("Đang kết nối", "Connected"), "i-wifi", ""),
    ("offline", Words("Mất kết nối", "Offline"), "i-wifi-off", "bad"),
    ("labs", Words("Máy phòng máy hoạt động", "Lab machines online"), "i-lab", ""),
    ("epayment", Words("Thanh toán không tiền mặt", "E-payment"), "i-payment", ""),
    ("incidents", Words("Sự cố đang mở", "Open incidents"), "i-incident", "bad"),
)
COUNTED = {"connected": "known.good", "offline": "known.bad"}
RANK = Words("Địa bàn nhiều sự cố nhất", "Worst areas")
RANK_OF = Words("trường báo động / tổng số", "bad schools / all")
NEWEST = Words("Sự cố", "Incidents")
SOUND = Words("Âm thanh báo sự cố", "Sound of incidents")
SOURCES = Words("Nguồn dữ liệu", "Sources")
DATA = Words("dữ liệu", "data")
OF_AREA, OF_AREA_IS = Words("Chỉ số của địa bàn", "Indicators of the area"), Words("n trường báo cáo", "n report")
LIVES = Words("Sự cố tại địa bàn", "Incidents here")
NOT_YET = Words("Đang chờ danh sách sự cố", "Waiting for the incidents")
EMPTY = Words("Chưa có địa bàn và trường nào: hãy nhập dữ liệu trước.", "No areas and schools yet: import them first.")
BROKEN = Words("Danh sách cảnh đã lưu không đọc được; đang chiếu toàn cảnh, không kèm tên người.",
               "The stored playlist cannot be read; the whole picture is shown, without names.")
EMPTY_REACH = Words("Phạm vi này chưa có trường nào.", "There is no school within this reach yet.")


def wall_page(ground: Ground, *, place: str, title: str, plan: Mapping[str, Any] | None = None) -> Component:
    """`place`: id of the map. `title`: the department's name. `plan`: what is played (services.playing), None = the
    whole picture only."""
    plan = plan or {"scenes": [{"kind": "city", "seconds": 30}]}
    if not ground.schools:
        return html.Div(html.P((EMPTY_REACH if ground.limited else EMPTY).text, className="empty"), className="wall")
    config = MapConfig(area=ground.area, place=ground.name, tiles=ground.tiles, pad=(20, 20, 20, 20), interactive=False,
                       state={"only": "1"} if plan.get("only_issues", True) else {})
    if ground.bounds is not None:
        south, west, north, east = ground.bounds
        config = replace(config, bounds=((south, west), (north, east)))
    named = html.Div(className="wall-place", **attrs(data_wall_place=""))
    over = [html.Div(legend(), className="at-bottom-left"), named]
    picture = html.Div([school_map(place, config, over), _critical()], className="wall-map")
    body = html.Div([picture, html.Div([_side(), _area_side()], className="wall-sides")], className="wall-body")
    stage = html.Div(
        [
            html.Section([_figures(), body], className="scene scene-map", **attrs(data_stage="map")),
            html.Section(className="scene scene-board", **attrs(data_stage="board")),
        ],
        className="wall-stage",
    )
    head = _head(title, ground.name if ground.limited else "")
    told = [html.P(BROKEN.text, className="wall-broken", role="status")] if plan.get("broken") else []
    return html.Div([head, _pips(len(plan["scenes"])), stage, *told], className="wall",
                    **attrs(data_wall=json.dumps(dict(plan), ensure_ascii=False)))


def _pips(scenes: int) -> Component:
    """One for each scene; the present one fills (assets/wall_scenes.js). Their room is kept from the first paint on."""
    return html.Div([html.I(html.I()) for _ in range(scenes)] if scenes > 1 else [], className="wall-pips",
                    **attrs(data_wall_pips="", aria_hidden="true"))


def _critical() -> Component:
    """Filled and shown by assets/wall_critical.js."""
    return html.Div(className="wall-critical leased", hidden=True, role="status", **attrs(data_wall_critical=""))


def _head(title: str, reach: str) -> Component:
    """`reach`: what the figures are counted for, "" = the whole province."""
    counted = [html.Span(reach, className="wall-reach")] if reach else []
    return html.Header(
        [
            html.Span(html.I(className="icon i-school"), className="brand"),
            html.H1(TITLE.text),
            *counted,
            html.Span(title, className="wall-owner"),
            simulated_badge(),
            html.Div(className="grow"),
            _sound(),
            html.Span([html.I(className="icon i-refresh"), f" {DATA.text} ", live("data.age")], className="freshness"),
            html.Span([live("date"), live("now", className="time")], className="wall-clock"),
        ],
        className="wall-head",
    )


def _figures() -> Component:
    tiles = [
        html.Div(
            [
                html.Div([html.I(className=f"icon {icon}"), label.text], className="tile-label"),
                _value(key),
                html.Div([html.B("", **attrs(data_figure_trend="")), html.Span("", **attrs(data_figure_since=""))],
                         className="trend"),
                html.Div(html.Span("", **attrs(data_figure_foot="")), className="tile-foot"),
            ],
            className=f"tile leased {tone}".strip(), **attrs(data_figure=key),
        )
        for key, label, icon, tone in FIGURES
    ]
    return html.Div(tiles, className="tiles")


def _value(key: str) -> Component:
    """Figures that the map counts too come by the same frame, so that both always say the same."""
    if key in COUNTED:
        return html.Div(_counted(COUNTED[key]), className="tile-figure")
    return html.Div("–", className="tile-figure num", **attrs(data_figure_value=""))


def _counted(key: str) -> Component:
    """As `live`, until a scene shows something else than the line: then wall_page.js writes it."""
    return html.Span("–", className="num", **attrs(data_live=key, data_figure_live=key, data_live_scope="all"))


def _side() -> Component:
    newest = html.Div(html.P(NOT_YET.text, className="empty"), className="fit-rows", **attrs(data_wall_incidents=""))
    head = [html.H2(NEWEST.text), html.Span("", className="dim", **attrs(data_wall_about=""))]
    return html.Div(
        [_card(RANK, RANK_OF.text, area_rank(10)), _card_of(head, newest), _card(SOURCES, "", source_list())],
        className="wall-side city-side",
    )


def _area_side() -> Component:
    """Beside the map of one area; filled by assets/wall_area.js."""
    rows = html.Div(className="fit-rows", **attrs(data_area_rows=""))
    lives = html.Div(className="fit-rows", **attrs(data_area_incidents=""))
    about = html.Span("", className="dim", **attrs(data_area_about=""))
    return html.Div([_card(OF_AREA, OF_AREA_IS.text, rows), _card_of([html.H2(LIVES.text), about], lives)],
                    className="wall-side area-side")


def _card(title: Words, about: str, body: Component) -> Component:
    return _card_of([html.H2(title.text), html.Span(about, className="dim")], body)


def _card_of(head: list[Component], body: Component) -> Component:
    return html.Section([html.Div(head, className="card-head"), html.Div(body, className="card-body")],
                        className="card leased")


def _sound() -> Component:
    """Filled by assets/wall_sound.js: a wall is heard only after somebody switched its sound on."""
    return html.Div(className="wall-sound", role="group", **attrs(data_sound="", aria_label=SOUND.text))
