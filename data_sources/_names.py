"""Host names -> numbers, off the engine's thread: a dead DNS is our trouble and never stops a probe of a number."""

import queue
import socket
import threading
import time
from collections.abc import Callable

from data_sources._address import numeric


def system_lookup(host: str) -> str | None:
    """Ask the system's resolver; IPv4 first."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    numbers = sorted((str(entry[4][0]) for entry in found), key=lambda ip: ":" in ip)
    return numbers[0] if numbers else None


class Names:
    """A cache that never waits: `ip` answers with what is known now and asks again in the background when it is old.

    A name that once resolved keeps its last number while DNS is down; one that never did is None (ours: NO_DNS).
    """

    def __init__(
        self,
        lookup: Callable[[str], str | None] = system_lookup,
        *,
        keep: float = 300.0,
        retry: float = 15.0,
        workers: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lookup, self._keep, self._retry, self._workers, self._clock = lookup, keep, retry, workers, clock
        self._known: dict[str, str] = {}
        self._again: dict[str, float] = {}
        self._asks: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def ip(self, host: str) -> str | None:
        """The number of `host`, or None if it is not known (yet)."""
        number = numeric(host)
        if number is not None:
            return number
        now = self._clock()
        if self._again.get(host, 0.0) <= now:
            self._again[host] = now + self._retry
            self._start()
            self._asks.put(host)
        return self._known.get(host)

    def close(self) -> None:
        """Let the workers go; one stuck in the resolver is a daemon and does not hold the process."""
        for _ in self._threads:
            self._asks.put(None)

    def _start(self) -> None:
        if len(self._threads) < self._workers:
            thread = threading.Thread(target=self._work, name="names", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while (host := self._asks.get()) is not None:
            number = self._lookup(host)
            if number is not None:
                self._known[host] = number
                self._again[host] = self._clock() + self._keep
