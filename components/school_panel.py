"""What the page of a school and its card beside the map (school_card.py) say alike: state, place, incidents, facts."""

from datetime import UTC, datetime

from dash import dcc, html
from dash.development.base_component import Component

from components.school_map import mark, ring
from domain.area import Area
from domain.incident import State
from domain.measurement import Status
from domain.school_view import IncidentLine, SchoolView
from domain.wording import ABSENT, Words, moment, number, span

NO_INCIDENT = Words("Chưa ghi nhận sự cố nào của trường này.", "No incident recorded for this school.")
PAST_AWAY = Words("Cơ sở dữ liệu chưa trả lời: lịch sử và sự cố tạm thời không xem được.",
                  "The database does not answer: history and incidents cannot be shown now.")
NOT_BELIEVED = Words("Bộ thu thập ngừng gửi số liệu: các giá trị dưới đây không còn được xác nhận.",
                     "The collector stopped: the values below are no longer proven.")
PILOT = Words("Trường điểm thông minh", "Smart-school pilot")
APPROXIMATE = Words("vị trí gần đúng: tâm địa bàn", "approximate: centre of its area")
NO_POINT = Words("chưa có toạ độ", "no coordinates")
OPEN, WIDE = Words("đang diễn ra, đã {span}", "open for {span}"), Words("diện rộng", "wide")
NOBODY_HAS, QUIET = Words("chưa ai nhận", "nobody has it"), Words("ngoài giờ, không báo", "recorded only")
STORY = Words("Mở sự cố này", "Open this incident")
LASTED = Words("kéo dài {span}", "lasted {span}")


def cautions(view: SchoolView) -> list[str]:
    """What a reader must know before believing anything below."""
    return [words.text for words, true in ((NOT_BELIEVED, not view.believed), (PAST_AWAY, not view.past_known)) if true]


def warnings(view: SchoolView) -> list[Component]:
    """The same, drawn."""
    return [html.P([html.I(className="icon i-alert"), text], className="caution", role="status")
            for text in cautions(view)]


def worst(view: SchoolView) -> Status:
    """The loudest status among what may become an incident: of eighty indicators one is always in alarm."""
    order = (Status.BAD, Status.WATCH, Status.STALE, Status.GOOD, Status.UNKNOWN)
    told = [a for a in view.answers if a.indicator.incident is not None] or view.answers
    return min((a.reading.status for a in told), key=order.index, default=Status.UNKNOWN)


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


def _incident(line: IncidentLine, now: float) -> list[Component]:
    sort = sign(line)
    said, nobody = holder(line)
    who = html.Span(said, className="incident-holder nobody" if nobody else "incident-holder")
    return [ring(sort) if sort else mark(Status.GOOD), _says(line), who,
            html.Span(lived(line, now), className="reading-meta num")]


def lived(line: IncidentLine, now: float) -> str:
    """Since when, or how long it lasted; and what is special about it."""
    over = line.resolved_at is not None
    ended = line.resolved_at or now
    state = (LASTED if over else OPEN).text.format(span=span(ended - line.started_at))
    began = [moment(datetime.fromtimestamp(line.started_at, UTC))] if over else []
    return " · ".join([*began, state, *([WIDE.text] if line.wide else []), *([QUIET.text] if line.quiet else [])])


def sign(line: IncidentLine) -> str:
    """The ring the map draws for it; "" once it is over."""
    if line.resolved_at is not None:
        return ""
    return "quiet" if line.quiet and not line.wide else "loud" if line.state is State.OPEN else "held"


def _says(line: IncidentLine) -> Component:
    """The sentence; the way to its story for who may read it."""
    if not line.id:
        return html.Span(line.says.text, className="incident-says")
    return dcc.Link(line.says.text, href=f"/incidents/{line.id}", className="incident-says", title=STORY.text)


def holder(line: IncidentLine) -> tuple[str, bool]:
    """Where it stands and who has it; whether it calls for somebody."""
    nobody = line.state is State.OPEN
    said = NOBODY_HAS.text if nobody else line.state.words.text + (f" · {line.who}" if line.who else "")
    return said, nobody and not line.quiet


def point(view: SchoolView) -> str:
    """Its coordinates, or why there are none."""
    s = view.school
    if s.lat is None or s.lon is None:
        return NO_POINT.text
    return APPROXIMATE.text if s.approximate else f"{number(s.lat, 4)} · {number(s.lon, 4)}"


def area_name(area: Area | None) -> str:
    """The area, or the word for absence."""
    return area.name if area else ABSENT.text
