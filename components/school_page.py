"""The page of one school: who and where, every indicator with what it rests on, its line in time, its incidents."""

from dash import dcc, html
from dash.development.base_component import Component

from components.readings import reading_table
from components.school_map import MapConfig, attrs, school_map
from components.school_panel import facts, incident_list, pills, verdict, warnings, where
from components.timeline import figures, thirty_days, timeline
from domain.school_view import Ground, SchoolView
from domain.wording import Words

ON_MAP = Words("Xem trên bản đồ", "Show on the map")
PRINT = Words("In trang này", "Print this page")
LAST_DAY = Words("Kết nối 24 giờ qua", "Connectivity, last 24 hours")
LAST_MONTH = Words("Kết nối 30 ngày qua", "Connectivity, last 30 days")
DAYS_NOTE = Words("Mỗi cột một ngày: phần thời gian có kết nối trên thời gian biết được; trục bắt đầu từ 80 %. "
                  "Cột rỗng là ngày không có số liệu.",
                  "One bar a day: time up over time known; the axis begins at 80 %. Hollow = no data that day.")
DAY_NOTE = Words("Thời gian không rõ không được tính là có kết nối hay mất kết nối.",
                 "Unknown time counts neither as up nor as down.")
INDICATORS = Words("Các chỉ số", "Indicators")
INCIDENTS = Words("Sự cố", "Incidents")
ABOUT = Words("Về trường", "About the school")
PLACE = Words("Vị trí", "Place")
NO_PLACE = Words("Trường chưa có toạ độ nên chưa vẽ được lên bản đồ.", "No coordinates yet: not on the map.")
TO_MAP = Words("Về bản đồ", "Back to the map")


def school_frame(ground: Ground, *, slot: str, said: str, tick: str, inset: str, code: str, area: str,
                 placed: bool) -> Component:
    """The skeleton: a slot that one callback fills, and beside it a map that is never rebuilt.

    `slot`, `said`, `tick`, `inset`: ids of the slot, of the school's code, of its refresh, of the map. `area`: code of
    the present ward. `placed`: the school has a point.
    """
    return html.Div(
        [
            html.Div(_skeleton(), id=slot, className="school-page-slot"),
            html.Section([html.H2(PLACE.text), _inset(ground, inset, code, area) if placed else
                          html.P(NO_PLACE.text, className="quiet")], className="page-card card spot"),
            dcc.Store(id=said, data=code),
            dcc.Interval(id=tick, interval=15_000),
        ],
        className="school-page",
    )


def school_page(view: SchoolView) -> Component:
    """Everything of one school."""
    cards = [
        _head(view),
        _card("line", LAST_DAY, [timeline(view.timeline), figures(view.timeline), _note(DAY_NOTE)], view.past_known),
        _card("month", LAST_MONTH, [thirty_days(view.days), _note(DAYS_NOTE)], view.past_known),
        _card("figures", INDICATORS, [reading_table(view.answers, view.now)]),
        _card("told", INCIDENTS, [incident_list(view)]),
        _card("about", ABOUT, [facts(view)]),
    ]
    return html.Div([card for card in cards if card is not None], className="school-cards",
                    **attrs(data_school=view.school.code))


def absent(words: Words) -> Component:
    """The sentence for a school or a page that is not there, and the way out."""
    back = dcc.Link([html.I(className="icon i-map"), TO_MAP.text], href="/", className="button")
    return html.Div([html.I(className="icon i-search"), html.H1(words.text), back], className="absent", role="alert")


def _head(view: SchoolView) -> Component:
    links = html.Div(
        [
            dcc.Link([html.I(className="icon i-map"), ON_MAP.text], href=f"/?school={view.school.code}",
                     className="button"),
            html.Button(html.I(className="icon i-print"), type="button", className="button square", title=PRINT.text,
                        **attrs(data_press="print", aria_label=PRINT.text)),
        ],
        className="head-links",
    )
    title = html.Div([html.H1(view.school.name), html.P(where(view), className="side-where"),
                      html.Div([verdict(view), *pills(view)], className="pill-row")])
    return html.Header([html.Div([title, links], className="head-row"), *warnings(view)], className="school-head")


def _card(name: str, title: Words, inside: list[Component], known: bool = True) -> Component | None:
    if not known:
        return None
    return html.Section([html.H2(title.text), *inside], className=f"page-card card {name}")


def _note(words: Words) -> Component:
    return html.P(words.text, className="quiet")


def _inset(ground: Ground, ident: str, code: str, area: str) -> Component:
    config = MapConfig(area=ground.area, place=ground.name, interactive=False, tiles=ground.tiles,
                       aggregate="never", pad=(12, 12, 12, 12),
                       state={"school": code, "area": area, "fill": "none"})
    return html.Div(school_map(ident, config), className="inset")


def _skeleton() -> list[Component]:
    bones = ("head", "line", "table")
    return [html.Div(className=f"skeleton bone-{bone}", **attrs(aria_hidden="true")) for bone in bones]
