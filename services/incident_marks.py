"""What the map says of each school's incidents, one byte a school, and how it travels behind a frame (docs/feed.md).

Bits 0-1: severity 0..3 of the worst that nobody has, else of the worst that somebody has. The other bits are below.
"""

import struct
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.incident import State, hushed
from domain.indicator import Severity
from store.incidents import Incident

LOUD, HELD, MAINTENANCE, QUIET, SILENCED = 4, 8, 16, 32, 64
# nobody has it; somebody has it; planned work now; only recorded, and nothing louder; told to be silent now
RANK = {severity.value: rank for rank, severity in enumerate(Severity)}
FULL, DELTA, UNCHANGED = 0, 1, 2
DEAF = 1  # flag: the database is silent, these are the last known
_HEAD = struct.Struct("<4sBBHd")
_MORE = struct.Struct("<dIIII")
Marks = NDArray[np.uint8]


def shown(row: Incident) -> bool:
    """On walls and rings; the others are only counted. What is quiet never sounds, but what is wide is seen."""
    return not hushed(row.kind, row.severity, row.quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Live incidents of one reach: all that are shown, those of them nobody has, those only recorded, and which of the
    latter somebody told to be silent: the others are quiet because no lessons are."""

    open: int = 0
    unacknowledged: int = 0
    quiet: int = 0
    silenced: int = 0


def counted(rows: Iterable[Incident], hushed: Collection[int] = ()) -> Count:
    """Of these live incidents. `hushed`: ids of those under a silence or a maintenance now."""
    quiet = loud = unheld = silenced = 0
    for row in rows:
        if shown(row):
            loud += 1
            unheld += row.state == State.OPEN
        else:
            quiet += 1
            silenced += bool(hushed) and row.id in hushed  # a life looked back at has no number and no silence
    return Count(open=loud, unacknowledged=unheld, quiet=quiet, silenced=silenced)


def marked(
    schools: int, rows: Sequence[Incident], places: NDArray[np.intp], spoken: NDArray[np.intp],
    under: Marks | None = None,
) -> Marks:
    """The marks of so many schools: incident `rows[spoken[k]]` speaks for the school at `places[k]`.

    `under`: 1 = told to be silent, 2 = planned work.
    """
    sorts = np.array([QUIET if not shown(row) else LOUD if row.state == State.OPEN else HELD for row in rows], np.uint8)
    ranks = np.array([RANK[row.severity] for row in rows], np.int8)
    worst = {bit: np.full(schools, -1, np.int8) for bit in (LOUD, HELD, QUIET)}
    for bit, column in worst.items():
        which = sorts[spoken] == bit if rows else np.zeros(0, np.bool_)
        np.maximum.at(column, places[which], ranks[spoken[which]])
    loud, held, quiet = (worst[bit] for bit in (LOUD, HELD, QUIET))
    heard = np.where(loud >= 0, loud, held)
    marks = np.where(loud >= 0, LOUD, 0) | np.where(held >= 0, HELD, 0)
    marks |= np.where((heard < 0) & (quiet >= 0), QUIET, 0) | np.maximum(np.where(heard >= 0, heard, quiet), 0)
    if under is not None:
        marks |= np.where(under == 2, MAINTENANCE, np.where(under == 1, SILENCED, 0))
    return marks.astype(np.uint8)


def block(
    version: float, age_s: float, deaf: bool, count: Count, now: Marks | None, base: float = 0.0,
    before: Marks | None = None,
) -> bytes:
    """The block behind a frame: unchanged, a delta to `before` of version `base`, or every marked school.

    `now` None: the database never told.
    """
    head = (b"MRK1", DEAF if deaf else 0, int(min(65535, max(0, age_s))), version)
    if now is None or base == version:
        return _HEAD.pack(head[0], UNCHANGED, *head[1:])
    which = np.flatnonzero(now if before is None else now != before)
    kind = FULL if before is None else DELTA
    return b"".join((
        _HEAD.pack(head[0], kind, *head[1:]),
        _MORE.pack(base if kind == DELTA else 0.0, count.open, count.unacknowledged, count.quiet, len(which)),
        which.astype("<u4").tobytes(), now[which].tobytes(),
    ))


def in_words(mark: int) -> dict[str, str | bool]:
    """One mark for people's programs: {severity, state: open|held|quiet|"", maintenance, silenced}."""
    state = "open" if mark & LOUD else "held" if mark & HELD else "quiet" if mark & QUIET else ""
    return {"severity": list(Severity)[mark & 3].value if state else "", "state": state,
            "maintenance": bool(mark & MAINTENANCE), "silenced": bool(mark & SILENCED)}
