"""One school for the eyes: who, where, what is measured, how old it is, and what happened lately."""

from domain.area import Area, Tree
from domain.errors import StoreDown
from domain.given_names import reader_name
from domain.incident import State
from domain.person import Permission
from domain.school_view import Answer, Beside, Day, IncidentLine, SchoolView, Segment, Series, Span
from services import past, past_month, silenced
from services.acting import acting
from services.centre import Centre
from services.desk import Desk
from services.further import Latest, of_school
from services.looking import saw_school
from services.register import NONE, Register
from services.school_contacts import contacts
from services.telling import retold
from services.view import readings
from store import incidents, school_history
from store.database import Connection
from store.incidents import Incident
from store.scoping import local_day

SHOWN = 12  # incidents a page tells of


def card(desk: Desk, code: str) -> SchoolView:
    """What the panel beside the map shows. Raises NotFound; a database that is away costs only the past."""
    return _look(desk, code, whole=False)


def page(desk: Desk, code: str) -> SchoolView:
    """What the page of one school shows: also 24 hours of every indicator and 30 days of the line. Raises NotFound."""
    return _look(desk, code, whole=True)


def _look(desk: Desk, code: str, *, whole: bool) -> SchoolView:
    picture, centre = desk.viewer.picture, desk.centre
    register, now = picture.register, centre.clock()
    i = register.position(code)
    school, school_id = register.schools[i], int(register.ids[i])
    saw_school(desk, school)
    now_known = readings(picture, centre.indicators, i, now)
    series: dict[str, Series] = {}
    line: tuple[Segment, ...] = ()
    days: tuple[Day, ...] = ()
    told: tuple[IncidentLine, ...] = ()
    beats, whom, past_known = None, None, True
    latest: dict[str, tuple[float | None, float]] = {}
    month: dict[str, Span] = {}
    try:
        with centre.db.read() as conn:
            first = past_month.first_day(now) if whole else now - past_month.DAY_S
            proved = None if picture.believed(now) or not picture.pulse else picture.pulse.at
            gaps, works = past.unheard(conn, first, now, proved), silenced.works(conn, code, first, now)
            line = past.timeline(conn, desk.scope, school_id, gaps, works, now)
            beats = past_month.uptime(conn, desk.scope, school_id, works, now)
            told = _incidents(conn, desk, register, i, now)
            if whole:
                series = past.series(conn, desk.scope, school_id, school, centre.indicators, gaps, now)
                days = past_month.days(conn, desk.scope, school_id, gaps, works, now)
                latest = school_history.read_latest_of(conn, desk.scope, school_id, local_day(now))
                month = past_month.spans(conn, desk.scope, school_id, now)
                whom = contacts(desk, acting(), i)
    except StoreDown:
        past_known = False
    answers = tuple(
        Answer(indicator=centre.indicators[r.indicator], reading=r, series=series.get(r.indicator, ()))
        for r in now_known
    )
    return SchoolView(
        school=school, old_area=_area(register, Tree.OLD, i), new_area=_area(register, Tree.NEW, i), answers=answers,
        now=now, believed=picture.believed(now), past_known=past_known, timeline=line, days=days, incidents=told,
        uptime=beats, latest=latest, month=month, contacts=whom, story=acting().may(Permission.INCIDENTS),
        further=_further(centre, latest, now) if whole else (),
    )


def _further(centre: Centre, latest: Latest, now: float) -> tuple[Beside, ...]:
    return tuple(Beside(indicator=one.key, label=figure.words, says=says, taken_at=at)
                 for one in centre.indicators.values() for figure, says, at in of_school(one, latest, now))


def _area(register: Register, tree: Tree, i: int) -> Area | None:
    place = int(register.leaf(tree)[i])
    return None if place == NONE else register.trees[tree][place]


def _incidents(conn: Connection, desk: Desk, register: Register, i: int, now: float) -> tuple[IncidentLine, ...]:
    """What lives there, then what was, alone or beside other schools."""
    code, today = register.schools[i].code, local_day(now)
    own = incidents.read_with(conn, desk.scope, int(register.ids[i]), SHOWN, today)
    live = [row for row, _ in desk.incidents.of_school(code)]
    known = {row.id for row in live}
    over = retold(conn, desk.scope, [row for row in own if row.id not in known], register, today)
    opens = acting().may(Permission.INCIDENTS)
    return tuple(_line(row, opens=opens) for row in (*live, *(row for row, _ in over)))


def _line(incident: Incident, *, opens: bool) -> IncidentLine:
    """`opens`: the reader may open its story."""
    return IncidentLine(
        says=incident.says, wide=incident.kind == "wide", started_at=incident.started_at,
        resolved_at=incident.resolved_at, id=incident.id if opens else 0, state=State(incident.state),
        who=reader_name(incident.owner_name or incident.acknowledged_name) if opens else "", quiet=incident.quiet,
    )
