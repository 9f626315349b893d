"""Columns of claims, and what past days said of a metric: the collector writes, everybody reads within reach."""

from collections.abc import Mapping, Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.claim_tables import claims
from store.database import Database, upsert
from store.scoping import within
from store.tables import daily, hourly

Floats = NDArray[np.float64]


def write(db: Database, conn: Connection, at: float, payloads: Mapping[str, bytes]) -> None:
    """These columns, as of then; older ones never replace newer."""
    rows = [{"claim": claim, "at": at, "payload": payload} for claim, payload in payloads.items()]
    if rows:
        conn.execute(upsert(db, claims, ("claim",), ("at", "payload"), newer="at"), rows)


def read(conn: Connection, which: Sequence[str]) -> dict[str, tuple[float, bytes]]:
    """claim -> (as of, payload) of the whole house: whoever shows them cuts the schools within reach."""
    rows = conn.execute(sa.select(claims).where(claims.c.claim.in_(list(which))))
    return {row.claim: (float(row.at), bytes(row.payload)) for row in rows}


def sums(
    conn: Connection, scope: Scope, metric: str, since: float, until: float, today: str | None = None, *, days: bool,
) -> NDArray[np.float64]:
    """Rows of (school id, known values, their sum, least, greatest) over hours (or days) within [since, until)."""
    t = (daily if days else hourly).c
    rows = conn.execute(
        sa.select(t.school_id, sa.func.sum(t.n), sa.func.sum(t.total), sa.func.min(t.low), sa.func.max(t.high))
        .where(t.start >= since, t.start < until, t.metric == metric, t.n > 0, within(scope, t.school_id, today))
        .group_by(t.school_id)).all()
    return np.array([tuple(row) for row in rows], np.float64).reshape(-1, 5)


def first_hour(conn: Connection, scope: Scope, metric: str, since: float, today: str | None = None) -> float | None:
    """The first hour from `since` on in which anybody was measured."""
    t = hourly.c
    found = conn.scalar(sa.select(sa.func.min(t.start)).where(
        t.start >= since, t.metric == metric, within(scope, t.school_id, today)))
    return None if found is None else float(found)
