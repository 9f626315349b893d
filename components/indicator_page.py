"""The catalogue and one indicator: frames that assets/indicator*.js fill from `/api/v1/catalogue`.

What is typed and chosen stands in the address: `q=` and `group=` of the list, `area=` and `tree=` of both.
"""

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import owner
from components.school_map import MapConfig, attrs, feed_config
from domain.groups import GROUPS
from domain.indicator import Indicator
from domain.school_view import Ground
from domain.wording import Words

FIELD = owner(__name__)("seek")
TITLE = Words("Chỉ số", "Indicators")
ABOUT = Words("Mỗi con số: câu hỏi, công thức, ngưỡng, căn cứ, đơn vị phụ trách, tuổi và các trường đứng sau nó.",
              "Of every number: its question, formula, bands, legal basis, owner, age, and the schools behind it.")
SEEK = Words("Tìm theo tên, câu hỏi, đơn vị, căn cứ; không cần dấu", "Search by name, question, owner, legal basis")
GROUPS_NAME = Words("Nhóm chỉ số", "Groups")
EVERY = Words("Tất cả", "All")
WAIT = Words("Đang lấy danh sách…", "Loading…")
ALL = Words("Mọi chỉ số", "All indicators")
FIGURE, MEANING = Words("Con số", "The figure"), Words("Nghĩa của con số", "What it means")
PRESS = Words("Số trong văn bản, báo chí", "Press figures")
TREND = Words("30 ngày qua", "Last 30 days")
AREAS, SCHOOLS = Words("Theo địa bàn", "By area"), Words("Từng trường", "School by school")
FURTHER = Words("Số liệu đi kèm", "Further figures")
BANDS = Words("Ngưỡng và chỉ tiêu", "Bands and target")
MAP = Words("Xem trên bản đồ", "On the map")
COUNT = Words("Số chỉ số", "How many")


def catalogue_frame(ground: Ground) -> Component:
    """The list: search, groups, lines."""
    seek = html.Label([html.I(className="icon i-search"), html.Span(SEEK.text, className="sr-only"),
                       dcc.Input(type="search", autoComplete="off", placeholder=SEEK.text, debounce=False,
                                 id=FIELD, maxLength=80)], className="search indicator-search")
    choices = [_choice("", EVERY), *(_choice(key, words) for key, words in GROUPS.items())]
    head = html.Header([html.Div([html.H1(TITLE.text), html.P(ABOUT.text, className="dim")]), seek],
                       className="indicator-head")
    told = html.P(className="dim num indicator-told", role="status", **attrs(data_indicator_told="",
                                                                            aria_label=COUNT.text))
    return html.Div(
        [head, html.Div(choices, className="choices indicator-groups", role="group",
                        **attrs(aria_label=GROUPS_NAME.text)), told,
         html.Div(_bones(8), className="indicator-list", **attrs(data_indicator_list=""))],
        className="page-body indicator-page", **attrs(data_indicators=""),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def indicator_frame(ground: Ground, one: Indicator) -> Component:
    """One indicator: figure, meaning, days, what else its sources tell, areas, schools, bands."""
    crumbs = html.Nav([dcc.Link([html.I(className="icon i-back"), ALL.text], href="/indicators",
                                className="indicator-back"),
                       html.Span(GROUPS.get(one.group, ALL).text, className="dim")], className="indicator-crumbs",
                      **attrs(aria_label=ALL.text))
    to_map = html.A([html.I(className="icon i-map"), html.Span(MAP.text)], href=f"/?layer={one.key}",
                    className="button", **attrs(data_indicator_map=""))
    head = html.Header([html.Div([html.H1(one.label.text), html.P(one.question.text, className="indicator-question")]),
                        to_map], className="indicator-head")
    left = [_part("figure", FIGURE), _part("press", PRESS, hidden=True), _part("days", TREND)]
    right = [_part("meaning", MEANING), _part("bands", BANDS)]
    below = [_part("areas", AREAS), _part("schools", SCHOOLS)]
    return html.Div(
        [crumbs, head, html.Div([html.Div(left, className="indicator-column"), html.Div(right,
                                                                                       className="indicator-column")],
                                className="indicator-top"),
         *([_part("further", FURTHER)] if one.further else []),
         html.Div(below, className="indicator-below")],
        className="page-body indicator-page of-one", **attrs(data_indicators="", data_indicator=one.key),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def _choice(key: str, words: Words) -> Component:
    return html.Button([words.text, html.Span(className="choice-count num", **attrs(data_group_count=key))],
                       type="button", className="choice",
                       **attrs(data_indicator_group=key, aria_pressed="false" if key else "true"))


def _part(name: str, words: Words, *, hidden: bool = False) -> Component:
    return html.Section([html.H2(words.text), html.Div(_bones(3), className="indicator-slot",
                                                       **attrs(data_indicator_slot=name))],
                        className=f"card indicator-part of-{name}", hidden=hidden)


def _bones(count: int) -> list[Component]:
    return [html.P(WAIT.text, className="sr-only"),
            *(html.Div(className="skeleton indicator-bone") for _ in range(count))]
