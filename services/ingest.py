"""From what sources yield to what screens see: take -> judge -> cache -> history -> watch. One writer, one thread.

"Now" is published before "then" is written: a slow database delays history, never the wall. What the database could
not take waits in a bounded spool and, past that, becomes a gap that says so.
"""

from collections import deque
from collections.abc import Iterable
from typing import Any

import numpy as np
import structlog

from domain.errors import StoreDown
from domain.measurement import Column, Measurement
from domain.source import UPLINK
from services import watch
from services.board import Board
from services.centre import Centre
from services.changes import changes
from services.pulse import LEASE_S, PULSE_S, Pulse, SourceState
from services.register import Register
from services.restart import PAUSE_S, restore
from services.rollups import HOUR, ROLLED, Hours, Uptime
from store import history, leases
from store.history import Point

LEASE = "collector"
FLUSH_S = 5.0  # history and incidents are written this often
COPY_S = 30.0  # the database's copy of the picture, when the cache is well
SPOOL_POINTS = 2_000_000  # about 200 MB of waiting points

log = structlog.get_logger()


class Ingest:
    """The collector's one writer. `token`: fencing token of our lease."""

    def __init__(self, centre: Centre, register: Register, token: int) -> None:
        self.centre, self.register, self.token = centre, register, token
        self.board = Board(register, centre.indicators)
        self.watch = watch.Watch(centre, register)
        self.uptime = Uptime(len(register.schools))
        self.hours: dict[str, Hours] = {}
        self.spool: deque[list[Point]] = deque()
        self.spooled = 0
        self.sweeps: list[dict[str, Any]] = []
        self.finished_hours: list[history.Rolled] = []
        self.version = 0
        self.blind_since: float | None = None
        self.down_since: float | None = None
        self.gaps: list[tuple[float, float, str]] = []
        self._published_at = self._flushed_at = self._copied_at = self._uptime_at = 0.0
        self._stale_layers: set[str] = set(centre.indicators)
        self._cache_well = True
        restore(self)

    def take(self, batch: Iterable[Measurement | Column]) -> int:
        """Put measurements on the desk; returns how many values were taken."""
        rows: dict[tuple[str, float], tuple[list[int], list[float]]] = {}
        count = 0
        for item in batch:
            if isinstance(item, Column):
                count += self._take_column(item)
                continue
            i = self.register.index.get(item.school)
            if i is not None:
                schools, values = rows.setdefault((item.metric, item.taken_at), ([], []))
                schools.append(i)
                values.append(np.nan if item.value is None else item.value)
        for (metric, taken_at), (schools, values) in rows.items():
            self._put(metric, np.array(schools, np.intp), np.array(values), taken_at)
            count += len(schools)
        return count

    def _take_column(self, column: Column) -> int:
        if not len(column.schools):
            if column.metric == UPLINK:
                self._see(bool(column.values[0] >= 1), column.taken_at)
            return 0
        schools = np.asarray(column.schools, dtype=np.intp)
        self._put(column.metric, schools, np.frombuffer(column.values, np.float64), column.taken_at)
        return len(schools)

    def _put(self, metric: str, schools: Any, values: Any, taken_at: float) -> None:
        self.board.take(metric, schools, values, taken_at)
        if metric in ROLLED:
            self.hour(metric, taken_at).add(schools, values)

    def hour(self, metric: str, at: float) -> Hours:
        """The running hour of a metric; a finished one waits for the next flush."""
        start = at // HOUR * HOUR
        hours = self.hours.get(metric)
        if hours is None or hours.start < start:
            if hours is not None:
                self.finished_hours += hours.rows(self.register.ids, metric)
            hours = self.hours[metric] = Hours(len(self.register.schools), start)
        return hours

    def _see(self, sees: bool, at: float) -> None:
        if sees and self.blind_since is not None:
            log.info("centre sees again", after_s=round(at - self.blind_since))
            self.blind_since = None
        elif not sees and self.blind_since is None:
            log.warning("centre blind", since=at)
            self.blind_since = at

    def commit(self, sources: tuple[SourceState, ...]) -> None:
        """One tick: judge, publish when something moved or the pulse is due, write history when due."""
        now = self.centre.clock()
        if self._published_at and now - self._published_at > PAUSE_S:
            self.gaps.append((self._published_at, now, "paused"))
        self._derive(now)
        moved = self.board.judge(now)
        self.watch.look(self.board, now, blind=self.blind_since is not None)
        self.watch.look_at_sources(sources, now)
        changed = any(len(schools) for schools in moved.values())
        self._stale_layers |= moved.keys()
        if changed or now - self._published_at >= PULSE_S:
            self._publish(now, sources, changed)
        if now - self._flushed_at >= FLUSH_S:
            self._flushed_at = now
            self._flush(now, sources)

    def _derive(self, now: float) -> None:
        if now - self._uptime_at < 30 and self._uptime_at:
            return
        self._uptime_at = now
        reachable = self.hours.get("connectivity.reachable")
        if reachable is not None:
            self.uptime.put(reachable.start, reachable.n, reachable.total)
        everyone = np.arange(len(self.register.schools))
        self.board.take("connectivity.uptime_24h", everyone, self.uptime.share(now), now)

    def _publish(self, now: float, sources: tuple[SourceState, ...], changed: bool) -> None:
        if not self.centre.live.has_board():
            self._stale_layers = set(self.centre.indicators)  # flushed or away: the next board must be whole
        if self._stale_layers:
            self.version += 1
        for key in self._stale_layers:
            self.board.layers[key].version = self.version
        pulse = self._pulse(now, sources)
        layers = {key: self.board.layers[key].pack() for key in self._stale_layers}
        self._published_at = now
        well = self.centre.live.publish(pulse.to_json(), layers)
        if well != self._cache_well:
            self._cache_well = well
            log.warning("cache recovered" if well else "cache away", error=self.centre.live.last_error)
        if not well or changed or now - self._copied_at >= COPY_S:
            self._copy(pulse, now)
        if well:
            self._stale_layers = set()

    def _pulse(self, now: float, sources: tuple[SourceState, ...]) -> Pulse:
        return Pulse(
            version=self.version, at=now, valid_until=now + LEASE_S, register=self.register.version,
            layers={key: layer.version for key, layer in self.board.layers.items()}, blind_since=self.blind_since,
            spooling=self.down_since is not None, sources=sources,
        )

    def _copy(self, pulse: Pulse, now: float) -> None:
        layers = {key: layer.pack() for key, layer in self.board.layers.items()}
        fields = self.centre.live.sealed(pulse.to_json(), layers)
        try:
            with self.centre.db.write() as conn:
                leases.fence(self.centre.db, conn, LEASE, self.token)
                history.write_boards(self.centre.db, conn, pulse.version, fields)
            self._copied_at = now
        except StoreDown as error:
            self._down(now, error)

    def _flush(self, now: float, sources: tuple[SourceState, ...]) -> None:
        self._collect_points(now)
        try:
            with self.centre.db.write() as conn:
                leases.fence(self.centre.db, conn, LEASE, self.token)
                self._write(conn, now, sources)
        except StoreDown as error:
            self._down(now, error)
            return
        self.spool.clear()
        self.spooled = 0
        self.sweeps.clear()
        self.finished_hours.clear()
        self.gaps.clear()
        self.watch.committed()
        if self.down_since is not None:
            log.info("database recovered", after_s=round(now - self.down_since))
            self.down_since = None

    def _write(self, conn: Any, now: float, sources: tuple[SourceState, ...]) -> None:
        db = self.centre.db
        for points in self.spool:
            history.write_points(db, conn, points)
        history.write_hours(db, conn, self.finished_hours)
        for sweep in self.sweeps:
            history.write_sweep(conn, sweep)
        for since, until, why in self.gaps:
            history.write_gap(db, conn, "collector", since, until, why)
        for state in sources:
            history.write_source_state(db, conn, state_row(state))
        self.watch.write(conn, now)

    def _down(self, now: float, error: StoreDown) -> None:
        if self.down_since is None:
            self.down_since = now
            log.warning("database away", error=error.words.en)
        while self.spooled > SPOOL_POINTS and self.spool:
            dropped = self.spool.popleft()  # the oldest goes first, and is named when the database is back
            self.spooled -= len(dropped)
            self.gaps.append((min(p.taken_at for p in dropped), max(p.taken_at for p in dropped), "spool full"))

    def _collect_points(self, now: float) -> None:
        points: list[Point] = []
        for key, metric in self.board.metrics.items():
            points += changes(key, metric, self.register)
        if points:
            self.spool.append(points)
            self.spooled += len(points)

    def note_sweep(self, source: str, started: float, finished: float, rows: int, rejected: int) -> None:
        """Remember one poll's row for the next flush."""
        self.sweeps.append({
            "source": source, "started_at": started, "finished_at": finished, "rows": rows, "unknown": 0,
            "rejected": rejected, "changed": 0, "version": self.version, "error": None,
        })

    def housekeep(self) -> None:
        """Every few minutes: running hours to the database, yesterday's roll-up, retention."""
        now = self.centre.clock()
        try:
            self.save_hours()
            today = history.local_midnight(now)
            with self.centre.db.write() as conn:
                leases.fence(self.centre.db, conn, LEASE, self.token)
                history.roll_days(self.centre.db, conn, history.local_midnight(today - HOUR), today)
                history.prune(conn, now)
        except StoreDown as error:
            self._down(now, error)

    def save_hours(self) -> None:
        """Write the running hours too: at a clean stop and every few minutes, so that a restart goes on from them."""
        rows = [row for metric, hours in self.hours.items() for row in hours.rows(self.register.ids, metric)]
        with self.centre.db.write() as conn:
            leases.fence(self.centre.db, conn, LEASE, self.token)
            history.write_hours(self.centre.db, conn, self.finished_hours + rows)


def state_row(state: SourceState) -> dict[str, Any]:
    """The row of `source_states`."""
    return {name: getattr(state, name) for name in SourceState.__slots__ if not name.startswith("name_")}
