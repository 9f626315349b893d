"""Bình, a new administrator, opens the door: ./run.sh starts a living province, and nothing of it stays when it ends."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rig.processes import free_port, wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.product, pytest.mark.timeout(240)]
Start = Callable[..., Product]


def coloured(product: Product) -> int:
    """How many schools have a status that came from a real probe."""
    counts: dict[str, int] = product.frame()["layers"]["connectivity"]["counts"]
    return counts["good"] + counts["watch"] + counts["bad"]


def a_good_school(product: Product) -> str:
    """The code of a school that is well."""
    return next(code for code, status in product.statuses().items() if status == "good")


def test_every_school_is_coloured_within_20_s_of_ready(living: Product) -> None:
    living.when(lambda: coloured(living) >= 0.97 * 300, within=20, what="nearly all of 300 schools coloured")
    health = living.get("/healthz")
    assert health["status"] in {"ok", "degraded"}
    assert health["simulated"] is True
    assert health["schools"] == 300
    assert {s["key"] for s in health["sources"]} >= {"connectivity", "labs", "epayment", "helpdesk"}


def test_a_school_goes_dark_and_comes_back(living: Product) -> None:
    code = a_good_school(living)
    living.control(f"schools/{code}", connectivity="down")
    dark = living.when(lambda: living.statuses()[code] == "bad", within=30, what=f"{code} bad")
    living.control(f"schools/{code}", connectivity="up")
    living.when(lambda: living.statuses()[code] == "good", within=60, what=f"{code} good again")
    assert dark <= 10, f"took {dark:.1f} s"


def test_a_blind_centre_judges_nobody(living: Product) -> None:
    bad_before = {c for c, s in living.statuses().items() if s == "bad"}
    living.control("uplink", state="cut")
    try:
        living.when(lambda: living.get("/healthz")["status"] == "blind", within=60, what="the centre says it is blind")
        assert living.fetch("/healthz")[0] == 503
        assert {c for c, s in living.statuses().items() if s == "bad"} <= bad_before
    finally:
        living.control("uplink", state="ok")
    living.when(lambda: living.get("/healthz")["status"] != "blind", within=60, what="it sees again")
    living.when(lambda: coloured(living) >= 0.97 * 300, within=60, what="schools are judged again")


def test_one_sick_source_is_named_and_harms_no_other(living: Product) -> None:
    living.control("sources/labs", fault="http500")
    try:
        def statuses() -> dict[str, str]:
            return {s["key"]: s["status"] for s in living.get("/healthz")["sources"]}

        living.when(lambda: statuses()["labs"] == "failing", within=90, what="labs failing")
        assert statuses()["connectivity"] == "ok"
    finally:
        living.control("sources/labs", fault="none")


def test_a_dead_collector_is_told_within_30_s_and_term_leaves_nobody(product: Start) -> None:
    mine = product(SIM_SCHOOLS=60, SIM_STORM=0).ready()
    mine.when(lambda: coloured(mine) >= 57, within=60, what="all coloured")
    import os

    os.kill(mine.member("collect"), signal.SIGKILL)
    mine.when(lambda: not mine.get("/healthz")["collector"]["alive"], within=30, what="the collector's death is told")
    mine.when(lambda: coloured(mine) == 0, within=30, what="nothing looks healthy any more")
    pulse: dict[str, Any] = mine.get("/api/v1/live/pulse")
    assert pulse["culprit"], "the banner names the culprit"
    assert mine.stop() == {}, "TERM leaves no process"


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_however_the_door_closes_nobody_stays_and_it_opens_again(product: Start, sig: int) -> None:
    mine = product(SIM_SCHOOLS=30, SIM_STORM=0).ready()
    before = mine.frame()["version"]
    mine.child.send(sig)
    wait_until(lambda: not mine.family(), within=30, what=f"everyone gone, left: {mine.family()}")
    again = Product(mine.home, SIM_SCHOOLS=30, SIM_STORM=0)
    try:
        again.ready(40)
        again.when(lambda: again.frame()["version"] > before, within=60, what="versions go on, never back")
        assert len(again.statuses()) == 30
    finally:
        again.stop()


def test_a_taken_port_is_said_in_a_sentence(product: Start) -> None:
    import socket

    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        mine = product(PORT=port, SIM_SCHOOLS=10)
        wait_until(lambda: not mine.child.alive(), within=60, what="it gives up")
    assert mine.child.process.returncode != 0
    assert "Traceback" not in mine.child.text()
    assert mine.family() == {}


@pytest.mark.parametrize(("setting", "word"), [({"PORT": "eighty"}, "PORT"), ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"), ({"SIM_SCHOOLS": "0"}, "SIM_SCHOOLS")])
def test_a_wrong_setting_is_said_by_its_name(product: Start, setting: dict[str, str], word: str) -> None:
    mine = product("check", **setting)
    wait_until(lambda: not mine.child.alive(), within=60, what="it ends")
    assert mine.child.process.returncode != 0
    assert word.lower() in mine.child.text().lower()
    assert "Traceback" not in mine.child.text()


def test_an_unknown_verb_lists_the_verbs(product: Start) -> None:
    mine = product("dance")
    wait_until(lambda: not mine.child.alive(), within=60, what="it ends")
    assert mine.child.process.returncode == 2
    assert "import-schools" in mine.child.text()


def test_check_prints_every_precondition_and_its_verdict(product: Start) -> None:
    assert product("migrate").child.process.wait(60) == 0
    mine = product("check")
    mine.child.process.wait(60)
    lines = [line for line in mine.child.text().splitlines() if line.startswith(("ĐẠT", "HỎNG", "LƯU Ý"))]
    assert len(lines) >= 4, mine.child.text()


def test_a_centre_without_simulator_starts_empty_and_says_so(product: Start, tmp_path: Path) -> None:
    mine = product(SIM=0).ready()
    assert mine.get("/healthz")["simulated"] is False
    assert mine.fetch("/")[0] == 200
    assert not any("simulator" in command for command in mine.family().values())
    assert mine.stop() == {}
