"""Strict JSON from strangers (R21, D2): what two parsers could read differently is refused, not guessed."""

import json
import math
import re
from typing import Any

DEPTH = 32
_DIGITS = 18  # an integer that a double or a 64-bit column still holds
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class BadJson(ValueError):
    """args[0] is the reason, a key of `_troubles.TROUBLES`; the text itself is never repeated."""


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS + 1:
        raise BadJson("bad_json")
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits) if len(digits) <= 64 else math.inf
    if math.isinf(value):
        raise BadJson("bad_json")
    return value


def _constant(_: str) -> float:
    raise BadJson("bad_json")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("bad_json")
    return found


_DECODER = json.JSONDecoder(
    parse_int=_whole, parse_float=_real, parse_constant=_constant, object_pairs_hook=_object, strict=True
)


def loads(body: bytes) -> Any:
    """Parse UTF-8 JSON (a UTF-8 BOM is forgiven). Raises BadJson.

    Refused: other encodings, NaN and Infinity, numbers out of range, duplicate keys, depth over 32, lone surrogates.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadJson("bad_json") from None
    _check_depth(body)
    try:
        said = _DECODER.decode(text)
        if _SURROGATE.search(body):
            json.dumps(said, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise BadJson("bad_json") from None
    return said


def dumps(said: Any) -> bytes:
    """What we send."""
    return json.dumps(said, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _check_depth(body: bytes) -> None:
    """What stands between the texts, brackets alone: each round takes away the innermost pairs."""
    outside = (_ESCAPE.sub(b"", body) if b"\\" in body else body).split(b'"')[::2]
    brackets = b"".join(outside).translate(None, _NO_BRACKETS)
    for _ in range(DEPTH):
        before, brackets = len(brackets), brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(brackets) == before:
            break
    if brackets:
        raise BadJson("bad_json")
