"""The steps of one turn of the clockwork, each in a transaction of its own under the collector's lease, each the second
time without effect. Nothing to do costs one short read and no writing."""

from collections.abc import Callable, Collection, Iterable

from domain.calendar import Calendar
from domain.escalation import SCHOOL_TIME, level_after
from domain.incident import CLOSE_S
from domain.person import EVERYTHING
from domain.school import SchoolKind
from services import silences
from services.calendar import calendar
from services.centre import Centre
from services.scribe import LEASE
from store import duty, incidents, leases
from store.database import Connection
from store.duty import Unanswered

Move = Callable[[Connection, int], int | None]


def recall(centre: Centre, token: int, now: float) -> int:
    """Acknowledgements whose time ran out come back, loudly."""
    db = centre.db
    with db.read() as conn:
        found = duty.run_out(conn, EVERYTHING, now)
    return _moved(centre, token, found, lambda conn, i: incidents.recall_incident(db, conn, i, at=now))


def escalate(centre: Centre, token: int, now: float) -> int:
    """Whoever was not answered in time is told to more people; steps that were missed are one step."""
    db = centre.db
    with db.read() as conn:
        found = duty.unanswered(conn, EVERYTHING)
    if not found:
        return 0
    known = calendar(centre)
    due = {one.id: level for one in found if (level := _level(one, known, now)) > one.level}
    return _moved(centre, token, due, lambda conn, i: incidents.escalate_incident(db, conn, i, at=now, level=due[i]))


def close(centre: Centre, token: int, now: float) -> int:
    """Resolved ones that nobody came back to are closed."""
    db = centre.db
    with db.read() as conn:
        found = duty.over(conn, EVERYTHING, now - CLOSE_S)
    return _moved(centre, token, found, lambda conn, i: incidents.close_incident(db, conn, i, at=now))


def hush(centre: Centre, token: int, now: float) -> int:
    """A silence that begins makes its incidents quiet, unless a person escalated them; what is neither silenced nor out
    of hours speaks again."""
    db = centre.db
    with db.read() as conn:
        quiet, loud = duty.quiet(conn, EVERYTHING), duty.loud(conn, EVERYTHING)
        silenced = silences.quiet_incidents(conn, now) if quiet or loud else {}
        begun = [i for i in loud if i in silenced]
        insisted = duty.insisted(conn, EVERYTHING) if begun else set()
    known = calendar(centre) if quiet else None
    turned = {i: True for i in begun if i not in insisted}
    turned |= {i: False for i, kinds in quiet.items() if known and i not in silenced and in_hours(known, now, kinds)}
    return _moved(centre, token, turned, lambda conn, i: incidents.turn_incident(db, conn, i, at=now, quiet=turned[i]))


def in_hours(known: Calendar, now: float, kinds: Collection[str]) -> bool:
    """Is it school time for one of these kinds of school, for the province if none is named?"""
    asked: list[SchoolKind | None] = [SchoolKind(kind) for kind in kinds]
    return any(known.hours(now, kind).open for kind in asked or [None])


def _level(one: Unanswered, known: Calendar, now: float) -> int:
    in_school = one.severity in SCHOOL_TIME
    return level_after(one.severity, known.school_seconds(one.since, now) if in_school else now - one.since)


def _moved(centre: Centre, token: int, which: Iterable[int], move: Move) -> int:
    """How many of them moved. Raises LeaseLost when the lease is not ours."""
    waiting = list(which)[:duty.MOST]
    if not waiting:
        return 0
    with centre.db.write() as conn:
        leases.hold(conn, LEASE, token)
        return sum(move(conn, incident) is not None for incident in waiting)
