"""From what sources yield to what screens see: take -> judge -> cache -> history -> watch. One writer, one thread.
"Now" is published before "then" is written, and "then" is written by the scribe in the background: a slow, locked or
frozen database delays history, never the wall.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import structlog

from domain.measurement import Column
from domain.source import UPLINK, Yield
from domain.ticket import OpenTickets, SolvedTickets
from services import changes, watch
from services._bodies import WHOLE_S, Bodies, Copies, Turns
from services._derived import Derived
from services._pace import slow
from services.board import Board
from services.centre import Centre
from services.changes import Taken
from services.pulse import LEASE_S, PULSE_S, Pulse, SourceState
from services.register import Register
from services.replay_recording import Recorder
from services.restart import DOUBT_S, PAUSE_S, restore, set_back
from services.rollups import HOUR, REACHABLE, SELDOM, Hours, Uptime, roll, roll_readings
from services.scribe import LEASE, Scribe
from store import history
from store.live import Published

FLUSH_S = 5.0  # history is handed to the scribe this often, what is decided about incidents at once
LIMIT = 1e15  # no measure of a school is so large: the database refuses it, and so do we
__all__ = ["LEASE", "Ingest", "Taken"]
log = structlog.get_logger()


class Ingest:
    """The collector's one writer. `token`: fencing token of our lease."""

    def __init__(self, centre: Centre, register: Register, token: int) -> None:
        self.centre, self.register, self.token = centre, register, token
        self.board = Board(register, centre.indicators)
        self.watch = watch.Watch(centre, register)
        self.uptime = Uptime(len(register.schools))
        self.hours: dict[str, Hours] = {}
        self.scribe = Scribe(centre, token)
        self.recorder, self.copies, self._turns = Recorder(self.scribe), Copies(centre, self.scribe), Turns()
        self.version = self._unknown = self._changed = 0
        self.blind_since: float | None = None
        self._published_at = self._flushed_at = self._copied_at = self._uptime_at = self._now = 0.0
        self._doubt_until = self._tidied_for = 0.0
        self._slow, self._trended = slow(centre.indicators), set[str]()
        self._stale_layers, self._cache_well = set(centre.indicators), True
        restore(self)
        self.derived = Derived(self)

    def take(self, batch: Iterable[Yield]) -> Taken:
        """Put measurements on the desk; returns how many values were taken."""
        self._unknown = self._changed = 0
        rows: dict[tuple[str, float], tuple[list[int], list[float]]] = {}
        count = 0
        for item in batch:
            if isinstance(item, Column):
                count += self._take_column(item)
                continue
            if isinstance(item, OpenTickets | SolvedTickets):
                changes.hear(self.centre.db, self.scribe, self.watch, item)
                continue
            i = self.register.index.get(item.school)
            if i is not None:
                schools, values = rows.setdefault((item.metric, item.taken_at), ([], []))
                schools.append(i)
                values.append(np.nan if item.value is None else item.value)
        for (metric, taken_at), (schools, values) in rows.items():
            self._put(metric, np.array(schools, np.intp), np.array(values), taken_at)
            count += len(schools)
        return Taken(rows=count, unknown=self._unknown, changed=self._changed)

    def _take_column(self, column: Column) -> int:
        if not len(column.schools):
            if column.metric == UPLINK:
                self._see(bool(column.values[0] >= 1), column.taken_at)
            return 0
        schools = np.asarray(column.schools, dtype=np.intp)
        self._put(column.metric, schools, np.frombuffer(column.values, np.float64), column.taken_at)
        return len(schools)

    def _put(self, metric: str, schools: Any, values: Any, taken_at: float) -> None:
        values = np.where(np.abs(values) < LIMIT, values, np.nan)
        unknown, before = np.isnan(values), self.board.metric(metric).value[schools]
        self._unknown += int(unknown.sum())
        self._changed += int(((values != before) & ~(unknown & np.isnan(before))).sum())
        self.board.take(metric, schools, values, taken_at)
        roll(self.hour, self.watch.works, metric, schools, values, taken_at)
        self.derived.heard(self, metric, schools, values, taken_at)

    def hour(self, metric: str, at: float) -> Hours:
        """The running hour of a metric; a finished one goes to the scribe."""
        start = at // HOUR * HOUR
        if (hours := self.hours.get(metric)) is None or hours.start < start:
            if hours is not None:
                if metric == REACHABLE:
                    self.uptime.put(hours.start, hours.n, hours.total)
                self._finish(metric, hours)
            hours = self.hours[metric] = Hours(len(self.register.schools), start)
        return hours

    def doubt(self, now: float) -> None:
        """We were blind when we stopped: we still are, until we see, or until nobody has said otherwise for a while."""
        self.blind_since, self._doubt_until = now, now + DOUBT_S

    def _see(self, sees: bool, at: float) -> None:
        self._doubt_until = 0.0
        if sees and self.blind_since is not None:
            log.info("centre sees again", after_s=round(at - self.blind_since))
            self.blind_since = None
        elif not sees and self.blind_since is None:
            log.warning("centre blind", since=at)
            self.blind_since = at

    def commit(self, sources: tuple[SourceState, ...]) -> None:
        """One tick: judge, publish when something moved or the pulse is due, hand history to the scribe when due.

        Raises LeaseLost when another collector has taken over.
        """
        self.scribe.check()
        now = self.centre.clock()
        self._mind_the_clock(now)
        self._derive(now)
        moved = self.board.judge(now, self.watch.time.calendar)
        self.recorder.note(self.board, now, blind=self.blind_since is not None)
        self.watch.look(self.board, now, blind=self.blind_since is not None)
        self.watch.look_at_sources(sources, now)
        self._stale_layers |= moved.keys()
        if any(len(schools) for schools in moved.values()) or now - self._published_at >= PULSE_S:
            self._publish(now, sources)
        if due := (now - self._flushed_at >= FLUSH_S):
            self._flushed_at = now
            self._hand_over(sources)
        if self._urge() or due:
            self.scribe.write()

    def _mind_the_clock(self, now: float) -> None:  # a pause leaves a gap, and so does a clock that was set back
        if self._published_at and now - self._published_at > PAUSE_S:
            self.scribe.add_gap(self._published_at, now, "paused")
        if now < self._now - PULSE_S:
            set_back(self, now, self._now - now)
            self._published_at = self._flushed_at = self._copied_at = self._uptime_at = 0.0
        if self._doubt_until and now >= self._doubt_until:
            self._see(True, now)
        self._now = now

    def _derive(self, now: float) -> None:
        if now - self._uptime_at < 30 and self._uptime_at:
            return
        self._uptime_at = now
        if (reachable := self.hours.get(REACHABLE)) is not None:
            self.uptime.put(reachable.start, reachable.n, reachable.total)
        self.derived.tell(self, now)
        roll_readings(self.board, self.hour, now)

    def _publish(self, now: float, sources: tuple[SourceState, ...]) -> None:
        outcome = self._offer(now, sources, whole=not self._cache_well)
        if outcome is Published.INCOMPLETE:
            outcome = self._offer(now, sources, whole=True)
        if outcome is Published.REFUSED:
            self.scribe.prove()  # raises LeaseLost; else the cache remembers another database's fence
            outcome = self._offer(now, sources, whole=True, force=True)
        if (well := outcome is Published.DONE) != self._cache_well:
            self._cache_well = well
            log.warning("cache recovered" if well else "cache away", error=self.centre.live.last_error)
        if well:
            self._stale_layers = set()
        if now - self._copied_at >= WHOLE_S or not well:
            self._copied_at = now
            self._copy(self._pulse(now, sources))
        self._published_at = now

    def _offer(self, now: float, sources: tuple[SourceState, ...], *, whole: bool, force: bool = False) -> Published:
        """To the cache. The version follows the clock, so that it grows even when every memory of it is gone; a layer
        that did not move keeps its own, also when it is sent again."""
        self.version = max(self.version + 1, int(now)) if self._stale_layers else self.version
        for key in self._stale_layers:
            self.board.layers[key].version = self.version
        keys = set(self.board.layers) if whole else self._stale_layers | self._turns.due(self.board, now)
        return self.centre.live.publish(
            self._pulse(now, sources).to_json(), Bodies(self.board, keys), token=self.token, whole=whole, force=force,
        )

    def _pulse(self, now: float, sources: tuple[SourceState, ...]) -> Pulse:
        return Pulse(
            version=self.version, at=now, valid_until=now + LEASE_S, register=self.register.version,
            layers={key: layer.version for key, layer in self.board.layers.items()}, blind_since=self.blind_since,
            spooling=self.scribe.spooling, sources=sources,
        )

    def _copy(self, pulse: Pulse) -> None:
        """The database's copy of the picture; without a cache it is written at once, since screens live by it."""
        self.copies.keep(self.board, pulse)
        if not self._cache_well:
            self.scribe.write()

    def _urge(self) -> bool:
        """What was decided is written at once; False = nothing was."""
        if moves := self.watch.decided():
            self.scribe.urge(changes.moves_sheet(self.centre.db, moves))
        return bool(moves)

    def _hand_over(self, sources: tuple[SourceState, ...]) -> None:
        """What was measured since the last time becomes sheets."""
        if sources:
            self.scribe.keep("states", changes.states_sheet(self.centre.db, sources))
        for sheet in changes.due_sheets(self.centre.db, self.register, self.board, self._slow, self.scribe.waiting):
            self.scribe.add(sheet)

    def note_sweep(self, source: str, started: float, finished: float, taken: Taken, rejected: int,
                   error: str | None = None) -> None:
        """Remember one poll's row for the next flush. `error`: code of why it brought nothing."""
        row = {"source": source, "started_at": started, "finished_at": finished, "rejected": rejected, "error": error}
        self.scribe.add(changes.sweep_sheet({**row, **taken._asdict(), "version": self.version}))

    def housekeep(self) -> None:
        """Every few minutes: running hours to the database; once a local day: yesterday's roll-up and retention."""
        now = self.centre.clock()
        self._keep_hours()
        due = changes.trend_sheets(self.centre.db, self.board, self._trended, now)
        if self._tidied_for != (today := history.local_midnight(now)):
            self._tidied_for = today
            due += changes.tidy_sheets(self.centre.db, self.register, self.board.metrics, today, now)
        for sheet in due:
            self.scribe.add(sheet)
        self.scribe.write()

    def save_hours(self) -> None:
        """A clean stop, or another register: all that is still in memory goes to the database. Raises StoreDown."""
        self._urge()
        self._hand_over(())
        self._keep_hours()
        self.scribe.finish()

    def _keep_hours(self) -> None:
        for metric, hours in tuple(self.hours.items()):
            if metric in SELDOM and hours.start + 2 * HOUR <= self.centre.clock():  # nothing more comes into it
                self._finish(metric, self.hours.pop(metric))
            else:
                self.scribe.keep(metric, changes.hours_sheet(self.centre.db, self.register, metric, hours.copy()))

    def _finish(self, metric: str, hours: Hours) -> None:
        self.scribe.forget(metric)
        self.scribe.add(changes.hours_sheet(self.centre.db, self.register, metric, hours))
