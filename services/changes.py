"""What of the desk goes to history, as sheets for the scribe: changes, and one repetition an hour."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.ticket import NETWORK, OpenTickets, SolvedTickets, topic
from services import tickets, trend_days
from services._columns import Metric
from services._pace import repeat_s
from services._watch_moves import Move, write
from services.board import Board
from services.pulse import DECLARED, SourceState
from services.register import Register
from services.rollups import HOUR, ROLLED, Hours
from services.scribe import CHUNK, Scribe, Sheet
from services.watch import Watch
from store import history, replaying
from store.database import Connection, Database
from store.history import Point

HISTORY_S = 3600.0  # an unchanged value is repeated in history this often
PATIENT = 200_000  # values that may wait for the scribe before those of slow systems wait where they are
STEP = 0.25  # a value that moved by more than a quarter is a change


class Taken(NamedTuple):
    """How many values came, how many of them say "not known", how many differ from the last known one."""

    rows: int = 0
    unknown: int = 0
    changed: int = 0


def changes(metric: Metric, repeat_s: float = HISTORY_S) -> NDArray[np.intp]:
    """Values that are new, moved by more than STEP, turned unknown or known, or were last written `repeat_s` ago.

    They count as stored from here on: the caller hands them to the scribe, who keeps them until a database has them.
    """
    with np.errstate(invalid="ignore"):
        moved = np.abs(metric.value - metric.stored) > STEP * np.maximum(np.abs(metric.stored), 1e-9)
    moved |= np.isnan(metric.value) != np.isnan(metric.stored)
    moved |= metric.taken >= metric.stored_at + repeat_s
    moved &= metric.taken > metric.stored_at
    which = np.flatnonzero(moved)
    metric.keep(which)
    return which


def point_sheets(
    db: Database, register: Register, key: str, metric: Metric, repeat_s: float = HISTORY_S,
) -> Iterator[Sheet]:
    """The metric's changes, kept as columns while they wait: 24 bytes a value at most."""
    which = changes(metric, repeat_s)
    for start in range(0, len(which), CHUNK):
        part = which[start : start + CHUNK]
        taken = metric.taken[part].astype(np.float64)
        yield Sheet(
            write=partial(_write_points, db, key, register.ids[part], taken, metric.value[part]), weight=len(part),
            span=(float(taken.min()), float(taken.max())),
        )


def due_sheets(
    db: Database, register: Register, board: Board, slow_ones: Mapping[str, float], waiting: int,
) -> Iterator[Sheet]:
    """What moved in every metric that heard something; those of slow systems, and what history never heard
    of, wait in their columns while `waiting` values already wait for the database: of them the newest is enough."""
    for key in sorted(board.touched, key=lambda one: one in slow_ones):
        if waiting > PATIENT and (key in slow_ones or not board.metrics[key].stored_at.any()):
            continue
        board.touched.discard(key)
        for sheet in point_sheets(db, register, key, board.metrics[key], repeat_s(key, slow_ones)):
            waiting += sheet.weight
            yield sheet


def hours_sheet(db: Database, register: Register, metric: str, hours: Hours) -> Sheet:
    """One metric's hour so far; `hours` must not change any more."""
    return Sheet(
        write=lambda conn: history.write_hours(db, conn, hours.rows(register.ids, metric)),
        weight=int((hours.n > 0).sum()), span=(hours.start, hours.start + HOUR),
    )


def states_sheet(db: Database, states: Sequence[SourceState]) -> Sheet:
    """What the sources page shows after a restart."""
    rows = [{name: getattr(state, name) for name in SourceState.__slots__ if name not in DECLARED}
            for state in states]
    return Sheet(write=partial(_write_states, db, rows), weight=len(rows))


def sweep_sheet(row: dict[str, Any]) -> Sheet:
    """One poll's row."""
    return Sheet(write=lambda conn: history.write_sweep(conn, row), span=(row["started_at"], row["finished_at"]))


def boards_sheet(db: Database, version: int, fields: Callable[[], Iterator[tuple[str, bytes]]]) -> Sheet:
    """The database's copy of the picture; its bytes are made when it is written."""
    return Sheet(write=lambda conn: history.write_boards(db, conn, version, fields()))


def moves_sheet(db: Database, moves: list[Move]) -> Sheet:
    """What the watch decided."""
    return Sheet(write=lambda conn: write(db, conn, moves), weight=len(moves))


def hear(db: Database, scribe: Scribe, watch: Watch, heard: OpenTickets | SolvedTickets) -> None:
    """A helpdesk has told: what is open becomes incidents, what it closed enters our figures only."""
    if isinstance(heard, SolvedTickets):
        watch.operations.hear(heard)
    else:
        scribe.keep(f"tickets {heard.source}", tickets_sheet(db, watch, heard))


def tickets_sheet(db: Database, watch: Watch, heard: OpenTickets) -> Sheet:
    """A helpdesk's whole list; only the newest is worth writing. What we are about to measure ourselves comes first."""
    waiting = watch.undecided(topic(NETWORK).rules, heard.taken_at)
    index, opened = watch.register.index, watch.time.open
    asleep = frozenset(t.school for t in heard.tickets if t.school in index and not opened[index[t.school]])
    return Sheet(weight=len(heard.tickets), write=lambda conn: tickets.write(
        db, conn, watch.register, heard, waiting=waiting, asleep=asleep))


def tidy_sheets(
    db: Database, register: Register, metrics: Mapping[str, Metric], today: float, now: float,
) -> Iterator[Sheet]:
    """Once a local day: roll-ups of the days that are over, then retention, in slices that nobody has to wait for."""
    for metric in ROLLED:
        yield Sheet(write=partial(_roll, db, metric, today), weight=CHUNK)
    yield Sheet(write=lambda conn: history.prune(conn, now))
    yield Sheet(write=lambda conn: replaying.prune_frames(conn, now))
    for metric, column in tuple(metrics.items()):
        for start in range(0, len(register.ids), CHUNK):
            part = register.ids[start : start + CHUNK]
            yield Sheet(write=partial(_prune, metric, part, column, start, now), weight=len(part))


def trend_sheets(db: Database, board: Board, kept: set[str], now: float) -> list[Sheet]:
    """What today leaves for trends, as the board stands now; once a day. `kept`: the days that were handed over."""
    if not (day := trend_days.due(now)) or day in kept:
        return []
    kept.add(day)
    layers = {key: replace(layer) for key, layer in board.layers.items()}  # columns are replaced, never written into
    keep = partial(trend_days.keep, db, board.register, layers, dict(board.indicators), now)
    return [Sheet(write=keep, weight=CHUNK)]


def _write_points(db: Database, key: str, ids: Any, taken: Any, values: Any, conn: Connection) -> None:
    known = (None if value != value else value for value in values.tolist())
    rows = zip(ids.tolist(), taken.tolist(), known, strict=True)
    history.write_points(db, conn, [Point(school, key, at, value) for school, at, value in rows])


def _write_states(db: Database, rows: list[dict[str, Any]], conn: Connection) -> None:
    for row in rows:
        history.write_source_state(db, conn, row)


def _roll(db: Database, metric: str, today: float, conn: Connection) -> None:
    history.roll_days(db, conn, metric, today)


def _prune(metric: str, ids: NDArray[np.int64], column: Metric, start: int, now: float, conn: Connection) -> None:
    last = column.stored_at[start : start + len(ids)].tolist()
    history.prune_points(conn, [(school, metric, at) for school, at in zip(ids.tolist(), last, strict=True)], now)
