"""A stretch of the past as screens take it: the same frames as live, one for every minute in which something moved.

What nobody looked at is unknown, never good: a minute without proof, a blind centre, a gap that was told. Nothing here
proves anything now: `valid_until` of every frame lies in the past, and flag 16 says that it is told again.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.person import Scope
from services.feed import BLIND, DELTA, FULL, LATE, SIMULATED, UNCHANGED
from services.incident_marks import Count, block
from services.register import Register
from services.replay_marks import Moment, Opening, Past
from store import replaying
from store.database import Connection
from store.replaying import Gap, Seen
from store.scoping import local_day

AGAIN = 16  # flag of a frame: told again, proves nothing
MINUTE_S, HOUR_S = 60.0, 3600.0
LOOK_BACK_S = 2 * HOUR_S  # a full row lies no further back than that
_HEAD = struct.Struct("<4sBBHdddddII8s")
Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which past. `places`: the schools in the register's order; `digest`: hash of the directory they are told by."""

    scope: Scope
    register: Register
    places: Places
    digest: str
    layer: str
    since: float
    until: float
    step: float = MINUTE_S
    simulated: bool = False


@dataclass(slots=True, kw_only=True)
class Told:
    """`frames`: (minute, bytes) where something moved, the first one at the beginning and whole."""

    frames: list[tuple[float, bytes]] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    unknown: int = 0  # minutes (or hours) nobody knows


@dataclass(slots=True)
class _Shown:
    """What the reader holds: statuses and marks, and what the frame before said."""

    status: Bytes
    marks: Bytes
    count: Count = field(default_factory=Count)
    at: float = 0.0
    marks_at: float = 0.0
    flags: int = -1
    proved: float = 0.0


def tell(conn: Connection, asked: Asked) -> Told:
    """Read and pack."""
    past = Past(conn, asked.register, asked.since, asked.until, asked.step, whole=asked.scope.everything)
    told = Told(gaps=replaying.read_gaps(conn, asked.since, asked.until))
    shown = _Shown(np.zeros(len(asked.places), np.uint8), np.zeros(len(asked.places), np.uint8))
    moments, to_here = list(past.moments()), _positions(asked)
    following = iter(moments)
    moment, after = next(following), next(following, None)
    for at, status, flags in states(conn, asked, told.gaps):
        while after is not None and after.at <= at:
            moment, after = after, next(following, None)
        told.unknown += bool(flags & (LATE | BLIND))
        body = _frame(asked, shown, at, status, flags, moment, to_here)
        if body is not None:
            told.frames.append((at, body))
    told.openings = past.openings
    return told


def states(conn: Connection, asked: Asked, gaps: list[Gap]) -> Iterator[tuple[float, Bytes, int]]:
    """(minute, statuses, flags) for every minute of the window."""
    raw = asked.step < HOUR_S
    begin = asked.since - LOOK_BACK_S if raw else asked.since
    rows = {row.at: row for row in replaying.read_frames(
        conn, asked.scope, asked.layer, asked.since, asked.until, local_day(asked.until))}
    proofs = replaying.read_proofs(conn, begin, asked.until)
    first = min(rows, default=asked.since)
    at = min(first, asked.since) if raw else asked.since
    ids, nothing = asked.register.ids[asked.places], np.zeros(len(asked.places), np.uint8)
    known: Bytes | None = None
    last = 0.0
    simulated = SIMULATED if asked.simulated else 0
    while at <= asked.until:
        proof, row = proofs.get(at), rows.get(at)
        if proof is None or not raw:
            known = None
        if row is not None and proof is not None:
            known = _applied(known, row, ids, last)
            last = at if known is not None else 0.0
        if at >= asked.since:
            silent = proof is None or known is None or any(gap.since < at < gap.until for gap in gaps)
            blind = proof is not None and bool(proof & replaying.BLIND)
            flags = AGAIN | simulated | (LATE if silent else 0) | (BLIND if blind else 0)
            yield at, nothing if silent or blind or known is None else known, flags
        at += asked.step


def _applied(known: Bytes | None, row: Seen, ids: NDArray[np.int64], last: float) -> Bytes | None:
    """Statuses after a row; None = it does not stand on what is known."""
    if row.kind == replaying.DELTA and (known is None or row.base != last):
        return None
    after = np.zeros(len(ids), np.uint8) if row.kind == replaying.FULL or known is None else known.copy()
    if len(ids) and len(row.ids):
        at = np.minimum(np.searchsorted(ids, row.ids), len(ids) - 1)
        there = ids[at] == row.ids
        after[at[there]] = row.status[there]
    return after


def _frame(asked: Asked, shown: _Shown, at: float, status: Bytes, flags: int, moment: Moment, to_here: Places,
           ) -> bytes | None:
    """The frame of this minute; None = it is as before."""
    first = shown.flags < 0
    proved = at if not flags & LATE else shown.proved
    which = np.flatnonzero(status != shown.status)
    news = first or moment.at > shown.marks_at
    if not (first or len(which) or news or flags != shown.flags):
        shown.proved = proved
        return None
    whole = first or 5 * len(which) >= len(status) + 4
    kind = FULL if whole else DELTA if len(which) else UNCHANGED
    version, base = (at, shown.at) if kind != UNCHANGED else (shown.at, shown.at)
    body = status.tobytes() if whole else which.astype("<u4").tobytes() + status[which].tobytes()
    head = _HEAD.pack(b"SFR1", kind, flags, 0, version, base, at, proved, proved, len(status),
                      0 if whole else len(which), asked.digest[:8].encode())
    marks = shown.marks
    if news:
        marks = np.zeros(len(status), np.uint8)
        here = to_here[moment.places]
        marks[here[here >= 0]] = moment.marks[here >= 0]
    behind = block(at if news else shown.marks_at, 0, False, moment.count, marks, shown.marks_at,
                   None if first else shown.marks)
    shown.status, shown.marks, shown.count, shown.flags = status, marks, moment.count, flags
    shown.at, shown.marks_at, shown.proved = version, at if news else shown.marks_at, proved
    return head + body + behind


def _positions(asked: Asked) -> Places:
    """Place in the register -> place in the answer, -1 = not in it."""
    to_here = np.full(len(asked.register.schools), -1, np.intp)
    to_here[asked.places] = np.arange(len(asked.places))
    return to_here
