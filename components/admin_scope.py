"""How far somebody reaches: said in words, and chosen by a tree and by the map, which show the same choice.

The browser's side is assets/admin_pick.js: one dialog serves every field that says `data-areas`.
"""

import json
from collections.abc import Sequence
from typing import Any

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from components.admin_frame import CLOSE, Values, button, field, text
from components.school_map import attrs
from domain.admin_view import ReachPart, Validity
from domain.area import Tree
from domain.school import KINDS, SchoolKind
from domain.school_view import Ground
from domain.wording import Words, day, number

WHOLE = Words("Toàn địa bàn", "The whole province")
ALL_KINDS = Words("mọi cấp học", "all kinds")
AND_MORE = Words("và {n} địa bàn khác", "and {n} more areas")
NO_REACH = Words("chưa được giao phạm vi", "no reach given")
FROM, UNTIL = Words("từ {day}", "from {day}"), Words("đến hết {day}", "until {day}")
BOTH = Words("từ {since} đến hết {until}", "{since} to {until}")
COVER = Words("làm thay {name}", "covers for {name}")
PICK = Words("Chọn địa bàn", "Choose areas")
PICK_ABOUT = Words("Chọn trong danh sách hoặc bấm lên bản đồ.", "Choose in the list or on the map.")
OPEN_PICK = Words("Chọn trên danh sách và bản đồ", "Choose by list and map")
SEARCH_AREA = Words("Tìm địa bàn", "Find an area")
CLEAR, DONE = Words("Bỏ chọn hết", "Choose none"), Words("Dùng lựa chọn này", "Use this choice")
TREES = Words("Cách chia địa bàn", "How the province is divided")
AREAS, KINDS_NAME = Words("Địa bàn", "Areas"), Words("Cấp học", "Kinds of school")
KINDS_HINT = Words("Không chọn = mọi cấp học.", "None = all kinds.")
SINCE, TO = Words("Từ ngày", "From"), Words("Đến hết ngày", "Until")
SINCE_HINT = Words("Bỏ trống = từ hôm nay.", "Empty = from today.")
TO_HINT = Words("Bỏ trống = đến khi thu hồi.", "Empty = until revoked.")
DAY_FORM = Words("ngày/tháng/năm", "day/month/year")
SCHOOL = Words("Trường", "School")
SCHOOL_FORM = Words("Gõ tên hoặc mã trường", "Type a school's name or code")
NO_SCHOOL = Words("Không có trường nào khớp.", "No school fits.")
TAKE_BACK = Words("Thu hồi", "Take back")
SURE_BACK = Words("Thu hồi phạm vi “{areas}” của {name}? Có hiệu lực ngay với yêu cầu kế tiếp.",
                  "Take “{areas}” back from {name}? It acts on the next request.")
SAID = {
    "whole": WHOLE, "drop": Words("Bỏ", "Drop"), "old": Words("trước 7/2025", "before 7/2025"),
    "nothing": Words("Chưa chọn địa bàn nào.", "No area chosen."), "schools": Words("{n} trường", "{n} schools"),
    "none": Words("Không có địa bàn nào khớp.", "No area fits."), "taken": Words("đã chọn, bấm để bỏ", "chosen"),
    "empty": Words("Chưa có địa bàn nào được nhập.", "No areas imported yet."),
    "free": Words("bấm để chọn", "click to choose"),
}


def area_words(part: ReachPart, most: int = 3) -> str:
    """"Quận 1, Quận 3 và 4 địa bàn khác"."""
    names = [name or WHOLE.text for name in part.areas]
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} {AND_MORE.text.format(n=number(len(names) - most))}"


def kind_words(kinds: Sequence[SchoolKind]) -> str:
    """"Mầm non, Tiểu học", or that it is all of them."""
    return ", ".join(kind.words.text for kind in kinds) or ALL_KINDS.text


def day_words(part: ReachPart) -> str:
    """Days of a part, as far as they say anything."""
    if part.until is not None:
        return BOTH.text.format(since=day(part.since), until=day(part.until))
    return FROM.text.format(day=day(part.since))


def reach_line(parts: Sequence[ReachPart], most: int = 2) -> Component:
    """A reach for a row of a list; what is not in force today recedes."""
    if not parts:
        return html.Span(NO_REACH.text, className="dim")
    shown = sorted(parts, key=lambda part: part.validity is not Validity.NOW)[:most]
    lines: list[Any] = [_short(part) for part in shown]
    if len(parts) > most:
        lines.append(html.Span(f"+{number(len(parts) - most)}", className="dim"))
    return html.Div(lines, className="reach-lines")


def _short(part: ReachPart) -> Component:
    more = [kind_words(part.kinds)] if part.kinds else []
    if part.cover_of:
        more.append(COVER.text.format(name=part.cover_of))
    if part.until is not None and part.validity is Validity.NOW:
        more.append(UNTIL.text.format(day=day(part.until)))
    if part.validity is not Validity.NOW:
        more.append(part.validity.words.text)
    body: list[Any] = [html.Span(area_words(part))]
    if more:
        body.append(html.Span(" · ".join(more), className="dim"))
    return html.Span(body, className=f"reach-line is-{part.validity}")


def reach_rows(parts: Sequence[ReachPart], holder: str, act: str | None, values: Values) -> Component:
    """Every part with its days. `act`: the wish that takes one back; None = nothing can be taken here."""
    if not parts:
        return html.P(NO_REACH.text, className="quiet")
    rows = [_row(part, holder, act, values) for part in parts]
    return html.Ul(rows, className="reach-rows")


