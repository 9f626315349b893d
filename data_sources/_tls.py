"""Full probes of https:// addresses: few at a time, through the library client, certificates always verified."""

import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from data_sources._answer import LIMIT
from data_sources._flight import Result
from data_sources._http import Fetched, Http
from data_sources._reasons import Reason

_REASONS = {
    "ok": Reason.OK,
    "tls": Reason.UNVERIFIED,
    "too_big": Reason.TOO_BIG,
    "bad_answer": Reason.BAD_ANSWER,
    "cut": Reason.RESET,
    "timeout": Reason.SILENT,
    "no_dns": Reason.NO_DNS,
}


class Tls:
    """`submit`, then `turn` returns results, like the epoll engine; a school too many is BUSY (ours), not late.

    What goes wrong here never counts as an outage: whether the school is there is the beat's question (TCP connect).
    """

    def __init__(self, http: Http, *, at_once: int = 16, queue: int = 512) -> None:
        self._http = http
        self._queue = queue
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="tls")
        self._asked = 0
        self._done: deque[tuple[int, Future[tuple[float, Fetched]] | None]] = deque()

    def submit(self, tag: int, url: str, timeout: float) -> None:
        """GET `url` once, within `timeout` seconds in total."""
        self._asked += 1
        if self._asked > self._queue:
            self._done.append((tag, None))
            return
        future = self._pool.submit(self._ask, url, timeout)
        future.add_done_callback(lambda done: self._done.append((tag, done)))

    def turn(self) -> list[Result]:
        """What ended since the last turn; never waits."""
        results: list[Result] = []
        while self._done:
            tag, future = self._done.popleft()
            self._asked -= 1
            now = time.monotonic()
            if future is None:
                results.append((tag, Reason.BUSY, now, now, 0, b""))
            elif future.cancelled() or future.exception() is not None:
                results.append((tag, Reason.OTHER, now, now, 0, b""))
            else:
                took, got = future.result()
                results.append((tag, _REASONS.get(got.reason, Reason.OTHER), now - took, now, got.status, got.body))
        return results

    def close(self) -> None:
        """Forget what has not started."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, url: str, timeout: float) -> tuple[float, Fetched]:
        started = time.monotonic()
        got = self._http.fetch(url, timeout=timeout, limit=LIMIT)
        return time.monotonic() - started, got
