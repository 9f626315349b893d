"""Rows of incidents as one reader may know them: what the list and the story are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import Calendar
from domain.service_level import Clock
from services.calendar import calendar
from services.clocks import clock_of
from services.desk import Desk
from services.register import Register
from services.telling import carrier_of, retold
from store import incidents
from store.database import Connection
from store.incidents import Incident
from store.scoping import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident as this reader may know it. `schools`: codes; `carrier`: its key, "" = none or several."""

    incident: Incident
    area_name: str
    schools: tuple[str, ...]
    carrier: str
    clock: Clock


def rows_of(
    desk: Desk, conn: Connection, found: Sequence[Incident], register: Register, now: float,
) -> tuple[Row, ...]:
    """Rows in the order of `found`; two reads, however many there are."""
    today, known = local_day(now), calendar(desk.centre)
    members = incidents.read_members(conn, desk.scope, [i.id for i in found], today)
    told = retold(conn, desk.scope, found, register, today, members)
    return tuple(_row(incident, area, members[incident.id], register, now, known) for incident, area in told)


def _row(
    incident: Incident, area: str, members: Sequence[str], register: Register, now: float, known: Calendar,
) -> Row:
    carrier = carrier_of(incident.subject)
    if not carrier and len(members) == 1 and members[0] in register.index:
        carrier = register.schools[register.index[members[0]]].carrier
    return Row(incident=incident, area_name=area, schools=tuple(members), carrier=carrier,
               clock=clock_of(incident, now, known))
