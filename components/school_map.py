"""The map and the live pieces around it: pure functions from a configuration to a Dash tree.

No school and no status travels through Dash. The browser's own scripts (assets/*.js) read the directory and
the frames of `/api/v1/live/*`, draw on one canvas, and fill every element that carries one of these:

- `data-live="counts.bad"`: text of a live number. Keys: `counts.` + `good watch bad stale unknown total issues
  reporting absent`, `known.<status>` (– when nobody reports), `share.good`, `share.reporting`, `share.of.<status>`,
  `of` ("2.351 / 2.380 trường báo cáo"),
  `data.clock`, `data.age`, `now`, `date`, `missing`, `layer.label`, `layer.meaning`, `area.name`,
  `outside` (schools in view that the layer does not concern).
  With `data-live-scope="all"` the whole directory counts; without it the area and kinds of the URL.
- `data-set="area=760&school="`: a button that sets the URL state; `data-toggle="only"`; `data-kind="thpt"`.
- `data-marks="loud"`: schools with an incident nobody has; also `held maintenance silenced quiet`.
- `data-rank-areas="8"` the worst areas; `data-live-bar` a stacked bar; `data-crumbs data-layers data-kinds` lists.
- class `leased`: the surface keeps its colours only while frames prove themselves (assets/lease.js, lease.css).

The URL state (`layer tree area school only kind fill`) is pushed silently, so that Dash Pages does not rebuild
the page; a page that Dash must answer puts `state_store(id)` in its layout, names the id in
`MapConfig.notify` and takes `Input(id, "data")`: a mapping of those keys.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from domain.measurement import Status
from domain.wording import Words

OUTSIDE = Words("không thuộc diện", "not concerned")
LEGEND = Words("Chú giải", "Legend")
LAYERS = Words("Lớp bản đồ", "Map layer")
KINDS = Words("Cấp học", "Kind of school")
AREAS = Words("Địa bàn", "Areas")
TREES = (("tree=new", Words("Phường, xã", "Wards")), ("tree=old", Words("Quận, huyện cũ", "Former districts")))
FILL = Words("Tô địa bàn", "Area tint")
FILLS = (
    ("fill=share", Words("Tỷ lệ", "Share")),
    ("fill=worst", Words("Xấu nhất", "Worst")),
    ("fill=none", Words("Không tô", "None")),
)
ONLY_ISSUES = Words("Chỉ hiện sự cố", "Only incidents")
PATH = Words("Đường dẫn địa bàn", "Path of areas")
SIMULATED = Words("DỮ LIỆU MÔ PHỎNG", "SIMULATED DATA")
MARKS = (
    ("loud", Words("Sự cố chưa ai nhận", "Incident nobody has")),
    ("held", Words("Sự cố đã có người nhận", "Incident somebody has")),
    ("maintenance", Words("Bảo trì, tạm ngưng báo", "Maintenance, silenced")),
)
NO_FIGURES = Words("Chưa có số liệu", "No figures yet")
WAITING = Words("đang chờ số liệu đầu tiên", "waiting for the first figures")
WORST_FIRST = (Status.BAD, Status.WATCH, Status.STALE, Status.UNKNOWN, Status.GOOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapConfig:
    """What one map shows before the first frame arrives.

    `area`: code of the directory's area; `place`: its name, root of the breadcrumb.
    `bounds`: [[south, west], [north, east]] shown until the directory is known.
    `pad`: CSS pixels kept free (top, right, bottom, left) for panels lying over the map. `aggregate`: "auto" turns to
    bubbles where marks would drown, "never", "always". `state`: other defaults of the URL state, e.g. {"tree": "old"}.
    `notify`: ids of `state_store`s told of every step; with `heeds`, only of steps that
    change one of these keys. `tiles`: URL template of an optional basemap.
    """

    area: str = "79"
    place: str = ""
    bounds: tuple[tuple[float, float], tuple[float, float]] = ((10.37, 106.35), (11.16, 107.03))
    pad: tuple[int, int, int, int] = (24, 24, 24, 24)
    aggregate: str = "auto"
    labels: bool = True
    interactive: bool = True
    state: dict[str, str] = field(default_factory=dict)
    notify: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()
    tiles: str = ""
    attribution: str = ""


def attrs(**pairs: str) -> dict[str, Any]:
    """Attributes that Python cannot spell: attrs(data_live="now") -> {"data-live": "now"}."""
    return {key.replace("_", "-"): value for key, value in pairs.items()}


def feed_config(config: MapConfig) -> dict[str, Any]:
    """The attribute that starts the feed; a page without a map puts it on any element."""
    options = {"area": config.area, "place": config.place, "state": config.state, "notify": list(config.notify),
               "heeds": list(config.heeds)}
    return {"data-feed": json.dumps(options, ensure_ascii=False)}


def school_map(ident: str, config: MapConfig | None = None, children: Sequence[Any] = ()) -> Component:
    """The map of every school, filling its parent. `children` lie over it (legend, switches)."""
    config = config or MapConfig()
    shown = {"bounds": config.bounds, "pad": config.pad, "aggregate": config.aggregate, "labels": config.labels}
    layers = [dl.TileLayer(url=config.tiles, attribution=config.attribution, opacity=0.55)] if config.tiles else []
    moves = config.interactive
    leaflet = dl.Map(
        layers, id=f"{ident}-leaflet", className="map-ground", zoomSnap=0, zoomDelta=0.75, minZoom=4, maxZoom=18,
        bounds=config.bounds,  # not center and zoom: those the component would set again, animated, after our fit
        attributionControl=bool(config.tiles), zoomControl=False, keyboard=False, boxZoom=False, trackViewport=False,
        dragging=moves, scrollWheelZoom=moves, doubleClickZoom=moves, touchZoom=moves, wheelPxPerZoomLevel=90,
    )  # fmt: skip
    data = {"data-map": json.dumps(shown), **feed_config(config)}
    over = html.Div(list(children), className="map-over")
    return html.Div([leaflet, over], id=ident, className="school-map leased", **data)


def state_store(ident: str) -> Component:
    """Where Dash hears of the URL state: `Input(ident, "data")` -> {"layer": ..., "area": ..., "school": ..., ...}."""
    return dcc.Store(id=ident, storage_type="memory")


def lease_banner() -> Component:
    """Names the culprit when the screen is not live. It also uncovers itself when the page's own script hangs."""
    return html.Div(
        [
            html.Div(
                [
                    html.I(className="icon i-alert"),
                    html.B(NO_FIGURES.text, **attrs(data_lease_title="")),
                    html.Span(WAITING.text, **attrs(data_lease_text="")),
                ],
                className="lease-banner",
                **attrs(data_lease_banner=""),
            ),
            html.Div(className="sr-only", role="status", **attrs(data_lease_said="")),
        ],
        className="lease-place",
    )


