"""Real receivers of notices over sockets: a mail server and a webhook, that can refuse, hang, or go away after the body."""

import contextlib
import json
import socket
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

Mood = str  # "ok", "refuse", "hang", "close": close = the body is had, the answer never comes


@dataclass
class Heard:
    """One message whose body arrived whole. `answered`: the sender was told so."""

    key: str
    subject: str
    text: str
    events: tuple[int, ...]
    to: str
    answered: bool
    headers: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()


class Receiver:
    """`moods`: asked for each connection, in turn and again from the start. `heard`: what arrived, refused ones not."""

    def __init__(self, moods: tuple[Mood, ...] = ("ok",)) -> None:
        self.moods, self.heard, self.count, self._lock = moods, list[Heard](), 0, threading.Lock()
        self.ended = threading.Event()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    outer.talk(self, outer.mood())

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def mood(self) -> Mood:
        """Of the next connection."""
        with self._lock:
            self.count += 1
            return self.moods[(self.count - 1) % len(self.moods)]

    def talk(self, line: socketserver.StreamRequestHandler, mood: Mood) -> None:
        """One connection."""
        raise NotImplementedError

    def stop(self) -> None:
        """Gone."""
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()


class Mail(Receiver):
    """SMTP, as much of it as it takes."""

    def talk(self, line: socketserver.StreamRequestHandler, mood: Mood) -> None:
        """One connection."""
        if mood == "hang":
            self.ended.wait(60)
            return
        said: Callable[[str], Any] = lambda text: line.wfile.write(f"{text}\r\n".encode())  # noqa: E731
        said("220 rig")
        to = ""
        while words := line.rfile.readline(2000).decode("utf-8", "replace").strip():
            verb = words.split()[0].upper()
            if verb == "RCPT":
                to = words.partition("<")[2].rstrip(">")
            if verb == "DATA":
                said("354 go on")
                body = b""
                while (part := line.rfile.readline()) != b".\r\n":
                    if not part:
                        return  # cut off in the middle: nothing arrived
                    body += part
                if mood == "refuse":
                    said("451 later")
                    continue
                self._keep(body, to, mood != "close")
                if mood == "close":
                    line.connection.shutdown(socket.SHUT_RDWR)
                    return
                said("250 had it")
            elif verb == "QUIT":
                said("221 bye")
                return
            else:
                said("250 ok")

    def _keep(self, body: bytes, to: str, answered: bool) -> None:
        mail = message_from_bytes(body)
        headers = {key: str(make_header(decode_header(value))) for key, value in mail.items()}
        assert len(mail.get_all("Message-ID", [])) == 1
        text = next((part.get_payload(decode=True).decode() for part in mail.walk() if part.get_content_type() == "text/plain"), "")  # type: ignore[union-attr]
        files = tuple((part.get_filename() or "", bytes(part.get_payload(decode=True))) for part in mail.walk() if part.get_filename())  # type: ignore[arg-type]
        with self._lock:
            self.heard.append(Heard(
                files=files, key=headers["Message-ID"].strip("<>").partition("@")[0], subject=headers["Subject"], text=text, to=to, answered=answered,
                events=tuple(int(one) for one in headers.get("X-Centre-Events", "").split()), headers=headers))


class Hook(Receiver):
    """HTTP, one POST a connection."""

    status = 200
    more = b""

    def talk(self, line: socketserver.StreamRequestHandler, mood: Mood) -> None:
        """One connection."""
        path = line.rfile.readline(2000).decode().split()[1]
        headers = {}
        while words := line.rfile.readline(2000).decode().strip():
            name, _, value = words.partition(":")
            headers[name.lower()] = value.strip()
        body = line.rfile.read(int(headers.get("content-length", "0")))
        if len(body) < int(headers.get("content-length", "0")):
            return
        if mood == "hang":
            self.ended.wait(60)
            return
        if mood == "drip":
            for letter in b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 50:
                line.wfile.write(bytes([letter]))
                self.ended.wait(0.1)
            return
        if mood == "refuse":
            line.wfile.write(b"HTTP/1.1 500 no\r\ncontent-length: 0\r\n\r\n")
            return
        told = json.loads(body)
        with self._lock:
            self.heard.append(Heard(key=told["id"], subject=told["subject"], text=told["text"], to=path, answered=mood != "close", headers=headers,
                                    events=tuple(one["event"] for one in told.get("events", ()))))
        if mood != "close":
            line.wfile.write(f"HTTP/1.1 {self.status} said\r\ncontent-length: 0\r\n".encode() + self.more + b"\r\n")
