"""Beside the map: what one level of the drill answers. How many schools, how many report, worst indicators, what is
open, what changed since yesterday, who answers; then the areas or schools under it as a table that sorts.

Only the frame stands here; assets/drill*.js fill every `data-drill` from `/api/v1/areas/*` and the frames at hand.
"""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs, live
from domain.area import DISTRICTS_END, WARDS_BEGIN, Tree
from domain.wording import Words, day

AREA = Words("Địa bàn đang xem", "The area in view")
INDICATORS = Words("Chỉ số, xấu nhất trước", "Indicators, worst first")
OPEN = Words("Đang mở", "Open now")
CHANGED = Words("Từ giờ này hôm qua", "Since this hour yesterday")
PEOPLE = Words("Ai phụ trách", "Who answers")
AREAS = Words("Các địa bàn", "Areas")
SCHOOLS = Words("Trường cần để mắt", "Schools to look at")
ALL_SCHOOLS = Words("Các trường", "Schools")
LIES = Words("Cũng là", "Also known as")
MISSING = Words("trường chưa có toạ độ", "schools without coordinates")
MISSING_WHY = Words("Không vẽ được lên bản đồ, vẫn được thu thập và tính vào mọi con số.",
                    "Not on the map, yet collected and counted in every figure.")
GOOD_SHARE = Words("bình thường", "good")
OPEN_SHEET = Words("Mở hoặc thu bảng thông tin", "Open or fold the panel")
TABLE = Words("Bảng rộng", "Wide table")
COMPARE = Words("So sánh", "Compare")
SPLIT = Words("Chia theo", "Divided by")
WARDS, SINCE = Words("Phường, xã", "Wards"), Words("từ {day}", "since {day}")
DISTRICTS, UNTIL = Words("Quận, huyện cũ", "Former districts"), Words("đến {day}", "until {day}")


def area_panel() -> Component:
    """One for every level above the school; the school has a panel of its own."""
    body = [
        _trees(),
        html.Div(className="drill-why", role="status", **attrs(data_drill="why")),
        _part(INDICATORS, "indicators"),
        _part(OPEN, "open"),
        _part(CHANGED, "changed"),
        _part(PEOPLE, "people"),
        _part(LIES, "lies", "in-area drill-lies"),
        html.Section([_ranked(), html.Div(className="drill-table", **attrs(data_drill="table"))],
                     className="drill-ranked"),
        html.Section([html.H2(SCHOOLS.text), html.Div(className="school-list", **attrs(data_school_list="40"))],
                     className="at-home drill-few"),
        _missing(),
    ]
    return html.Div([_head(), html.Div(body, className="side-body leased")], className="area-card",
                    **attrs(aria_label=AREA.text))


def _head() -> Component:
    reports = html.Span([live("of"), live("data.age", className="area-age")], className="dim")
    return html.Button(
        [
            html.Span(className="sheet-grip", **attrs(aria_hidden="true")),
            html.Span([live("area.name", className="area-name"), reports], className="area-title"),
            html.Span([live("share.good", className="area-share"),
                       html.Span(GOOD_SHARE.text, className="dim good-word")], className="area-figure"),
        ],
        type="button", className="area-head leased", **attrs(data_press="sheet", aria_label=OPEN_SHEET.text),
    )


def _trees() -> Component:
    """Which division, by date: districts ended when the wards of today began."""
    said = ((Tree.NEW, WARDS, SINCE.text.format(day=day(WARDS_BEGIN))),
            (Tree.OLD, DISTRICTS, UNTIL.text.format(day=day(DISTRICTS_END))))
    return html.Div([html.Button([html.B(name.text), html.Span(when)], type="button", className="choice",
                                 **attrs(data_set=f"tree={tree.value}")) for tree, name, when in said],
                    className="choices drill-trees", role="group", **attrs(aria_label=SPLIT.text))


def _part(words: Words, name: str, more: str = "") -> Component:
    return html.Section([html.H2(words.text), html.Div(**attrs(data_drill=name))],
                        className=f"drill-part {more}".strip())


def _ranked() -> Component:
    """The head of the table: its name, the wide form, and two of them side by side."""
    wide = html.Button([html.I(className="icon i-list"), html.Span(TABLE.text)], type="button",
                       className="button quiet small", **attrs(data_toggle="table"))
    two = html.A([html.I(className="icon i-area"), html.Span(COMPARE.text)], href="/compare",
                 className="button quiet small", **attrs(data_drill="compare"))
    return html.Div([html.H2(AREAS.text, className="at-home"), html.H2(ALL_SCHOOLS.text, className="in-area"),
                     html.Span([two, wide], className="drill-ranked-tools")], className="drill-ranked-head")


def _missing() -> Component:
    return html.Details(
        [html.Summary([live("missing", className="strong"), " ", MISSING.text]),
         html.P(MISSING_WHY.text, className="quiet"),
         html.Div(className="school-list", **attrs(data_missing_list=""))],
        className="missing",
    )
