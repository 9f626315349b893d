"""What the registers of people and learning say of a simulated province: a person from the department would nod."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from data_sources import clc, feedback, lms, staff, steam
from simulator.placing import Placer
from simulator.register import load_map
from simulator.schools import School, build_schools
from simulator.systems._system import systems

DAY = 86_400.0
NOW = 1_795_363_200.0  # 2026-11-22 23:20 in Ho Chi Minh City
READ: dict[str, Callable[[Mapping[str, Any]], tuple[float, ...]]] = {
    "staff": staff.read, "lms": lms.read, "steam": steam.read, "clc": clc.read, "feedback": feedback.read}
EACH = pytest.mark.parametrize("key", READ)


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> list[School]:
    import json

    areas, water = load_map(tmp_path_factory.mktemp("map"))
    return build_schools(2380, 1975, Placer(json.loads(areas), json.loads(water), 1975))


def rows(key: str, schools: list[School], seed: int = 1975, now: float = NOW) -> list[dict[str, Any]]:
    system = systems()[key]
    return [system.item(seed, school, now) for school in schools if system.knows(seed, school)]


def share(found: list[dict[str, Any]], true: Callable[[dict[str, Any]], bool]) -> float:
    return sum(map(true, found)) / len(found)


@EACH
def test_every_row_of_a_year_is_a_row_its_source_takes(key: str, schools: list[School]) -> None:
    for day in range(0, 365, 61):
        for row in rows(key, schools, now=NOW + day * DAY):
            READ[key](row)


@EACH
def test_the_same_seed_says_the_same_and_another_says_other(key: str, schools: list[School]) -> None:
    assert rows(key, schools) == rows(key, schools)
    assert rows(key, schools) != rows(key, schools, seed=7)


@EACH
def test_nobody_declares_in_the_future_and_a_date_stands_until_the_next(key: str, schools: list[School]) -> None:
    from datetime import datetime

    for row, later in zip(rows(key, schools), rows(key, schools, now=NOW + DAY), strict=True):
        if "as_of" in row:
            said, next_said = (datetime.fromisoformat(one["as_of"]).timestamp() for one in (row, later))
            assert said <= NOW
            assert next_said == said or next_said > NOW


def test_a_province_has_the_troubles_these_figures_are_there_to_find(schools: list[School]) -> None:
    people = rows("staff", schools)
    assert 0.08 < share(people, lambda r: not r["it_dedicated"] + r["it_part_time"]) < 0.25, "some have nobody"
    assert 0.5 < share(people, lambda r: not r["it_dedicated"] and r["it_part_time"] > 0) < 0.8, "most do it beside lessons"
    assert 0.03 < share(people, lambda r: r["teachers_trained"] < r["teachers"] / 2) < 0.12
    learning = rows("lms", schools)
    assert 0.02 < share(learning, lambda r: r["active_pupils_7d"] < r["pupils"] * 0.1) < 0.09, "some bought it and do not use it"
    assert 0.4 < sum(r["active_pupils_7d"] for r in learning) / sum(r["pupils"] for r in learning) < 0.8
    stem = rows("steam", schools)
    assert 0.02 < share(stem, lambda r: not r["stem"]) < 0.15
    assert 0.25 < share(stem, lambda r: r["ai"]) < 0.6
    said = rows("feedback", schools)
    assert 0.005 < share(said, lambda r: r["oldest_days"] > 30) < 0.03, "a few forget"
    assert 0.05 < share(said, lambda r: r["open"] > 0) < 0.2


def test_only_schools_the_question_is_about_have_a_row(schools: list[School]) -> None:
    kinds = {key: {s.kind for s in schools if systems()[key].knows(1975, s)} for key in READ}
    assert kinds["clc"] == {"tthtcd"}
    assert kinds["steam"] == {"tieu_hoc", "thcs", "thpt"}
    assert not kinds["lms"] & {"mam_non", "tthtcd"}
    assert {"mam_non", "tthtcd"} < kinds["staff"]


def test_declared_figures_grow_too_old_at_a_few_schools_only(schools: list[School]) -> None:
    from datetime import datetime

    for key, indicator in (("staff", "it_staff"), ("steam", "stem_ai")):
        limit = import_module(f"indicators.{indicator}").INDICATOR.stale_after.total_seconds()
        old = share(rows(key, schools), lambda r, limit=limit: NOW - datetime.fromisoformat(r["as_of"]).timestamp() > limit)  # type: ignore[misc]
        assert old < 0.06, key
        if key == "staff":
            assert old > 0.005, "somebody forgets"


def test_a_recorded_answer_is_one_of_this_system() -> None:
    import json

    for key in READ:
        items = json.loads((Path(__file__).parents[1] / "data" / "sources" / f"{key}.json").read_text("utf-8"))["items"]
        assert items
        for item in items:
            READ[key](item)
