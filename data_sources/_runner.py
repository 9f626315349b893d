"""The one place with a scheduler: drives every source in one process and hands what they yield to the one writer.

Each source has a worker of its own (a sick one delays nobody), polls are spread by hash and jitter, missed ones are
merged, streams run until told to stop. Two runners never write at once: the lease in the database decides.
"""

import contextlib
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from data_sources._http import Http
from domain.errors import SourceError, StoreDown
from domain.registry import discover
from domain.source import Source, Target, Yield
from services import bands, heartbeat, register
from services.centre import Centre
from services.duty import Duty
from services.ingest import LEASE, Ingest
from services.sources import Sources
from store import leases

TICK_S = 1.0
STANDBY_S = 3.0
REGISTER_S = 5.0
HOURS_S = 300.0
SWITCH_S = 0.0005  # Python's 5 ms would halve the probes whenever history is written: each socket call gives way
log = structlog.get_logger()
Configure = Callable[[str, tuple[str, ...]], Mapping[str, str] | None]


@dataclass(slots=True, kw_only=True)
class Asking:
    """What one source is given (`domain.source.Ask`)."""

    targets: Sequence[Target]
    config: Mapping[str, str]
    sentinels: Sequence[str]
    http: Http
    now: Callable[[], float]
    stopping: Callable[[], bool]
    rejected: int = 0

    def reject(self, reason: str, row: object) -> None:
        """Count it; the row is not kept."""
        self.rejected += 1


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came out of one poll, or one batch of a stream."""

    key: str
    items: list[Yield] = field(default_factory=list)
    error: SourceError | None = None
    rejected: int = 0
    took_s: float = 0.0


class Runner:
    """One collector process. `configure(key, needs)` gives a source's settings, None = not configured."""

    def __init__(self, centre: Centre, configure: Configure, sentinels: Sequence[str]) -> None:
        self.centre, self.sentinels = centre, sentinels
        self.sources = discover("data_sources", "SOURCE", Source)
        configs = {key: configure(key, source.needs) for key, source in self.sources.items()}
        self.configs = {key: config for key, config in configs.items() if config is not None}
        self.stop = threading.Event()
        self.answers: queue.Queue[Answer] = queue.Queue(maxsize=1000)

    def run(self) -> None:
        """Until `stop` is set: hold the lease and collect, or stand by."""
        sys.setswitchinterval(SWITCH_S)
        holder = f"{socket.gethostname()}:{os.getpid()}"
        while not self.stop.is_set():
            try:
                token = leases.acquire(self.centre.db, LEASE, holder)
                if token is not None:
                    log.info("collector leads", token=token)
                    self._lead(token)
                    continue
            except leases.LeaseLost:
                log.warning("collector lost its lease")
            except StoreDown as error:
                log.warning("database away", error=error.words.en)
            except Exception:  # noqa: BLE001 - a fault of ours costs one lease and a gap, never the collector for good
                log.exception("collector broke")
            self.stop.wait(STANDBY_S)

    def _lead(self, token: int) -> None:
        """Collect for one version of the register; returns when it changed or we must stop."""
        known = register.load(self.centre.db)
        off = frozenset(self.sources) - frozenset(self.configs)
        sources = Sources(self.centre, self.sources, off)
        ingest = Ingest(self.centre, known, token)
        ended = threading.Event()
        threads = self._start(known, ended)
        duty = Duty(self.centre, token)
        duty.start()
        try:
            self._loop(ingest, sources, known.version)
        finally:
            duty.stop()
            ended.set()
            threads.shutdown(wait=False)
        ingest.save_hours()
        leases.release(self.centre.db, LEASE, token)

    def _start(self, known: register.Register, ended: threading.Event) -> BackgroundScheduler:
        targets = tuple(Target(code=school.code, address=school.probe) for school in known.schools)
        scheduler = BackgroundScheduler(
            timezone=UTC, executors={key: ThreadPoolExecutor(1) for key in ("default", *self.sources)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for key, config in self.configs.items():
            source = self.sources[key]
            ask = Asking(
                targets=targets, config=config, sentinels=self.sentinels, http=Http(), now=self.centre.clock,
                stopping=lambda: ended.is_set() or self.stop.is_set(),
            )
            if source.every is None:
                threading.Thread(target=self._stream, args=(source, ask), name=key, daemon=True).start()
            else:
                every = source.every.total_seconds()
                first = datetime.now(UTC) + timedelta(seconds=crc32(key.encode()) % 2000 / 1000)
                scheduler.add_job(
                    self._poll, IntervalTrigger(seconds=every, jitter=every / 10), args=(source, ask),
                    next_run_time=first, id=key, executor=key,
                )
        scheduler.start()
        return scheduler

    def _poll(self, source: Source, ask: Asking) -> None:
        """One asking; every failure becomes words."""
        began = time.monotonic()
        ask.rejected = 0
        items, error = self._ask(source, ask)
        self.answers.put(Answer(key=source.key, items=items, error=error, rejected=ask.rejected,
                                took_s=time.monotonic() - began))

    def _ask(self, source: Source, ask: Asking) -> tuple[list[Yield], SourceError | None]:
        try:
            return list(source.collect(ask)), None
        except SourceError as error:
            return [], error
        except Exception as error:  # noqa: BLE001 - the one broad except: a source's own mistake stays its own
            log.exception("source broke", key=source.key)
            return [], _broken(error)

    def _stream(self, source: Source, ask: Asking) -> None:
        """A stream is asked again after a failure, at once the first time and then every few seconds."""
        while not ask.stopping():
            try:
                for item in _iterate(source, ask):
                    self.answers.put(Answer(key=source.key, items=[item], rejected=ask.rejected))
            except SourceError as error:
                self.answers.put(Answer(key=source.key, error=error))
            except Exception as error:  # noqa: BLE001 - as in _ask: a source's own mistake stays its own
                log.exception("source broke", key=source.key)
                self.answers.put(Answer(key=source.key, error=_broken(error)))
            self.stop.wait(STANDBY_S if not ask.stopping() else 0)

    def _loop(self, ingest: Ingest, sources: Sources, version: int) -> None:
        clock = time.monotonic
        tick, look, hours = clock(), clock() + REGISTER_S, clock() + HOURS_S
        while not self.stop.is_set():
            with contextlib.suppress(queue.Empty):
                self._record(self.answers.get(timeout=max(0.0, tick - clock())), ingest, sources)
            if clock() < tick:
                continue
            tick = max(tick + TICK_S, clock())
            ingest.commit(sources.states(self.centre.clock()))
            if clock() >= look:
                look = clock() + REGISTER_S
                if self._register_changed(ingest, version):
                    return
            if clock() >= hours:
                hours = clock() + HOURS_S
                ingest.housekeep()

    def _register_changed(self, ingest: Ingest, version: int) -> bool:
        try:
            ingest.take(heartbeat.collect(self.centre, ingest.register))
            bands.keep_up(self.centre.db, self.centre.indicators, self.centre.clock())
            changed = register.current_version(self.centre.db) != version
        except StoreDown:
            return False
        if changed:
            log.info("register changed", version=version)
        return changed

    def _record(self, answer: Answer, ingest: Ingest, sources: Sources) -> None:
        now = self.centre.clock()
        taken = ingest.take(answer.items)
        if answer.error is not None:
            sources.failed(answer.key, answer.error, now=now, took_s=answer.took_s)
        else:
            sources.succeeded(answer.key, now=now, rows=taken.rows, rejected=answer.rejected, took_s=answer.took_s)
        if self.sources[answer.key].every is not None:
            ingest.note_sweep(answer.key, now - answer.took_s, now, taken, answer.rejected,
                              answer.error.code if answer.error else None)


def _iterate(source: Source, ask: Asking) -> Iterable[Yield]:
    yield from source.collect(ask)


def _broken(error: Exception) -> SourceError:
    return SourceError("Chương trình thu thập gặp lỗi; đã ghi nhật ký.",
                       f"The collector itself failed: {type(error).__name__}", code="broken")
