"""A world that misbehaves on purpose: real listeners on 127.77.x.y, one behaviour each. Nothing here is a mock."""

import contextlib
import itertools
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket, "Place"], None]
_numbers = itertools.count(1)
_lock = threading.Lock()
STATUS = {"school": "S1", "carrier": "viettel", "download_mbps": 87.5, "upload_mbps": 41.0}


def fresh_ip() -> str:
    """An address nobody has used in this run."""
    with _lock:
        number = next(_numbers)
    return f"127.77.{number // 250}.{number % 250 + 1}"


def http(body: bytes, *, status: str = "200 OK", kind: str = "application/json", extra: str = "") -> bytes:
    """One whole answer."""
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}Connection: close\r\n\r\n"
    ).encode() + body


def say(answer: bytes) -> Behaviour:
    """Read the question, say this, close."""

    def behave(peer: socket.socket, place: "Place") -> None:
        place.questions.append(peer.recv(65536))
        with contextlib.suppress(OSError):
            peer.sendall(answer)

    return behave


def say_json(value: object) -> Behaviour:
    """As `say`, a JSON answer."""
    return say(http(json.dumps(value).encode()))


def hang_before(peer: socket.socket, place: "Place") -> None:
    """Accept, never answer."""
    place.gone.wait(20)


def hang_after_headers(peer: socket.socket, place: "Place") -> None:
    """Promise a body and never send it."""
    peer.recv(65536)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{")
    place.gone.wait(20)


def drip(peer: socket.socket, place: "Place") -> None:
    """One byte every 10 ms: each single wait is short, the whole never ends."""
    peer.recv(65536)
    with contextlib.suppress(OSError):
        for byte in itertools.chain(http(b'{"a": "' + b"x" * 4000 + b'"}')):
            if place.gone.wait(0.01):
                return
            peer.sendall(bytes([byte]))


def endless_chunks(peer: socket.socket, place: "Place") -> None:
    """Chunks without an end, slowly."""
    peer.recv(65536)
    with contextlib.suppress(OSError):
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not place.gone.wait(0.02):
            peer.sendall(b"1\r\n \r\n")


def endless_flood(peer: socket.socket, place: "Place") -> None:
    """A body that fills any memory, fast."""
    peer.recv(65536)
    block = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with contextlib.suppress(OSError):
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not place.gone.is_set():
            peer.sendall(block)


def reset(peer: socket.socket, place: "Place") -> None:
    """Read the question, hang up with RST."""
    peer.recv(65536)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Place:
    """One listener. `hits` counts connections, `questions` keeps what was asked."""

    def __init__(self, behave: Behaviour, ip: str | None = None, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.behave, self.tls = behave, tls
        self.ip = ip or fresh_ip()
        self.hits = 0
        self.questions: list[bytes] = []
        self.gone = threading.Event()
        self._sock: socket.socket | None = None
        self.port = port
        self.open()

    @property
    def url(self) -> str:
        """Its address for a full probe."""
        return f"{'https' if self.tls else 'http'}://{self.ip}:{self.port}/status"

    def open(self) -> None:
        """Listen (again)."""
        self.gone.clear()
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((self.ip, self.port))
        sock.listen(128)
        self.port = sock.getsockname()[1]
        self._sock = sock
        threading.Thread(target=self._accept, args=(sock,), daemon=True).start()

    def close(self) -> None:
        """Refuse from now on."""
        self.gone.set()
        if self._sock is not None:
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)  # close() alone leaves the accepting thread with a live listener
            self._sock.close()
            self._sock = None

    def _accept(self, sock: socket.socket) -> None:
        while True:
            try:
                peer, _ = sock.accept()
            except OSError:
                if self.gone.wait(0.01):
                    return
                continue  # a test has taken our files away: go on when they are back
            self.hits += 1
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            if self.tls is not None:
                peer = self.tls.wrap_socket(peer, server_side=True)
            self.behave(peer, self)
        with contextlib.suppress(OSError):
            peer.close()


class BlackHole:
    """An address whose SYNs are dropped: a listener with a full backlog that nobody ever empties."""

    def __init__(self) -> None:
        self.ip = fresh_ip()
        self._sock = socket.socket()
        self._sock.bind((self.ip, 0))
        self._sock.listen(0)
        self.port = self._sock.getsockname()[1]
        self._fill: list[socket.socket] = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex((self.ip, self.port))
            self._fill.append(filler)
        time.sleep(0.01)

    def close(self) -> None:
        """Let go."""
        for sock in (*self._fill, self._sock):
            sock.close()


@contextlib.contextmanager
def places(*behaviours: Behaviour) -> Iterator[list[Place]]:
    """A listener per behaviour, closed afterwards."""
    opened = [Place(behave) for behave in behaviours]
    try:
        yield opened
    finally:
        for place in opened:
            place.close()


def nobody() -> tuple[str, int]:
    """An address that refuses."""
    place = Place(hang_before)
    place.close()
    return place.ip, place.port