def _row(part: ReachPart, holder: str, act: str | None, values: Values) -> Component:
    about = [kind_words(part.kinds), day_words(part)]
    if part.cover_of:
        about.append(COVER.text.format(name=part.cover_of))
    if part.why:
        about.append(part.why)
    state = [] if part.validity is Validity.NOW else [html.Span(part.validity.words.text, className="pill unknown")]
    body = html.Div([html.B(area_words(part, 12)), html.Span(" · ".join(about), className="dim")],
                    className="reach-told")
    back = [] if act is None else [button(
        act, TAKE_BACK, {**values, "grants": " ".join(map(str, part.grants))}, className="quiet danger-text",
        sure=SURE_BACK.text.format(areas=area_words(part), name=holder))]
    return html.Li([body, *state, *back], className=f"is-{part.validity}")


def areas_field(chosen: Sequence[str] = (), name: str = "areas") -> Component:
    """Chips of what is chosen and the button that opens the tree and the map."""
    opens = html.Button([html.I(className="icon i-area"), OPEN_PICK.text], type="button", className="button",
                        **attrs(data_pick_open=""))
    box = html.Div([html.Div(className="chips", **attrs(data_chips="")), opens], className="areas-field",
                   **attrs(data_areas=name, data_value=json.dumps(list(chosen))))
    error = html.Span(className="field-error", role="alert", **attrs(data_error_for=name))
    return html.Div([html.Span(AREAS.text, className="field-label"), box, error], className="field")


def school_field(code: str = "", name: str = "school", *, error: str = "areas", words: Words = SCHOOL) -> Component:
    """One school, typed without diacritics. `error`: the field a refusal speaks of."""
    box = html.Div(
        [html.I(className="icon i-search"),
         dcc.Input(type="text", placeholder=SCHOOL_FORM.text, autoComplete="off", className="search-input"),
         html.Div(className="results card", hidden=True, **attrs(data_school_results=""))],
        className="search school-field", **attrs(data_school=name, data_value=code, data_nothing=NO_SCHOOL.text),
    )
    return field(words, error, box)


def kinds_field(chosen: Sequence[SchoolKind] = ()) -> Component:
    """Kinds as switches."""
    buttons = [html.Button(kind.words.text, type="button", className="choice",
                           **attrs(data_value=kind.value, aria_pressed="true" if kind in chosen else "false"))
               for kind in KINDS]
    group = html.Div(buttons, className="choices", role="group", **attrs(data_many="kinds", aria_label=KINDS_NAME.text))
    return html.Div([html.Span(KINDS_NAME.text, className="field-label"), group,
                     html.Span(KINDS_HINT.text, className="field-hint")], className="field")


def days_fields(*, needed: bool = False) -> Component:
    """From and until. `needed`: neither may stay empty."""
    hints = (None, None) if needed else (SINCE_HINT, TO_HINT)
    return html.Div([field(SINCE, "since", text("since", placeholder=DAY_FORM.text, inputMode="numeric"),
                           hint=hints[0]),
                     field(TO, "until", text("until", placeholder=DAY_FORM.text, inputMode="numeric"), hint=hints[1])],
                    className="field-pair")


def area_picker(ident: str, ground: Ground) -> Component:
    """The dialog: list of both trees beside the map; foot: what is chosen."""
    trees = [html.Button(tree.words.text, type="button", className="choice", **attrs(data_pick_tree=tree.value))
             for tree in (Tree.NEW, Tree.OLD)]
    search = html.Div([html.I(className="icon i-search"),
                       dcc.Input(type="search", placeholder=SEARCH_AREA.text, autoComplete="off")],
                      className="search", **attrs(data_pick_search=""))
    side = html.Div([html.Div(trees, className="choices", role="group", **attrs(aria_label=TREES.text)), search,
                     html.Div(className="pick-list", role="group", **attrs(data_pick_list="", aria_label=AREAS.text))],
                    className="pick-side")
    close = html.Button(html.I(className="icon i-close"), type="button", className="button quiet square",
                        **attrs(data_press="close", aria_label=CLOSE.text))
    head = html.Header([html.Div([html.H2(PICK.text), html.P(PICK_ABOUT.text, className="quiet")]), close],
                       className="pick-head")
    foot = html.Footer(
        [html.Div(className="chips", **attrs(data_pick_chips="", aria_live="polite")),
         html.Button(CLEAR.text, type="button", className="button quiet", **attrs(data_pick_none="")),
         html.Button(DONE.text, type="button", className="button primary", **attrs(data_pick_done=""))],
        className="pick-foot",
    )
    return html.Dialog([head, html.Div([side, _map(ident, ground)], className="pick-body"), foot], className="picker",
                       **attrs(data_picker="", aria_label=PICK.text,
                               data_words=json.dumps({key: words.text for key, words in SAID.items()})))


def _map(ident: str, ground: Ground) -> Component:
    """The digital map with areas only: data-map says that it is for choosing."""
    south, west, north, east = ground.bounds or (8.0, 102.0, 23.5, 110.0)
    bounds = [[south, west], [north, east]]
    leaflet = dl.Map([], id=f"{ident}-leaflet", className="map-ground", zoomSnap=0, zoomDelta=0.75, minZoom=4,
                     maxZoom=18, bounds=bounds, attributionControl=False, zoomControl=False, keyboard=False,
                     boxZoom=False, trackViewport=False, wheelPxPerZoomLevel=90)
    shown = json.dumps({"bounds": bounds, "pad": [16, 16, 16, 16], "aggregate": "never", "labels": True, "pick": True})
    return html.Div(leaflet, id=ident, className="school-map pick-map", **attrs(data_map=shown))
