"""One process full of school listeners: `python -m simulator.hall`, driven by JSON lines on its standard input.

A plain epoll loop instead of asyncio: 16,000 listeners in one process, a probe costs accept, receive, send, close and
nothing else. TCP_DEFER_ACCEPT lets the kernel hold a connection until its request has come, so a bare TCP beat that
is closed again hardly wakes this process at all. End of input (parent gone) ends the process.
"""
from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from simulator.day import line_load
from simulator.files import raise_file_limit
from simulator.lines import Line

IDLE_S = 5.0
ACCEPTS_PER_TURN = 16
MORE = socket.MSG_DONTWAIT
ANSWER = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
          b"Content-Length: %d\r\n\r\n%s")
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Post:
    """One address: a school (with a line) or a sentinel (without)."""

    __slots__ = ("address", "line", "mode", "sock")

    def __init__(self, address: tuple[str, int], line: Line | None) -> None:
        self.address, self.line = address, line
        self.mode = "up"
        self.sock: socket.socket | None = None


class Hall:
    """All posts of this process, and the loop that serves them."""

    def __init__(self, latency: bool, shift: float) -> None:
        self._latency, self._shift = latency, shift
        self._epoll = select.epoll()
        self._posts: dict[int, Post] = {}
        self._listening: dict[int, Post] = {}
        self._clients: dict[int, tuple[socket.socket, Post]] = {}
        self._idle: deque[tuple[float, int, socket.socket]] = deque()
        self._due: list[tuple[float, int, socket.socket, bytes]] = []
        self._ticket = count()
        self._dice = Random()
        self._load, self._load_until = 0.0, 0.0
        self._cut = False
        self._pending = b""
        self._epoll.register(0, select.EPOLLIN)

    def open(self, slot: int, post: Post) -> str | None:
        """Take a post into service; an error in words when its address cannot be bound."""
        self._posts[slot] = post
        return self._show(post)

    def _show(self, post: Post) -> str | None:
        """Bring the listener in line with the wanted state: open, or closed so that a probe is refused."""
        wanted = post.mode != "down" and not self._cut
        if not wanted and post.sock:
            self._listening.pop(post.sock.fileno(), None)
            post.sock.close()
            post.sock = None
        elif wanted and not post.sock:
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 2)
            try:
                sock.bind(post.address)
                sock.listen(32)
            except OSError as problem:
                sock.close()
                return f"{post.address[0]}:{post.address[1]}: {problem.strerror}"
            self._epoll.register(sock.fileno(), select.EPOLLIN)
            self._listening[sock.fileno()] = post
            post.sock = sock
        return None

    def run(self) -> None:
        """Serve until the input ends."""
        while True:
            now = time.monotonic()
            wait = 1.0 if not self._due else max(0.0, min(1.0, self._due[0][0] - now))
            for fd, _ in self._epoll.poll(wait, 1024):
                post = self._listening.get(fd)
                if post is not None:
                    self._accept(post)
                elif fd in self._clients:
                    self._read(fd, *self._clients[fd])
                elif fd == 0 and not self._command():
                    return
            self._settle(time.monotonic())

    def _accept(self, post: Post) -> None:
        for _ in range(ACCEPTS_PER_TURN):
            if post.sock is None:
                return
            try:
                client, _ = post.sock.accept()
            except OSError:
                return
            if not self._answer(client, post):
                fd = client.fileno()
                self._epoll.register(fd, select.EPOLLIN)
                self._clients[fd] = (client, post)
                self._idle.append((time.monotonic() + IDLE_S, fd, client))

    def _read(self, fd: int, client: socket.socket, post: Post) -> None:
        self._epoll.unregister(fd)
        del self._clients[fd]
        if not self._answer(client, post):
            client.close()

    def _answer(self, client: socket.socket, post: Post) -> bool:
        """Read one request and answer it; False when nothing has come yet."""
        try:
            request = client.recv(4096, MORE)
        except BlockingIOError:
            return False
        except OSError:
            request = b""
        if not request or post.line is None:
            client.close()
        elif not request.startswith(b"GET /status"):
            self._send(client, NOT_FOUND)
        else:
            self._status(client, post, post.line)
        return True

    def _status(self, client: socket.socket, post: Post, line: Line) -> None:
        now, dice, slow = time.monotonic(), self._dice.random(), post.mode == "slow"
        if now > self._load_until:
            self._load, self._load_until = line_load(time.time() + self._shift), now + 5.0
        reading = line.reading(self._load, slow, dice)
        body = json.dumps(reading).encode()
        answer = ANSWER % (len(body), body)
        delay = 0.4 + 0.8 * dice if slow else reading["latency_ms_hint"] / 1000 if self._latency else 0.0
        if delay:
            heappush(self._due, (now + delay, next(self._ticket), client, answer))
        else:
            self._send(client, answer)

    @staticmethod
    def _send(client: socket.socket, answer: bytes) -> None:
        with suppress(OSError):  # the asker left
            client.send(answer, MORE)
        client.close()

    def _settle(self, now: float) -> None:
        """Send what is due, drop those who connected and never asked."""
        while self._due and self._due[0][0] <= now:
            _, _, client, answer = heappop(self._due)
            self._send(client, answer)
        while self._idle and self._idle[0][0] <= now:
            _, fd, client = self._idle.popleft()
            if self._clients.get(fd, (None,))[0] is client:
                self._epoll.unregister(fd)
                del self._clients[fd]
                client.close()

    def _command(self) -> bool:
        chunk = os.read(0, 1 << 20)
        *lines, self._pending = (self._pending + chunk).split(b"\n")
        for line in lines:
            order = json.loads(line)
            reply = {"seq": order["seq"], "failed": [words for words in self._obey(order) if words]}
            os.write(1, json.dumps(reply).encode() + b"\n")
        return bool(chunk)

    def _obey(self, order: dict[str, Any]) -> list[str | None]:
        if "open" in order:
            return [self.open(slot, Post((host, port), Line(*line) if line else None))
                    for slot, host, port, line in order["open"]]
        if "cut" in order:
            self._cut = order["cut"]
            return [self._show(post) for post in self._posts.values()]
        changed = []
        for slot, mode in order["modes"].items():
            post = self._posts[int(slot)]
            post.mode = mode
            changed.append(self._show(post))
        return changed


if __name__ == "__main__":
    # The parent ends its halls by closing their input; a Ctrl-C meant for the whole group must not race with that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise_file_limit()
    Hall(latency=sys.argv[1] == "1", shift=float(sys.argv[2])).run()
