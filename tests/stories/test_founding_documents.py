"""Chị Thảo opens the founding documents beside the running product and looks for each row's figure: A1–A6, A8, B1–B4, D1–D3, E1–E6."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from domain.indicator import Indicator
from domain.registry import discover
from domain.school import SchoolKind
from simulator.schools import KIND_DIGIT
from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.product, pytest.mark.screen]
FIELDS = {"value", "numerator", "denominator", "reporting", "schools", "as_of", "status", "by_area", "by_school", "counts", "next"}


@dataclass(frozen=True)
class Row:
    """What stands for one row. `keys`: indicators; `says`: the document's own figures and doubts, on `/indicators`; `systems`: tiles of
    `/systems`; `claims`: of `/claims`."""

    keys: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


ROWS = {
    "A1": Row(("allocated", "disbursed"), says=("51,225", "15,766", "35,459")),
    "A2": Row(("lab_rooms", "standard_machines", "machines_per_room", "pupils_per_machine"), says=("2.052", "12.312", "khó tin"), systems=("labs",)),
    "A3": Row(("pupils_verified", "teachers_verified"), says=("99 %", "95 %"), systems=("sector",)),
    "A4": Row(("punctuality", "completeness", "last_contact"), claims=("broadband",)),
    "A5": Row(("connectivity", "labs", "epayment"), says=("100 % trường thu học phí",), systems=("axis", "probe", "labs", "epayment"),
              claims=("broadband", "labs", "cashless", "axis")),
    "A6": Row(("procedures_online", "procedures_fully", "overdue", "admissions", "transfers"), says=("23", "17 trong 23"),
              systems=("onestop", "admissions")),
    "A8": Row(("smart_rooms", "modern_labs", "ai_labs"), says=("ít nhất 1 phòng học thông minh", "ít nhất 1 phòng thí nghiệm hiện đại")),
    "B1": Row(("epayment",), says=("465/595", "78,15 %", "Tiền Giang"), systems=("epayment",)),
    "B2": Row(("stem_ai", "repository_items"), says=("STEM: 100 %", "trên 70 %", "70 % của cái gì"), systems=("steam", "repository")),
    "B3": Row(("signatures_issued",), says=("5.953",), systems=("eoffice", "signatures")),
    "B4": Row(("e_record", "e_gradebook"), says=("học bạ số", "2023–2024"), systems=("gradebook",)),
    "D1": Row(("fees_cashless",), systems=("axis",), claims=("axis",)),
    "D2": Row(("mbps_per_100", "bandwidth", "download"), says=("100 % băng thông rộng",), claims=("broadband",)),
    "D3": Row(("portal_uptime", "lms_active", "repository_items"),
              systems=("repository", "lms", "portal", "onestop", "identity", "epayment", "postal", "dossiers")),
    "E1": Row(("pupils_verified", "duplicates"), says=("một mã định danh duy nhất",), systems=("sector",)),
    "E2": Row(("admissions",), says=("71.545", "102.095"), systems=("admissions", "exams")),
    "E3": Row(("flaps", "form_errors", "otp_delivery"), says=("không nhận được OTP",), systems=("onestop", "probe")),
    "E4": Row(("epayment", "fees_cashless", "on_time"), says=("Tài liệu của Hà Nội", "100 % hồ sơ")),
    "E5": Row(("it_staff", "teachers_trained"), says=("kiêm nhiệm",), systems=("staff",)),
    "E6": Row(("punctuality", "silent_schools"), systems=("sector",)),
}
EACH = pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
INDICATORS = discover("indicators", "INDICATOR", Indicator)
KIND_OF = {digit: SchoolKind(kind) for kind, digit in KIND_DIGIT.items()}  # a simulated code says which kind it is
KEYS = sorted({key for row in ROWS.values() for key in row.keys})


@pytest.fixture(scope="module")
def told(living: Product) -> Callable[[str], dict[str, Any]]:
    """told(key) -> the indicator's answer, once the first polls of everybody are in."""
    def known() -> bool:
        return all(ask(key)["value"] is not None for key in KEYS)

    def ask(key: str) -> dict[str, Any]:
        found: dict[str, Any] = living.get(f"/api/v1/indicators/{key}")
        return found

    wait_until(known, 120, 2.0, what="a figure for every row")
    return cache(ask)


@pytest.fixture(scope="module")
def systems(living: Product) -> dict[str, dict[str, Any]]:
    """{key: tile} of every linked system, once each has been heard."""
    def heard() -> dict[str, dict[str, Any]]:
        tiles = {one["key"]: one for one in living.get("/api/v1/systems")["systems"]}
        return tiles if all(one["last_at"] or one["key"] == "probe" for one in tiles.values()) else {}

    found = wait_until(heard, 120, 2.0, what="every system heard")
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def findings(living: Product) -> dict[str, Any]:
    """What cannot be true, once the collector has looked over its figures."""
    def looked() -> dict[str, Any]:
        said: dict[str, Any] = living.get("/api/v1/findings")
        return said if said["at"] else {}

    found = wait_until(looked, 180, 2.0, what="the collector's first inspection")
    assert isinstance(found, dict)
    return found


