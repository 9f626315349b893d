"""One non-blocking engine on select.epoll for mass TCP and plain-HTTP probes: this is what the product exists for.

Tens of thousands of tries a second on one core, so the hot path avoids Python objects: one `Flight` per try, C sockets
without the `socket` module's wrapper, one epoll registration per try (edge-triggered, never changed, removed by close).
Figures and the C loop it is measured against: bench/probes.py.
"""

import errno
import select
import socket
import time
from _socket import socket as CSocket
from collections import deque
from collections.abc import Callable

from data_sources._address import Endpoint
from data_sources._answer import LIMIT, parse
from data_sources._flight import NOWHERE, Flight, Result
from data_sources._gate import Gate, Waiting
from data_sources._reasons import SCARCE, Reason, at_once, later

_NONBLOCK = socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
_READ = select.EPOLLIN | select.EPOLLET
_CONNECT = _READ | select.EPOLLOUT
_ERROR = select.EPOLLERR
_STALL = 1.0  # s without a turn after which an expired try is ours: the loop was away, not the school
_BREATH = 0.05  # s to wait before asking the kernel again for a socket it would not give
_CHUNK = 16_384
# A connect-only try leaves with RST (as HAProxy's checks do): no TIME_WAIT on our side for 10,000 tries a second.
_NO_LINGER = b"\x01\0\0\0\0\0\0\0"


