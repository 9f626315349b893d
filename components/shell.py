"""The frame around every page: who we are, places to go, what is simulated, the clock, theme and help."""

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.help_box import HELP, help_box
from components.ids import owner
from components.incident_unsent import told_place, unsent_box, unsent_chip
from components.language import language_switch
from components.school_map import attrs, lease_banner, live
from components.search_box import search_button, search_dialog
from components.who_menu import NOTICES, password_box, who_menu
from domain.person import Permission, Who
from domain.wording import Words

MAIN = owner(__name__)("main")
NAME = Words("Trung tâm điều hành", "Operations centre")
SUBJECT = Words("giáo dục thông minh", "smart education")
SKIP = Words("Đến nội dung chính", "Skip to content")
INCIDENTS = "/incidents"
REPORTS = "/reports"
PLACES = (
    ("/", "i-map", Words("Bản đồ", "Map"), Permission.MAP),
    (INCIDENTS, "i-incident", Words("Sự cố", "Incidents"), Permission.INCIDENTS),
    ("/work", "i-circle-check", Words("Việc của tôi", "My work"), Permission.INCIDENTS),
    ("/compare", "i-area", Words("So sánh", "Compare"), Permission.MAP),
    (REPORTS, "i-report", Words("Báo cáo", "Reports"), Permission.REPORTS),
)
DUTY = Words("Trực ban", "Duty")
DUTY_PLACES = (
    ("/handover", "i-book", Words("Sổ giao ca", "Handover book"), Permission.INCIDENTS),
    ("/silences", "i-bell-off", Words("Tạm ngưng và bảo trì", "Silences and maintenance"), Permission.INCIDENTS),
    ("/clocks", "i-stopwatch", Words("Thời gian xử lý", "Clocks"), Permission.INCIDENTS),
)
FIGURES = Words("Số liệu", "Figures")
DATA_PLACES = (
    ("/indicators", "i-list", Words("Chỉ số", "Indicators"), Permission.SCHOOL),
    ("/trends", "i-up", Words("Xu hướng", "Trends"), Permission.SCHOOL),
    ("/claims", "i-eye", Words("Khai báo và đo được", "Claimed and measured"), Permission.SCHOOL),
    ("/findings", "i-alert", Words("Điểm đáng ngờ", "Findings"), Permission.INCIDENTS),
    ("/systems", "i-plug", Words("Hệ thống liên thông", "Linked systems"), Permission.SOURCES),
    ("/sources", "i-sources", Words("Nguồn dữ liệu", "Sources"), Permission.SOURCES),
    ("/ingest", "i-download", Words("Số liệu gửi đến", "Pushed figures"), Permission.SOURCES),
)
FURTHER_PLACES = (("/wall", "i-wall", Words("Màn hình lớn", "Wall"), Permission.WALL),)
ADMINISTRATION = Words("Quản trị", "Administration")
ADMIN_PLACES = (
    ("/admin/people", "i-users", Words("Người dùng", "People"), Permission.PEOPLE),
    ("/admin/screens", "i-wall", Words("Màn hình", "Screens"), Permission.SCREENS),
    ("/admin/keys", "i-key", Words("Khoá API", "API keys"), Permission.KEYS),
    ("/admin/calendar", "i-calendar", Words("Lịch năm học", "School calendar"), Permission.CALENDAR),
    ("/admin/audit", "i-history", Words("Nhật ký", "Audit log"), Permission.AUDIT),
)
MORE_PLACES = (
    ("/incidents/new", "i-plus", Words("Báo sự cố", "Report an incident"), Permission.RESPOND),
    (NOTICES, "i-bell", Words("Kênh nhận tin", "How I am told"), Permission.NOTICES),
)
Place = tuple[str, str, Words, Permission]
There = Callable[[str], Permission | None]
SIMULATED = Words("DỮ LIỆU MÔ PHỎNG", "SIMULATED DATA")
SIMULATED_SHORT = Words("MÔ PHỎNG", "SIMULATED")
MAIN_NAV = Words("Các trang", "Pages")
STATE = Words("Tình trạng số liệu", "State of the data")
THEME = Words("Đổi nền sáng, tối", "Light or dark")
CLOCK = Words("Giờ của trung tâm", "The centre's clock")
DATA = Words("dữ liệu", "data")
DATA_AGE = Words("Tuổi của số liệu", "Age of the data")


