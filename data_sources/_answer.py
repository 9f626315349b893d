"""Reading one short HTTP answer from bytes: no allocation beyond the answer, no trust in a single length."""

from data_sources._reasons import Reason

LIMIT = 16_384  # bytes of one whole answer, head included
Parsed = tuple[Reason, int, bytes]  # reason, HTTP status (0 = none), body
_BAD: Parsed = (Reason.BAD_ANSWER, 0, b"")
_NO_BODY = frozenset({204, 304})


def parse(data: bytes, ended: bool) -> Parsed | None:
    """The answer in `data`, or None if more must come. `ended`: the other end has closed.

    A well-formed answer of any status is OK with its status; redirects are never followed, 3xx is just its status.
    """
    if data[:5] != b"HTTP/"[: len(data[:5])]:
        return _BAD
    at = data.find(b"\r\n\r\n")
    if at < 0:
        return _short(data, ended)
    if data[:7] != b"HTTP/1." or data[8:9] != b" " or not data[9:12].isdigit() or data[12:13] not in (b" ", b"\r"):
        return _BAD
    status = int(data[9:12])
    if status < 200:
        return parse(data[at + 4 :], ended) if 100 <= status != 101 and len(data) > at + 4 else _short(data, ended)
    return _body(data, at, status, ended)


def _short(data: bytes, ended: bool) -> Parsed | None:
    if ended:
        return _BAD
    return (Reason.TOO_BIG, 0, b"") if len(data) > LIMIT else None


def _body(data: bytes, at: int, status: int, ended: bool) -> Parsed | None:
    body = data[at + 4 :]
    if status in _NO_BODY:
        return Reason.OK, status, b""
    head = data[:at].lower() + b"\r\n"
    if b"\r\ntransfer-encoding:" in head:
        return _chunked(head, body, status, ended)
    mark = head.find(b"\r\ncontent-length:")
    if mark < 0:
        if len(data) > LIMIT:
            return Reason.TOO_BIG, status, b""
        return (Reason.OK, status, body) if ended else None
    said = head[mark + 17 : head.find(b"\r\n", mark + 2)].strip()
    if not said.isdigit() or len(said) > 9 or head.find(b"\r\ncontent-length:", mark + 2) >= 0:
        return Reason.BAD_ANSWER, status, b""
    length = int(said)
    if length > LIMIT:
        return Reason.TOO_BIG, status, b""
    if len(body) >= length:
        return Reason.OK, status, body[:length]
    return (Reason.BAD_ANSWER, status, b"") if ended else None


def _chunked(head: bytes, body: bytes, status: int, ended: bool) -> Parsed | None:
    mark = head.find(b"\r\ntransfer-encoding:")
    if head[mark + 20 : head.find(b"\r\n", mark + 2)].strip() != b"chunked" or b"\r\ncontent-length:" in head:
        return Reason.BAD_ANSWER, status, b""
    parts: list[bytes] = []
    at = 0
    while (line := body.find(b"\r\n", at)) >= 0:
        size = _size(body[at:line])
        if size < 0:
            return Reason.BAD_ANSWER, status, b""
        if size == 0:
            return Reason.OK, status, b"".join(parts)
        parts.append(body[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
        if len(body) >= at and body[at - 2 : at] != b"\r\n":
            return Reason.BAD_ANSWER, status, b""
    if len(body) > LIMIT:
        return Reason.TOO_BIG, status, b""
    return (Reason.BAD_ANSWER, status, b"") if ended else None


def _size(line: bytes) -> int:
    digits = line.split(b";", 1)[0].strip()
    if not digits or len(digits) > 6 or digits.strip(b"0123456789abcdefABCDEF"):
        return -1
    return int(digits, 16)
