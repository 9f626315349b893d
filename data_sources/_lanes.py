"""Which engine asks which school: mass epoll, ICMP or TLS, by the scheme of its address; one queue of results out."""

import contextlib
import resource
import time
from collections.abc import Callable, Sequence

from data_sources._address import Address, BadAddress, Endpoint, endpoint, get, parse
from data_sources._engine import Engine
from data_sources._flight import Result
from data_sources._http import Http
from data_sources._icmp import Icmp, open_icmp
from data_sources._names import Names
from data_sources._reasons import Reason
from data_sources._tls import Tls
from data_sources._troubles import trouble

BEAT, FULL, REPEAT, SENTINEL = range(4)  # a tag is index * 4 + lane


class Lanes:
    """Everything that can ask. `addresses` in target order; None where a school has none we can call."""

    def __init__(self, texts: Sequence[str], sentinels: Sequence[str], http: Callable[[], Http]) -> None:
        self.bad: list[int] = []
        self.addresses: list[Address | None] = [self._parse(index, text) for index, text in enumerate(texts)]
        self._sentinels = [_sentinel(text) for text in sentinels]
        files = _raise_file_limit()
        self.engine = Engine(in_flight=max(64, min(12_000, files * 3 // 4)))
        self.names = Names()
        schemes = {address.scheme for address in self.addresses if address is not None}
        self.icmp: Icmp | None = open_icmp() if "icmp" in schemes else None
        if self.icmp is not None:
            self.engine.watch(self.icmp.fileno())
        self.tls: Tls | None = Tls(http()) if "https" in schemes else None
        self._points: list[Endpoint | None] = [None] * len(self.addresses)
        self._ends: list[Result] = []

    def ask(self, school: int, lane: int, timeout: float) -> None:
        """Start one try. FULL asks for the whole answer where the scheme has one, every other lane "are you there?"."""
        address = self.addresses[school]
        tag = school * 4 + lane
        if address is None:
            return
        if address.scheme == "https" and lane == FULL and self.tls is not None:
            host = f"[{address.host}]" if ":" in address.host else address.host
            self.tls.submit(tag, f"https://{host}:{address.port}{address.path}", timeout)
            return
        point = self._points[school]
        if point is None:
            ip = self.names.ip(address.host)
            if ip is None:
                self._end(tag, Reason.NO_DNS)
                return
            point = endpoint(address, ip, full=False)
            if ip == address.host:  # a name is looked up again each time: numbers behind names move
                self._points[school] = point
        if lane == FULL and address.scheme == "http":
            point = point.asking(get(address))
        if address.scheme != "icmp":
            self.engine.submit(tag, point, timeout)
        elif self.icmp is not None:
            self.icmp.submit(tag, point.host, timeout)
        else:
            self._end(tag, Reason.FORBIDDEN)

    def ask_sentinels(self, number: int, timeout: float) -> None:
        """Ask every sentinel, ahead of all schools; results carry the round's number in place of an index."""
        for address in self._sentinels:
            ip = self.names.ip(address.host)
            if ip is None:
                self._end(number * 4 + SENTINEL, Reason.NO_DNS)
            else:
                self.engine.submit(number * 4 + SENTINEL, endpoint(address, ip, full=False), timeout, urgent=True)

    def turn(self, wait: float) -> list[Result]:
        """Everything that ended; waits up to `wait` seconds for the first of it."""
        if self.icmp is not None:
            wait = self.icmp.wait(wait)
        results = self.engine.turn(0.0 if self._ends else wait)
        if self.icmp is not None:
            results += self.icmp.turn()
        if self.tls is not None:
            results += self.tls.turn()
        if self._ends:
            results += self._ends
            self._ends = []
        return results

    def close(self) -> None:
        """Let go of every socket and thread."""
        self.engine.close()
        self.names.close()
        if self.icmp is not None:
            self.icmp.close()
        if self.tls is not None:
            self.tls.close()

    def _parse(self, index: int, text: str) -> Address | None:
        if not text:
            return None
        try:
            return parse(text)
        except BadAddress:
            self.bad.append(index)
            return None

    def _end(self, tag: int, reason: Reason) -> None:
        now = time.monotonic()
        self._ends.append((tag, reason, now, now, 0, b""))


def _sentinel(text: str) -> Address:
    try:
        return parse(f"tcp://{text}")
    except BadAddress:
        raise trouble("bad_sentinel") from None


def _raise_file_limit() -> int:
    """A thousand files, the usual soft limit, is a thousand tries in the air: take what the hard limit allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20)
