"""What others send: senders, batches on their way to the collector, signatures seen."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.database import Database, upsert
from store.history import Point
from store.push_tables import push_batches, push_nonces, push_senders
from store.tables import latest

Row = dict[str, Any]
SEEN_S = 900.0  # a nonce is remembered longer than its window is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One row. `school` "" = of any school; `hint`: the token's first letters."""

    id: int
    name: str
    source: str
    school: str
    sealed: str
    hint: str
    created_at: float
    created_by: str
    revoked_at: float | None
    used_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One sending. `rows`: [row, reason it is refused already or ""]."""

    id: int
    sender_id: int
    source: str
    digest: str
    received_at: float
    count: int
    state: str
    taken: int
    held: int
    rows: list[tuple[Row, str]]
    sender: str = ""


def add_sender(conn: Connection, values: Row) -> int:
    """A new sender; gives its id."""
    return int(conn.execute(push_senders.insert().values(**values).returning(push_senders.c.id)).scalar_one())


def sender_by_hash(conn: Connection, token_hash: str) -> Sender | None:
    """Whose token it is, a revoked one's too."""
    return _one(conn, push_senders.c.hash == token_hash)


def sender(conn: Connection, sender_id: int) -> Sender | None:
    """One of them."""
    return _one(conn, push_senders.c.id == sender_id)


def senders(conn: Connection) -> list[Sender]:
    """Every one ever made, newest first, with when it sent last."""
    last = sa.select(push_batches.c.sender_id, sa.func.max(push_batches.c.received_at).label("used_at")).group_by(
        push_batches.c.sender_id).subquery()
    found = sa.select(push_senders, last.c.used_at).outerjoin(last, last.c.sender_id == push_senders.c.id)
    return [_sender(row) for row in conn.execute(found.order_by(push_senders.c.id.desc()))]


def revoke_sender(conn: Connection, sender_id: int, now: float) -> bool:
    """It may send nothing any more; False = it might not before either."""
    s = push_senders.c
    done = conn.execute(push_senders.update().where(s.id == sender_id, s.revoked_at.is_(None)).values(revoked_at=now))
    return done.rowcount == 1


def see_nonce(db: Database, conn: Connection, sender_id: int, nonce: str, now: float) -> bool:
    """True = seen for the first time. Old ones are forgotten: their window is shut."""
    conn.execute(push_nonces.delete().where(push_nonces.c.at < now - SEEN_S))
    put = upsert(db, push_nonces, ("sender_id", "nonce"), ()).returning(push_nonces.c.nonce)
    return conn.execute(put, {"sender_id": sender_id, "nonce": nonce, "at": now}).one_or_none() is not None


def add_batch(db: Database, conn: Connection, values: Row) -> int | None:
    """Its id; None = this sender's key was used before."""
    put = upsert(db, push_batches, ("sender_id", "key"), ()).returning(push_batches.c.id)
    return conn.execute(put, {"state": "waiting", "taken": 0, "held": 0, **values}).scalar_one_or_none()


def batch_by_key(conn: Connection, sender_id: int, key: str) -> Batch | None:
    """What came under this key."""
    b = push_batches.c
    row = conn.execute(_batches().where(b.sender_id == sender_id, b.key == key)).one_or_none()
    return _batch(row) if row else None


def batch(conn: Connection, batch_id: int) -> Batch | None:
    """One of them."""
    row = conn.execute(_batches().where(push_batches.c.id == batch_id)).one_or_none()
    return _batch(row) if row else None


def count_waiting(conn: Connection) -> int:
    """Batches the collector has not taken."""
    found = conn.scalar(sa.select(sa.func.count()).where(push_batches.c.state == "waiting"))
    return int(found or 0)


def waiting(conn: Connection, most: int) -> list[Batch]:
    """The oldest batches nobody has taken."""
    b = push_batches.c
    return [_batch(row) for row in conn.execute(_batches().where(b.state == "waiting").order_by(b.id).limit(most))]


def newest(conn: Connection, most: int) -> list[Batch]:
    """The last ones, newest first."""
    return [_batch(row) for row in conn.execute(_batches().order_by(push_batches.c.id.desc()).limit(most))]


def take(conn: Connection, told: Iterable[tuple[int, int, int]], now: float) -> bool:
    """(batch, rows taken, rows held): they are done. False = somebody else was quicker."""
    b, first = push_batches.c, True
    for batch_id, taken, held in told:
        done = conn.execute(push_batches.update().where(b.id == batch_id, b.state == "waiting").values(
            state="taken", taken=taken, held=held, taken_at=now))
        first = first and done.rowcount == 1
    return first


def move_latest(db: Database, conn: Connection, points: Sequence[Point]) -> None:
    """The last word on schools, so that a restart knows it; an older one changes nothing."""
    if points:
        rows = [point._asdict() for point in points]
        conn.execute(upsert(db, latest, ("school_id", "metric"), ("value", "taken_at"), newer="taken_at"), rows)


def tidy(conn: Connection, before: float) -> None:
    """Rows of batches taken before then are figures by now, or held rows: their text is let go."""
    b = push_batches.c
    conn.execute(push_batches.update().where(b.state == "taken", b.taken_at < before, b.rows != "[]").values(rows="[]"))


def _batches() -> sa.Select[Any]:
    return sa.select(push_batches, push_senders.c.name.label("sender")).join(
        push_senders, push_senders.c.id == push_batches.c.sender_id)


def _one(conn: Connection, where: sa.ColumnElement[bool]) -> Sender | None:
    row = conn.execute(sa.select(push_senders).where(where)).one_or_none()
    return None if row is None else _sender(row)


def _sender(row: Any) -> Sender:
    return Sender(id=row.id, name=row.name, source=row.source, school=row.school, sealed=row.sealed, hint=row.hint,
                  created_at=row.created_at, created_by=row.created_by, revoked_at=row.revoked_at,
                  used_at=getattr(row, "used_at", None))


def _batch(row: Any) -> Batch:
    # not row.count: a row is a tuple, which has a method of that name
    told = row._mapping
    return Batch(id=row.id, sender_id=row.sender_id, source=row.source, digest=row.digest,
                 received_at=row.received_at, count=told[push_batches.c.count], state=row.state, taken=row.taken,
                 held=row.held, sender=row.sender, rows=[(one, why) for one, why in json.loads(row.rows)])
