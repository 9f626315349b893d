"""Whom to phone about one incident: its schools, their carriers, and what came of the last call."""

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
class Call:
    """Whom to phone: a school (`school` its code) or a carrier; `phone` "" = not known. The last call, if any."""

    name: str
    phone: str
    school: str = ""
    result: str = ""
    called_at: float | None = None
    called_by: str = ""


def phones_of(register: Register, row: Row, calls: Sequence[Event]) -> tuple[tuple[Call, ...], int]:
    """(the first numbers, how many more). Of a wide incident the carrier comes first: one call for all of them."""
    last = last_calls(calls)
    schools = [register.schools[register.index[code]] for code in row.schools if code in register.index]
    found = [call_of(one.name, one.phone, one.code, last.get(one.code)) for one in schools[:MOST]]
    if row.carrier and hotline(row.carrier):
        desk = call_of(carrier_name(row.carrier), hotline(row.carrier), "", last.get(""))
        found.insert(0 if row.incident.kind == Kind.WIDE else len(found), desk)
    return tuple(found[:MOST]), len(schools) - sum(1 for one in found[:MOST] if one.school)


def last_calls(events: Sequence[Event]) -> dict[str, Event]:
    """School code -> the last call there; "" = the carrier's desk. `events`: in order; only calls count."""
    return {event.codes[0] if event.codes else "": event for event in events if event.what == "called"}


def call_of(name: str, phone: str, school: str, last: Event | None) -> Call:
    """One number with what came of its last call."""
    if last is None:
        return Call(name=name, phone=phone, school=school)
    return Call(name=name, phone=phone, school=school, result=last.text, called_at=last.at,
                called_by=reader_name(last.actor_name))
