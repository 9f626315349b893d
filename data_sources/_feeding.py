"""Rows that came another way (a query, a file) are read by the very reader of the source they stand for."""

import importlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data_sources._fields import plain
from data_sources._http import Http
from data_sources._inventory import Batch, Read
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask

_KEY = re.compile(r"[a-z][a-z0-9]{1,39}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_REAL = re.compile(r"[+-]?[0-9]{1,15}[.,][0-9]{1,9}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLAGS = {"true": True, "yes": True, "co": True, "có": True, "đúng": True, "x": True,
          "false": False, "no": False, "khong": False, "không": False, "sai": False}


def reader(key: str) -> tuple[Sequence[str], Read] | None:
    """Metrics and row reader of the source of this key; None = it is none, or it has no list with a row per school."""
    if not _KEY.fullmatch(key):
        return None
    try:
        module = importlib.import_module(f"data_sources.{key}")
    except ImportError:
        return None
    metrics, read = getattr(module, "METRICS", None), getattr(module, "read", None)
    return (metrics, read) if metrics and callable(read) else None


def feed(ask: Ask, key: str, rows: Sequence[Any], as_of: float, told: str) -> Iterator[Column]:
    """Columns of source `key` from these rows, and one of `told`: 1 for each school of which something was said.

    Raises SourceError where there is no such source, or the batch is not believable; the same rules as over HTTP.
    """
    found = reader(key)
    if found is None:
        raise trouble("no_reader")
    metrics, read = found
    http: Http = ask.http
    batch = Batch(ask, read)
    for raw in http.rows(list(rows)):
        batch.add(typed(raw) if isinstance(raw, dict) else raw, None, as_of)
    memory = f"{told} {key}"
    batch.hold_if_odd(http.rows_before.get(memory), (), rare=False)
    http.rows_before[memory] = len(batch)
    yield from batch.columns(metrics, told)


def typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table as JSON would have it: "12" -> 12, "1,5" -> 1.5, "có" -> true, an empty cell is not told."""
    return {name: value for name, cell in row.items() if (value := _typed(name, cell)) is not None}


def _typed(name: str, cell: Any) -> Any:
    if cell is None or isinstance(cell, bool):
        return cell
    if name == "as_of" and isinstance(cell, str) and _DAY.fullmatch(cell.strip()):
        return f"{cell.strip()}T00:00:00+07:00"  # a day without an hour: its beginning, never fresher than it is
    if name == "school":
        return plain(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return None if not math.isfinite(cell) else int(cell) if cell.is_integer() else cell
    text = str(cell).strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _REAL.fullmatch(text):
        return float(text.replace(",", "."))
    return _FLAGS.get(text.lower(), text or None)
