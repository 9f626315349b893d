"""Who may be asked again, and when: Retry-After, and a breaker per origin with one try when it half-opens (D11)."""

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

_FAILURES = 3  # in a row before the breaker opens
_FIRST, _LONGEST = 10.0, 120.0  # s it stays open: doubling, with jitter so that sources do not return together
_LONGEST_WISH = 3600.0  # s of Retry-After we obey; a source may not silence us for a day by a typo


class _Line:
    __slots__ = ("failures", "probing", "until")

    def __init__(self) -> None:
        self.failures = 0
        self.until = 0.0
        self.probing = False


class Breaker:
    """Thread-safe. `clock` monotonic seconds, `wall` epoch seconds (Retry-After may be a date), `dice` uniform 0..1."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._clock, self._wall, self._dice = clock, wall, dice
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()

    def enter(self, origin: str) -> float:
        """Seconds to wait before `origin` may be asked; 0 = ask now, and say afterwards how it went."""
        with self._lock:
            line = self._lines.setdefault(origin, _Line())
            left = line.until - self._clock()
            if left > 0:
                return left
            if line.failures >= _FAILURES:
                if line.probing:
                    return 1.0  # half-open: somebody is already trying
                line.probing = True
            return 0.0

    def worked(self, origin: str) -> None:
        """The answer was good: everything is forgiven."""
        with self._lock:
            self._lines[origin] = _Line()

    def failed(self, origin: str, retry_after: str = "") -> float | None:
        """The answer was bad. Returns the seconds until the next try if there is anything to wait for."""
        with self._lock:
            line = self._lines.setdefault(origin, _Line())
            line.failures += 1
            line.probing = False
            wait = self._wish(retry_after)
            if line.failures >= _FAILURES:
                span = min(_LONGEST, _FIRST * 2.0 ** min(8, line.failures - _FAILURES))
                wait = max(wait, span * (0.5 + 0.5 * self._dice()))
            if wait <= 0:
                return None
            line.until = self._clock() + wait
            return wait

    def _wish(self, text: str) -> float:
        """Retry-After as seconds: a number or an HTTP date; nonsense is no wish."""
        text = text.strip()
        if text.isascii() and text.isdigit() and len(text) < 10:
            return min(_LONGEST_WISH, float(text))
        try:
            at = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return 0.0
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0.0, min(_LONGEST_WISH, at.timestamp() - self._wall()))
