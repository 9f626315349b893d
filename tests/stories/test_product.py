"""The whole product by its sockets: `./run.sh`, a living province, and what people in the room see when parts fail."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch_json

pytestmark = [pytest.mark.product, pytest.mark.timeout(300)]


def coloured(product: Product) -> float:
    """Share of the schools that have a status from a fresh reading."""
    counts = product.frame()["layers"]["connectivity"]["counts"]
    return (counts["good"] + counts["watch"] + counts["bad"]) / sum(counts.values())


@pytest.fixture(scope="module")
def town(living: Product) -> Product:
    """The living province, once everybody has been asked."""
    wait_until(lambda: coloured(living) > 0.95, within=60, what="more than 95 % coloured")
    return living


def test_health_and_metrics_tell_the_same(town: Product) -> None:
    status, _, _ = town.fetch("/healthz")
    health = town.get("/healthz")
    assert status == 200
    assert health["status"] in ("ok", "degraded")
    assert health["schools"] == 300
    assert health["simulated"] is True
    assert health["collector"]["alive"]
    assert {s["key"] for s in health["sources"]} >= {"connectivity", "labs", "epayment", "helpdesk"}
    metrics = town.fetch("/metrics")[2].decode()
    good = sum(s == "good" for s in town.statuses().values())
    line = next(row for row in metrics.splitlines() if row.startswith('centre_schools{indicator="connectivity",status="good"}'))
    assert abs(float(line.split()[-1]) - good) <= 5


def test_a_school_that_goes_down_is_bad_within_ten_seconds_and_good_again(town: Product) -> None:
    """Six schools one after the other; p95 of so few is the slowest."""
    good = [code for code, status in sorted(town.statuses().items()) if status == "good"][::40][:6]
    took, back = [], []
    for school in good:
        town.control(f"schools/{school}", connectivity="down")
    for school in good:
        took.append(town.when(lambda school=school: town.statuses()[school] == "bad", within=30, what=f"{school} bad"))
    for school in good:
        town.control(f"schools/{school}", connectivity="up")
    for school in good:
        back.append(town.when(lambda school=school: town.statuses()[school] == "good", within=30, what=f"{school} good"))
    assert sum(took) <= 10, took
    assert sum(back) <= 15, back


def test_a_cut_uplink_makes_the_centre_blind_and_no_school_bad(town: Product) -> None:
    town.when(lambda: "unknown" not in town.statuses().values(), within=60, what="every school is judged: whoever is bad was so before")
    before = {code for code, status in town.statuses().items() if status == "bad"}
    town.control("uplink", state="cut")
    try:
        town.when(lambda: town.fetch("/healthz")[0] == 503, within=60, what="healthz 503")
        assert town.get("/healthz")["status"] == "blind"
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            bad = {code for code, status in town.statuses().items() if status == "bad"} - before
            assert bad == set(), "the centre's own fault was put on a school"
            time.sleep(0.5)
        assert "tầm nhìn" in town.get("/api/v1/live/pulse")["culprit"]
    finally:
        town.control("uplink", state="ok")
    town.when(lambda: town.fetch("/healthz")[0] == 200, within=60, what="healthz 200 again")
    town.when(lambda: coloured(town) > 0.95, within=60, what="coloured again")


def test_a_flushed_cache_is_whole_again_within_ten_seconds(town: Product) -> None:
    client = redis.Redis(unix_socket_path=str(town.home / "valkey.sock"))
    version = town.frame()["version"]
    client.flushall()
    town.when(lambda: client.hlen("centre:board") > 5, within=10, what="the board is whole")
    town.when(lambda: town.frame()["version"] > version and coloured(town) > 0.95, within=10, what="a newer whole frame")
    assert town.fetch("/")[0] == 200


@pytest.mark.parametrize("path", ["/", "/wall", "/api/v1/live/frame?area=79", "/api/v1/live/pulse", "/metrics"])
def test_pages_answer(town: Product, path: str) -> None:
    assert town.fetch(path)[0] == 200


def test_what_is_not_there_says_so_in_both_languages(town: Product) -> None:
    for path in ("/api/v1/live/frame?area=00", "/api/v1/nothing"):
        status, _, body = town.fetch(path)
        assert status == 404
        assert b'"vi"' in body


def upstream(product: Product, key: str) -> list[dict[str, Any]]:
    """What a system of the province says of its schools."""
    found: list[dict[str, Any]] = fetch_json(f"{product.sim_url}/upstream/{key}/schools", headers={"authorization": "Bearer sim-token"})["items"]
    return found


def unknown_here(product: Product) -> set[str]:
    """Layers nobody can know: the share of failed payments before any school was paid today, the centres of a town without one."""
    paid = any(row["transactions_today"] for row in upstream(product, "payments"))
    return (set() if paid else {"payment_failures"}) | (set() if upstream(product, "clc") else {"clc"})


def test_every_layer_fills_from_its_own_source(town: Product) -> None:
    def filled() -> bool:
        layers = town.frame()["layers"]
        empty = {key for key, layer in layers.items() if layer["counts"]["unknown"] == sum(layer["counts"].values())}
        return empty == unknown_here(town)

    town.when(filled, within=90, what="every layer has readings")


def left_behind(product: Product) -> list[str]:
    """Commands that still name this home: Valkey hides its environment, so its command line is asked too."""
    found = list(product.family().values())
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            command = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if str(product.home) in command and "pytest" not in command:
                found.append(command)
    return found


def server_of(product: Product) -> int:
    """The pid of the embedded cache."""
    client = redis.Redis(unix_socket_path=str(product.home / "valkey.sock"))
    return int(client.info("server")["process_id"])


def test_a_day_of_the_product(product: Callable[..., Product]) -> None:
    """Coloured in 20 s. Cache killed: news goes on. Collector killed: grey in 30 s, culprit named. TERM: nobody left. Again: quick."""
    one = product(SIM_SCHOOLS=150, SIM_STORM=0).ready()
    assert one.when(lambda: coloured(one) > 0.95, within=20, what="95 % coloured within 20 s of ready") <= 20

    os.kill(server_of(one), signal.SIGKILL)
    deadline = time.monotonic() + 4
    while time.monotonic() < deadline:
        assert one.fetch("/")[0] == 200
        assert coloured(one) > 0.95, "the cache's death emptied the wall"
        time.sleep(0.5)
    school = next(code for code, status in sorted(one.statuses().items()) if status == "good")
    one.control(f"schools/{school}", connectivity="down")
    one.when(lambda: one.statuses()[school] == "bad", within=60, what="news without a cache")
    one.when(lambda: one.get("/healthz")["cache"] == "ok", within=60, what="the cache is started again")

    os.kill(one.member("doors.py collect"), signal.SIGKILL)
    assert one.when(lambda: coloured(one) == 0, within=30, what="grey") <= 30
    health = one.get("/healthz")
    assert health["status"] == "blind"
    assert not health["collector"]["alive"]
    assert "Bộ thu thập ngừng" in one.get("/api/v1/live/pulse")["culprit"]
    assert one.fetch("/")[0] == 200

    assert one.stop() == {}, "a process outlived TERM"
    assert left_behind(one) == []
    (one.home / "run.log").unlink()
    started = time.monotonic()
    again = Product(one.home, SIM_SCHOOLS=150, SIM_STORM=0)
    try:
        again.ready()
        assert time.monotonic() - started < 30, "the second start is quick"
        again.when(lambda: coloured(again) > 0.95, within=60, what="coloured again")
        again.child.send(signal.SIGINT)
        wait_until(lambda: left_behind(again) == [], within=30, what="Ctrl-C leaves nobody either")
    finally:
        again.stop()
