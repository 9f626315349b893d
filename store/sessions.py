"""Sessions: who entered, when, and when it ends. Only hashes of the ids are here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Role
from store.gate_tables import people as people_table
from store.gate_tables import screens as screens_table
from store.gate_tables import sessions as sessions_table

HANDLE = 16  # letters of the hash that name a session elsewhere: Actor.session


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session with what decides about its holder. `gone`: the holder does not exist, is disabled or revoked."""

    hash: str
    kind: str
    holder_id: int
    name: str
    role: Role
    half: bool
    demo: bool
    created_at: float
    seen_at: float
    idle_s: float | None
    ends_at: float
    revoked_at: float | None
    gone: bool
    address: str = ""
    agent: str = ""


def insert(conn: Connection, values: Mapping[str, Any]) -> None:
    """A new session."""
    conn.execute(sessions_table.insert().values(**values))


def read(conn: Connection, session_hash: str) -> Session | None:
    """A session by the hash of its id, in one read with its holder; None = no such."""
    row = conn.execute(_one(), {"key": session_hash}).one_or_none()
    return None if row is None else _session(row)


def read_many(conn: Connection, session_hashes: Sequence[str]) -> dict[str, Session]:
    """Those of them that there are, in one read with their holders."""
    rows = conn.execute(_several(), {"keys": list(session_hashes)})
    return {row.hash: _session(row) for row in rows}


def live(conn: Connection, kind: str, holder_id: int, now: float) -> list[Session]:
    """The holder's sessions that are neither revoked nor at their end, newest first."""
    s = sessions_table.c
    rows = conn.execute(_joined().where(
        s.kind == kind, s.holder_id == holder_id, s.revoked_at.is_(None), s.ends_at > now).order_by(s.seen_at.desc()))
    return [_session(row) for row in rows]


def counts(conn: Connection, kind: str, now: float) -> dict[int, int]:
    """holder -> how many live sessions, of holders that have any."""
    s = sessions_table.c
    rows = conn.execute(
        sa.select(s.holder_id, sa.func.count().label("n"))
        .where(s.kind == kind, s.revoked_at.is_(None), s.ends_at > now,
               sa.or_(s.idle_s.is_(None), s.seen_at + s.idle_s > now)).group_by(s.holder_id))
    return {row.holder_id: int(row.n) for row in rows}


def revoke(conn: Connection, session_hash: str, now: float) -> bool:
    """It opens nothing any more; False = it did not before either."""
    s = sessions_table.c
    done = conn.execute(
        sessions_table.update().where(s.hash == session_hash, s.revoked_at.is_(None)).values(revoked_at=now))
    return done.rowcount == 1


def revoke_all(conn: Connection, kind: str, holder_id: int, now: float, but: str = "") -> int:
    """All of a holder's sessions end, but the one with this handle; how many."""
    s = sessions_table.c
    which = [s.kind == kind, s.holder_id == holder_id, s.revoked_at.is_(None)]
    if but:
        which.append(sa.func.substr(s.hash, 1, HANDLE) != but[:HANDLE])
    return conn.execute(sessions_table.update().where(*which).values(revoked_at=now)).rowcount


def seen(conn: Connection, at_by_hash: Mapping[str, float]) -> None:
    """These sessions' people were at work at these times; a time never goes back."""
    s = sessions_table.c
    for session_hash, at in sorted(at_by_hash.items()):  # one order for all: no two writers wait for each other
        row = conn.execute(
            sessions_table.update().where(s.hash == session_hash, s.seen_at < at).values(seen_at=at)
            .returning(s.kind, s.holder_id)).one_or_none()
        if row is not None and row.kind == "person":
            person_seen(conn, row.holder_id, at)


def person_seen(conn: Connection, person_id: int, at: float) -> None:
    """This person was in at that time; a time never goes back."""
    p = people_table.c
    later = sa.or_(p.seen_at.is_(None), p.seen_at < at)
    conn.execute(people_table.update().where(p.id == person_id, later).values(seen_at=at))


def prune(conn: Connection, before: float) -> int:
    """Forget what ended before then; how many. The log keeps who entered and left."""
    s = sessions_table.c
    return conn.execute(sessions_table.delete().where(sa.or_(s.ends_at < before, s.revoked_at < before))).rowcount


@cache
def _one() -> sa.Select[Any]:
    """Written once: every request asks it."""
    return _joined().where(sessions_table.c.hash == sa.bindparam("key"))


@cache
def _several() -> sa.Select[Any]:
    return _joined().where(sessions_table.c.hash.in_(sa.bindparam("keys", expanding=True)))


def _joined() -> sa.Select[Any]:
    s, p, w = sessions_table.c, people_table.c, screens_table.c
    maker = people_table.alias("maker")
    person, screen = s.kind == "person", s.kind == "screen"
    return sa.select(
        sessions_table, p.name.label("person"), p.role, p.demo.label("person_demo"), p.disabled_at,
        w.name.label("screen"), w.revoked_at.label("screen_revoked_at"), maker.c.demo.label("maker_demo"),
    ).select_from(
        sessions_table.outerjoin(people_table, sa.and_(person, p.id == s.holder_id))
        .outerjoin(screens_table, sa.and_(screen, w.id == s.holder_id))
        .outerjoin(maker, maker.c.id == w.created_by))


def _session(row: Any) -> Session:
    person = row.kind == "person"
    there = row.person is not None and row.disabled_at is None if person \
        else row.screen is not None and row.screen_revoked_at is None
    return Session(
        hash=row.hash, kind=row.kind, holder_id=row.holder_id, name=(row.person if person else row.screen) or "",
        role=Role(row.role) if person and row.role else Role.SCREEN, half=bool(row.half),
        demo=bool(row.demo or row.person_demo or row.maker_demo), created_at=row.created_at, seen_at=row.seen_at,
        idle_s=row.idle_s, ends_at=row.ends_at, revoked_at=row.revoked_at, gone=not there, address=row.address,
        agent=row.agent,
    )
