"""Helpdesk tickets become incidents, or join the measured one that is the same thing. All in the caller's transaction.

A ticket is known by (source, ref): the same list twice changes nothing. One school's tickets of one category are one
incident; it is over when the last of them is closed there. A measured incident takes over a helpdesk's about the same
schools: one line, not two.
"""

from domain.indicator import Severity
from domain.person import EVERYTHING
from domain.privacy import pupil_data
from domain.ticket import NETWORK, OpenTickets, Ticket, Topic, known, topic
from domain.wording import Words
from services.register import Register
from services.silenced import hushed
from store import incident_events, incidents, tickets
from store.database import Connection, Database
from store.tickets import Kept

FRESH_S = 1800.0  # what a helpdesk has known for longer is not shouted when we first hear of it
LONGEST = 200


def write(
    db: Database, conn: Connection, register: Register, heard: OpenTickets, *,
    waiting: frozenset[str] = frozenset(), asleep: frozenset[str] = frozenset(),
) -> None:
    """Bring tickets and their incidents in line with a helpdesk's whole list.

    `waiting`: schools whose line we are just measuring; a ticket about it waits for the next list, and joins. `asleep`:
    schools out of school hours; what opens for them is recorded, not shouted.
    """
    incident_events.take_turn(db, conn)
    before = tickets.read_tickets(conn, EVERYTHING, heard.source)
    for ticket in sorted(heard.tickets, key=lambda t: (t.opened_at, t.ref)):
        there = before.get(ticket.ref)
        early = ticket.category == NETWORK and ticket.school in waiting
        if not early and ticket.school in register.index and (there is None or there.closed_at is not None):
            _take(db, conn, register, heard, ticket, quiet=ticket.school in asleep)
    refs = {ticket.ref for ticket in heard.tickets}
    gone = [there for ref, there in before.items() if ref not in refs]
    tickets.close_tickets(conn, heard.source, {there.ref for there in gone if there.closed_at is None}, heard.taken_at)
    for there in gone:
        _end(db, conn, there, heard.taken_at)


def take_over(
    db: Database, conn: Connection, incident_id: int, *, rule: str, members: tuple[str, ...], at: float,
) -> None:
    """A measured incident has opened: what helpdesks told of the same schools is its symptom."""
    if rule in topic(NETWORK).rules:
        for told in tickets.find_told(conn, EVERYTHING, f"helpdesk:{NETWORK}", members):
            incident_events.append(db, conn, told, at=at, what="linked", data={"parent": incident_id})


def _take(
    db: Database, conn: Connection, register: Register, heard: OpenTickets, ticket: Ticket, *, quiet: bool,
) -> None:
    about = topic(ticket.category)
    title = _title(ticket.title, about)
    measured = tickets.find_live(conn, EVERYTHING, ticket.school, about.rules) if about.rules else None
    rule = f"helpdesk:{known(ticket.category)}"
    answers = measured or tickets.find_live(conn, EVERYTHING, ticket.school, [rule])
    if answers is None:
        answers = _open(db, conn, register, heard, ticket, title, quiet=quiet)
    row = {"source": heard.source, "ref": ticket.ref, "school_id": int(register.ids[register.index[ticket.school]]),
           "incident_id": answers, "category": known(ticket.category),
           "severity": ticket.severity.value, "title": title, "opened_at": ticket.opened_at, "closed_at": None}
    tickets.keep_ticket(db, conn, row)
    if answers is not None:
        incident_events.append(db, conn, answers, at=heard.taken_at, what="ticket", codes=(ticket.school,),
                               text=f"{ticket.ref}: {title}")


def _open(
    db: Database, conn: Connection, register: Register, heard: OpenTickets, ticket: Ticket, title: str, *, quiet: bool,
) -> int | None:
    about, school = topic(ticket.category), register.schools[register.index[ticket.school]]
    same = title == about.words.vi
    return incidents.open_incident(
        db, conn, kind="manual", rule=f"helpdesk:{known(ticket.category)}", subject=f"school:{school.code}",
        severity=_severity(ticket), area=school.new_area or school.old_area, category=about.category.value,
        says=Words(f"{school.name}: {title}", f"{school.name}: {about.words.en if same else title}"),
        started_at=ticket.opened_at, at=heard.taken_at, members=(school.code,),
        quiet=quiet or hushed(conn, heard.taken_at, (school.code,)) is not None,
        tell=heard.taken_at - ticket.opened_at <= FRESH_S)


def _end(db: Database, conn: Connection, there: Kept, at: float) -> None:
    """An incident made only of tickets is over with the last of them; a measured one goes its own way."""
    if there.live and there.incident_id is not None and not tickets.count_open(conn, EVERYTHING, there.incident_id):
        found = incidents.read_one(conn, EVERYTHING, there.incident_id)
        if found is not None and found.live and found.rule == f"helpdesk:{there.category}":
            incidents.resolve_incident(db, conn, rule=found.rule, subject=found.subject, at=at)


def _title(title: str, about: Topic) -> str:
    """What the helpdesk wrote, unless it tells of a pupil; then only what it is about."""
    plain = " ".join(title.split())[:LONGEST]
    return about.words.vi if not plain or pupil_data(plain) is not None else plain


def _severity(ticket: Ticket) -> Severity:
    """A single school's ticket is never critical: that is said by people."""
    return Severity.HIGH if ticket.severity is Severity.CRITICAL else ticket.severity
