"""From the outbox to deliveries: whom an event is told to. The right role by step, the reach, and what they want."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.escalation import circle
from domain.notice import NEVER
from domain.person import EVERYTHING, MAY, PERSON_ROLES, Permission, Scope
from services.centre import Centre
from services.scribe import LEASE
from services.sessions import today
from store import deliveries, grants, leases, ways
from store.database import Connection
from store.deliveries import Notice
from store.ways import Hearer

ENDS = frozenset({"resolved"})  # told to whoever heard of it, and to nobody else
TO_OWNER = frozenset({"assigned"})
_ROLES = [role for role in PERSON_ROLES if Permission.NOTICES in MAY[role]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """Somebody who may be told, and what they reach of these incidents."""

    hearer: Hearer
    scope: Scope
    reached: set[int]


def spread(centre: Centre, token: int, now: float) -> int:
    """Lay out what waits in the outbox; how many rows. Raises LeaseLost, StoreDown."""
    with centre.db.read() as conn:
        notices = deliveries.unspread(conn, EVERYTHING)
        if not notices:
            return 0
        seats = _seats(centre, conn, {notice.incident_id for notice in notices})
        heard = deliveries.heard(conn, {notice.incident_id for notice in notices})
    plans: list[tuple[int, dict[int, float]]] = []
    for notice in notices:
        told = _audience(notice, seats, heard[notice.incident_id])
        heard[notice.incident_id] |= {seat.hearer.id for seat in told}
        plans.append((notice.id, {s.hearer.id: s.hearer.wants.when(notice.severity, now) for s in told}))
    with centre.db.write() as conn:
        leases.hold(conn, LEASE, token)
        return sum(deliveries.lay(centre.db, conn, notice, when, now) for notice, when in plans)


def _seats(centre: Centre, conn: Connection, which: set[int]) -> list[_Seat]:
    day, reached = today(centre), dict[Scope, set[int]]()
    seats, hearers = [], ways.read_hearers(conn, _ROLES)
    scopes = grants.read_scopes(conn, {("person", hearer.id) for hearer in hearers}, day)
    for hearer in hearers:
        scope = scopes["person", hearer.id]
        if scope not in reached:
            reached[scope] = deliveries.reached(conn, scope, which, day.isoformat())
        seats.append(_Seat(hearer=hearer, scope=scope, reached=reached[scope]))
    return seats


def _audience(notice: Notice, seats: Sequence[_Seat], heard: set[int]) -> list[_Seat]:
    """Who reaches it and is to hear this; never whoever did it."""
    near = [seat for seat in seats
            if notice.incident_id in seat.reached and notice.actor != f"person:{seat.hearer.id}"
            and seat.hearer.wants.least != NEVER]
    if notice.what in ENDS:
        return [seat for seat in near if seat.hearer.id in heard]
    if notice.quiet:
        return []
    if notice.what in TO_OWNER:
        return [seat for seat in near if _owns(notice.owner, seat)]
    wanted = circle(notice.level)
    return [seat for seat in near if seat.hearer.wants.hears(notice.severity)
            and (seat.hearer.role in wanted or _owns(notice.owner, seat))]


def _owns(owner: str, seat: _Seat) -> bool:
    kind, _, name = owner.partition(":")
    if kind == "unit":
        return any(part.area == name for part in seat.scope.parts)
    return owner == f"person:{seat.hearer.id}"
