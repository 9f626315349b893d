"""One figure, everywhere the same, on the running product: the wall at the frozen moment, the document, PDF, XLSX, PPTX, DOCX, CSV – and a year later."""

import base64
import csv
import io
import json
import re
from typing import Any

import pytest

from domain.section import SPELLED
from domain.snapshot import Snapshot, opened
from services._paper_child import make
from tests.rig.figures import PAPERS, holds
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch, one_click
from tests.stories.test_product import coloured

KEYS = {"connected": "connected", "offline": "offline"}  # on the wall -> in the snapshot


class Boss:
    """Hà, at her desk: a browser's requests without a browser."""

    def __init__(self, product: Product) -> None:
        self.url = product.url
        self.headers = {**one_click(product.url, "manager"), "origin": product.url, "content-type": "application/json"}

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        return fetch(self.url + path, headers=self.headers, timeout=40)

    def post(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return json.loads(fetch(self.url + path, data=data, headers=self.headers, timeout=40)[2])

    def wall(self) -> dict[str, str]:
        return {one["key"]: one["value"] for one in json.loads(self.get("/api/v1/live/wall")[2])["figures"]}

    def paper(self, name: str, key: str) -> bytes:
        """Asked for until it is made."""
        found: list[bytes] = []

        def ready() -> bool:
            status, _, body = self.get(f"/api/v1/snapshots/{name}/{key}")
            assert status in (200, 202), (key, status, body[:300])
            found[:] = [body] if status == 200 else []
            return bool(found)

        wait_until(ready, within=200, what=f"{key} is made")
        return found[0]


@pytest.mark.timeout(600)
def test_one_figure_is_the_same_everywhere_and_stays_so(living: Product) -> None:
    wait_until(lambda: coloured(living) > 0.95, within=120, what="more than 95 % coloured")
    boss = Boss(living)
    taken: dict[str, Any] = {}

    def stood_still() -> bool:
        """The wall said the same just before and just after: that is the moment."""
        before, made, after = boss.wall(), boss.post("/api/v1/snapshots", {"template": "daily", "area": "79"}), boss.wall()
        taken.update(made, wall=before)
        return all(before[key] == after[key] for key in KEYS)

    wait_until(stood_still, within=60, what="a moment in which the wall did not move")
    name = taken["id"]
    status, headers, body = boss.get(f"/api/v1/snapshots/{name}")
    frozen: Snapshot = opened(body)
    assert (status, headers["etag"], frozen.sha256, frozen.body) == (200, f'"{taken["sha256"]}"', taken["sha256"], body)
    figures = {figure.key: figure for section in frozen.sections for figure in section.figures}
    for shown, key in KEYS.items():
        assert taken["wall"][shown] == re.sub(r"\D", "", figures[key].text), (shown, taken["wall"], figures[key].text)

    papers = {key: boss.paper(name, way) for key, way in {**PAPERS, "csv": "csv"}.items()}
    holds(frozen, papers)
    del papers["figures"]
    lines = list(csv.reader(io.StringIO(papers["csv"].decode("utf-8-sig"))))
    tables = [table for section in frozen.sections for table in section.tables if len(table.rows) == len(lines) - 1]
    assert any({row[0] for row in table.rows} == {line[0] for line in lines[1:]} for table in tables), "one table, whole"

    dark = sorted(code for code, status in living.statuses().items() if status == "good")[:5]
    for code in dark:
        living.control(f"schools/{code}", connectivity="down")
    try:
        living.when(lambda: all(living.statuses()[code] == "bad" for code in dark), 60, "five more are down")
        assert boss.get(f"/api/v1/snapshots/{name}")[2] == body, "what comes after changes nothing"
        assert make(["pdf"], body) == papers["pdf"], "set again from the same document: the same bytes"
        assert boss.paper(name, "pdf") == papers["pdf"]
    finally:
        for code in dark:
            living.control(f"schools/{code}", connectivity="up")
    for key, paper in papers.items():
        told = boss.post("/api/v1/snapshots/verify", {"file": base64.b64encode(paper).decode()})
        assert "known" in told, (key, told)
        assert (told["known"], told["same"], told["paper"], told["id"]) == (True, True, key, name)
    spoilt = boss.post("/api/v1/snapshots/verify", {"file": base64.b64encode(papers["pdf"] + b" ").decode()})
    assert (spoilt["known"], spoilt["same"]) == (True, False)


@pytest.mark.timeout(600)
def test_what_happened_in_a_period_is_the_same_in_every_paper(living: Product) -> None:
    """Spans that are spelled out, counts and shares of the incidents of a period."""
    boss = Boss(living)
    wait_until(lambda: coloured(living) > 0.95, within=120, what="more than 95 % coloured")
    since = living.get("/api/v1/live/frame?area=79&format=json")["server_time"]
    dark = next(code for code, status in sorted(living.statuses().items()) if status == "good")
    living.control(f"schools/{dark}", connectivity="down")
    try:
        def opened_one() -> list[Any]:
            return [one for one in json.loads(boss.get("/api/v1/incidents?state=open&area=79")[2]) if dark in one["schools"]]

        living.when(opened_one, 90, "its incident is open")
        assert boss.post(f"/api/v1/incidents/{opened_one()[0]['id']}/acknowledge", {"client_id": "ha-nhan-1"})
        until = living.get("/api/v1/live/frame?area=79&format=json")["server_time"]
        made = boss.post("/api/v1/snapshots", {"template": "incidents", "area": "79", "begins": since - 1, "ends": until})
    finally:
        living.control(f"schools/{dark}", connectivity="up")
    frozen = opened(boss.get(f"/api/v1/snapshots/{made['id']}")[2])
    figures = {figure.key: figure for section in frozen.sections for figure in section.figures}
    assert (figures["opened"].value or 0) >= 1, figures["opened"]
    assert {figure.unit for figure in figures.values()} >= {SPELLED, "sự cố"}, "a span in words is among them, at night an absent one"
    holds(frozen, {key: boss.paper(made["id"], way) for key, way in PAPERS.items()})
