"""Every step of every incident, and the only way one moves: the event, the row it changes and its notice are one.

Writers queue behind one lock, so ids grow in order of commit and `id > last` misses nothing. Whoever also writes to the
log takes this lock first, the log's after it. A reader who does not reach all of an incident's schools is told of their
own schools only, and of texts only those of people who reach everything, and their own; of calls to schools of others
nothing: without its school a call would read as one to the carrier.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.errors import IllegalMove
from domain.person import SYSTEM, Actor, ActorKind, Scope
from store.audit import holdable
from store.database import Database
from store.duty_tables import outbox
from store.incident_tables import incident_events, incident_pictures, incident_schools, incidents
from store.scoping import within
from store.tables import schools

MOST_TEXT = 5000
_LOCK = 0x7464_6576  # PostgreSQL's advisory lock of the events
_TOLD_TO_ALL = frozenset({  # columns whose values say nothing about schools of others
    "state", "kind", "severity", "acknowledged_at", "acknowledged_by", "acknowledged_name", "acknowledged_until",
    "first_acknowledged_at", "owner", "owner_name", "resolved_at", "resolved_by", "cause", "closed_at", "reopened",
    "level", "quiet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step. `codes`: schools it speaks of; `whole`: its author reaches everything; `data`: column -> new value."""

    id: int
    incident_id: int
    at: float
    what: str
    codes: tuple[str, ...] = ()
    actor: str = ""
    actor_name: str = ""
    whole: bool = True
    text: str = ""
    data: Mapping[str, Any]
    client: str | None = None


def ref(actor: Actor) -> str:
    """How rows name an actor: "person:7", "client:3", "system:centre"."""
    return "system:centre" if actor.kind is ActorKind.SYSTEM else f"{actor.kind.value}:{actor.id}"


def take_turn(db: Database, conn: Connection) -> None:
    """From here to the end of the transaction nobody else moves an incident: what is read now still holds then."""
    if db.sqlite or conn.info.get("turn") is conn.get_transaction():
        return  # SQLite's writers are alone anyway (BEGIN IMMEDIATE), and nobody waits for a turn twice
    conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    conn.info["turn"] = conn.get_transaction()


lock = take_turn


def append(
    db: Database, conn: Connection, incident_id: int, *, at: float, what: str, actor: Actor = SYSTEM,
    codes: Sequence[str] = (), text: str = "", data: Mapping[str, Any] | None = None, client: str | None = None,
    tell: bool = False, before: str | None = None,
) -> int:
    """Write the event, put `data` into the incident's row, and a notice into the outbox if it is to be told.

    `before`: the state that was seen; raises IllegalMove when it is another one by now. Gives the event's id.
    """
    take_turn(db, conn)
    if data and what != "opened":  # that one's row was made a moment ago, from the same data
        _apply(conn, incident_id, data, before)
    made = conn.execute(incident_events.insert().values(
        incident_id=incident_id, at=float(at), what=what, detail=" ".join(codes), actor=ref(actor),
        actor_name="" if actor.kind is ActorKind.SYSTEM else holdable(actor.name),
        whole=int(actor.scope.everything), text=holdable(text, MOST_TEXT), client=client,
        data=json.dumps(dict(data or {}), ensure_ascii=False, sort_keys=True)).returning(incident_events.c.id))
    event_id = int(made.scalar_one())
    if tell:
        conn.execute(outbox.insert().values(event_id=event_id, incident_id=incident_id, what=what, at=float(at)))
    return event_id


def _apply(conn: Connection, incident_id: int, data: Mapping[str, Any], before: str | None) -> None:
    t = incidents.c
    seen = t.state == before if before is not None else sa.true()
    if conn.execute(incidents.update().where(t.id == incident_id, seen).values(**data)).rowcount != 1:
        raise IllegalMove("Sự cố vừa được người khác chuyển; hãy xem lại.",
                          "Somebody else has just moved this incident; look again.")


def keep_pictures(conn: Connection, incident_id: int, event_id: int, pictures: Sequence[Mapping[str, Any]]) -> None:
    """Rows of incident_pictures of a note, checked before."""
    if pictures:
        conn.execute(incident_pictures.insert(), [
            {**picture, "incident_id": incident_id, "event_id": event_id} for picture in pictures])


