"""What our own work says of each school, once a minute: how soon its incidents were acknowledged and resolved, how many
there were, which wait too long, whether a living wall shows it. docs/clocks.md defines every word of it.

Asked on a thread of its own, one question for all schools; a database that does not answer leaves the figures to age.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domain.calendar import Calendar
from domain.clock_view import Verdict
from domain.errors import StoreDown
from domain.incident import State, hushed
from domain.person import EVERYTHING
from domain.service_level import clock_of
from domain.ticket import SolvedTickets
from services._derived_tickets import Tickets, Told
from services._derived_walls import Walls
from services.board import Board
from services.calendar import calendar
from services.centre import Centre
from services.clocks import DAY_S, Judged, in_maintenance, judge
from services.register import Register
from store import incident_events, operations, scoping
from store.clocks import Row
from store.database import Connection

if TYPE_CHECKING:
    from services.watch import Watch

EVERY_S, HOLD_S = 60.0, 0.25  # asked so often; the longest "now" waits for it
DAYS = 30
JUDGED = frozenset({Verdict.MET, Verdict.MISSED})
NOT_OURS = frozenset({Verdict.MAINTENANCE, Verdict.FALSE_ALARM})  # announced work, or a fault of our own judgement
LINE = "connectivity"
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_NOBODY: Places = np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class Heard:
    """`columns`: metric -> one value per school; `at`: when it was asked."""

    at: float
    columns: dict[str, Floats]


class Operations:
    """One per register. `take` puts what was heard on the board and asks again every minute."""

    def __init__(self, centre: Centre, register: Register) -> None:
        self.centre, self.register, self.walls = centre, register, Walls(centre, register)
        self.tickets = Tickets(register)
        self._asked_at: float | None = None
        self._thread: threading.Thread | None = None
        self._heard: Heard | None = None
        self._head = 0
        self._members: dict[int, Places] = {}
        self._judged: dict[int, tuple[Row, bool, Judged]] = {}
        self._solved: dict[Row, Judged] = {}  # tickets of helpdesks: their lives are over
        self._calendar: Calendar | None = None
        self._silent: Floats = np.full(len(register.schools), np.nan)
        self._silent_at = 0.0

    def take(self, board: Board, watch: "Watch", now: float) -> None:
        """What was heard since the last time, and who is silent now."""
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and (self._asked_at is None or not 0 <= now - self._asked_at < EVERY_S):
            self._asked_at = now
            self._thread = threading.Thread(target=self._ask, name="operations", daemon=True)
            self._thread.start()
            self._thread.join(HOLD_S)
        everybody = np.arange(len(self.register.schools))
        if self._thread is not None and not self._thread.is_alive() and self._heard is not None:
            heard, self._heard = self._heard, None
            for metric, values in heard.columns.items():
                board.take(metric, everybody, values, heard.at)
        silent = silence(watch)  # known to the watch itself: told at once, and again every minute
        again = not 0 <= now - self._silent_at < EVERY_S
        if silent is not None and (again or not np.array_equal(silent, self._silent, equal_nan=True)):
            self._silent, self._silent_at = silent, now
            board.take("operations.silent", everybody, silent, now)

    def hear(self, solved: SolvedTickets) -> None:
        """A helpdesk's book of a month: it counts from the next look on, which is now."""
        if self.tickets.hear(solved):
            self._asked_at = None

    def _ask(self) -> None:
        now = self.centre.clock()
        try:
            found = calendar(self.centre)
            with self.centre.db.read() as conn:
                rows, maintained = self._read(conn, now)
                told = self.tickets.told(conn, now - DAYS * DAY_S)
                walls = self.walls.read(conn, now)
        except StoreDown:
            return  # the scribe says so; we ask again
        if found != self._calendar:
            self._judged, self._solved, self._calendar = {}, {}, found
        rows = [row for row in rows if row[0].id not in told.mirrored or row[0].resolved_at is None]
        judged = [self._judge(row, row.id in maintained, now, found) for row, _, _ in rows]
        self._judged = {row.id: (row, row.id in maintained, one) for (row, _, _), one in zip(rows, judged, strict=True)
                        if row.resolved_at is not None}
        self._heard = Heard(now, {**self._columns(rows, judged, now, found, told), **walls})

    def _read(self, conn: Connection, now: float) -> tuple[list[tuple[Row, bool, bool]], set[int]]:
        since, today = now - DAYS * DAY_S, scoping.local_day(now)
        head = incident_events.newest(conn)
        rows = operations.read_since(conn, EVERYTHING, since)
        moved = operations.read_moved(conn, EVERYTHING, self._head) if head > self._head else set[int]()
        wanted = {row.id for row, _, _ in rows}
        fresh = {one for one in wanted if one in moved or one not in self._members}
        kept = {one: places for one, places in self._members.items() if one in wanted and one not in fresh}
        self._members = {**kept, **self._placed(operations.read_members(conn, EVERYTHING, fresh))}
        self._head = head
        return rows, in_maintenance(conn, EVERYTHING, [row for row, _, _ in rows], since, now, today)

    def _placed(self, pairs: Iterable[tuple[int, int]]) -> dict[int, Places]:
        """incident -> places of its schools in the register."""
        table = np.array(list(pairs), np.int64).reshape(-1, 2)
        ids = self.register.ids
        if not len(table) or not len(ids):
            return {}
        at = np.minimum(np.searchsorted(ids, table[:, 1]), len(ids) - 1)
        there = ids[at] == table[:, 1]
        numbers, places = table[there, 0], at[there]
        which, starts = np.unique(numbers, return_index=True)
        return dict(zip(which.tolist(), np.split(places, starts[1:]), strict=True))

    def _judge(self, row: Row, maintained: bool, now: float, found: Calendar) -> Judged:
        known = self._judged.get(row.id)
        if known is not None and known[:2] == (row, maintained):
            return known[2]
        return judge(row, now, found, maintained=maintained)

    def _columns(self, rows: Sequence[tuple[Row, bool, bool]], judged: Sequence[Judged], now: float,
                 found: Calendar, told: Told) -> dict[str, Floats]:
        since = now - DAYS * DAY_S
        table = [_figures(row, quiet, symptom, one, row.opened_at >= since, now, found)
                 for (row, quiet, symptom), one in zip(rows, judged, strict=True)]
        self._solved = {row: self._solved.get(row) or judge(row, now, found) for row in told.rows}
        table += [_figures(row, False, False, one, True, now, found) for row, one in self._solved.items()]
        members = [*(self._members.get(row.id, _NOBODY) for row, _, _ in rows), *told.places]
        places = np.concatenate([_NOBODY, *members])
        which = np.repeat(np.arange(len(table)), [len(one) for one in members])
        figures, count = np.array(table, np.float64).reshape(-1, len(METRICS)), len(self.register.schools)
        return {f"operations.{name}": np.bincount(places, figures[which, k], minlength=count).astype(np.float64)
                for k, name in enumerate(METRICS)}


