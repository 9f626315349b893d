"""Bà Hạnh reads what the sources of a number also tell: over the province, a district, a school; what nobody tells is unknown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.area import Tree
from domain.errors import NotFound
from domain.person import EVERYTHING, Part, Scope
from services import desk as desks
from services.desk import Desk
from services.further import further, of_school
from services.indicators import Asked
from services.sight import Sight
from store.tables import latest
from tests.promises.office import DISTRICTS, Office, stage
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def seat(office: Office, *parts: Part) -> Desk:
    scope = Scope(parts=frozenset(parts)) if parts else EVERYTHING
    return desks._desk(office.centre, scope, Sight(office.viewer, scope) if parts else office.viewer)


def write(office: Office, told: dict[int, dict[str, float | None]], ago: float = 60.0) -> None:
    """School's place -> metrics, as the collector last wrote them."""
    ids, now = office.viewer.picture.register.ids, office.centre.clock()
    with office.centre.db.write() as conn:
        conn.execute(latest.insert(), [{"school_id": int(ids[place]), "metric": metric, "value": value, "taken_at": now - ago}
                                       for place, metrics in told.items() for metric, value in metrics.items()])


def staff(requests: float | None, days: float, trained: float = 1, dedicated: float = 1, part_time: float = 1) -> dict[str, float | None]:
    return {"staff.account_requests": requests, "staff.oldest_request_days": days, "staff.it_trained": trained,
            "staff.it_dedicated": dedicated, "staff.it_part_time": part_time}


def told(office: Office, key: str = "it_staff", *parts: Part, **asked: Any) -> dict[str, Any]:
    return further(seat(office, *parts), Asked(key=key, **asked))


def by_key(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in found["figures"]}


def test_sums_shares_and_ages_are_of_the_schools_that_tell_and_the_others_are_not_zero(office: Office) -> None:
    write(office, {0: staff(2, 9), 1: staff(0, 0, trained=0, dedicated=0, part_time=2), 2: staff(5, 31), 3: staff(None, 4)})
    found = told(office)
    figures = by_key(found)
    requests, oldest, trained = figures["account_requests"], figures["oldest_request_days"], figures["it_trained"]
    assert (requests["value"], requests["reporting"], requests["schools"]) == (7, 3, 24)
    assert (oldest["value"], oldest["reporting"]) == (31, 4), "the longest wait, never a sum of waits"
    assert (trained["numerator"], trained["denominator"], trained["value"]) == (3, 8, 0.375)
    assert requests["as_of"] == pytest.approx(office.centre.clock() - 60)
    assert sum(row["values"][0] or 0 for row in found["by_area"]) == 7
    assert [row["values"][0] for row in found["by_school"][:3]] == [5, 2, 0], "most pressing first"
    assert found["by_school"][3]["values"][0] is None


def test_what_is_too_old_is_unknown_and_so_is_what_nobody_ever_told(office: Office) -> None:
    write(office, {0: staff(2, 9)}, ago=200 * 86_400)
    assert {one["value"] for one in told(office)["figures"]} == {None}
    assert {one["reporting"] for one in told(office)["figures"]} == {0}
    assert told(office, "latency")["figures"] == [], "an indicator without further figures"


def test_a_flag_of_a_module_is_a_share_of_the_schools_that_joined_it(office: Office) -> None:
    write(office, {0: {"axis.pupils": 1, "axis.fees": 0}, 1: {"axis.pupils": 1}, 2: {"axis.pupils": 0, "axis.fees": 0}})
    figures = by_key(told(office, "punctuality"))
    assert (figures["axis_pupils"]["numerator"], figures["axis_pupils"]["denominator"]) == (2, 3)
    assert (figures["axis_fees"]["value"], figures["axis_fees"]["denominator"]) == (0, 2), "nobody in step is a measured 0"
    assert figures["axis_timetable"]["value"] is None, "nobody joined is not 0 %"


def test_a_district_officer_counts_her_district_and_no_other_is_there(office: Office) -> None:
    write(office, {place: staff(1, place) for place in range(24)})
    mine, other = list(DISTRICTS)[:2]
    limited = told(office, "it_staff", Part(area=mine), tree=Tree.OLD)
    assert limited["schools"] == by_key(limited)["account_requests"]["value"] < 24
    assert {row["code"] for row in limited["by_area"]} == {mine}
    assert told(office, area=mine)["schools"] == limited["schools"]
    with pytest.raises(NotFound):
        told(office, "it_staff", Part(area=mine), area=other)


def test_a_school_says_its_own_in_words(office: Office) -> None:
    one, now = office.centre.indicators["it_staff"], office.centre.clock()
    says = {figure.key: said for figure, said, _ in of_school(one, {k: (v, now) for k, v in staff(3, 12).items()}, now)}
    assert says["account_requests"] == "3\u00a0đề nghị"
    assert says["it_trained"] == "50,0\u00a0% (1 / 2)"
    flags = of_school(office.centre.indicators["e_record"], {"gradebook.records_on": (1.0, now)}, now)
    assert [said for _, said, _ in flags] == ["Có", None, None]
    old = of_school(one, {k: (v, now - 200 * 86_400) for k, v in staff(3, 12).items()}, now)
    assert {said for _, said, _ in old} == {None}, "what is too old is no longer said"
