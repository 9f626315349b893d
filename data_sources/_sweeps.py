"""The stream behind `connectivity`: two lanes over every school, doubt, sentinels, and columns twice a second."""

import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import nan

from data_sources._doubt import Doubt
from data_sources._flight import Result
from data_sources._lanes import BEAT, FULL, REPEAT, SENTINEL, Lanes
from data_sources._ledger import Ledger
from data_sources._pace import Ring
from data_sources._reasons import Reason, contact, ours
from data_sources._sentinels import Crowd, Sentinels
from data_sources._status_page import download_mbps
from domain.measurement import Column
from domain.source import UPLINK, Ask

REACHABLE, LATENCY, LOSS, DOWNLOAD, CONTACT, HTTP_STATUS = (
    f"connectivity.{name}"
    for name in ("reachable", "latency_ms", "loss_pct", "download_mbps", "last_contact", "http_status")
)
METRICS = (REACHABLE, LATENCY, LOSS, DOWNLOAD, CONTACT, HTTP_STATUS)
_BLURRED = 0.05  # s: after a longer absence from the sockets, a time taken is partly our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """All the times of the stream, in seconds."""

    beat: float = 5.0
    full: float = 30.0
    beat_timeout: float = 1.2  # one SYN repeat of the kernel (after 1 s) fits in
    full_timeout: float = 5.0
    sentinel_timeout: float = 0.9  # no SYN repeat fits in: a lost packet of our line is seen as lost
    batch: float = 0.5
    urgent: float = 0.1  # a verdict does not wait for the batch longer than this
    tick: float = 0.02  # tries due within one tick start together


class Sweeps:
    """One run over one set of targets. `stream` yields columns until the asker stops."""

    def __init__(self, ask: Ask, pace: Pace | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self.pace = pace or Pace()
        codes = [target.code for target in ask.targets]
        self._codes = codes
        self.lanes = Lanes([target.address for target in ask.targets], ask.sentinels, lambda: ask.http)
        for index in self.lanes.bad:
            ask.reject("bad_address", codes[index])
        self.witness: Sentinels | Crowd = (
            Sentinels(len(ask.sentinels)) if ask.sentinels else Crowd(len(codes) - len(self.lanes.bad))
        )
        self.doubt = Doubt(len(codes), self.witness)
        self.ledger = Ledger(len(codes))
        now = clock()
        self._beats = Ring(codes, self.pace.beat, "beat", now)
        self._fulls = Ring(codes, self.pace.full, "full", now)
        self._fresh: dict[str, dict[int, float]] = {name: {} for name in METRICS}
        self._urgent = False

    def stream(self) -> Iterator[Column]:
        """Columns of fresh results only, until `ask.stopping()`."""
        tick = batch = self._clock()
        try:
            while not self._ask.stopping():
                now = self._clock()
                if now >= tick:
                    self._start_due(now)
                    tick = now + self.pace.tick
                results = self.lanes.turn(max(0.0, tick - self._clock()))
                if results:
                    self._take(results)
                now = self._clock()
                if self.doubt.waiting:
                    self._judge(now)
                if now - batch >= (self.pace.urgent if self._urgent else self.pace.batch):
                    batch = now
                    yield from self._columns(now)
        finally:
            self.lanes.close()

    def _start_due(self, now: float) -> None:
        ask, pace = self.lanes.ask, self.pace
        if isinstance(self.witness, Sentinels) and self.witness.due(now):
            self.lanes.ask_sentinels(self.witness.begin(now), pace.sentinel_timeout)
        for school in self.doubt.due(now):
            ask(school, REPEAT, pace.beat_timeout)
        for school in self._beats.due(now):
            ask(school, BEAT, pace.beat_timeout)
        for school in self._fulls.due(now):
            ask(school, FULL, pace.full_timeout)

    def _take(self, results: list[Result]) -> None:
        reachable, doubt, ledger = self._fresh[REACHABLE], self.doubt, self.ledger
        crowd = self.witness if isinstance(self.witness, Crowd) else None
        for result in results:
            tag, reason, started, ended, _, _ = result
            school, lane = tag >> 2, tag & 3
            if lane == SENTINEL:
                if isinstance(self.witness, Sentinels):
                    self.witness.answer(school, reason is Reason.OK, ended)
                continue
            value: float | None
            if contact(reason):
                value = doubt.ok(school)
                ledger.answered(school, ended)
            elif ours(reason):
                value = None if lane == FULL else doubt.unsure(school)
            else:
                value = doubt.failed(school, started, ended)
                if value is None:
                    ledger.lost(school)
            if value is not None:
                reachable[school] = value
            if crowd is not None and lane == BEAT and not ours(reason):
                crowd.record(started, ended, contact(reason))
            if lane == FULL:
                self._take_full(school, result)

    def _take_full(self, school: int, result: Result) -> None:
        """How well: latency, loss, content. A failed full probe says "asked but unknown", never an old figure."""
        _, reason, started, ended, status, body = result
        fresh, ledger = self._fresh, self.ledger
        address = self.lanes.addresses[school]
        answers = address is not None and address.scheme in ("http", "https")
        good = reason is Reason.OK and (200 <= status < 300 or not answers)
        if not good:
            fresh[LATENCY][school] = nan
        elif self.lanes.engine.gap < _BLURRED:
            fresh[LATENCY][school] = ledger.latency_ms(school, (ended - started) * 1000.0)
        fresh[LOSS][school] = ledger.loss_pct(school)
        fresh[CONTACT][school] = ledger.contact_at[school]
        if answers:
            fresh[DOWNLOAD][school] = download_mbps(body, self._codes[school]) if good else nan
            fresh[HTTP_STATUS][school] = float(status) if status else nan

    def _judge(self, now: float) -> None:
        fresh, ledger = self._fresh, self.ledger
        for school, value in self.doubt.judge(now):
            fresh[REACHABLE][school] = value
            if value == 0.0:
                self._urgent = True
                ledger.forget_latency(school)
                fresh[LOSS][school] = ledger.loss_pct(school)
                fresh[CONTACT][school] = ledger.contact_at[school]
        if self.doubt.waiting and isinstance(self.witness, Sentinels):
            self.witness.want()

    def _columns(self, now: float) -> Iterator[Column]:
        self._urgent = False
        taken_at = self._ask.now()
        if self.witness.blind is not None:
            sees = array("d", [float(not self.witness.blind)])
            yield Column(metric=UPLINK, taken_at=taken_at, schools=(), values=sees)
        offset = taken_at - now
        for metric, values in self._fresh.items():
            if not values:
                continue
            column = array("d", values.values())
            if metric is CONTACT:
                column = array("d", [at + offset for at in column])
            yield Column(metric=metric, taken_at=taken_at, schools=array("l", values), values=column)
            self._fresh[metric] = {}
