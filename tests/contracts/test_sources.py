"""What every source promises; the REST ones are asked for real, over HTTP, with their recorded answer at the other end."""

import http.server
import json
import math
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import SourceError
from domain.measurement import Column
from domain.registry import discover
from domain.source import Source, Target, Yield
from domain.ticket import OpenTickets, SolvedTickets
from tests.rig.product import ROOT

SOURCES = discover("data_sources", "SOURCE", Source)
REST = {key: source for key, source in SOURCES.items() if "url" in source.needs}
RECORDED = ROOT / "tests" / "data" / "sources"
NOW = datetime(2027, 1, 1, tzinfo=UTC).timestamp()  # after every recording
EACH = pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
EACH_REST = pytest.mark.parametrize("source", REST.values(), ids=list(REST))


@dataclass
class Asking:
    """What the runner would hand over."""

    targets: Sequence[Target]
    config: Mapping[str, str]
    http: Any
    sentinels: Sequence[str] = ()
    rejected: list[str] = field(default_factory=list)

    def now(self) -> float:
        return NOW

    def stopping(self) -> bool:
        return True

    def reject(self, reason: str, row: object) -> None:
        self.rejected.append(reason)


class Upstream:
    """Answers every GET with one recorded page; `status` and `body` can be spoilt; remembers who asked how."""

    def __init__(self, body: bytes) -> None:
        self.body, self.status, self.asked = body, 200, []  # type: tuple[bytes, int, list[tuple[str, str]]]
        outer = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("Authorization", "")))
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/list"


def recorded(key: str) -> bytes:
    """The recorded answer of a source: one page as its system sent it, names of people and places taken out."""
    path = RECORDED / f"{key}.json"
    assert path.is_file(), f"one more REST source = its file and a recorded answer: {path.relative_to(ROOT)} is missing"
    return path.read_bytes()


@pytest.fixture
def upstream(source: Source) -> Iterator[Upstream]:
    """The system behind `source`."""
    served = Upstream(recorded(source.key))
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def ask(source: Source, upstream: Upstream) -> Iterator[Asking]:
    """A poll of the recorded schools."""
    from data_sources._breaker import Breaker
    from data_sources._http import Http

    codes = sorted({item["school"] for item in json.loads(upstream.body)["items"]})
    client = Http(breaker=Breaker(), rows_before={})
    yield Asking([Target(code=c, address="") for c in codes], {"url": upstream.url, "token": "secret-token"}, client)
    client.close()


@EACH
def test_it_says_who_it_is(source: Source) -> None:
    assert source.label.vi.strip()
    assert source.label.en.strip()
    assert source.every is None or timedelta(seconds=1) <= source.every <= timedelta(days=1)
    assert all(re.fullmatch(r"[a-z_]+", need) for need in source.needs)


@EACH
def test_its_metrics_carry_its_name(source: Source) -> None:
    assert source.metrics
    assert all(re.fullmatch(rf"{source.key}\.[a-z0-9_]+", m) for m in source.metrics)
    assert len(set(source.metrics)) == len(source.metrics)


@EACH
def test_a_collector_has_no_clock_no_log_and_no_store(source: Source) -> None:
    text = Path(ROOT / "data_sources" / f"{source.key}.py").read_text("utf-8")
    for word in ("time.time(", "datetime.now(", "structlog", "logging", "print(", "import store", "from store", "os.environ", "sleep("):
        assert word not in text, word


def columns(things: list[Yield]) -> list[tuple[str, int, list[float | None], float]]:
    """(metric, how many schools, values, taken at) of either kind."""
    return [
        (t.metric, len(t.schools), list(t.values), t.taken_at) if isinstance(t, Column) else (t.metric, 1, [t.value], t.taken_at)
        for t in things if not isinstance(t, OpenTickets | SolvedTickets)
    ]


@EACH_REST
def test_its_recorded_answer_becomes_its_metrics(source: Source, upstream: Upstream, ask: Asking) -> None:
    found = columns(list(source.collect(ask)))
    assert {metric for metric, *_ in found} == set(source.metrics)
    assert ask.rejected == []
    for metric, schools, values, taken_at in found:
        assert schools == len(values) > 0, metric
        assert 0 < taken_at <= NOW, "a source's clock never makes data fresher than their receipt (D8)"
        assert all(v is None or math.isnan(v) or abs(v) < 1e15 for v in values), metric
    assert any(v is not None and not math.isnan(v) for _, _, values, _ in found for v in values)


@EACH_REST
def test_it_shows_its_token_and_nobody_elses(source: Source, upstream: Upstream, ask: Asking) -> None:
    list(source.collect(ask))
    assert {token for _, token in upstream.asked} == {"Bearer secret-token"}
    assert all("secret-token" not in path for path, _ in upstream.asked)


BAD = {
    "html login page": b"<html>login</html>", "empty": b"", "cut": b'{"page":1,"pages":1,"total":1,"items":[{"sch',
    "not a number": b'{"page":1,"pages":1,"total":1,"as_of":null,"items":[{"school":"1","rooms":NaN}]}', "a list": b"[]",
    "null": b"null", "deep": b"[" * 100_000, "latin": b'{"page":1,"pages":1,"total":0,"items":"\xff\xfe"}',
    "double key": b'{"page":1,"page":2,"pages":1,"total":0,"items":[]}', "wrong page": b'{"page":9,"pages":9,"total":0,"items":[]}',
}


@EACH_REST
@pytest.mark.parametrize("body", BAD.values(), ids=list(BAD))
def test_a_bad_answer_never_becomes_a_value(source: Source, upstream: Upstream, ask: Asking, body: bytes) -> None:
    upstream.body = body
    got: list[Yield] = []
    with pytest.raises(SourceError) as refused:
        got.extend(source.collect(ask))
    assert got == []
    assert refused.value.words.vi
    assert "secret-token" not in f"{refused.value!r} {refused.value.words} {refused.value.__cause__!r}"


@EACH_REST
@pytest.mark.parametrize("status", [204, 301, 401, 403, 404, 429, 500, 502, 503])
def test_a_bad_status_is_a_source_error_after_one_try(source: Source, upstream: Upstream, ask: Asking, status: int) -> None:
    upstream.status, upstream.body = status, b"" if status == 204 else upstream.body
    with pytest.raises(SourceError):
        list(source.collect(ask))
    assert len(upstream.asked) == 1, "a collector tries once"


@EACH_REST
def test_a_spoilt_row_costs_only_itself(source: Source, upstream: Upstream, ask: Asking) -> None:
    page = json.loads(upstream.body)
    rows = [{**page["items"][n % len(page["items"])], "school": f"7900{n:04}", "id": f"T-{n}"} for n in range(40)]
    ask.targets = [Target(code=row["school"], address="") for row in rows]
    rows[7]["school"] = 12345  # a number, where a code is text
    upstream.body = json.dumps({**page, "total": len(rows), "pages": 1, "items": rows}).encode()
    assert list(source.collect(ask))
    assert len(ask.rejected) == 1


@EACH_REST
def test_a_batch_that_is_mostly_spoilt_is_held_back_whole(source: Source, upstream: Upstream, ask: Asking) -> None:
    page = json.loads(upstream.body)
    rows = [{**page["items"][0], "school": None, "id": f"T-{n}"} for n in range(40)]
    upstream.body = json.dumps({**page, "total": len(rows), "pages": 1, "items": rows}).encode()
    with pytest.raises(SourceError):
        list(source.collect(ask))


def test_every_recorded_answer_has_its_source() -> None:
    assert {p.stem for p in RECORDED.glob("*.json")} == set(REST)
