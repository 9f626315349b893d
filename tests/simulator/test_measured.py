"""What the simulated agents, inventories and gateways tell: believable, different from school to school, with the troubles in them."""

from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest

from simulator.day import Clock, midnight
from simulator.inventory import lab_item, payment_item
from simulator.systems import netspeed
from simulator.systems._system import systems
from simulator.upstream import Upstream
from simulator.world import World
from tests.simulator.test_upstream import some_school

AGENTS = "/upstream/netspeed/schools?size=5000"


def agents(outside) -> dict[str, dict]:
    return {row["school"]: row for row in outside.get(AGENTS)["items"]}


def age(outside, code: str) -> float:
    told = outside.get(AGENTS)
    row = next(item for item in told["items"] if item["school"] == code)
    return (datetime.fromisoformat(told["as_of"]) - datetime.fromisoformat(row["as_of"])).total_seconds()


def test_most_schools_have_an_agent_and_a_fresh_test(outside):
    found, schools = agents(outside), outside.schools()
    assert 0.9 < len(found) / len(schools) < 1
    dead = {code for code, mode in outside.get("/control/state")["chronic"].items() if mode == "down"}
    ages = {code: age(outside, code) for code in (*list(found)[:20], *(dead & found.keys()))}
    assert all(0 <= ages[code] <= netspeed.EVERY_S for code in ages if code not in dead)
    assert all(ages[code] > 86_400 for code in ages if code in dead), "a dead line keeps its last test, with its age"
    assert all(row["rooms_online"] <= row["rooms"] for row in found.values())
    speeds = sorted(row["download_mbps"] for row in found.values())
    assert speeds[0] < 30 < 80 < speeds[len(speeds) // 2]


def test_a_cut_line_ends_the_tests_not_the_figures(outside):
    dead = outside.get("/control/state")["chronic"]
    code = next(code for code in agents(outside) if code not in dead)
    outside.order(f"schools/{code}", connectivity="down")
    try:
        assert agents(outside)[code]["download_mbps"] > 0
        assert age(outside, code) <= netspeed.EVERY_S + 60
    finally:
        outside.order(f"schools/{code}", connectivity="auto")


def test_two_hours_after_the_cut_the_last_test_is_two_hours_old():
    school, noon, line = some_school(), Clock("2026-11-23T12:00", 0.0).shift, ["up"]
    world = SimpleNamespace(seed=7, index={school.code: 0}, chronic={}, wanted=lambda _: line[0])
    upstream = Upstream(cast("World", world), "t")
    before = upstream._row(netspeed.SYSTEM, school, noon)
    line[0] = "down"
    assert upstream._row(netspeed.SYSTEM, school, noon + 7200) == before
    line[0] = "up"
    assert upstream._row(netspeed.SYSTEM, school, noon + 7200)["as_of"] > before["as_of"]


@pytest.mark.parametrize("key", [key for key, system in systems().items() if system.daily])
def test_a_figure_of_midnight_says_so_all_day(key):
    school, late = some_school(), Clock("2026-11-23T23:59", 0.0).shift
    world = SimpleNamespace(seed=7, index={school.code: 0}, chronic={}, wanted=lambda _: "up")
    row = Upstream(cast("World", world), "t")._row(systems()[key], school, late)
    assert datetime.fromisoformat(row["as_of"]).timestamp() <= midnight(late)


def test_a_test_is_made_every_quarter_of_an_hour_at_the_schools_own_minute():
    school, noon = some_school(), Clock("2026-11-23T12:00", 0.0).shift
    moments = {netspeed.item(7, school, noon + second)["as_of"] for second in range(0, 3600, 60)}
    assert 4 <= len(moments) <= 5
    assert netspeed.tested_at(7, school, noon) <= noon < netspeed.tested_at(7, school, noon) + netspeed.EVERY_S


def test_equipment_adds_up_and_differs(outside):
    found = outside.get("/upstream/labs/schools?size=5000")["items"]
    asked = [row for row in found if row["smart_rooms"] is not None]
    assert 0.3 < len(asked) / len(found) < 0.7, "preschools and learning centres are not asked"
    assert 0.4 < sum(row["smart_rooms"] > 0 for row in asked) / len(asked) < 0.9
    assert 0.1 < sum(row["modern_labs"] > 0 for row in asked) / len(asked) < 0.6
    for row in asked:
        each = [row["ar_labs"], row["vr_labs"], row["ai_labs"]]
        assert max(each) <= row["technology_labs"] <= min(row["modern_labs"], sum(each))
    assert all(row["projector_rooms"] <= row["classrooms"] and row["devices_broken"] <= row["devices"] for row in found)
    assert 0.01 < sum(row["devices_broken"] for row in found) / sum(row["devices"] for row in found) < 0.1
    rooms, machines = sum(row["rooms"] for row in found), sum(row["standard_machines"] for row in found)
    assert 20 < machines / rooms < 40, "not the 6.0 of the press"


def test_some_have_e_payment_and_do_not_use_it(outside):
    found = outside.get("/upstream/payments/schools?size=5000")["items"]
    off, on = [row for row in found if not row["enabled"]], [row for row in found if row["enabled"]]
    assert all(row["transactions_30d"] is None and row["channels"] is None for row in off)
    unused = [row for row in on if row["transactions_30d"] == 0]
    assert 0 < len(unused) < 0.05 * len(on)
    assert all(row["fees_cashless"] == row["transactions_today"] == 0 for row in unused)
    assert all(row["transactions_today"] <= row["transactions_30d"] and row["parents_enrolled"] <= row["parents_asked"] for row in on)
    assert 0 < sum(row["reconciliation_lag_h"] > 24 for row in on) < 0.1 * len(on)
    assert {row["channels"] for row in on} >= {1, 2, 3, 4}


def test_the_night_reconciles():
    nine = Clock("2026-11-23T09:00", 0.0).shift
    hours = [payment_item(7, some_school(), nine + 3600 * step)["reconciliation_lag_h"] for step in range(24)]
    assert sorted(set(hours)) == list(range(24)), "once in 24 hours, whatever the hour"
    assert lab_item(7, some_school(), nine)["smart_rooms"] >= 4, "a pilot school"
