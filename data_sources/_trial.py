"""One source asked once, in a process of its own, and everything that was seen on the way: what the test button tells.

`python -m data_sources._trial` reads {key, config, targets, hosts, simulator, seconds} on stdin and answers JSON. Of a
row that is refused only the field concerned is told, of a field only what kind of thing stands in it.
"""

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._breaker import Breaker
from data_sources._http import Fetched, Http, Page
from data_sources._jobs import Asking
from domain.errors import SourceError
from domain.measurement import Column, Measurement
from domain.source import Source, Target
from domain.ticket import OpenTickets, SolvedTickets
from services.origins import Origins
from services.source_settings import PAGE, names

ROWS, REFUSED, FIELDS = 8, 20, 60
MEMORY = 1024 * 1024 * 1024


class Looking(Http):
    """The client of a trial: the first page of a list is enough, and each answer is written down."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self.calls: list[dict[str, Any]] = []
        self.fields: dict[str, str] = {}
        self.read = 0
        self.list: dict[str, int] = {}

    def fetch(self, url: str, **fields: Any) -> Fetched:
        """As every client, and written down."""
        began = time.monotonic()
        got = super().fetch(url, **fields)
        self.calls.append({"status": got.status, "reason": got.reason, "bytes": len(got.body),
                           "kind": got.content_type[:60], "ms": round((time.monotonic() - began) * 1000)})
        return got

    def pages(self, url: str, **fields: Any) -> Iterator[Page]:
        """The first page only."""
        for page in super().pages(url, **fields):
            self.list = {"pages": page.pages, "total": page.total}
            yield page
            return

    def rows(self, rows: list[Any]) -> list[Any]:
        """What came is counted, its fields named."""
        self.read += len(rows)
        for row in rows[:50]:
            for name, value in row.items() if isinstance(row, dict) else ():
                if len(self.fields) < FIELDS:
                    self.fields.setdefault(str(name)[:60], kind(value))
        return super().rows(rows)


class Trying(Asking):
    """Remembers what was refused."""

    refused: list[dict[str, str]] = []

    def reject(self, reason: str, row: object) -> None:
        """Count it; of the first, keep why, whose, and of what kind the value was."""
        self.rejected += 1
        if len(self.refused) < REFUSED:
            field = reason.removeprefix("bad_")
            told = row if isinstance(row, dict) else {"school": row}
            self.refused.append({"reason": reason, "school": str(told.get("school", ""))[:64],
                                 "value": kind(told[field]) if field in told else ""})


def kind(value: Any) -> str:
    """What stands in a field: a number as it is, of a text only how long it is."""
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)[:24]
    if isinstance(value, str):
        return f"“{value}”" if value.isascii() and len(value) <= 24 and any(c.isdigit() for c in value) else "abc…"
    return "{…}" if isinstance(value, dict) else "[…]"


def attempt(order: Mapping[str, Any]) -> dict[str, Any]:
    """Ask; whatever happens is an answer."""
    source: Source = importlib.import_module(f"data_sources.{order['key']}").SOURCE
    origins = Origins(hosts=frozenset(order["hosts"]), simulator=order["simulator"])
    config: dict[str, str] = order["config"]
    http = Looking(breaker=Breaker(), rows_before={}, names=names(config.get("map", "")),
                   may=origins.may if config.get(PAGE) else None)
    until = time.monotonic() + order["seconds"]
    ask = Trying(targets=[Target(code=code, address="") for code in order["targets"]], config=config, sentinels=(),
                 http=http, now=time.time, over=lambda: time.monotonic() > until)
    ask.refused = []
    began, error, items = time.monotonic(), None, list[Any]()
    try:
        items = list(source.collect(ask))
    except SourceError as wrong:
        error = {"code": wrong.code, "vi": wrong.words.vi, "en": wrong.words.en}
    except Exception as wrong:  # noqa: BLE001 - a source's own mistake is an answer too; only its kind is told
        error = {"code": "broken", "vi": "Chương trình thu thập gặp lỗi.", "en": type(wrong).__name__}
    return {"error": error, "took_s": round(time.monotonic() - began, 2), "calls": http.calls[-5:], "list": http.list,
            "read": http.read, "fields": http.fields, "rejected": ask.rejected, "refused": ask.refused,
            **values(items, order["targets"])}


def values(items: list[Any], codes: list[str]) -> dict[str, Any]:
    """The first schools with what was heard of them, and how many there are."""
    told: dict[str, dict[str, Any]] = {}
    for item in items:
        if isinstance(item, OpenTickets | SolvedTickets):
            continue
        pairs = [(item.school, item.value)] if isinstance(item, Measurement) else _pairs(item, codes)
        for code, value in pairs:
            row = told.setdefault(code, {"school": code, "at": item.taken_at, "values": {}})
            row["values"][item.metric] = None if value is None or value != value else value
    return {"schools": len(told), "rows": [told[code] for code in sorted(told)[:ROWS]]}


def _pairs(column: Column, codes: list[str]) -> list[tuple[str, float]]:
    return [(codes[index], value) for index, value in zip(column.schools, column.values, strict=True)]


def main() -> None:
    """Limit, ask, answer."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(order["seconds"]) + 5,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(2, 1)  # whatever a library prints, the answer alone reaches stdout
    json.dump(attempt(order), answers)
    answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
