"""The panel beside the map: one school with every indicator, its last day, its incidents, and the way to its page."""

from datetime import UTC, datetime

from dash import dcc, html
from dash.development.base_component import Component

from components.readings import groups, reading_row
from components.school_map import attrs, mark, ring
from components.timeline import figures, timeline
from domain.area import Area
from domain.incident import State
from domain.measurement import Status
from domain.phone import spoken
from domain.school_view import IncidentLine, SchoolView
from domain.wording import ABSENT, Words, carrier_name, moment, number, quantity, span

CLOSE = Words("Đóng bảng của trường", "Close the school's panel")
FOLD = Words("Mở hoặc thu bảng", "Open or fold the panel")
WHOLE = Words("Mở trang của trường", "Open the school's page")
LAST_DAY = Words("Kết nối 24 giờ qua", "Connectivity, last 24 hours")
INCIDENTS = Words("Sự cố", "Incidents")
NO_INCIDENT = Words("Chưa ghi nhận sự cố nào của trường này.", "No incident recorded for this school.")
PAST_AWAY = Words("Cơ sở dữ liệu chưa trả lời: lịch sử và sự cố tạm thời không xem được.",
                  "The database does not answer: history and incidents cannot be shown now.")
NOT_BELIEVED = Words("Bộ thu thập ngừng gửi số liệu: các giá trị dưới đây không còn được xác nhận.",
                     "The collector stopped: the values below are no longer proven.")
ABOUT = Words("Về trường", "About the school")
PILOT = Words("Trường điểm thông minh", "Smart-school pilot")
APPROXIMATE = Words("vị trí gần đúng: tâm địa bàn", "approximate: centre of its area")
NO_POINT = Words("chưa có toạ độ", "no coordinates")
OPEN, WIDE = Words("đang diễn ra, đã {span}", "open for {span}"), Words("diện rộng", "wide")
NOBODY_HAS, QUIET = Words("chưa ai nhận", "nobody has it"), Words("ngoài giờ, không báo", "recorded only")
STORY = Words("Mở sự cố này", "Open this incident")
LASTED = Words("kéo dài {span}", "lasted {span}")
FACTS = (Words("Học sinh", "Pupils"), Words("Giáo viên", "Teachers"), Words("Lớp", "Classes"),
         Words("Điện thoại", "Phone"), Words("Nhà mạng", "Carrier"),
         Words("Băng thông hợp đồng", "Contracted bandwidth"), Words("Toạ độ", "Coordinates"),
         Words("Phường/xã hiện nay", "Present ward"), Words("Quận/huyện cũ", "Former district"))


def school_panel(view: SchoolView) -> Component:
    """Everything an operator asks first about one school."""
    return html.Div([_head(view), html.Div([*warnings(view), *_readings(view), *_past(view), _about(view)],
                    className="side-body")], className="school-card", **attrs(data_school=view.school.code))


def not_found(words: Words) -> Component:
    """A school that is not there: one clear sentence, and the way out."""
    close = html.Div([html.H2(words.text), _close()], className="side-title")
    return html.Div(html.Div(close, className="side-head"), className="school-card", role="alert")


def warnings(view: SchoolView) -> list[Component]:
    """What a reader must know before believing anything below."""
    said = [words.text for words, true in ((NOT_BELIEVED, not view.believed), (PAST_AWAY, not view.past_known)) if true]
    return [html.P([html.I(className="icon i-alert"), text], className="caution", role="status") for text in said]


def worst(view: SchoolView) -> Status:
    """The loudest status among the school's readings."""
    order = (Status.BAD, Status.WATCH, Status.STALE, Status.GOOD, Status.UNKNOWN)
    return min((a.reading.status for a in view.answers), key=order.index, default=Status.UNKNOWN)


def verdict(view: SchoolView) -> Component:
    """That status, with its mark and word."""
    status = worst(view)
    return html.Span([mark(status), status.words.text], className=f"pill {status}")


def where(view: SchoolView) -> str:
    """The places it lies in, today's first."""
    return " · ".join(area.name for area in (view.new_area, view.old_area) if area is not None)


def pills(view: SchoolView) -> list[Component]:
    """Kind, code and what is special."""
    school = view.school
    special = [html.Span(PILOT.text, className="pill")] if school.pilot else []
    return [html.Span(school.kind.words.text, className="pill"), html.Span(school.code, className="pill num"), *special]


