"""What schools say of their records: confirmed, or disputed until somebody answers."""

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.claim_tables import disputes
from store.scoping import within
from store.tables import schools

LIVE = ("open", "taken")


class Dispute(NamedTuple):
    """One row, with the code of its school."""

    id: int
    school: str
    about: str
    says: str
    shown: str
    note: str
    state: str
    made_at: float
    made_by: str
    made_name: str
    owner: str
    owner_name: str
    taken_at: float | None
    ended_at: float | None
    ended_name: str
    ended_note: str


def insert(conn: Connection, values: dict[str, Any]) -> int:
    """One more; its number."""
    made = conn.execute(disputes.insert().values(**values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def change(conn: Connection, dispute: int, states: Collection[str], values: dict[str, Any]) -> bool:
    """Move it on, if it still stands in one of these states."""
    t = disputes.c
    return conn.execute(disputes.update().where(t.id == dispute, t.state.in_(sorted(states))).values(
        **values)).rowcount == 1


def school_id(conn: Connection, scope: Scope, code: str, today: str) -> int | None:
    """The school of this code, if it is within reach."""
    t = schools.c
    return conn.scalar(sa.select(t.id).where(t.code == code, within(scope, t.id, today)))


def read_one(conn: Connection, scope: Scope, dispute: int, today: str) -> Dispute | None:
    """One within reach."""
    t = disputes.c
    row = conn.execute(_rows(within(scope, t.school_id, today)).where(t.id == dispute)).one_or_none()
    return None if row is None else Dispute(*row)


def read_live(conn: Connection, scope: Scope, today: str) -> list[Dispute]:
    """Whoever waits for an answer, oldest first."""
    t = disputes.c
    rows = conn.execute(_rows(within(scope, t.school_id, today)).where(t.state.in_(LIVE)).order_by(t.made_at, t.id))
    return [Dispute(*row) for row in rows]


def read_over(conn: Connection, scope: Scope, today: str, most: int) -> list[Dispute]:
    """What was answered or confirmed, newest first."""
    t = disputes.c
    rows = conn.execute(_rows(within(scope, t.school_id, today)).where(t.state.not_in(LIVE))
                        .order_by(t.made_at.desc(), t.id.desc()).limit(most))
    return [Dispute(*row) for row in rows]


def read_of(conn: Connection, scope: Scope, code: str, today: str, most: int = 20) -> list[Dispute]:
    """All of one school, newest first."""
    t = disputes.c
    rows = conn.execute(_rows(within(scope, t.school_id, today)).where(t.school_id == _id_of(code))
                        .order_by(t.made_at.desc(), t.id.desc()).limit(most))
    return [Dispute(*row) for row in rows]


def counts(conn: Connection, scope: Scope, today: str) -> tuple[int, float]:
    """(how many wait for an answer, when anything of them last moved): a sign that costs little."""
    t = disputes.c
    row = conn.execute(sa.select(
        sa.func.count().filter(t.state.in_(LIVE)), sa.func.max(sa.func.coalesce(t.ended_at, t.taken_at, t.made_at)),
    ).where(within(scope, t.school_id, today))).one()
    return int(row[0]), float(row[1] or 0.0)


def _rows(reach: sa.ColumnElement[bool]) -> Any:
    """Every column, with the code of the school; whoever calls gives the condition of their reach."""
    t, whose = disputes.c, schools.alias().c
    code = whose.code
    return sa.Select(t.id, code, *(t[name] for name in Dispute._fields[2:])).join(
        whose.id.table, whose.id == t.school_id).where(reach)


def _id_of(code: str) -> Any:
    whose = schools.alias().c
    return sa.Select(whose.id).where(whose.code == code).scalar_subquery()
