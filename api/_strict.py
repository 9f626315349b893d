"""JSON as it was meant: UTF-8, no key twice, no NaN, not deep, nothing a database or a log cannot hold."""

import json
import math
from typing import Any

from starlette.concurrency import run_in_threadpool

from domain.errors import BadInput

DEEPEST = 32
LARGE = 64 * 1024  # bytes; what is larger is read beside the loop: nobody else waits for it
MARKS = 1000  # brackets and commas of a large body that carries a file: base64 holds none


async def strictly(body: bytes, *, built: bool) -> Any:
    """As `strict`. `built`: a large one may be many small parts (a callback's), not one file. Raises BadInput."""
    if len(body) <= LARGE:
        return strict(body)
    if not built and sum(map(body.count, (b"{", b"[", b","))) > MARKS:
        raise _unread()
    return await run_in_threadpool(strict, body)


def strict(body: bytes) -> Any:
    """The value. Raises BadInput with one code for everything that is wrong."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_never, parse_float=_finite)
        _sound(value, DEEPEST)
    except (ValueError, RecursionError):  # of which UnicodeDecodeError is one
        raise _unread() from None
    return value


def _unread() -> BadInput:
    return BadInput("Nội dung JSON không hợp lệ.", "The JSON cannot be read.", code="bad_json")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _never(_: str) -> float:
    raise ValueError("not a number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("not finite")
    return value


def _sound(value: Any, left: int) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        value.encode()  # a lone surrogate cannot be stored nor sent
    elif isinstance(value, dict | list):
        if left == 0:
            raise ValueError("too deep")
        for part in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            _sound(part, left - 1)
    elif isinstance(value, int) and abs(value) > 2**53:  # a browser cannot mean it
        raise ValueError("too large")
