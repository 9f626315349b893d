"""Whom to phone about one incident, in a work list: its schools, its carrier, and what came of the last call."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.given_names import reader_name
from domain.hotlines import hotline
from domain.incident import Kind
from domain.wording import carrier_name
from services.incident_rows import Row
from services.register import Register
from store.incident_events import Event

MOST = 4  # numbers in a line of the list; the rest is on the incident's own call list


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number to press. `school` "" = the carrier's desk; `phone` "" = not known. The last call, if any."""

    name: str
    phone: str
    school: str = ""
    result: str = ""
    called_at: float | None = None
    called_by: str = ""


def phones_of(register: Register, row: Row, calls: Sequence[Event]) -> tuple[tuple[Phone, ...], int]:
    """(the first numbers, how many more). Of a wide incident the carrier comes first: one call for all of them."""
    last = {event.codes[0] if event.codes else "": event for event in calls}
    schools = [register.schools[register.index[code]] for code in row.schools if code in register.index]
    found = [_phone(one.name, one.phone, one.code, last.get(one.code)) for one in schools[:MOST]]
    if row.carrier and hotline(row.carrier):
        desk = _phone(carrier_name(row.carrier), hotline(row.carrier), "", last.get(""))
        found.insert(0 if row.incident.kind == Kind.WIDE else len(found), desk)
    return tuple(found[:MOST]), len(schools) - sum(1 for one in found[:MOST] if one.school)


def _phone(name: str, phone: str, school: str, last: Event | None) -> Phone:
    if last is None:
        return Phone(name=name, phone=phone, school=school)
    return Phone(name=name, phone=phone, school=school, result=last.text, called_at=last.at,
                 called_by=reader_name(last.actor_name))
