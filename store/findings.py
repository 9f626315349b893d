"""Findings: written by the collector, dismissed by people, never deleted."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.claim_tables import findings
from store.database import Database, upsert
from store.scoping import within

BACK = 0.1  # a dismissed figure that moved by more than a tenth is a new one


class Finding(NamedTuple):
    """One row as it is read. `evidence`: [[what, value, taken at or None], …]."""

    id: int
    rule: str
    subject: str
    school_id: int | None
    value: float
    evidence: list[Any]
    first_at: float
    last_at: float
    gone_at: float | None
    dismissed_at: float | None
    dismissed_by: str
    dismissed_name: str
    dismissed_why: str


def keep(db: Database, conn: Connection, rows: Sequence[dict[str, Any]], gone: Sequence[int], at: float) -> None:
    """What was found now, and which rows are not found any more: gone, with their story. Twice is once.

    A dismissal ends when its figure moves.
    """
    t = findings.c
    if rows:
        changes = ("school_id", "value", "evidence", "last_at", "gone_at")
        conn.execute(upsert(db, findings, ("rule", "subject"), changes), [
            {**row, "evidence": json.dumps(row["evidence"]), "first_at": at, "last_at": at, "gone_at": None}
            for row in rows])
    if gone:
        over = findings.update().where(t.id == sa.bindparam("which"), t.gone_at.is_(None)).values(gone_at=at)
        conn.execute(over, [{"which": one} for one in gone])
    moved = sa.func.abs(t.value - t.dismissed_value) > BACK * sa.func.abs(t.dismissed_value) + 1e-9
    conn.execute(findings.update().where(t.dismissed_at.is_not(None), moved).values(
        dismissed_at=None, dismissed_value=None))


def standing(conn: Connection, scope: Scope, today: str | None = None) -> list[tuple[int, str, str, int | None]]:
    """(id, rule, subject, school) of everything that is not gone."""
    t = findings.c
    rows = conn.execute(sa.select(t.id, t.rule, t.subject, t.school_id).where(
        t.gone_at.is_(None), sa.or_(t.school_id.is_(None), within(scope, t.school_id, today))))
    return [(int(row.id), row.rule, row.subject, row.school_id) for row in rows]


def read(conn: Connection, scope: Scope, today: str, *, dismissed: bool = False) -> list[Finding]:
    """What stands now of the schools within reach, newest first; what is of no school belongs to everybody."""
    t = findings.c
    state = t.dismissed_at.is_not(None) if dismissed else t.dismissed_at.is_(None)
    rows = conn.execute(sa.select(findings).where(
        t.gone_at.is_(None), state, sa.or_(t.school_id.is_(None), within(scope, t.school_id, today)),
    ).order_by(t.first_at.desc(), t.id))
    return [_finding(row) for row in rows]


def read_one(conn: Connection, scope: Scope, finding: int, today: str) -> Finding | None:
    """One within reach."""
    t = findings.c
    row = conn.execute(sa.select(findings).where(
        t.id == finding, sa.or_(t.school_id.is_(None), within(scope, t.school_id, today)))).one_or_none()
    return None if row is None else _finding(row)


def dismiss(conn: Connection, finding: int, *, at: float | None, who: str, name: str, why: str) -> None:
    """Somebody says why it is no fault; `at` None takes that back."""
    t = findings.c
    value = None if at is None else t.value
    conn.execute(findings.update().where(t.id == finding).values(
        dismissed_at=at, dismissed_by=who, dismissed_name=name, dismissed_why=why, dismissed_value=value))


def _finding(row: Any) -> Finding:
    told = {name: getattr(row, name) for name in Finding._fields if name != "evidence"}
    return Finding(**told, evidence=json.loads(row.evidence))
