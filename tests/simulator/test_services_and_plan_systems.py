"""One-stop desk, forms, websites, admissions, axis, plan and index of the simulated province: plausible, and not too well."""

import importlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from data_sources._fields import BadRow
from simulator.day import Clock
from simulator.gazetteer_districts import DISTRICTS
from simulator.schools import KIND_DIGIT, PILOTS, SIZES, School
from simulator.systems._plan import places_of
from simulator.systems._procedures import PROCEDURES
from simulator.systems._system import systems
from tests.simulator.conftest import Outside

KEYS = ("onestop", "eform", "portal", "admissions", "exams", "axis", "programme", "index4725")
HERE = systems()
SEED = 1975
PER_DISTRICT = {"mam_non": 30, "tieu_hoc": 18, "thcs": 12, "thpt": 9, "gdtx": 1, "gdnn_gdtx": 1, "tthtcd": 3}


def moment(text: str) -> float:
    """Epoch seconds of a local time."""
    return Clock(text, 0.0).shift


NOW = moment("2026-11-23T09:00")


def a_school(kind: str, district: str, number: int, **more: Any) -> School:
    """A school of the usual size."""
    pupils = SIZES[kind][1]
    code = f"79{district}{KIND_DIGIT[kind]}{number:03d}"
    return School(**({"code": code, "name": code, "kind": kind, "lat": None, "lon": None, "district": district, "ward": "",
                      "pupils": pupils, "teachers": pupils // 20, "classes": pupils // 35, "carrier": "vnpt", "contracted_mbps": 100} | more))


@pytest.fixture(scope="module")
def schools() -> list[School]:
    """A full city of 1,628 schools, the five pilots among them."""
    rows = [a_school(kind, d.code, n + 1) for d in DISTRICTS for kind, many in PER_DISTRICT.items() for n in range(many)]
    pilots = [a_school("thpt", "760", 90 + n, name=name, pilot=True) for n, (name, *_) in enumerate(PILOTS)]
    return [*rows, *pilots]


def rows(key: str, schools: list[School], at: float = NOW) -> list[dict[str, Any]]:
    """What a system tells of the schools it knows."""
    return [HERE[key].item(SEED, s, at) for s in schools if HERE[key].knows(SEED, s)]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("when", ["2026-11-23T09:00", "2026-06-16T00:00", "2026-07-05T00:00", "2027-01-01T00:00", "2026-04-21T00:00"])
def test_every_row_is_believed_by_its_collector(key: str, when: str, schools: list[School]) -> None:
    source = importlib.import_module(f"data_sources.{key}")
    told = rows(key, schools, moment(when))
    assert {len(source.read(row)) for row in told} == {len(source.METRICS)}


@pytest.mark.parametrize("key", KEYS)
def test_the_same_seed_tells_the_same_and_another_seed_another_story(key: str, schools: list[School]) -> None:
    some = schools[:400]
    assert rows(key, some) == rows(key, some)
    other = [HERE[key].item(7, s, NOW) for s in some if HERE[key].knows(SEED, s)]
    assert other != rows(key, some)


SPOILT = [
    ("onestop", "on_time", 10**5, "more_on_time_than_settled"), ("onestop", "overdue", 10**5, "more_overdue_than_open"),
    ("onestop", "procedures_fully", 99, "more_procedures_fully_than_procedures_online"), ("onestop", "open", -1, "bad_open"),
    ("eform", "forms_failed", 10**5, "more_failed_than_opened"), ("eform", "otp_seconds", None, "bad_otp_seconds"),
    ("portal", "up", 289, "more_up_than_checks"), ("portal", "response_ms", 1.5, "bad_response_ms"),
    ("admissions", "expected", 9999, "more_expected_than_quota"), ("admissions", "confirmed", 19_000, "more_confirmed_than_possible"),
    ("exams", "faulty", 30_000, "more_faulty_than_registered"), ("axis", "failures", 10**6, "more_failures_than_messages"),
    ("axis", "pupils", "8", "bad_pupils"), ("programme", "items_done", 0, "states_are_not_the_items"),
    ("programme", "disbursed_million", 10**6, "more_disbursed_million_than_allocated_million"),
    ("index4725", "governance", 91, "more_governance_than_possible"), ("index4725", "teaching", 101, "bad_teaching"),
]


@pytest.mark.parametrize(("key", "field", "value", "reason"), SPOILT, ids=[f"{k}.{f}" for k, f, *_ in SPOILT])
def test_a_row_that_contradicts_itself_is_refused_with_its_reason(key: str, field: str, value: Any, reason: str) -> None:
    read = importlib.import_module(f"data_sources.{key}").read
    row: Mapping[str, Any] = HERE[key].item(SEED, a_school("thpt", "765", 6), NOW)
    read(row)
    with pytest.raises(BadRow, match=f"^{reason}$"):
        read({**row, field: value})
    with pytest.raises(BadRow):
        read({name: said for name, said in row.items() if name != field})


def test_the_quotas_of_the_plan_come_out(schools: list[School]) -> None:
    given = Counter((item, s.kind) for s in schools for item in places_of(SEED, s))
    assert sum(many for (item, _), many in given.items() if item == 13) == 54, "27 THCS and 27 THPT"
    assert (given[13, "thcs"], given[13, "thpt"]) == (27, 27)
    assert (given[2, "thpt"], given[2, "tieu_hoc"], given[2, "thcs"]) == (5, 22, 11), "5 THPT, and 1 or 2 of each district"
    assert (given[3, "thpt"], given[3, "thcs"]) == (2, 22)
    assert (given[4, "thpt"], given[4, "thcs"], given[4, "tieu_hoc"]) == (4, 12, 12)
    assert (given[11, "thpt"], given[11, "thcs"], given[10, "tthtcd"]) == (8, 22, 1)


def test_the_department_has_23_procedures_of_which_17_run_fully_online() -> None:
    assert (len(PROCEDURES), sum(fully for *_, fully in PROCEDURES)) == (23, 17)


def test_most_are_well_and_the_troubles_are_there(schools: list[School]) -> None:
    desk, form, site = rows("onestop", schools), rows("eform", schools), rows("portal", schools)
    plan, exchange = rows("programme", schools), rows("axis", schools)

    def share(found: list[bool]) -> float:
        return sum(found) / len(found)

    assert 0.95 < sum(r["on_time"] for r in desk) / sum(r["settled"] for r in desk) < 0.999
    assert 0.01 < share([r["overdue"] > 2 or r["on_time"] < 0.9 * r["settled"] for r in desk]) < 0.08
    assert 0.9 < sum(r["procedures_online"] for r in desk) / sum(r["procedures"] for r in desk) < 0.99
    assert 0.001 < share([r["otp_seconds"] > 60 for r in form]) < 0.02
    assert 0.003 < share([r["up"] == 0 for r in site]) < 0.02
    assert 0.003 < share([r["certificate_days"] == 0 for r in site]) < 0.03
    assert 0.02 < share([r["items_without_proof"] > 1 for r in plan]) < 0.15
    assert 0.85 < sum(r["disbursed_million"] for r in plan) / sum(r["allocated_million"] for r in plan) < 0.97
    assert 0.003 < share([r["silent_hours"] > 24 for r in exchange]) < 0.03
    assert all(r["oldest_days"] > 30 for r in plan if r["recommendations_late"])


def test_all_three_levels_occur_and_group_two_never_has_a_hundred(schools: list[School]) -> None:
    told = rows("index4725", schools)
    weaker = [min(r["teaching"], r["governance"]) for r in told]
    shares = [sum(w < 50 for w in weaker), sum(50 <= w <= 75 for w in weaker), sum(w > 75 for w in weaker)]
    assert all(0.03 < many / len(told) < 0.7 for many in shares), shares
    assert {r["governance_most"] for r in told} == {90}
    days = {datetime.fromisoformat(r["as_of"]).astimezone(UTC) for r in told}
    assert {(d.year, d.month) for d in days} == {(2026, 5)}
    before = rows("index4725", schools[-40:], moment("2026-05-20T09:00"))
    assert {r["as_of"][:7] for r in before} == {"2025-05"}, "until this May is over, last May is what there is"


def test_a_season_opens_fills_and_stays_until_the_next(schools: list[School]) -> None:
    some = [s for s in schools if s.kind == "thpt"][:60]
    days = [moment(f"2026-{day}T00:00") for day in ("06-15", "06-25", "07-10", "08-01", "09-01")]
    told = [rows("admissions", some, at) for at in (*days, NOW)]
    confirmed = [sum(r["confirmed"] for r in row) for row in told]
    assert confirmed[0] == 0 < confirmed[1] < confirmed[2] < confirmed[3] <= confirmed[4] == confirmed[5]
    assert [r["expected"] for r in told[4]] == [r["quota"] for r in told[4]]
    assert sum(r["expected"] for r in told[1]) < 0.3 * sum(r["quota"] for r in told[1])
    last = rows("admissions", some, moment("2026-06-14T00:00"))
    assert all(r["confirmed"] > 0.5 * r["quota"] for r in last), "the day before, last year's season still stands, complete"


def test_who_has_no_grade_to_fill_and_no_website_has_no_row(schools: list[School]) -> None:
    def known(key: str) -> set[str]:
        return {s.kind for s in schools if HERE[key].knows(SEED, s)}

    assert known("admissions") == {"tieu_hoc", "thcs", "thpt", "gdtx", "gdnn_gdtx"}
    assert known("exams") == {"thpt", "gdtx", "gdnn_gdtx"}
    assert "mam_non" not in known("index4725")
    assert "tthtcd" not in known("eform")
    assert 0.8 < sum(HERE["portal"].knows(SEED, s) for s in schools) / len(schools) < 0.97


def test_a_system_pages_through_the_schools_it_knows_and_no_others(outside: Outside) -> None:
    register = {row["code"]: row["kind"] for row in outside.schools()}
    codes, page, pages, total = [], 1, 1, 0
    while page <= pages:
        told = outside.get(f"/upstream/exams/schools?page={page}&size=7")
        codes += [item["school"] for item in told["items"]]
        page, pages, total = page + 1, told["pages"], told["total"]
    assert codes == [code for code, kind in register.items() if kind in ("thpt", "gdtx", "gdnn_gdtx")]
    assert total == len(codes) > 7, "the total is that of its own list: a collector holds back a list that is not whole"


def test_a_figure_of_may_says_so_whenever_it_is_asked_for(outside: Outside) -> None:
    told = outside.get("/upstream/index4725/schools?size=50")
    assert {item["as_of"][5:7] for item in told["items"]} == {"05"}
    assert told["as_of"][:10] >= max(item["as_of"][:10] for item in told["items"])
