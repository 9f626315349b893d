"""Reading one untrusted row: every field is checked for type and range, or the row is refused with a reason (D2)."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from math import nan
from typing import Any

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # the categories Cc and Cs
AHEAD_S = 300.0  # a source clock this far in the future is not believed (D8)


class BadRow(ValueError):
    """args[0] is the reason, a short English key; the row itself is never repeated."""


def plain(code: str) -> str:
    """A school code as its natural key: NFC, no blanks (also no-break ones) around it, one case."""
    return unicodedata.normalize("NFC", code).strip().upper()


def school(row: Any) -> str:
    """The row's school code, in its plain form."""
    if not isinstance(row, dict):
        raise BadRow("not_a_row")
    return plain(text(row, "school", 64))


def text(row: Mapping[str, Any], key: str, most: int) -> str:
    """A text of 1 to `most` characters without control characters."""
    value = row.get(key)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= len(value) <= most:
        raise BadRow(f"bad_{key}")
    if _CONTROL.search(value):
        raise BadRow(f"bad_{key}")
    return value


def whole(row: Mapping[str, Any], key: str, most: int) -> float:
    """A whole number from 0 to `most`; true and 3.0 are not whole numbers here, they are a broken source."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadRow(f"bad_{key}")
    return float(value)


def told(row: Mapping[str, Any], key: str, most: int) -> float:
    """`whole`; NaN where the system does not say: it does not know the field, or nobody asks this school."""
    return nan if row.get(key) is None else whole(row, key, most)


def flag(row: Mapping[str, Any], key: str) -> bool:
    """true or false, nothing that merely resembles it."""
    value = row.get(key)
    if not isinstance(value, bool):
        raise BadRow(f"bad_{key}")
    return value


def moment(said: Any, received: float) -> tuple[float, bool]:
    """A source's own time as epoch seconds, and whether its clock runs ahead.

    It can only make data older: a time in the future counts as the moment of receipt, and past 5 minutes is flagged.
    """
    if said is None:
        return received, False
    try:
        at = datetime.fromisoformat(said)
        epoch = at.timestamp() if at.tzinfo is not None else None
    except (TypeError, ValueError, OverflowError):
        epoch = None
    if epoch is None:
        raise BadRow("bad_as_of")
    return min(epoch, received), epoch > received + AHEAD_S