def visible(
    scope: Scope, incident_id: sa.ColumnElement[int], today: str | None, reach: sa.CTE | None = None,
) -> sa.ColumnElement[bool]:
    """The condition that an incident speaks for a school within reach; without a school: for who reaches everything."""
    m = incident_schools.c
    its = within(scope, m.school_id, today) if reach is None else m.school_id.in_(sa.select(reach.c.id))
    return sa.true() if scope.everything else incident_id.in_(sa.select(m.incident_id).where(its))


def reach_of(scope: Scope, today: str | None) -> sa.CTE:
    """`id`: the schools within reach, looked up once for a whole query and not once a row."""
    s = schools.alias().c
    return sa.select(s.id).where(within(scope, s.id, today)).cte("reach")


def newest(conn: Connection) -> int:
    """The id of the newest event of all, 0 = there is none."""
    return int(conn.scalar(sa.select(sa.func.max(incident_events.c.id))) or 0)


def read_events(
    conn: Connection, scope: Scope, incident_id: int, today: str | None = None, reader: str = "",
) -> list[Event]:
    """The steps of one incident, oldest first, as `reader` ("person:7") may know them."""
    t = incident_events.c
    return _read(conn, scope, today, reader, None, t.incident_id == incident_id)


def changed_since(
    conn: Connection, scope: Scope, event_id: int, today: str | None = None, reader: str = "",
    limit: int | None = None,
) -> list[Event]:
    """What happened after an event, within reach, oldest first."""
    return _read(conn, scope, today, reader, limit, incident_events.c.id > event_id)


def read_client(
    conn: Connection, scope: Scope, incident_id: int, client: str, today: str | None = None,
) -> Event | None:
    """The event an asking program has written before under this id of its own."""
    t = incident_events.c
    found = _read(conn, scope, today, "", None, t.incident_id == incident_id, t.client == client)
    return found[0] if found else None


def read_calls(
    conn: Connection, scope: Scope, which: Sequence[int], today: str | None = None, reader: str = "",
) -> dict[int, list[Event]]:
    """incident -> its calls, oldest first, as `reader` may know them."""
    t = incident_events.c
    found: dict[int, list[Event]] = {}
    rows = _read(conn, scope, today, reader, None, t.what == "called", t.incident_id.in_(list(which))) if which else []
    for event in rows:
        found.setdefault(event.incident_id, []).append(event)
    return found


def _read(
    conn: Connection, scope: Scope, today: str | None, reader: str, limit: int | None, *where: sa.ColumnElement[bool],
) -> list[Event]:
    t = incident_events.c
    query = sa.select(incident_events).where(visible(scope, t.incident_id, today), *where).order_by(t.id).limit(limit)
    events = [_event(row) for row in conn.execute(query)]
    if scope.everything or not events:
        return events
    partly = _partly(conn, scope, sorted({event.incident_id for event in events}), today)
    codes = {code for event in events if event.incident_id in partly for code in event.codes}
    own = _own(conn, scope, codes, today) if codes else set()
    return [_less(event, own, reader) if event.incident_id in partly else event for event in events
            if event.incident_id not in partly or not _foreign(event, own)]


def _partly(conn: Connection, scope: Scope, which: Sequence[int], today: str | None) -> set[int]:
    """Of these incidents, those that also speak for schools out of reach."""
    m = incident_schools.c
    return set(conn.scalars(
        sa.select(m.incident_id).where(m.incident_id.in_(which), ~within(scope, m.school_id, today)).distinct()))


def _own(conn: Connection, scope: Scope, codes: set[str], today: str | None) -> set[str]:
    """Of these schools, those within reach."""
    s = schools.c
    return set(conn.scalars(sa.select(s.code).where(s.code.in_(sorted(codes)), within(scope, s.id, today))))


def _foreign(event: Event, own: set[str]) -> bool:
    return event.what == "called" and bool(event.codes) and own.isdisjoint(event.codes)


def _less(event: Event, own: set[str], reader: str) -> Event:
    heard = event.whole or (reader and event.actor == reader)
    return Event(
        id=event.id, incident_id=event.incident_id, at=event.at, what=event.what, actor=event.actor,
        actor_name=event.actor_name, whole=event.whole, client=event.client, text=event.text if heard else "",
        codes=tuple(code for code in event.codes if code in own),
        data={key: value for key, value in event.data.items() if key in _TOLD_TO_ALL})


def _event(row: Any) -> Event:
    return Event(
        id=row.id, incident_id=row.incident_id, at=row.at, what=row.what, codes=tuple(row.detail.split()),
        actor=row.actor, actor_name=row.actor_name, whole=bool(row.whole), text=row.text, data=json.loads(row.data),
        client=row.client)
