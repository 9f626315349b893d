"""Rows of others that are held back: each with its reason, until a person releases or drops it. None is deleted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store import scoping
from store.push_tables import push_batches, push_rows, push_senders

SHOWN = 5  # rows of a group that are read as its evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One row. `school`: the code as it was sent."""

    id: int
    batch_id: int
    source: str
    school: str
    reason: str
    row: dict[str, Any]
    received_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one batch held for one reason. `first`: the first few."""

    batch_id: int
    source: str
    sender: str
    reason: str
    count: int
    received_at: float
    first: tuple[Held, ...] = ()


def hold(conn: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Keep them."""
    if found := [{**row, "row": json.dumps(row["row"], ensure_ascii=False), "state": "held"} for row in rows]:
        conn.execute(push_rows.insert(), found)


def groups(conn: Connection, scope: Scope, today: str) -> list[Group]:
    """What is held within reach, newest batch first; rows of no school of ours only for whoever reaches everything."""
    r, ours = push_rows.c, _within(scope, today)
    found = conn.execute(
        sa.select(r.batch_id, r.source, r.reason, push_senders.c.name, sa.func.count().label("n"),
                  sa.func.min(r.received_at).label("at"))
        .join(push_batches, push_batches.c.id == r.batch_id)
        .join(push_senders, push_senders.c.id == push_batches.c.sender_id)
        .where(r.state == "held", ours).group_by(r.batch_id, r.source, r.reason, push_senders.c.name)
        .order_by(r.batch_id.desc(), r.reason).limit(100)).all()
    return [Group(batch_id=one.batch_id, source=one.source, sender=one.name, reason=one.reason, count=one.n,
                  received_at=one.at) for one in found]


def group(conn: Connection, scope: Scope, today: str, batch_id: int, reason: str) -> list[Held]:
    """Its first rows within reach."""
    r = push_rows.c
    ours = sa.and_(r.state == "held", r.batch_id == batch_id, r.reason == reason, _within(scope, today))
    found = conn.execute(sa.select(push_rows).where(ours).order_by(r.id).limit(SHOWN))
    return [_held(row) for row in found]


def decide(conn: Connection, scope: Scope, today: str, batch_id: int, reason: str, told: dict[str, Any]) -> int:
    """A person's word on the rows of one group within reach; how many there were."""
    r = push_rows.c
    done = conn.execute(push_rows.update().where(
        r.state == "held", r.batch_id == batch_id, r.reason == reason, _within(scope, today)).values(**told))
    return int(done.rowcount)


def released(conn: Connection, most: int) -> list[Held]:
    """What a person released and the collector has not read again."""
    r = push_rows.c
    return [_held(row) for row in conn.execute(
        sa.select(push_rows).where(r.state == "released").order_by(r.id).limit(most))]


def settle(conn: Connection, taken: Iterable[int], refused: Iterable[tuple[int, str]]) -> None:
    """Released rows that became figures, and those that still cannot be read: they are held again."""
    r = push_rows.c
    if ids := list(taken):
        conn.execute(push_rows.update().where(r.id.in_(ids)).values(state="taken"))
    for row_id, reason in refused:
        conn.execute(push_rows.update().where(r.id == row_id).values(state="held", reason=reason))


def by_reason(conn: Connection, batch_id: int) -> dict[str, int]:
    """How many rows of a batch are held, by reason."""
    r = push_rows.c
    found = conn.execute(sa.select(r.reason, sa.func.count().label("n")).where(
        r.batch_id == batch_id, r.state == "held").group_by(r.reason).order_by(r.reason))
    return {row.reason: int(row.n) for row in found}


def _within(scope: Scope, today: str) -> sa.ColumnElement[bool]:
    school_id: Any = push_rows.c.school_id
    return scoping.within(scope, school_id, today)


def _held(row: Any) -> Held:
    return Held(id=row.id, batch_id=row.batch_id, source=row.source, school=row.school, reason=row.reason,
                row=json.loads(row.row), received_at=row.received_at)
