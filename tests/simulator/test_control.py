"""Staging outages from the own machine: every order is seen from outside, and taking it back heals what it broke."""

import json
import socket
import time
from pathlib import Path

import pytest

from tests.rig.processes import wait_until
from tests.simulator.conftest import Outside, Start, probe, reachable


@pytest.fixture(autouse=True)
def nothing_staged(outside: Outside):
    yield
    outside.order("uplink", state="ok")
    for carrier in ("viettel", "vnpt"):
        outside.order(f"carriers/{carrier}", state="ok")
    outside.order("areas/79", connectivity="auto")


@pytest.fixture(scope="module")
def healthy(outside: Outside) -> list[dict[str, str]]:
    """Schools without a trouble of their own."""
    chronic = outside.get("/control/state")["chronic"]
    return [row for row in outside.schools() if row["code"] not in chronic]


def test_a_school_tells_its_line(healthy):
    told = probe(healthy[0]["probe"])
    assert set(told) == {"school", "carrier", "download_mbps", "upload_mbps", "loss_pct", "latency_ms_hint"}
    assert (told["school"], told["carrier"]) == (healthy[0]["code"], healthy[0]["carrier"])
    assert 0 < told["download_mbps"] <= 1.1 * float(healthy[0]["contracted_mbps"])


def test_down_is_refused_at_once_and_up_answers_again(outside, healthy):
    school = healthy[1]
    outside.order(f"schools/{school['code']}", connectivity="down")
    assert not reachable(school["probe"])
    assert reachable(healthy[2]["probe"])
    outside.order(f"schools/{school['code']}", connectivity="up")
    assert probe(school["probe"])["school"] == school["code"]


def test_a_slow_school_answers_late_and_little(outside, healthy):
    school = next(row for row in healthy if probe(row["probe"])["download_mbps"] > 0.8 * float(row["contracted_mbps"]))
    outside.order(f"schools/{school['code']}", connectivity="slow")
    begun = time.monotonic()
    told = probe(school["probe"])
    assert 0.4 <= time.monotonic() - begun < 2
    assert told["download_mbps"] < 0.3 * float(school["contracted_mbps"])
    assert told["loss_pct"] >= 3


def test_a_flapping_school_goes_and_comes_by_itself_every_10_to_40_seconds(start: Start):
    pace = 20
    running = start(SIM_PACE=pace)
    school = running.schools()[3]
    running.order(f"schools/{school['code']}", connectivity="flap")
    turns = []
    for there in (False, True, False, True):
        wait_until(lambda there=there: reachable(school["probe"]) == there, within=30, every=0.01)
        turns.append(time.monotonic())
    lasted = [(b - a) * pace for a, b in zip(turns, turns[1:], strict=False)]
    assert all(8 <= seconds <= 46 for seconds in lasted), lasted


@pytest.mark.parametrize("tree", ["district", "ward"])
def test_an_area_goes_dark_by_its_old_or_its_new_code(outside, healthy, tree):
    code = healthy[4][tree]
    inside = [row for row in healthy if row[tree] == code]
    told = outside.order(f"areas/{code}", connectivity="down")
    assert told["schools"] >= len(inside) > 0
    assert [reachable(row["probe"]) for row in healthy] == [row[tree] != code for row in healthy]
    outside.order(f"areas/{code}", connectivity="up")
    assert all(reachable(row["probe"]) for row in inside)


def test_a_carrier_is_cut_everywhere_or_in_one_area(outside, healthy):
    area = next(row for row in healthy if row["carrier"] == "vnpt")["district"]
    outside.order("carriers/vnpt", state="cut", area=area)
    hit = {row["code"] for row in healthy if row["carrier"] == "vnpt" and row["district"] == area}
    assert {row["code"] for row in healthy if not reachable(row["probe"])} == hit
    outside.order("carriers/vnpt", state="cut")
    assert {row["carrier"] for row in healthy if not reachable(row["probe"])} == {"vnpt"}
    assert all(not reachable(row["probe"]) for row in healthy if row["carrier"] == "vnpt")
    outside.order("carriers/vnpt", state="ok")
    assert all(reachable(row["probe"]) for row in healthy)