def shell(page: Component, simulated: bool, who: Who | None, me: str = "",
          there: There = lambda _: None) -> Component:
    """`page`: the container Dash Pages fills. `simulated`: the centre lives on a simulated province. `who`: for whom;
    nobody gets no menus, a wall screen neither. `me`: "person:7". `there`: what a page asks for, None = no such."""
    person = None if who is None or who.is_screen else who
    boxes = [help_box(), told_place(), *([unsent_box(), search_dialog(_found(person, there))] if person else []),
             *([password_box()] if person and not person.demo else [])]
    return html.Div(
        [
            html.A(SKIP.text, href=f"#{MAIN}", className="skip"),
            html.Aside(lease_banner(), className="lease-region", **attrs(aria_label=STATE.text)),
            _bar(simulated, person, there),
            html.Main(page, id=MAIN, className="main", tabIndex=0),
            *boxes,
        ],
        className="shell",
        **attrs(data_holder="" if who is None else "screen" if who.is_screen else "person", data_me=me,
                data_may="reports" if person and there(REPORTS) in person.permissions else ""),
    )


def _bar(simulated: bool, who: Who | None, there: There) -> Component:
    brand = dcc.Link([html.I(className="icon i-school"), html.Span([html.B(NAME.text), html.Span(SUBJECT.text)])],
                     href="/",
                     className="brand")
    return html.Header(
        [
            brand,
            *([_nav(who, there)] if who else []),
            html.Div(className="grow"),
            *([unsent_chip(), search_button()] if who else []),
            _badge(simulated),
            html.Span([html.I(className="icon i-antenna"), DATA.text, " ", live("data.age")], className="freshness",
                      title=DATA_AGE.text),
            html.Span(live("now"), className="topclock", title=CLOCK.text),
            language_switch("button quiet square"),
            _square("theme", ("i-sun", "i-moon"), THEME),
            _square("help", ("i-help",), HELP),
            *([who_menu(who, notices=there(NOTICES) in who.permissions)] if who else []),
        ],
        className="topbar", **attrs(data_bar=""),
    )


def _badge(simulated: bool) -> Component:
    """Its whole words; where the bar is short of room only the short ones are seen, the whole ones are heard."""
    before, short, after = SIMULATED.text.partition(SIMULATED_SHORT.text)
    words: list[Component | str] = [html.Span(before, className="badge-more"), short,
                                    html.Span(after, className="badge-more")]
    return html.Span(html.Span(words), title=SIMULATED.text,
                     className="badge simulated told" if simulated else "badge simulated")


def _found(who: Who, there: There) -> list[tuple[str, str, Words]]:
    """The pages that the search box knows: those this person may open."""
    every = (*PLACES, *DUTY_PLACES, *DATA_PLACES, *FURTHER_PLACES, *ADMIN_PLACES, *MORE_PLACES)
    return [(path, icon, words) for path, icon, words, asks in every
            if asks in who.permissions and there(path) is asks]


def _nav(who: Who, there: There) -> Component:
    """Only where this person may go and where a page is; what is not named here answers "absent" all the same."""
    def some(places: tuple[Place, ...]) -> list[Component]:
        return [_place(place) for place in places if place[3] in who.permissions and there(place[0]) is place[3]]

    duty, data, admin = some(DUTY_PLACES), some(DATA_PLACES), some(ADMIN_PLACES)
    narrow = [html.Div(some(DATA_PLACES), className="when-data"),
              html.Div(some(FURTHER_PLACES), className="when-narrow"),
              html.Div(some(PLACES[2:]), className="when-phone")]
    return html.Nav(
        [
            *some(PLACES),
            *_folded("duty-menu", "i-list", DUTY, [*duty, *narrow], when=bool(duty)),
            *(_folded("data-menu", "i-sources", FIGURES, data, when=True) if len(data) > 1 else data),
            *some(FURTHER_PLACES),
            *_folded("admin-menu", "i-shield", ADMINISTRATION, admin, when=bool(admin)),
        ],
        className="nav", **attrs(data_places="", aria_label=MAIN_NAV.text),
    )


def _folded(name: str, icon: str, words: Words, places: list[Component], *, when: bool) -> list[Component]:
    """A menu of places; none of it when there is nowhere to go."""
    face = html.Summary([html.I(className=f"icon {icon}"), html.Span(words.text), html.I(className="icon i-chevron")],
                        title=words.text, className="place")
    body = html.Div(places, className="menu-body card")
    return [html.Details([face, body], className=f"menu nav-menu {name}", **attrs(data_menu=""))] if when else []


def _place(place: Place) -> Component:
    path, icon, words, _ = place
    count = html.B(className="nav-count num", hidden=True, **attrs(data_incident_count=""))
    told = [html.I(className=f"icon {icon}"), html.Span(words.text), *([count] if path == INCIDENTS else [])]
    return dcc.Link(told, href=path, className="place")


def _square(name: str, icons: tuple[str, ...], words: Words) -> Component:
    return html.Button([html.I(className=f"icon {icon}") for icon in icons], type="button",
                       className="button quiet square", title=words.text, **attrs(data_press=name,
                                                                                  aria_label=words.text))
