"""ICMP echo for schools that answer ping only: one socket for all of them, unprivileged where the kernel allows.

A datagram ICMP socket needs the process's group inside net.ipv4.ping_group_range; a raw one needs root. Without either,
`open_icmp` returns None and such schools are unknown, never down.
"""

import os
import socket
import struct
import time
from collections import deque
from collections.abc import Callable

from data_sources._flight import Result
from data_sources._reasons import Reason, at_once

_ECHO, _REPLY = 8, 0
_ICMP_FILTER = 1
_SOL_RAW = 255
_HEAD = struct.Struct("!BBHHH")
_BODY = struct.Struct("!8sIId")  # our own nonce, serial, padding, sent: a stranger's or an old echo never matches
_BUFFER = 4 * 1024 * 1024
_BATCH = 512


def open_icmp(clock: Callable[[], float] = time.monotonic) -> "Icmp | None":
    """An ICMP asker, or None where this process may not send echo requests."""
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            sock = socket.socket(socket.AF_INET, kind | socket.SOCK_NONBLOCK, socket.IPPROTO_ICMP)
        except OSError:
            continue
        return Icmp(sock, raw=kind == socket.SOCK_RAW, clock=clock)
    return None


class Icmp:
    """Same manners as the epoll engine: `submit`, then `turn` returns results. Watch `fileno` to be woken."""

    def __init__(self, sock: socket.socket, *, raw: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.raw = raw
        self._sock = sock
        self._clock = clock
        self._nonce = os.urandom(8)
        self._serial = 0
        self._ident = os.getpid() & 0xFFFF
        self._air: dict[int, tuple[int, str, float]] = {}
        self._queue: deque[tuple[int, str, float, float]] = deque()
        self._deadlines: deque[tuple[float, int]] = deque()
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
        if raw:  # a raw socket hears every ICMP message of the host: let only echo replies through
            sock.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("I", ~(1 << _REPLY) & 0xFFFFFFFF))

    def fileno(self) -> int:
        """For epoll."""
        return self._sock.fileno()

    def submit(self, tag: int, ip: str, timeout: float) -> None:
        """Ping `ip` once, within `timeout` seconds; all tries of one Icmp share one timeout value."""
        self._queue.append((tag, ip, timeout, self._clock()))

    def turn(self) -> list[Result]:
        """Send a batch, read what came, end what is late. Never waits."""
        results: list[Result] = []
        self._send(results)
        self._receive(results)
        self._expire(results)
        return results

    def wait(self, longest: float) -> float:
        """Seconds until this needs a turn."""
        if self._queue:
            return 0.0
        if not self._deadlines:
            return longest
        return min(longest, max(0.0, self._deadlines[0][0] - self._clock()))

    def close(self) -> None:
        """Drop everything."""
        self._sock.close()

    def _send(self, results: list[Result]) -> None:
        for _ in range(min(_BATCH, len(self._queue))):
            tag, ip, timeout, since = self._queue[0]
            now = self._clock()
            self._serial = serial = (self._serial + 1) & 0xFFFFFFFF
            try:
                self._sock.sendto(self._packet(serial, now), (ip, 0))
            except BlockingIOError:
                if now - since <= timeout:
                    return  # our own buffer is full: the next turn goes on
                results.append((tag, Reason.BUSY, since, now, 0, b""))
            except OSError as error:
                results.append((tag, at_once(error.errno or 0), now, now, 0, b""))
            else:
                self._air[serial] = (tag, ip, now)
                self._deadlines.append((now + timeout, serial))
            self._queue.popleft()

    def _packet(self, serial: int, now: float) -> bytes:
        body = _BODY.pack(self._nonce, serial, 0, now)
        head = _HEAD.pack(_ECHO, 0, 0, self._ident, serial & 0xFFFF)
        return _HEAD.pack(_ECHO, 0, checksum(head + body), self._ident, serial & 0xFFFF) + body

    def _receive(self, results: list[Result]) -> None:
        while True:
            try:
                data, sender = self._sock.recvfrom(2048)
            except BlockingIOError:
                return
            except OSError:
                return  # an error queued by an earlier send: its own deadline says the rest
            serial = self._serial_of(data)
            flight = self._air.get(serial) if serial is not None else None
            if serial is None or flight is None or flight[1] != sender[0]:
                continue
            del self._air[serial]
            results.append((flight[0], Reason.OK, flight[2], self._clock(), 0, b""))

    def _serial_of(self, data: bytes) -> int | None:
        if self.raw:
            data = data[(data[0] & 15) * 4 :] if data else b""
        if len(data) < _HEAD.size + _BODY.size or data[0] != _REPLY:
            return None
        nonce, serial, _, _ = _BODY.unpack_from(data, _HEAD.size)
        return int(serial) if nonce == self._nonce else None

    def _expire(self, results: list[Result]) -> None:
        now = self._clock()
        while self._deadlines and (self._deadlines[0][0] <= now or self._deadlines[0][1] not in self._air):
            _, serial = self._deadlines.popleft()
            late = self._air.pop(serial, None)
            if late is not None:
                results.append((late[0], Reason.TIMEOUT, late[2], now, 0, b""))


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071) of an even-length message."""
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return (~(total + (total >> 16))) & 0xFFFF