METRICS = ("acknowledged", "acknowledge_minutes", "resolved", "resolve_minutes", "judged", "met", "incidents_30d",
           "unacknowledged_late")


def _figures(row: Row, quiet: bool, symptom: bool, one: Judged, recent: bool, now: float,
             found: Calendar) -> tuple[float, ...]:
    """What one incident adds to each of its schools, in the order of METRICS."""
    loud = not (hushed(row.kind, row.severity, quiet) or symptom)
    late = loud and row.state == State.OPEN and row.first_acknowledged_at is None \
        and (clock_of(row, now, found).left_s or 0.0) < 0
    if not recent:
        return (*(0.0,) * 7, float(late))
    clocks = (one.acknowledge, one.resolve)
    first, second = (seconds if verdict in JUDGED else None for verdict, seconds, _ in clocks)
    counts = loud and one.resolve[0] not in NOT_OURS
    return (float(first is not None), (first or 0.0) / 60, float(second is not None), (second or 0.0) / 60,
            float(sum(verdict in JUDGED for verdict, *_ in clocks)),
            float(sum(verdict is Verdict.MET for verdict, *_ in clocks)), float(counts), float(late))


def silence(watch: "Watch") -> Floats | None:
    """1 = "mất tín hiệu" now, 0 = heard; NaN = never heard of: nobody can say that it fell silent. While the centre is
    blind or the source fails nobody is judged (None), and the figure ages."""
    streak = watch.streaks.get(LINE)
    if streak is None or not watch.listens(LINE):
        return None
    return np.where(streak.silent, 1.0, np.where(streak.heard > 0, 0.0, np.nan))
