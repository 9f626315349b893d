"""What the systems board asks of memory: how often a source failed of late, and sums of metrics no layer shows."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.scoping import within
from store.tables import latest, schools, sweeps


class Polls(NamedTuple):
    """Polls of one source since a moment; `failed` of `made` brought nothing."""

    made: int
    failed: int


class Sums(NamedTuple):
    """Two sums over the schools that told both; `oldest`: the age of the oldest part, None = nobody told."""

    schools: int
    top: float
    bottom: float
    oldest: float | None


def polls_since(conn: Connection, source: str, since: float) -> Polls:
    """How many there were, how many failed."""
    s = sweeps.c
    row = conn.execute(sa.select(sa.func.count(), sa.func.count(s.error)).where(
        s.source == source, s.finished_at >= since)).one()
    return Polls(made=int(row[0]), failed=int(row[1]))


def sums(conn: Connection, scope: Scope, top: str, bottom: str, since: float, today: str) -> Sums:
    """Sums of the newest known values of two metrics, not older than `since`, of the schools within reach.

    `bottom` "" = only `top`. From the schools to their values by primary key: never a walk through all that is known.
    """
    s, t = schools.c, latest.alias("t")
    known = (t.c.school_id == s.id) & (t.c.metric == top) & t.c.value.is_not(None) & (t.c.taken_at >= since)
    if not bottom:
        found = sa.select(sa.func.count(), sa.func.sum(t.c.value), sa.literal(0.0), sa.func.min(t.c.taken_at)
                          ).select_from(schools.join(t, known))
    else:
        b = latest.alias("b")
        also = (b.c.school_id == s.id) & (b.c.metric == bottom) & b.c.value.is_not(None) & (b.c.taken_at >= since)
        found = sa.select(sa.func.count(), sa.func.sum(t.c.value), sa.func.sum(b.c.value), sa.func.min(t.c.taken_at)
                          ).select_from(schools.join(t, known).join(b, also))
    row = conn.execute(found.where(within(scope, s.id, today))).one()
    return Sums(schools=int(row[0]), top=float(row[1] or 0.0), bottom=float(row[2] or 0.0),
                oldest=None if row[3] is None else float(row[3]))
