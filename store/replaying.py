"""What screens showed, minute by minute: statuses of a layer, packed; who reads them gets the schools of their reach.

A *full* row holds every school's status: one an hour, one at each start of a collector, one after a minute without
proof; a *delta* the schools whose status differs from the row it names (`base`); nothing moved = no row. A *proof*
(layer "") says that somebody looked in that minute: without one nothing is known, until the next full row. Payloads are
zlib of u32 steps between ids, then u8 statuses, little-endian.
"""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.database import Database, upsert
from store.history import HOURLY_DAYS, RAW_DAYS
from store.incident_events import visible
from store.incident_tables import LIVE, incident_events, incidents
from store.scoping import school_ids
from store.tables import frames, gaps

FULL, DELTA, PROOF = 0, 1, 2
BLIND = 1
HOUR_S, DAY_S = 3600.0, 86400.0
Ids = NDArray[np.int64]
Bytes = NDArray[np.uint8]


class Row(NamedTuple):
    """One row to write; `payload` from `packed`."""

    layer: str
    at: float
    kind: int
    base: float
    flags: int
    payload: bytes


class Seen(NamedTuple):
    """One row read: ids of the schools within reach that it speaks of, and their statuses."""

    at: float
    kind: int
    base: float
    ids: Ids
    status: Bytes


class Gap(NamedTuple):
    """Nothing is known between two times."""

    since: float
    until: float
    why: str


class Step(NamedTuple):
    """One step of an incident's life: codes of schools it speaks of, columns it changed (JSON)."""

    incident_id: int
    at: float
    what: str
    codes: tuple[str, ...]
    data: str


def packed(ids: Ids, status: Bytes) -> bytes:
    """Ids as steps from one to the next: a thousand schools in a few hundred bytes."""
    steps = np.diff(ids, prepend=0).astype("<u4")
    return zlib.compress(steps.tobytes() + status.tobytes(), 6)


def unpacked(payload: bytes) -> tuple[Ids, Bytes]:
    """The reverse of `packed`."""
    body = zlib.decompress(payload)
    count = len(body) // 5
    return np.cumsum(np.frombuffer(body, "<u4", count), dtype=np.int64), np.frombuffer(body, np.uint8, count, 4 * count)


def write_frames(db: Database, conn: Connection, rows: Sequence[Row]) -> None:
    """A row of the same minute is replaced: whoever leads now knows better. Twice changes nothing."""
    if rows:
        names = ("kind", "base", "flags", "payload")
        conn.execute(upsert(db, frames, ("layer", "at"), names), [row._asdict() for row in rows])


def prune_frames(conn: Connection, now: float) -> None:
    """Past the raw retention the full rows and proofs of whole hours stay; past the hourly one nothing does."""
    f = frames.c
    whole = sa.cast(f.at, sa.BigInteger) % int(HOUR_S) == 0
    layer = conn.scalar(sa.select(sa.func.min(f.layer)))
    while layer is not None:  # one by one: the key begins with the layer
        of = frames.delete().where(f.layer == layer)
        conn.execute(of.where(f.at < now - RAW_DAYS * DAY_S, ~sa.and_(whole, f.kind != DELTA)))
        conn.execute(of.where(f.at < now - HOURLY_DAYS * DAY_S))
        layer = conn.scalar(sa.select(sa.func.min(f.layer)).where(f.layer > layer))


def read_frames(
    conn: Connection, scope: Scope, layer: str, since: float, until: float, today: str,
) -> list[Seen]:
    """Rows of a layer with since <= at <= until, oldest first, and before them what they stand on: the last full row
    and what follows it."""
    reach = None if _whole(scope) else np.array(school_ids(conn, scope, today), dtype=np.int64)
    f = frames.c
    start = conn.scalar(sa.select(sa.func.max(f.at)).where(f.layer == layer, f.kind == FULL, f.at <= since,
                                                           f.at > since - 2 * HOUR_S))
    rows = conn.execute(
        sa.select(f.at, f.kind, f.base, f.payload).order_by(f.at)
        .where(f.layer == layer, f.at >= (since if start is None else start), f.at <= until))
    return [_seen(row, reach) for row in rows]


def read_proofs(conn: Connection, since: float, until: float) -> dict[float, int]:
    """minute -> flags, of the minutes in which somebody looked."""
    f = frames.c
    rows = conn.execute(sa.select(f.at, f.flags).where(f.layer == "", f.at >= since, f.at <= until))
    return {float(row.at): int(row.flags) for row in rows}


def first_proof(conn: Connection) -> float | None:
    """The first minute that is remembered at all, None = none is."""
    first = conn.scalar(sa.select(sa.func.min(frames.c.at)).where(frames.c.layer == ""))
    return None if first is None else float(first)


def read_gaps(conn: Connection, since: float, until: float) -> list[Gap]:
    """When nobody listened, and why, oldest first."""
    g = gaps.c
    rows = conn.execute(sa.select(g.since, g.until, g.why).where(g.until > since, g.since < until).order_by(g.since))
    return [Gap(row.since, row.until, row.why) for row in rows]


def read_steps(conn: Connection, scope: Scope, since: float, until: float, today: str) -> list[Step]:
    """Every step up to `until` of the incidents that lived somewhere between two moments, in their order."""
    t, e, later = incidents.c, incident_events.c, incident_events.alias().c
    moved = sa.select(later.incident_id).where(later.at >= since)
    lived = sa.select(t.id).where(t.opened_at <= until, sa.or_(sa.text(LIVE), t.id.in_(moved)))
    rows = conn.execute(
        sa.select(e.incident_id, e.at, e.what, e.detail, e.data).order_by(e.at, e.id)
        .where(e.at <= until, e.incident_id.in_(lived), visible(scope, e.incident_id, today)))
    return [Step(row.incident_id, row.at, row.what, tuple(row.detail.split()), row.data) for row in rows]


def _whole(scope: Scope) -> bool:
    if not isinstance(scope, Scope):
        raise TypeError(f"an unscoped query: {type(scope).__name__} is no Scope")
    return scope.everything


def _seen(row: Any, reach: Ids | None) -> Seen:
    ids, status = unpacked(bytes(row.payload))
    if reach is not None:
        own = np.isin(ids, reach, assume_unique=True)
        ids, status = ids[own], status[own]
    return Seen(float(row.at), int(row.kind), float(row.base), ids, status)
