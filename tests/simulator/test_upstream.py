"""The systems of others: tokens, pages, a day's curve, and every way in which they misbehave."""

import json
import time
from http.client import HTTPException

import pytest

from simulator.day import LOCAL, Clock, lab_use, line_load, paid_share
from simulator.inventory import lab_item, payment_item
from simulator.schools import School
from tests.simulator.conftest import Outside

SYSTEMS = {"labs": "/upstream/labs/schools", "epayment": "/upstream/payments/schools",
           "helpdesk": "/upstream/helpdesk/tickets"}


def moment(text: str) -> float:
    """Epoch seconds of a local time."""
    return Clock(text, 0.0).shift


@pytest.fixture(autouse=True)
def no_fault(outside: Outside):
    yield
    for key in SYSTEMS:
        outside.order(f"sources/{key}", fault="none")


@pytest.mark.parametrize("path", SYSTEMS.values())
@pytest.mark.parametrize("given", ["", "Bearer wrong", "a-token-of-the-tests"])
def test_without_the_right_token_nothing_is_told(outside, path, given):
    status, body = outside.ask("GET", path, headers={"Authorization": given})
    assert status == 401
    assert "items" not in json.loads(body)


@pytest.mark.parametrize("key", ["labs", "epayment"])
def test_the_pages_hold_every_school_exactly_once(outside, key):
    codes, page, pages = [], 1, 1
    while page <= pages:
        told = outside.get(f"{SYSTEMS[key]}?page={page}&size=150")
        assert (told["page"], told["total"], told["pages"]) == (page, 400, 3)
        assert told["as_of"].endswith("Z")
        codes += [item["school"] for item in told["items"]]
        page, pages = page + 1, told["pages"]
    assert codes == [row["code"] for row in outside.schools()]
    assert outside.get(f"{SYSTEMS[key]}?page=4&size=150")["items"] == []


@pytest.mark.parametrize("query", ["page=0", "size=0", "size=9999999", "page=x", "page=-1"])
def test_a_wrong_page_is_refused(outside, query):
    assert outside.ask("GET", f"/upstream/labs/schools?{query}")[0] == 400


def test_most_schools_are_healthy_and_a_few_are_not(outside):
    labs = outside.get("/upstream/labs/schools?size=5000")["items"]
    pays = outside.get("/upstream/payments/schools?size=5000")["items"]
    assert 0.88 <= sum(item["enabled"] for item in pays) / len(pays) <= 0.99
    assert all(item["machines_online"] <= item["standard_machines"] for item in labs)
    assert all(item["failed_today"] <= item["transactions_today"] for item in pays)
    assert all(item["fees_cashless"] <= item["fees_due"] for item in pays)
    state = outside.get("/control/state")
    assert len([mode for mode in state["chronic"].values() if mode == "down"]) <= 0.03 * 400


def test_the_helpdesk_tells_open_tickets_with_a_known_school(outside):
    codes = {row["code"] for row in outside.schools()}
    told = outside.get("/upstream/helpdesk/tickets?state=all&size=5000")["items"]
    assert {"id", "school", "category", "opened_at", "title", "severity"} <= set(told[0])
    assert {item["school"] for item in told} <= codes
    assert len({item["id"] for item in told}) == len(told)
    opened = outside.get("/upstream/helpdesk/tickets?state=open&size=5000")["items"]
    assert {item["id"] for item in opened} == {item["id"] for item in told if item["state"] == "open"}
    assert outside.ask("GET", "/upstream/helpdesk/tickets?state=lost")[0] == 400


def test_the_helpdesk_keeps_the_book_of_a_month_with_times_in_order(outside):
    told = outside.get("/upstream/helpdesk/tickets?state=closed&size=5000")["items"]
    assert len(told) > 40, "400 schools call more often than once a day"
    for item in told:
        assert item["opened_at"] <= item.get("taken_at", item["opened_at"]) < item["resolved_at"], item
    days = {item["opened_at"][:10] for item in told}
    assert len(days) > 20
    often = [item["school"] for item in told]
    assert max(often.count(code) for code in set(often)) >= 3, "some schools call again and again"


@pytest.mark.parametrize("key", SYSTEMS)
def test_each_fault_shows_and_goes_away_again(outside, key):
    path = SYSTEMS[key]
    outside.order(f"sources/{key}", fault="http500")
    assert outside.ask("GET", path)[0] == 500
    outside.order(f"sources/{key}", fault="garbage")
    status, body = outside.ask("GET", path)
    assert status == 200
    with pytest.raises(ValueError):
        json.loads(body)
    outside.order(f"sources/{key}", fault="empty")
    told = outside.get(path)
    assert (told["items"], told["total"]) == ([], 0)
    outside.order(f"sources/{key}", fault="hang")
    with pytest.raises((TimeoutError, HTTPException)):
        outside.ask("GET", path, timeout=1)
    outside.order(f"sources/{key}", fault="none")
    assert outside.get(path)["page"] == 1


def test_a_slow_system_takes_seconds_and_the_others_do_not_wait(outside):
    outside.order("sources/labs", fault="slow")
    begun = time.monotonic()
    assert outside.get(SYSTEMS["epayment"])["page"] == 1
    assert time.monotonic() - begun < 1.5
    assert outside.ask("GET", SYSTEMS["labs"], timeout=30)[0] == 200
    assert time.monotonic() - begun > 3


def test_the_gateway_is_also_known_by_the_name_in_its_path(outside):
    assert outside.order("sources/payments", fault="none")["source"] == "epayment"


def some_school(kind: str = "thpt") -> School:
    return School(code="797604001", name="A", kind=kind, lat=None, lon=None, district="760", ward="26740", pupils=1500,
                  teachers=80, classes=36, carrier="vnpt", contracted_mbps=300, pilot=True)


def test_a_school_day_arrives_works_eats_and_goes_home():
    monday = [f"2026-11-23T{hour}" for hour in ("03:00", "06:45", "09:00", "12:00", "15:00", "23:00")]
    night, arrival, lesson, lunch, afternoon, late = (lab_use(moment(text)) for text in monday)
    assert night < 0.1 < arrival < lesson > lunch < afternoon > late
    assert late < 0.1
    assert lab_use(moment("2026-11-22T09:00")) < 0.2 * lesson  # Sunday
    assert line_load(moment("2026-11-23T09:00")) > 5 * line_load(moment("2026-11-23T03:00"))


def test_the_counters_of_a_day_only_grow_and_start_again_at_local_midnight():
    midnight = moment("2026-11-23T00:00")
    made = [payment_item(1975, some_school(), midnight + 900 * step)["transactions_today"] for step in range(96)]
    assert made == sorted(made)
    assert made[0] == 0 < made[-1]
    assert payment_item(1975, some_school(), midnight + 86_400)["transactions_today"] == 0
    assert paid_share(moment("2026-11-22T21:00")) < paid_share(moment("2026-11-23T21:00"))


def test_the_same_moment_tells_the_same_figures():
    now, school = moment("2026-11-23T09:10"), some_school()
    assert lab_item(7, school, now) == lab_item(7, school, now)
    assert lab_item(7, school, now)["expected_online"] > 0.9 * lab_item(7, school, now)["standard_machines"]
    assert [lab_item(seed, school, now) for seed in range(9)] != [lab_item(7, school, now)] * 9


def test_simulated_time_may_start_elsewhere():
    shift = Clock("2026-11-23T08:00", 1000.0).shift
    from datetime import datetime

    assert datetime.fromtimestamp(1000.0 + shift, LOCAL).isoformat() == "2026-11-23T08:00:00+07:00"
    assert Clock(None, 5.0).shift == 0.0
