"""Forty ways in which a system at the other end misbehaves, as real listeners: what every REST source must survive (D1, D2, D3)."""

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from typing import Any

from tests.probes.outside import (
    Behaviour,
    Place,
    drip,
    endless_chunks,
    endless_flood,
    hang_after_headers,
    hang_before,
    http,
    reset,
    say,
)

Page = dict[str, Any]
MOVED = "Location: http://127.0.0.1:9/list\r\n"


def _close(peer: socket.socket, place: Place) -> None:
    """Read the question, hang up politely."""
    place.questions.append(peer.recv(65536))


def _spoilt(good: Page, **changes: Any) -> bytes:
    return http(json.dumps({**good, **changes}).encode())


def _with(page: Page, old: bytes, new: bytes) -> bytes:
    """The page with `new` where `old`, which must be there, stood."""
    body = json.dumps(page).encode()
    assert old in body
    return http(body.replace(old, new, 1))


def _nonsense(rows: list[Any], every: int) -> list[Any]:
    """The rows with a school code that is none in every n-th."""
    return [{**row, "school": 12345} if n % every == 0 else row for n, row in enumerate(rows)]


def lines() -> dict[str, Behaviour]:
    """Faults of the line or of whatever sits on the port."""
    return {
        "never answers": hang_before, "stops after the headers": hang_after_headers, "one byte at a time": drip,
        "chunks without end": endless_chunks, "a flood": endless_flood, "reset": reset, "hangs up": _close,
        "no HTTP at all": say(b"220 mail.example ESMTP ready\r\n"), "a body cut short": say(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"page\": 1"),
    }


def statuses(page: Page) -> dict[str, Behaviour]:
    """Right bodies under wrong statuses: the status is believed."""
    body = json.dumps(page).encode()
    words = ("400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "429 Too Many Requests", "500 Internal Server Error",
             "502 Bad Gateway", "503 Service Unavailable")
    found = {word: say(http(body, status=word, extra="Retry-After: 120\r\n" if word[:3] in ("429", "503") else "")) for word in words}
    moved = {"302 elsewhere": MOVED, "301 to itself": "Location: /list\r\n", "307 to a file": "Location: file:///etc/passwd\r\n"}
    found |= {name: say(http(body, status=f"{name[:3]} Moved", extra=where)) for name, where in moved.items()}
    return found | {"204": say(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")}


def bodies(page: Page) -> dict[str, Behaviour]:
    """200 OK, and what came is no answer."""
    body = json.dumps(page).encode()
    bomb = gzip.compress(b" " * (40 << 20), 9)
    packed = "Content-Encoding: gzip\r\n"
    told = {
        "a login page": http(b"<html>Xin moi dang nhap</html>", kind="text/html"), "a login page said to be JSON": http(b"<html>login</html>"),
        "empty": http(b""), "blanks": http(b" \r\n\t "), "cut JSON": http(body[: len(body) // 2]), "UTF-16": http(body.decode().encode("utf-16")),
        "not UTF-8": http(body[:-1] + b',"x":"\xff\xfe"}'), "NaN": _with(page, b'"total": ', b'"x": NaN, "total": '),
        "1e999": _with(page, b'"total": ', b'"x": 1e999, "total": '), "5,000 digits": _with(page, b'"total": ', b'"x": ' + b"9" * 5000 + b', "total": '),
        "depth 200,000": http(b"[" * 200_000), "half a letter": http(body[:-1] + b',"x":"\\ud800"}'), "a NUL": http(body[:-1] + b',"x":"\0"}'),
        "a key twice": _with(page, b'"total": ', b'"total": 1, "total": '), "a list": http(b"[]"), "null": http(b"null"),
        "a gzip bomb": http(bomb, extra=packed), "cut gzip": http(gzip.compress(body)[:-9], extra=packed),
        "packed in an unknown way": http(zlib.compress(body), extra="Content-Encoding: br\r\n"),
    }
    return {name: say(answer) for name, answer in told.items()}


def batches(page: Page) -> dict[str, Behaviour]:
    """Well-formed, and not believable as a whole."""
    rows = page["items"]
    told = {
        "rows are a word": _spoilt(page, items="none"), "another page": _spoilt(page, page=9, pages=9), "a total that is text": _spoilt(page, total="30"),
        "half the list is missing": _spoilt(page, total=2 * len(rows) + 10), "no rows any more": _spoilt(page, items=[], total=0),
        "every tenth row is nonsense": _spoilt(page, items=_nonsense(rows, 10)), "every row is nonsense": _spoilt(page, items=[17] * len(rows)),
    }
    return {name: say(answer) for name, answer in told.items()}


def faults(page: Page) -> dict[str, Callable[[socket.socket, Place], None]]:
    """All of them, spoiling this good page."""
    return lines() | statuses(page) | bodies(page) | batches(page)