def simulated_badge() -> Component:
    """Shown by css as soon as a frame says that its figures are simulated."""
    return html.Span(SIMULATED.text, className="badge simulated")


def live(key: str, *, scope: str = "", className: str = "") -> Component:
    """A live number: `live("counts.bad")`."""
    more = attrs(data_live_scope=scope) if scope else {}
    return html.Span("–", className=f"num {className}".strip(), **attrs(data_live=key), **more)


def mark(status: Status) -> Component:
    """The status mark: shape and colour; the word stands beside it."""
    return html.I(className=f"mark {status}", **attrs(aria_hidden="true"))


def legend() -> Component:
    """Five statuses, worst first, with live counts of what is in view."""
    title = html.Span("–", className="legend-title", **attrs(data_live="layer.label"))
    rows = [
        html.Div(
            [
                mark(status),
                html.Span(status.words.text, className="legend-word"),
                live(f"counts.{status}", className="legend-count"),
            ],
            className="legend-row",
        )
        for status in WORST_FIRST
    ]
    nobody = html.Div([html.I(className="mark outside", **attrs(aria_hidden="true")),
                       html.Span(OUTSIDE.text, className="legend-word"), live("outside", className="legend-count")],
                      className="legend-row outside")  # shown where the layer does not concern every kind of school
    head = html.Div([title, live("of", className="dim")], className="legend-head")
    bar = html.Div(className="live-bar", **attrs(data_live_bar=""))
    told = html.Div([_incident_row(sort, words.text) for sort, words in MARKS], className="legend-incidents")
    return html.Div([head, bar, *rows, nobody, told], className="legend card", role="group",
                    **attrs(aria_label=LEGEND.text))


def _incident_row(sort: str, words: str) -> Component:
    """Schools with such an incident; their figure is what the map draws around the mark (assets/map_incidents.js)."""
    count = html.Span("–", className="num legend-count", **attrs(data_marks=sort))
    return html.Div([ring(sort), html.Span(words, className="legend-word"), count], className="legend-row nothing",
                    **attrs(data_marks_row=""))


def ring(sort: str, tone: str = "") -> Component:
    """What the map draws around a school: "loud", "held", "maintenance", "silenced" or "quiet"."""
    return html.I(className=f"ring {sort} {tone}".strip(), **attrs(aria_hidden="true"))


def layer_switch() -> Component:
    """Which indicator colours the map; filled from the directory."""
    return html.Div(className="choices layers", role="group", **attrs(data_layers="", aria_label=LAYERS.text))


def kind_filter() -> Component:
    """Which kinds of school are shown; none pressed = all."""
    return html.Div(className="choices kinds", role="group", **attrs(data_kinds="", aria_label=KINDS.text))


def tree_switch() -> Component:
    """Old districts or present wards."""
    return _choices(AREAS, TREES)


def fill_switch() -> Component:
    """How areas are tinted."""
    return _choices(FILL, FILLS)


def only_issues() -> Component:
    """Hides the healthy."""
    face: list[Any] = [html.I(className="icon i-filter"), ONLY_ISSUES.text]
    return html.Button(face, type="button", className="choice solo", **attrs(data_toggle="only"))


def breadcrumb() -> Component:
    """Province > area > school, each step a button."""
    return html.Nav(className="crumbs", **attrs(data_crumbs="", aria_label=PATH.text))


def source_list() -> Component:
    """Every source with its state and age, live from `/api/v1/live/pulse`."""
    return html.Div(className="sources-list", **attrs(data_sources=""))


def area_rank(most: int = 8) -> Component:
    """The worst areas of the present tree, live, worst first; a row drills down."""
    return html.Div(className="rank fit-rows", **attrs(data_rank_areas=str(most)))


def _choices(label: Words, options: Sequence[tuple[str, Words]]) -> Component:
    buttons = [
        html.Button(text.text, type="button", className="choice", **attrs(data_set=step)) for step, text in options
    ]
    return html.Div(buttons, className="choices", role="group", **attrs(aria_label=label.text))
