"""Outbox and deliveries: what is to be told, to whom it was laid out, and what became of each.

A delivery leads a message or is folded into one. What a message holds is fixed when it is taken the first time, before
anything is sent: whoever sends it again after a crash sends the same under the same key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.database import Database, upsert
from store.duty_tables import deliveries, outbox
from store.gate_tables import people
from store.incident_events import visible
from store.incident_tables import incident_events, incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One row of the outbox with what its incident is now. `actor`: who did it, "person:7"."""

    id: int
    event_id: int
    incident_id: int
    what: str
    at: float
    actor: str
    severity: str
    quiet: bool
    level: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing to tell one person. `tries`: how often its message was taken."""

    id: int
    person_id: int
    event_id: int
    incident_id: int
    what: str
    at: float
    tries: int
    next_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line of an incident's delivery log."""

    event_id: int
    what: str
    at: float
    person: str
    state: str
    channel: str
    tries: int
    next_at: float
    sent_at: float | None
    error: str


def unspread(conn: Connection, scope: Scope, limit: int = 300, today: str | None = None) -> list[Notice]:
    """What waits to be laid out, oldest first."""
    o, e, t = outbox.c, incident_events.c, incidents.c
    rows = conn.execute(
        sa.select(o.id, o.event_id, o.incident_id, o.what, o.at, e.actor, t.severity, t.quiet, t.level, t.owner)
        .select_from(outbox.join(incident_events, e.id == o.event_id).join(incidents, t.id == o.incident_id))
        .where(o.spread_at.is_(None), visible(scope, o.incident_id, today)).order_by(o.id).limit(limit))
    return [Notice(id=r.id, event_id=r.event_id, incident_id=r.incident_id, what=r.what, at=r.at, actor=r.actor,
                   severity=r.severity, quiet=bool(r.quiet), level=r.level, owner=r.owner) for r in rows]


def reached(conn: Connection, scope: Scope, which: Collection[int], today: str | None = None) -> set[int]:
    """Of these incidents, those within reach."""
    t = incidents.c
    return set(conn.scalars(sa.select(t.id).where(t.id.in_(sorted(which)), visible(scope, t.id, today))))


def heard(conn: Connection, which: Collection[int]) -> dict[int, set[int]]:
    """incident -> who was told of it, or will be."""
    o, d = outbox.c, deliveries.c
    rows = conn.execute(
        sa.select(o.incident_id, d.person_id).join(deliveries, d.outbox_id == o.id)
        .where(o.incident_id.in_(sorted(which)), d.state != "failed").distinct())
    found: dict[int, set[int]] = {incident: set() for incident in which}
    for incident, person in rows:
        found[incident].add(person)
    return found


def lay(db: Database, conn: Connection, outbox_id: int, when: Mapping[int, float], now: float) -> bool:
    """A delivery for each person, due when it says. False = it was laid out before."""
    o = outbox.c
    first = conn.execute(outbox.update().where(o.id == outbox_id, o.spread_at.is_(None)).values(spread_at=now))
    if first.rowcount != 1:
        return False
    rows = [{"outbox_id": outbox_id, "person_id": person, "state": "waiting", "next_at": at}
            for person, at in sorted(when.items())]
    if rows:
        conn.execute(upsert(db, deliveries, ("outbox_id", "person_id"), ()), rows)
    return True


def people_due(conn: Connection, now: float) -> set[int]:
    """Who has something to hear whose time has come."""
    d = deliveries.c
    return set(conn.scalars(sa.select(d.person_id).where(
        d.state == "waiting", d.folded_into.is_(None), d.next_at <= now).distinct()))


def due(conn: Connection, person_id: int, now: float, limit: int = 500) -> list[Delivery]:
    """Of one person: leaders of messages and what is not folded yet, whose time has come; oldest first."""
    d = deliveries.c
    return _read(conn, d.person_id == person_id, d.state == "waiting", d.folded_into.is_(None), d.next_at <= now,
                 order=(outbox.c.id,), limit=limit)


