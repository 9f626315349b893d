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
from datetime import UTC

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from data_sources._heap import frugal, give_back
from data_sources._jobs import Asking, Jobs, every_s, http_of
from data_sources._push import Pushed
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
class Answer:
    """What came out of one poll, or one batch of a stream."""

    key: str
    ask: Asking
    items: list[Yield] = field(default_factory=list)
    error: SourceError | None = None
    rejected: int = 0
    took_s: float = 0.0


class Runner:
    """One collector process. `configure(key, needs)` gives a source's settings, None = not configured."""

    def __init__(self, centre: Centre, configure: Configure, sentinels: Sequence[str]) -> None:
        self.centre, self.sentinels = centre, sentinels
        self.sources = discover("data_sources", "SOURCE", Source)
        self.configure = configure
        configs = {key: configure(key, source.needs) for key, source in self.sources.items()}
        self.configs = {key: config for key, config in configs.items() if config is not None}
        self.stop = threading.Event()
        self.answers: queue.Queue[Answer] = queue.Queue(maxsize=1000)

    def run(self) -> None:
        """Until `stop` is set: hold the lease and collect, or stand by."""
        sys.setswitchinterval(SWITCH_S)
        frugal()
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
        for key, config in self.configs.items():
            sources.settled(key, every_s(self.sources[key], config), off=False)
        ingest, self.pushed = Ingest(self.centre, known, token), Pushed(self.centre, self.sources, known)
        ended = threading.Event()
        jobs = Jobs(self._asking(known, ended), self._poll, self._stream, self._scheduler())
        for key in self.configs:
            jobs.begin(self.sources[key], self.configs[key])
        duty = Duty(self.centre, token)
        duty.start()
        try:
            self._loop(ingest, sources, jobs, known.version)
        finally:
            duty.stop()
            ended.set()
            jobs.shutdown()
        ingest.save_hours()
        leases.release(self.centre.db, LEASE, token)

    def _scheduler(self) -> BackgroundScheduler:
        """A worker for each source: a sick one delays nobody."""
        return BackgroundScheduler(
            timezone=UTC, executors={key: ThreadPoolExecutor(1) for key in ("default", *self.sources)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def _asking(self, known: register.Register, ended: threading.Event) -> Callable[[Mapping[str, str]], Asking]:
        """What makes a source's Ask of its config."""
        targets = tuple(Target(code=school.code, address=school.probe) for school in known.schools)
        return lambda config: Asking(
            targets=targets, config=config, sentinels=self.sentinels, http=http_of(config, self.centre.origins.may),
            now=self.centre.clock, over=lambda: ended.is_set() or self.stop.is_set())

    def _keep_up(self, jobs: Jobs, sources: Sources) -> None:
        """Take over what an administrator has changed since, source by source; the others are not disturbed."""
        for key, source in self.sources.items():
            config = self.configure(key, source.needs)
            if config == self.configs.get(key):
                continue
            jobs.end(key)
            if config is None:
                self.configs.pop(key, None)
            else:
                self.configs[key] = config
                jobs.begin(source, config)
            sources.settled(key, every_s(source, config), off=config is None)
            log.info("source settings taken over", key=key, on=config is not None)

    def _poll(self, source: Source, ask: Asking) -> None:
        """One asking; every failure becomes words."""
        began = time.monotonic()
        ask.rejected = 0
        items, error = self._ask(source, ask)
        self.answers.put(Answer(key=source.key, ask=ask, items=items, error=error, rejected=ask.rejected,
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
                    self.answers.put(Answer(key=source.key, ask=ask, items=[item], rejected=ask.rejected))
            except SourceError as error:
                self.answers.put(Answer(key=source.key, ask=ask, error=error))
            except Exception as error:  # noqa: BLE001 - as in _ask: a source's own mistake stays its own
                log.exception("source broke", key=source.key)
                self.answers.put(Answer(key=source.key, ask=ask, error=_broken(error)))
            self.stop.wait(STANDBY_S if not ask.stopping() else 0)

    def _loop(self, ingest: Ingest, sources: Sources, jobs: Jobs, version: int) -> None:
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
                self._keep_up(jobs, sources)
                self._hear(ingest, sources)
                give_back()
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

    def _hear(self, ingest: Ingest, sources: Sources) -> None:
        """Take what others sent. A source that we ask ourselves keeps the state of being asked."""
        began = self.centre.clock()
        with contextlib.suppress(StoreDown):
            for heard in self.pushed.drain():
                taken, now = ingest.take(heard.columns), self.centre.clock()
                ingest.note_sweep(heard.key, began, now, taken, heard.held)
                if heard.key not in self.configs:
                    sources.succeeded(heard.key, now=now, rows=taken.rows, rejected=heard.held, took_s=now - began)

    def _record(self, answer: Answer, ingest: Ingest, sources: Sources) -> None:
        if answer.ask.gone:
            return  # asked as it was set before: what it says now belongs to nobody
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
