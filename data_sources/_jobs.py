"""Which sources are being asked, how, and how often: begun and ended one by one, so that a change disturbs one only."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from data_sources._http import Http
from data_sources._transport import May
from domain.source import Source, Target
from services.source_settings import PAGE, interval, names


@dataclass(slots=True, kw_only=True)
class Asking:
    """What one source is given (`domain.source.Ask`). `gone`: it has been set anew since, and asks by another one."""

    targets: Sequence[Target]
    config: Mapping[str, str]
    sentinels: Sequence[str]
    http: Http
    now: Callable[[], float]
    over: Callable[[], bool]
    rejected: int = 0
    gone: bool = False

    def stopping(self) -> bool:
        """True when whoever streams must end."""
        return self.gone or self.over()

    def reject(self, reason: str, row: object) -> None:
        """Count it; the row is not kept."""
        self.rejected += 1


PATIENT = 5.0  # how much longer than the hasty ones a slow system may wait for its first turn
Poll = Callable[[Source, Asking], None]


class Jobs:
    """One scheduler, one worker per source. `make(config)` gives a fresh Ask."""

    def __init__(self, make: Callable[[Mapping[str, str]], Asking], poll: Poll, stream: Poll,
                 scheduler: BackgroundScheduler) -> None:
        self._make, self._poll, self._stream, self._scheduler = make, poll, stream, scheduler
        self._asks: dict[str, Asking] = {}
        scheduler.start()

    def begin(self, source: Source, config: Mapping[str, str]) -> None:
        """Ask it from now on, spread by hash and jitter."""
        ask = self._asks[source.key] = self._make(config)
        every = every_s(source, config)
        if every is None:
            threading.Thread(target=self._stream, args=(source, ask), name=source.key, daemon=True).start()
            return
        # Milliseconds. Thirty long lists at once weigh, and whoever is asked each minute would wait for all others.
        spread = 2000 + int(len(ask.targets) / 3 * min(PATIENT, every / 60))
        first = datetime.now(UTC) + timedelta(seconds=crc32(source.key.encode()) % spread / 1000)
        self._scheduler.add_job(
            self._poll, IntervalTrigger(seconds=every, jitter=every / 10), args=(source, ask),
            next_run_time=first, id=source.key, executor=source.key, replace_existing=True)

    def end(self, key: str) -> None:
        """Ask it no more; what is still on its way is not taken."""
        ask = self._asks.pop(key, None)
        if ask is not None:
            ask.gone = True
            if self._scheduler.get_job(key) is not None:
                self._scheduler.remove_job(key)

    def shutdown(self) -> None:
        """Nobody is asked any more."""
        self._scheduler.shutdown(wait=False)


def every_s(source: Source, config: Mapping[str, str] | None) -> float | None:
    """Seconds between two polls as it is set, else as it was delivered; None = a stream."""
    if source.every is None:
        return None
    return interval((config or {}).get("every", "")) or source.every.total_seconds()


def http_of(config: Mapping[str, str], may: May) -> Http:
    """A client that knows the system's own names of fields; of an address typed on a page, where it may lead."""
    return Http(names=names(config.get("map", "")), may=may if config.get(PAGE) else None)