class Engine:
    """Tries go in by `submit`, results come out of `turn`. Single-threaded; nothing in it blocks longer than asked.

    `in_flight`, `per_host`: caps on tries in the air. `patience`: seconds a try may wait in our queue before it ends
    as BUSY (ours). The total deadline of a try runs from its connect() to its last byte.
    """

    def __init__(
        self,
        *,
        in_flight: int = 2000,
        per_host: int = 256,
        patience: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.gap = 0.0  # seconds between the last two turns: latencies after a long gap are not the school's
        self._epoll = select.epoll()
        self._clock = clock
        self._gate = Gate(in_flight, per_host, patience)
        self._flights: dict[int, Flight] = {}
        self._lines: dict[float, deque[Flight]] = {}  # one line per timeout value: deadlines in order, no heap
        self._results: list[Result] = []
        self._hold = 0.0
        self._choke = Reason.BUSY
        self._left = clock()
        self._away_until = 0.0

    def submit(self, tag: int, endpoint: Endpoint, timeout: float, *, urgent: bool = False) -> None:
        """Ask `endpoint` once, within `timeout` s in total; the result carries `tag`; urgent: waits for no cap."""
        self._gate.put((tag, endpoint, timeout, self._clock()), urgent=urgent)

    @property
    def flying(self) -> int:
        """Tries in the air now."""
        return len(self._flights)

    @property
    def waiting(self) -> int:
        """Tries that wait for a cap."""
        return len(self._gate)

    def turn(self, wait: float) -> list[Result]:
        """Start what may start, wait up to `wait` seconds for something to happen, return what ended."""
        now = self._clock()
        self.gap = now - self._left
        if self.gap > _STALL:
            self._away_until = now
        if self._gate.open:
            self._fill(now)
        events = self._epoll.poll(self._patience_for(wait), 4096)
        now = self._clock()
        flights = self._flights
        for fd, event in events:
            self._advance(fd, flights[fd], event, now)
        self._expire(now)
        results, self._results = self._results, []
        self._left = self._clock()
        return results

    def watch(self, fd: int) -> None:
        """Also end a turn's wait when `fd` becomes readable (the ICMP socket, a waker)."""
        self._flights[fd] = Flight(-1, NOWHERE, None, 0.0, 0.0)
        self._epoll.register(fd, _READ)

    def close(self) -> None:
        """Drop everything in the air without a result."""
        for flight in self._flights.values():
            if flight.sock is not None:
                flight.sock.close()
        self._flights.clear()
        self._lines.clear()
        self._gate.clear()
        self._epoll.close()

    def _patience_for(self, wait: float) -> float:
        if self._results:
            return 0.0
        now = self._clock()
        for line in self._lines.values():
            if line:
                wait = min(wait, line[0].deadline - now)
        if self._gate.open and self._hold:
            wait = min(wait, _BREATH)
        return max(0.0, wait)

    def _fill(self, now: float) -> None:
        """Start waiting tries up to the caps. The clock is read per try: a burst must not shorten deadlines."""
        gate = self._gate
        if now < self._hold:
            return
        self._hold = 0.0
        while (item := gate.take(now)) is not None:
            now = self._clock()
            if not self._launch(item, now):
                gate.put_back(item)
                self._hold = now + _BREATH
                break
        for tag, _, _, since in gate.overdue:
            self._results.append((tag, self._choke, since, now, 0, b""))
        gate.overdue.clear()
        if not self._hold:
            self._choke = Reason.BUSY

    def _launch(self, item: Waiting, now: float) -> bool:
        """connect() one try; False = the kernel has no socket for us now, ask again later."""
        tag, endpoint, timeout, _ = item
        try:
            sock = CSocket(endpoint.family, _NONBLOCK)
        except OSError as error:
            if error.errno in SCARCE:
                self._choke = at_once(error.errno)
                return False
            self._fail(item, at_once(error.errno or 0), now)
            return True
        failed = sock.connect_ex(endpoint.sockaddr)
        if failed and failed != errno.EINPROGRESS:
            sock.close()
            self._fail(item, at_once(failed), now)
            return True
        fd = sock.fileno()
        flight = self._flights[fd] = Flight(tag, endpoint, sock, now, now + timeout)
        if not failed:
            self._connected(fd, flight, self._clock())
            if flight.sock is None:
                return True
        self._epoll.register(fd, _CONNECT if failed else _READ)
        line = self._lines.get(timeout)
        if line is None:
            line = self._lines[timeout] = deque()
        line.append(flight)
        return True

    def _fail(self, item: Waiting, reason: Reason, started: float) -> None:
        self._results.append((item[0], reason, started, self._clock(), 0, b""))
        self._gate.leave(item[1].host)

    def _connected(self, fd: int, flight: Flight, now: float) -> None:
        sock = flight.sock
        assert sock is not None
        flight.connected = True
        request = flight.endpoint.request
        if request is None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self._land(fd, flight, Reason.OK, now)
            return
        try:
            if sock.send(request) == len(request):
                return
        except OSError:
            pass
        self._land(fd, flight, Reason.RESET, now)

    def _advance(self, fd: int, flight: Flight, event: int, now: float) -> None:
        sock = flight.sock
        if sock is None:
            return
        if not flight.connected:
            failed = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) if event & _ERROR else 0
            if failed:
                self._land(fd, flight, later(failed), now)
                return
            self._connected(fd, flight, now)
            if flight.sock is None:
                return
        if event != select.EPOLLOUT:
            self._read(fd, flight, sock, now)

    def _read(self, fd: int, flight: Flight, sock: CSocket, now: float) -> None:
        """Read until the answer is whole or the kernel has no more: an edge that was not emptied never comes back."""
        try:
            while True:
                got = sock.recv(_CHUNK)
                flight.data = data = flight.data + got if flight.data else got
                answer = parse(data, not got)
                if answer is not None:
                    self._land(fd, flight, answer[0], now, answer[1], answer[2])
                    return
                if len(data) > 2 * LIMIT:
                    self._land(fd, flight, Reason.TOO_BIG, now)
                    return
        except BlockingIOError:
            return
        except OSError:
            self._land(fd, flight, Reason.RESET, now)

    def _land(
        self, fd: int, flight: Flight, reason: Reason, now: float, status: int = 0, body: bytes = b""
    ) -> None:
        """One try has ended: close it, give its place to the next of its host."""
        assert flight.sock is not None
        flight.sock.close()  # also leaves epoll
        flight.sock = None
        flight.data = b""
        del self._flights[fd]
        self._gate.leave(flight.endpoint.host)
        self._results.append((flight.tag, reason, flight.started, now, status, body))

    def _expire(self, now: float) -> None:
        for line in self._lines.values():
            while line and (line[0].sock is None or line[0].deadline <= now):
                flight = line.popleft()
                if flight.sock is None:
                    continue
                reason = Reason.SILENT if flight.connected else Reason.TIMEOUT
                if flight.started < self._away_until:
                    reason = Reason.STALLED
                self._land(flight.sock.fileno(), flight, reason, now)
