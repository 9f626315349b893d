"""The log nobody can rewrite: each row's hash covers the row before it, written in the transaction of its act."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Actor
from store.database import Database
from store.gate_tables import audit

FIRST = "0" * 64  # what the first row covers
MOST, MOST_REACH, MOST_VALUES = 500, 20_000, 20_000  # letters kept of one text
_LOCK = 0x7464_6864  # PostgreSQL's advisory lock of the chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was done. `object`: "person:7"; `reach`: codes of the areas it touched; before/after: plain values."""

    what: str
    object: str = ""
    outcome: str = "done"
    reach: Sequence[str] = ()
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    why: str = ""


def record(db: Database, conn: Connection, actor: Actor, act: Act) -> int:
    """Append one row in the caller's transaction and return its number. Writers queue: the chain has one end."""
    return record_many(db, conn, actor, (act,))


def record_many(db: Database, conn: Connection, actor: Actor, acts: Sequence[Act]) -> int:
    """Append a row for each act, in this order and at one moment, and return the last number. The chain's end is read
    once: an import tells thousands of them."""
    if not db.sqlite:  # SQLite's writers are alone anyway (BEGIN IMMEDIATE)
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    t = audit.c
    last = conn.execute(sa.select(t.seq, t.hash).order_by(t.seq.desc()).limit(1)).one_or_none()
    seq, previous = (int(last.seq), str(last.hash)) if last else (0, FIRST)
    at, rows = round(db.clock(conn), 3), list[dict[str, Any]]()
    for act in acts:
        seq += 1
        row = _row(actor, act) | {"seq": seq, "at": at, "previous": previous}
        previous = digest(row)
        rows.append(row | {"hash": previous})
    if rows:
        conn.execute(audit.insert(), rows)
    return seq


def _row(actor: Actor, act: Act) -> dict[str, Any]:
    """What one act says, without its place in the chain."""
    return {
        "actor_kind": actor.kind.value, "actor_id": actor.id, "actor_name": holdable(actor.name),
        "role": actor.role.value, "act": act.what, "outcome": act.outcome, "object": holdable(act.object),
        "reach": holdable(f" {' '.join(act.reach)} ", MOST_REACH) if act.reach else "",
        "before": _text(act.before), "after": _text(act.after), "why": holdable(act.why),
        "request": holdable(actor.request), "address": holdable(actor.address),
    }


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over every column but the hash itself, in the table's order."""
    told = [row[column.name] for column in audit.columns if column.name != "hash"]
    return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _text(values: Mapping[str, Any] | None) -> str:
    if values is None:
        return ""
    return holdable(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")), MOST_VALUES)


def holdable(text: str, most: int = MOST) -> str:
    """What any database can hold of a stranger's text: no NUL, no half letters, not endless."""
    return text[:most].replace("\0", "\ufffd").encode("utf-8", "replace").decode()
