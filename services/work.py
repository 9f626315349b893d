"""What waits for one person: incidents they hold, incidents nobody holds, silent schools, figures that are overdue.

Everything of their reach only, the most urgent clock first. What cannot be known now is said, never counted as none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from domain.calendar import Calendar
from domain.incident import Kind, State, hushed
from domain.person import Actor, Permission
from domain.service_level import clock_of
from domain.wording import speaking
from services._calls import Call, phones_of
from services._work_schools import Overdue, Quiet, Why, overdue, silent
from services.calendar import calendar
from services.desk import Desk
from services.incident_rows import Row, rows_of
from store import incident_events, incidents
from store.incidents import Incident
from store.scoping import local_day

MOST = 150  # tasks of one sort that are told; further ones are counted
CENTRE = "unit:centre"
LINE = "connectivity"
__all__ = ["Call", "Overdue", "Quiet", "Task", "Why", "Work", "sign", "work"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One incident to work on. `phones`: whom to call, and what came of the last call; `phones_more`: how many more."""

    row: Row
    phones: tuple[Call, ...]
    phones_more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything. `mine_all`, `free_all`: how many there are, told or not. `…_why`: why a list says nothing."""

    now: float
    newest: int
    mine: tuple[Task, ...]
    mine_all: int
    free: tuple[Task, ...]
    free_all: int
    quiet: tuple[tuple[Quiet, Task | None], ...]
    quiet_all: int
    quiet_why: Why
    due: tuple[tuple[Overdue, Task | None], ...]
    due_all: int
    due_why: Why
    due_sources: tuple[str, ...]


def sign(desk: Desk, actor: Actor) -> str:
    """Another one as soon as anything of `work` may be another: costs no database."""
    now, register = desk.centre.clock(), desk.viewer.picture.register
    quiet, due = silent(desk, now), overdue(desk, now)
    told = (desk.incidents.board.head, register.edition, actor.id, speaking(), int(now // 60), quiet.why, due.why,
            [one.school for one in quiet.schools], [one.school for one in due.schools])
    return blake2b(repr(told).encode(), digest_size=9).hexdigest()


def work(desk: Desk, actor: Actor) -> Work:
    """As it is now. Raises NotAllowed, StoreDown."""
    actor.must(Permission.INCIDENTS)
    now = desk.centre.clock()
    today, known, me = local_day(now), calendar(desk.centre), incident_events.ref(actor)
    quiet, due = silent(desk, now), overdue(desk, now)
    chased = _beside(due.schools, quiet.schools)
    with desk.centre.db.read() as conn:
        newest = incident_events.newest(conn)
        live = incidents.read_open(conn, desk.scope, today)
        units = _units(desk, actor)
        mine = _urgent([one for one in live if _mine(one, me)], now, known)
        lost = [one for one in live if one.kind == Kind.SILENT and not _mine(one, me)]
        of_quiet = _by_school(lost, mine)
        shown, late = _first_due(quiet.schools, of_quiet, now, known)[:MOST], chased[:MOST]
        listed = {one.school for one in shown} | {one.school for one in late}
        beside = {of_quiet[school].id for school in listed if school in of_quiet}
        free = _urgent([one for one in live if _free(one, units) and one.id not in beside], now, known)
        told = {one.id: one for one in (*mine[:MOST], *free[:MOST], *of_quiet.values())}
        register = desk.viewer.picture.register
        rows = rows_of(desk, conn, list(told.values()), register, now)
        calls = incident_events.read_calls(conn, desk.scope, sorted(told), today, me)
    tasks = {row.incident.id: _task(desk, row, calls.get(row.incident.id, ())) for row in rows}

    def of(code: str) -> Task | None:
        found = of_quiet.get(code)
        return tasks.get(found.id) if found else None

    return Work(
        now=now, newest=newest, mine=tuple(tasks[one.id] for one in mine[:MOST]), mine_all=len(mine),
        free=tuple(tasks[one.id] for one in free[:MOST]), free_all=len(free),
        quiet=tuple((one, of(one.school)) for one in shown), quiet_all=len(quiet.schools),
        quiet_why=quiet.why, due=tuple((one, of(one.school)) for one in late),
        due_all=len(chased), due_why=due.why, due_sources=due.sources)


def _beside(due: Sequence[Overdue], quiet: Sequence[Quiet]) -> list[Overdue]:
    """Who is silent altogether is chased for that, not for each figure."""
    codes = {one.school for one in quiet}
    return [one for one in due if one.school not in codes]


def _mine(one: Incident, me: str) -> bool:
    return one.owner == me or (not one.owner and one.acknowledged_by == me and one.state != State.OPEN)


def _free(one: Incident, units: frozenset[str]) -> bool:
    """Nobody looks at it; or it was given to a unit of theirs, where no person has taken it yet."""
    return one.state == State.OPEN if not one.owner else one.owner in units and not one.acknowledged_by


def _units(desk: Desk, actor: Actor) -> frozenset[str]:
    trees = desk.viewer.picture.register.trees.values()
    own = {f"unit:{area.code}" for areas in trees for area in areas}
    return frozenset(own | ({CENTRE} if actor.scope.everything else set()))


def _urgent(found: Sequence[Incident], now: float, known: Calendar) -> list[Incident]:
    """By clock: what is overdue the longest, then what runs out first; what is not shouted comes last."""
    due = {one.id: clock_of(one, now, known).until or float("inf") for one in found}
    return sorted(found, key=lambda one: (hushed(one.kind, one.severity, one.quiet), due[one.id], one.id))


def _by_school(lost: Sequence[Incident], mine: Sequence[Incident]) -> dict[str, Incident]:
    """school -> the incident that says it is silent; theirs first."""
    return {one.subject.removeprefix("school:"): one for one in (*lost, *mine)
            if one.kind == Kind.SILENT and one.subject.startswith("school:")}


def _first_due(found: Sequence[Quiet], of: Mapping[str, Incident], now: float, known: Calendar) -> list[Quiet]:
    """Those with an incident by its clock, then who is silent the longest."""
    def urgency(one: Quiet) -> tuple[bool, float]:
        incident = of.get(one.school)
        return incident is None, one.since if incident is None else clock_of(incident, now, known).until or float("inf")
    return sorted(found, key=urgency)


def _task(desk: Desk, row: Row, calls: Sequence[incident_events.Event]) -> Task:
    phones, more = phones_of(desk.viewer.picture.register, row, calls)
    return Task(row=row, phones=phones, phones_more=more)