def test_mending_one_cause_does_not_heal_another(outside, healthy):
    school = next(row for row in healthy if row["carrier"] == "viettel")
    outside.order(f"schools/{school['code']}", connectivity="down")
    outside.order("carriers/viettel", state="cut")
    outside.order("carriers/viettel", state="ok")
    assert not reachable(school["probe"])
    outside.order("carriers/viettel", state="cut")
    outside.order(f"schools/{school['code']}", connectivity="up")
    assert not reachable(school["probe"])
    outside.order("carriers/viettel", state="ok")
    assert reachable(school["probe"])


def test_a_cut_uplink_takes_the_whole_outside_away_but_not_the_hand_that_staged_it(outside, healthy):
    sentinels = outside.get("/register/sentinels")["sentinels"]
    assert len(sentinels) == 3
    assert all(map(reachable, sentinels))
    outside.order(f"schools/{healthy[0]['code']}", connectivity="down")
    outside.order("uplink", state="cut")
    assert not any(map(reachable, sentinels))
    assert not any(reachable(row["probe"]) for row in healthy)
    with pytest.raises((ConnectionError, OSError)):
        outside.ask("GET", "/upstream/labs/schools")
    assert outside.get("/healthz")["ready"]
    assert outside.schools()
    outside.order("uplink", state="ok")
    assert all(map(reachable, sentinels))
    assert [reachable(row["probe"]) for row in healthy[:5]] == [False, True, True, True, True]
    assert outside.get("/upstream/labs/schools?size=1")["total"] == 400


WRONG = [
    ("schools/000", b'{"connectivity": "down"}', 404), ("schools/{code}", b'{"connectivity": "asleep"}', 422),
    ("schools/{code}", b"{}", 422), ("schools/{code}", b'{"connectivity": ["down"]}', 422),
    ("schools/{code}", b"down", 400), ("schools/{code}", b'["down"]', 400), ("schools/{code}", b"\xff\xfe", 400),
    ("schools", b'{"connectivity": "down"}', 404), ("areas/99999", b'{"connectivity": "down"}', 404),
    ("carriers/fax", b'{"state": "cut"}', 404), ("carriers/vnpt", b'{"state": "off"}', 422),
    ("carriers/vnpt", b'{"state": "cut", "area": "99999"}', 404), ("sources/weather", b'{"fault": "none"}', 404),
    ("sources/labs", b'{"fault": "explode"}', 422), ("uplink", b'{"state": "maybe"}', 422), ("uplink/1", b"{}", 404),
    ("adopt", b'{"schools": "all"}', 422), ("adopt", b'{"schools": [{"name": "no code"}]}', 422),
    ("adopt", b'{"schools": [{"code": 79000}]}', 422), ("adopt", b'{"schools": [{"code": "A", "lat": "north"}]}', 422),
    ("nonsense", b"{}", 404),
]


@pytest.mark.parametrize(("path", "body", "status"), WRONG)
def test_a_wrong_order_is_refused_in_both_languages_and_changes_nothing(outside, healthy, path, body, status):
    before = outside.get("/control/state")
    given, answer = outside.ask("POST", "/control/" + path.format(code=healthy[0]["code"]), body)
    assert given == status
    assert all(json.loads(answer)["error"][language].strip() for language in ("vi", "en"))
    assert outside.get("/control/state") == before


def test_a_web_page_open_on_this_machine_cannot_stage_anything(outside):
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}):
        status, _ = outside.ask("POST", "/control/uplink", {"state": "cut"}, headers)
        assert status == 403
    assert outside.get("/control/state")["uplink"] == "ok"
    assert outside.ask("GET", "/control/uplink")[0] == 405


def test_nothing_listens_beyond_loopback(outside):
    lines = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    mine = {row[1] for row in lines if row[3] == "0A" and row[1].endswith(f":{outside.port:04X}")}
    assert mine == {f"0100007F:{outside.port:04X}"}
    schools = {row[1].split(":")[0] for row in lines if row[3] == "0A" and row[1].endswith(f":{18080:04X}")}
    assert schools
    assert all(address.endswith("7F") for address in schools)


def test_an_unreadable_request_is_refused_and_the_next_one_served(outside):
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"POST /control/uplink HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", outside.port), 3) as sock:
            sock.sendall(sent)
            assert b" 400 " in sock.recv(1000)
    assert outside.get("/healthz")["ready"]
