"""Starting, adopting, storming, stopping: the simulator as ./run.sh lives with it."""

import os
import signal
import socket
from pathlib import Path

import pytest

from simulator import addresses
from simulator.upstream import SOURCES
from tests.rig.processes import wait_until
from tests.simulator.conftest import Start, probe, reachable

PACE = 20
REAL = [
    {"code": "SGD-001", "name": "Trường Tiểu học Kỳ Đồng", "kind": "tieu_hoc", "lat": 10.782, "lon": 106.681,
     "district": "770", "ward": "27142", "carrier": "fpt"},
    {"code": "00042", "name": "Trường THCS Hai Bà Trưng", "kind": "thcs", "lat": None, "lon": None, "district": "770",
     "ward": "27139"},
]


def test_it_answers_for_adopted_schools_and_remembers_them(start: Start, tmp_path: Path):
    first = start(tmp_path)
    told = first.order("adopt", schools=REAL)["addresses"]
    assert set(told) == {"SGD-001", "00042"}
    assert probe(told["SGD-001"])["carrier"] == "fpt"
    first.order("schools/00042", connectivity="down")
    assert not reachable(told["00042"])
    assert first.get("/upstream/labs/schools?size=5000")["total"] == 402
    assert "00042" not in {row["code"] for row in first.schools()}
    assert first.order("adopt", schools=REAL)["addresses"] == told
    first.stop()
    second = start(tmp_path, SIM_PORT=first.port)
    assert second.order("adopt", schools=REAL)["addresses"] == told
    assert probe(told["00042"])["school"] == "00042"


def test_two_simulators_on_one_machine_do_not_share_an_address(start: Start):
    one, two = start(), start()
    assert not {row["probe"] for row in one.schools()} & {row["probe"] for row in two.schools()}
    assert not set(one.get("/register/sentinels")["sentinels"]) & set(two.get("/register/sentinels")["sentinels"])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_a_second_and_leaves_nothing_behind(start: Start, how):
    running = start()
    halls, school = running.halls(), running.schools()[0]
    assert halls
    running.order("sources/labs", fault="hang")
    hanging = socket.create_connection(("127.0.0.1", running.port))
    hanging.sendall(b"GET /upstream/labs/schools HTTP/1.1\r\nAuthorization: Bearer a-token-of-the-tests\r\n\r\n")
    assert running.get("/healthz")["ready"]  # a later request was served: the hanging one has been read
    assert running.stop(how) < 1.0
    hanging.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in halls)
    assert not reachable(school["probe"])


def test_killed_without_mercy_its_children_go_too(start: Start):
    running = start()
    halls = running.halls()
    running.stop(signal.SIGKILL)
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in halls), within=30, what="no orphan is left")


def test_a_dead_hall_ends_the_simulator_instead_of_half_a_province(start: Start):
    running = start()
    os.kill(running.halls()[0], signal.SIGKILL)
    assert running.process.wait(30) == 1


def test_more_schools_than_one_process_may_hold_are_spread_over_several(start: Start):
    running = start(SIM_SCHOOLS=20_000)
    assert len(running.halls()) >= 2
    rows = running.schools()
    assert len(rows) == 20_000
    chronic = running.get("/control/state")["chronic"]
    for row in rows[::997]:
        if row["code"] not in chronic:
            assert probe(row["probe"])["school"] == row["code"]


def test_the_quiet_storm_takes_one_carrier_in_one_area_and_gives_it_back(start: Start):
    running = start(SIM_SCHOOLS=2380, SIM_STORM=1, SIM_PACE=PACE)
    rows = {row["code"]: row for row in running.schools()}
    most: dict[str, set[str]] = {"down": set(), "flap": set()}
    faulty: set[str] = set()

    def all_three_seen() -> bool:
        state = running.get("/control/state")
        for mode, seen in most.items():
            seen |= {code for code, now in state["storm"].items() if now == mode}
        faulty.update(state["storm_faults"])
        return bool(most["down"] and most["flap"] and faulty)

    wait_until(all_three_seen, within=120 / PACE + 30)  # two minutes of the usual pace
    assert 12 <= len(most["down"]) <= 40
    assert len({(rows[code]["district"], rows[code]["carrier"]) for code in most["down"]}) == 1
    assert 3 <= len(most["flap"]) <= 5
    assert len(faulty) == 1
    assert not any(reachable(rows[code]["probe"]) for code in most["down"])
    wait_until(lambda: "down" not in running.get("/control/state")["storm"].values(), within=90 / PACE + 30)
    assert all(reachable(rows[code]["probe"]) for code in most["down"])


def test_the_storm_leaves_schools_under_manual_control_alone(start: Start):
    running = start(SIM_STORM=1, SIM_PACE=50)
    running.order("areas/79", connectivity="up")
    for key in SOURCES.values():
        running.order(f"sources/{key}", fault="none")

    def touched() -> bool:
        state = running.get("/control/state")
        return bool(state["storm"] or state["storm_faults"])

    with pytest.raises(AssertionError, match="not within"):
        wait_until(touched, within=2.5)  # two minutes of storm at this pace
    assert all(reachable(row["probe"]) for row in running.schools())


@pytest.mark.parametrize(("key", "value"), [("SIM_SCHOOLS", "many"), ("SIM_SCHOOLS", "0"), ("SIM_PORT", "99999"),
                                            ("SIM_CLOCK", "yesterday")])
def test_a_setting_nobody_can_work_with_stops_the_start_with_a_sentence(start: Start, key, value):
    with pytest.raises(AssertionError, match=key):
        start(**{key: value})


def test_a_taken_port_stops_the_start_with_a_sentence(start: Start):
    taken = start()
    second = start(SIM_PORT=taken.port)
    assert second.process.wait(30) == 2
    assert second.process.stderr is not None
    assert "port is taken" in second.process.stderr.read()
    assert taken.get("/healthz")["ready"]


def test_it_says_little(start: Start):
    running = start()
    for row in running.schools()[:50]:
        reachable(row["probe"])
    running.stop()
    assert running.process.stderr is not None
    assert len(running.process.stderr.read().splitlines()) <= 3


def test_where_the_system_has_only_one_loopback_address_every_school_gets_its_own_port(monkeypatch):
    monkeypatch.setattr(addresses, "_loopback_block_works", lambda: False)
    plan = addresses.AddressPlan(8060)
    own = [plan.school(n) for n in range(2380)] + [plan.school(n, adopted=True) for n in range(1200)] + plan.sentinels()
    assert len(set(own)) == len(own)
    assert {host for host, _ in own} == {"127.0.0.1"}
    assert max(port for _, port in own) < 32_768


def test_it_can_be_started_on_a_school_morning(start: Start):
    running = start(SIM_CLOCK="2026-11-23T09:00")
    told = running.get("/upstream/labs/schools?size=5000")
    assert told["as_of"].startswith("2026-11-23T02:0")
    online, machines = (sum(item[key] for item in told["items"]) for key in ("machines_online", "standard_machines"))
    assert 0.8 < online / machines <= 1.0