def incident_list(view: SchoolView) -> Component:
    """Newest first; an open one says since when, an old one how long it lasted."""
    if not view.past_known:
        return html.P(PAST_AWAY.text, className="quiet")
    if not view.incidents:
        return html.P(NO_INCIDENT.text, className="quiet")
    return html.Ul([html.Li(_incident(line, view.now)) for line in view.incidents], className="incident-list")


def facts(view: SchoolView) -> Component:
    """Who and where, as registered."""
    s = view.school
    known = (number(s.pupils), number(s.teachers), number(s.classes), _phone(s.phone), carrier_name(s.carrier) or "–",
             quantity(s.contracted_mbps, "Mbps", 0), point(view), area_name(view.new_area), area_name(view.old_area))
    return html.Dl([html.Div([html.Dt(words.text), html.Dd(text)]) for words, text in zip(FACTS, known, strict=True)],
                   className="fact-list num")


def _phone(line: str) -> Component | str:
    """A number to press on a phone."""
    return html.A(spoken(line), href=f"tel:{line}") if line else "–"


def _head(view: SchoolView) -> Component:
    title = html.Div([html.H2(view.school.name, tabIndex=-1), _close()], className="side-title")
    told = html.Div([verdict(view), *pills(view)], className="pill-row")
    return html.Div([_grip(), title, html.P(where(view), className="side-where"), told], className="side-head")


def _close() -> Component:
    return html.Button(html.I(className="icon i-close"), type="button", className="button quiet square",
                       title=CLOSE.text, **attrs(data_set="school=", aria_label=CLOSE.text))


def _grip() -> Component:
    """On a phone the panel is a sheet: this folds it."""
    return html.Button(html.Span(className="sheet-grip"), type="button", className="grip",
                       **attrs(data_press="sheet", aria_label=FOLD.text))


def _readings(view: SchoolView) -> list[Component]:
    return [
        html.Section([html.H3(heading), *(reading_row(answer, view.now) for answer in rows)])
        for heading, rows in groups(view.answers)
    ]


def _past(view: SchoolView) -> list[Component]:
    day = [html.Section([html.H3(LAST_DAY.text), timeline(view.timeline), figures(view.timeline)])]
    told = html.Section([html.H3(INCIDENTS.text), incident_list(view)])
    return [*(day if view.past_known else []), told]


def _about(view: SchoolView) -> Component:
    link = dcc.Link([WHOLE.text, html.I(className="icon i-chevron")], href=f"/schools/{view.school.code}",
                    className="button whole")
    return html.Section([html.H3(ABOUT.text), facts(view), link])


def _incident(line: IncidentLine, now: float) -> list[Component]:
    over = line.resolved_at is not None
    ended = line.resolved_at or now
    state = (LASTED if over else OPEN).text.format(span=span(ended - line.started_at))
    began = [moment(datetime.fromtimestamp(line.started_at, UTC))] if over else []
    meta = [*began, state, *([WIDE.text] if line.wide else []), *([QUIET.text] if line.quiet else [])]
    return [_sign(line, over=over), _says(line), _holder(line),
            html.Span(" · ".join(meta), className="reading-meta num")]


def _sign(line: IncidentLine, *, over: bool) -> Component:
    if over:
        return mark(Status.GOOD)
    return ring("quiet" if line.quiet and not line.wide else "loud" if line.state is State.OPEN else "held")


def _says(line: IncidentLine) -> Component:
    """The sentence; the way to its story for who may read it."""
    if not line.id:
        return html.Span(line.says.text, className="incident-says")
    return dcc.Link(line.says.text, href=f"/incidents/{line.id}", className="incident-says", title=STORY.text)


def _holder(line: IncidentLine) -> Component:
    """Where it stands and who has it."""
    nobody = line.state is State.OPEN
    said = NOBODY_HAS.text if nobody else line.state.words.text + (f" · {line.who}" if line.who else "")
    return html.Span(said, className="incident-holder nobody" if nobody and not line.quiet else "incident-holder")


def point(view: SchoolView) -> str:
    """Its coordinates, or why there are none."""
    s = view.school
    if s.lat is None or s.lon is None:
        return NO_POINT.text
    return APPROXIMATE.text if s.approximate else f"{number(s.lat, 4)} · {number(s.lon, 4)}"


def area_name(area: Area | None) -> str:
    """The area, or the word for absence."""
    return area.name if area else ABSENT.text