def folded(conn: Connection, leader: int) -> list[Delivery]:
    """What a message tells besides its leader."""
    return _read(conn, deliveries.c.folded_into == leader, order=(outbox.c.id,))


def take(conn: Connection, leader: int, members: Sequence[int], until: float) -> bool:
    """This message is being sent; nobody else takes it before `until`. False = it is no longer there."""
    d = deliveries.c
    free = sa.and_(d.state == "waiting", d.folded_into.is_(None))
    taken = conn.execute(deliveries.update().where(d.id == leader, free).values(tries=d.tries + 1, next_at=until))
    if taken.rowcount == 1 and members:
        conn.execute(deliveries.update().where(d.id.in_(members), free, d.tries == 0).values(folded_into=leader))
    return taken.rowcount == 1


def mark_sent(conn: Connection, leader: int, channel: str, at: float) -> None:
    """It went. Nobody needs to lead to say so: it is a fact, and true for whoever leads now."""
    d = deliveries.c
    waits = d.state == "waiting"
    conn.execute(deliveries.update().where(d.id == leader, waits).values(
        state="sent", channel=channel, sent_at=at, error=""))
    conn.execute(deliveries.update().where(d.folded_into == leader, waits).values(
        state="folded", channel=channel, sent_at=at))


def mark_later(conn: Connection, leader: int, channel: str, error: str, next_at: float) -> None:
    """It did not go; it is tried again."""
    d = deliveries.c
    conn.execute(deliveries.update().where(d.id == leader, d.state == "waiting").values(
        channel=channel, error=error[:200], next_at=next_at))


def mark_failed(conn: Connection, leader: int, channel: str, error: str) -> None:
    """It will not go."""
    d = deliveries.c
    conn.execute(deliveries.update().where(sa.or_(d.id == leader, d.folded_into == leader), d.state == "waiting")
                 .values(state="failed", channel=channel, error=error[:200]))


def sent_times(conn: Connection, person_ids: Iterable[int], since: float) -> dict[int, list[float]]:
    """person -> when messages went to them since then."""
    d = deliveries.c
    found: dict[int, list[float]] = {person: [] for person in person_ids}
    rows = conn.execute(sa.select(d.person_id, d.sent_at).where(
        d.person_id.in_(sorted(found)), d.state == "sent", d.sent_at > since))
    for person, at in rows:
        found[person].append(at or 0.0)
    return found


def read_log(conn: Connection, incident_id: int, limit: int = 500) -> list[LogRow]:
    """Who was told of an incident by which way, oldest first."""
    o, d, p = outbox.c, deliveries.c, people.c
    lead = deliveries.alias().c
    rows = conn.execute(
        sa.select(o.event_id, o.what, o.at, p.name, d.state, d.channel, sa.func.coalesce(lead.tries, d.tries).label(
            "tries"), d.next_at, d.sent_at, d.error)
        .select_from(deliveries.join(outbox, o.id == d.outbox_id).join(people, p.id == d.person_id)
                     .outerjoin(lead.id.table, lead.id == d.folded_into))
        .where(o.incident_id == incident_id).order_by(o.id, d.id).limit(limit))
    return [LogRow(event_id=r.event_id, what=r.what, at=r.at, person=r.name, state=r.state, channel=r.channel,
                   tries=r.tries, next_at=r.next_at, sent_at=r.sent_at, error=r.error) for r in rows]


def _read(conn: Connection, *where: sa.ColumnElement[bool], order: Sequence[sa.ColumnElement[Any]],
          limit: int | None = None) -> list[Delivery]:
    d, o = deliveries.c, outbox.c
    rows = conn.execute(
        sa.select(d.id, d.person_id, o.event_id, o.incident_id, o.what, o.at, d.tries, d.next_at)
        .join(outbox, o.id == d.outbox_id).where(*where).order_by(*order).limit(limit))
    return [Delivery(id=r.id, person_id=r.person_id, event_id=r.event_id, incident_id=r.incident_id, what=r.what,
                     at=r.at, tries=r.tries, next_at=r.next_at) for r in rows]