def asked(told: Callable[[str], dict[str, Any]], key: str) -> set[str]:
    """Codes of the schools an indicator concerns; the line concerns all 300."""
    everybody = [one["code"] for one in told("connectivity")["by_school"]]
    assert len(everybody) == 300
    return {code for code in everybody if INDICATORS[key].concerns(KIND_OF[int(code[5])])}


@EACH
def test_each_row_has_its_figures(told: Callable[[str], dict[str, Any]], row: Row) -> None:
    for key in row.keys:
        found = told(key)
        assert set(found) == FIELDS, key
        assert found["value"] is not None, key
        assert found["status"] != "unknown", key
        assert 0 < found["reporting"] <= found["schools"] == len(found["by_school"]), f"{key}: it drills to its schools"
        assert {one["code"] for one in found["by_school"]} == asked(told, key), f"{key}: of every school it concerns, and of no other"
        assert sum(one["schools"] for one in found["by_area"]) == found["schools"], f"{key}: every school stands in one area"
        assert sum(one["value"] is not None for one in found["by_school"]) >= found["reporting"], key
        if found["denominator"]:
            assert found["value"] == pytest.approx(found["numerator"] / found["denominator"], rel=1e-5), key


@EACH
def test_each_row_has_its_systems(systems: dict[str, dict[str, Any]], row: Row) -> None:
    for key in row.systems:
        tile = systems[key]
        assert tile["owner"], key
        assert tile["says"], key
        assert tile["status"] in ("good", "watch", "bad"), f"{key}: {tile['says']}"
        assert {source["state"] for source in tile["sources"]} == {"đang thu thập"}, key


@EACH
def test_each_row_has_its_claims(living: Product, findings: dict[str, Any], row: Row) -> None:
    for key in row.claims:
        found = {one["key"]: one for one in living.get(f"/api/v1/claims?claim={key}")["claims"]}
        assert sum(found[key]["counts"].values()) == 300, f"{key}: every school is answered, if only by what is not known"


def test_a3_the_bands_are_the_documents_own(living: Product) -> None:
    bands = {one["key"]: one["bands"]["good"] for one in living.get("/api/v1/indicators") if one["bands"]}
    assert (bands["pupils_verified"], bands["teachers_verified"]) == (0.99, 0.95)


def test_b1_those_without_are_a_list(told: Callable[[str], dict[str, Any]]) -> None:
    found = told("epayment")
    without = [one for one in found["by_school"] if one["value"] == 0]
    assert len(without) == found["denominator"] - found["numerator"] > 0


def test_a1_a2_sums_and_ratios_are_checked_not_mended(findings: dict[str, Any]) -> None:
    found = {one["code"]: one for one in findings["findings"] if one["what"] == "document"}
    assert [one["value"] for one in found["A2"]["evidence"]] == [12312, 2052], "exactly 6.0 machines in a room"
    assert {one["value"] for one in found["C13"]["evidence"]} == {54, 277, 27}
    assert "A1" not in found, "51,225 is the sum of its parts"


def test_the_documents_stand_beside_ours_on_the_page(living: Product, told: Callable[[str], dict[str, Any]], screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="manager")
    shown.page.goto(f"{living.url}/indicators")
    lines = shown.page.locator(".indicator-line")
    lines.first.wait_for()
    assert lines.count() == 84
    text = " ".join(lines.all_inner_texts()).replace("\u00a0", " ")
    missing = {name: [words for words in row.says if words not in text] for name, row in ROWS.items()}
    assert not {name: words for name, words in missing.items() if words}
    assert not shown.complaints, shown.complaints


def test_the_systems_stand_on_their_board(living: Product, systems: dict[str, dict[str, Any]], screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="manager")
    shown.page.goto(f"{living.url}/systems")
    shown.page.get_by_text(next(iter(systems.values()))["name"], exact=False).first.wait_for()
    text = re.sub(r"\s+", " ", shown.page.locator("main, body").first.inner_text())
    for key in {key for row in ROWS.values() for key in row.systems}:
        assert systems[key]["name"].casefold() in text.casefold(), key


def test_every_row_of_the_documents_is_walked() -> None:
    wanted = {f"A{n}" for n in (1, 2, 3, 4, 5, 6, 8)} | {f"B{n}" for n in range(1, 5)} | {f"D{n}" for n in range(1, 4)} | {f"E{n}" for n in range(1, 7)}
    assert set(ROWS) == wanted
