"""The page of one school: who and where, every indicator with what it rests on, its line in time, its incidents."""

from dash import dcc, html
from dash.development.base_component import Component

from components.claims_page import record_frame
from components.readings import reading_table
from components.readings_more import readings_more, split
from components.report_button import report_button
from components.school_claims import claims
from components.school_facts import about, contact_list, labs, payments
from components.school_line import month, month_figures, outside, worst_days
from components.school_map import MapConfig, attrs, school_map
from components.school_panel import incident_list, pills, verdict, warnings, where
from components.timeline import figures, timeline
from domain.school_view import Ground, SchoolView
from domain.snapshot import Template
from domain.wording import Words, number, stamp

ON_MAP = Words("Xem trên bản đồ", "Show on the map")
COMPARE = Words("So sánh", "Compare")
CENTRE = Words("Trung tâm điều hành giáo dục thông minh", "Smart education operations centre")
PRINTED = Words("Số liệu lúc {at}", "Figures of {at}")
PRINT = Words("In trang này", "Print this page")
LAST_DAY = Words("Kết nối 24 giờ qua", "Connectivity, last 24 hours")
LINE = Words("Kết nối 30 ngày qua", "Connectivity, last 30 days")
CONTACTS = Words("Liên hệ theo vai trò", "Contacts by role")
CLAIMS = Words("Khai báo và đo được", "Claimed and measured")
LABS, PAYMENTS = Words("Phòng máy", "Computer labs"), Words("Thanh toán", "Payment")
INDICATORS = Words("Các chỉ số", "Indicators")
TRENDS = Words("Xu hướng theo tuần của trường", "This school's trends by week")
INCIDENTS = Words("Sự cố", "Incidents")
ABOUT = Words("Về trường", "About the school")
PLACE = Words("Vị trí", "Place")
NO_PLACE = Words("Trường chưa có toạ độ nên chưa vẽ được lên bản đồ.", "No coordinates yet: not on the map.")
TO_MAP = Words("Về bản đồ", "Back to the map")

ON_PAPER = 2  # incidents on the sheet: the print style hides the others
MORE_INCIDENTS = Words("và {n} sự cố khác: xem trên màn hình", "and {n} more incidents: see the screen")


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
            record_frame(code),
            dcc.Store(id=said, data=code),
            dcc.Interval(id=tick, interval=15_000),
        ],
        className="school-page",
    )


def school_page(view: SchoolView, *, compare: bool = False) -> Component:
    """Everything of one school, in three columns that a narrow screen reads one after the other. `compare`: there is a
    page that sets two side by side."""
    left = [_card("people", CONTACTS, [contact_list(view)]), _card("about", ABOUT, [about(view)])]
    middle = [_card("line", LINE, _line(view), view.past_known),
              _card("figures", INDICATORS, _figures(view))]
    right = [_card("told", INCIDENTS, [incident_list(view), *_unprinted(view)]),
             _card("claimed", CLAIMS, [claims(view)], view.past_known),
             _card("labs", LABS, [labs(view)], view.past_known),
             _card("paid", PAYMENTS, [payments(view)], view.past_known)]
    columns = [html.Div([card for card in cards if card is not None], className=f"school-column school-{place}")
               for place, cards in (("left", left), ("middle", middle), ("right", right))]
    return html.Div([_head(view, compare), *columns], className="school-cards", **attrs(data_school=view.school.code))


def _figures(view: SchoolView) -> list[Component]:
    """What moves within the day with its 24 hours; everything else folded by group."""
    quick, folded = split(view.answers)
    trends = dcc.Link(TRENDS.text, href=f"/trends?school={view.school.code}", className="button school-trends")
    return [reading_table(quick, view.now, _beside(view)), readings_more(folded, view.now, view.further), trends]


def _line(view: SchoolView) -> list[Component]:
    """30 days on top, the last of them drawn out below."""
    worst = worst_days(view.days)
    return [month_figures(view.days), html.Div(month(view.days), className="leased"), *([worst] if worst else []),
            html.Div([html.H3(LAST_DAY.text), figures(view.timeline)], className="day-head"),
            html.Div(timeline(view.timeline), className="leased")]


def _unprinted(view: SchoolView) -> list[Component]:
    """Paper has room for the newest ones (assets/school_print.css); it says that there are more."""
    more = len(view.incidents) - ON_PAPER
    told = html.P(MORE_INCIDENTS.text.format(n=number(more)), className="print-only dim")
    return [told] if view.past_known and more > 0 else []


def _beside(view: SchoolView) -> dict[str, str]:
    """Indicator -> what its figure leaves out."""
    if view.uptime is None:
        return {}
    said = outside(view.uptime.left_out, view.uptime.maintenance_s)
    return {"uptime_24h": said} if said else {}


def absent(words: Words) -> Component:
    """The sentence for a school or a page that is not there, and the way out."""
    back = dcc.Link([html.I(className="icon i-map"), TO_MAP.text], href="/", className="button")
    return html.Div([html.I(className="icon i-search"), html.H1(words.text), back], className="absent", role="alert")


def _head(view: SchoolView, compare: bool) -> Component:
    beside = dcc.Link([html.I(className="icon i-layers"), COMPARE.text], href=f"/compare?a={view.school.code}",
                      className="button compare")
    links = html.Div(
        [
            dcc.Link([html.I(className="icon i-map"), ON_MAP.text], href=f"/?school={view.school.code}",
                     className="button"),
            *([beside] if compare else []),
            report_button(Template.SCHOOL, school=view.school.code),
            html.Button(html.I(className="icon i-print"), type="button", className="button square", title=PRINT.text,
                        **attrs(data_press="print", aria_label=PRINT.text)),
        ],
        className="head-links",
    )
    title = html.Div([html.H1(view.school.name), html.Div([verdict(view), *pills(view)], className="pill-row"),
                      html.P(where(view), className="side-where")], className="head-title")
    printed = html.Div([html.B(CENTRE.text), html.Br(), PRINTED.text.format(at=stamp(view.now)), html.Br(),
                        f"/schools/{view.school.code}"], className="print-only print-stamp num")
    row = html.Div([title, links, printed], className="head-row")
    return html.Header([row, *warnings(view)], className="school-head")


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
