"""A school calls: the cellar is flooded. Lan writes it down for her schools, once however often it is sent, and no pupil is named."""

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, CentreError, IllegalMove, NotAllowed, NotFound
from domain.person import Part, Role
from services import manual, respond
from store.incidents import Incident
from tests.gate.conftest import gatehouse  # noqa: F401  (a fixture)
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.promises.office import code

FLOOD = {"category": "flood", "text": "Nước vào tầng trệt, 40 cm"}


def told(house: Gatehouse, who: str = "Lan", reach: str = "760", **what: object) -> Incident:
    actor = house.actor(house.person(who, parts=[Part(area=reach)] if reach else EVERYWHERE, role=Role.OFFICER if reach else Role.OPERATOR))
    return manual.open_by_hand(house.centre, actor, **{**FLOOD, **what})  # type: ignore[arg-type]


def test_one_school_is_its_own_subject(gatehouse: Gatehouse) -> None:  # noqa: F811
    found = told(gatehouse, schools=[code(0)], severity="high", client="w-1")
    assert (found.kind, found.rule, found.subject, found.severity) == ("manual", "manual:flood", f"school:{code(0)}", "high")
    assert (found.says.vi, found.schools, found.quiet, found.state) == ("Ngập lụt: Nước vào tầng trệt, 40 cm", 1, False, "open")
    assert gatehouse.rows("SELECT count(*) FROM outbox") == [(1,)]
    assert gatehouse.acts()[-1] == "incident.opened"


def test_the_same_click_twice_is_one_and_a_second_report_says_where_the_first_is(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan = gatehouse.actor(gatehouse.person("Lan"))
    first = manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(0), code(1)], client="w-1")
    again = manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(0), code(1)], client="w-1")
    assert again.id == first.id
    manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(2)], client="w-2")
    with pytest.raises(IllegalMove, match="incident 2 is live"):
        manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(2)], client="w-3")
    assert gatehouse.rows("SELECT count(*) FROM incidents") == [(2,)]


def test_a_school_may_be_flooded_twice_in_a_year(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan = gatehouse.actor(gatehouse.person("Lan"))
    first = manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(0)], client="w-1")
    respond.resolve(gatehouse.centre, lan, first.id, cause="weather")
    second = manual.open_by_hand(gatehouse.centre, lan, **FLOOD, schools=[code(0)], client="w-2")
    assert second.id != first.id


def test_a_whole_area_is_its_schools_within_reach(gatehouse: Gatehouse) -> None:  # noqa: F811
    storm = {"category": "storm", "text": "Bão số 9, cho học sinh về sớm"}
    whole = told(gatehouse, "Hà", "", area="79", **storm)  # type: ignore[misc]
    assert (whole.subject, whole.schools) == ("area:79", 24)


def test_an_officers_area_reaches_no_further_than_she_does(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan = gatehouse.actor(gatehouse.person("Lan"))
    found = manual.open_by_hand(gatehouse.centre, lan, **FLOOD, area="26734")  # the ward holds all 24 schools
    assert found.schools == 8
    for elsewhere in ({"area": "764"}, {"area": "99999"}, {"schools": [code(8)]}, {"schools": ["x"]}, {"schools": [code(0), code(8)]}):
        with pytest.raises(NotFound):
            manual.open_by_hand(gatehouse.centre, lan, **FLOOD, **elsewhere)  # type: ignore[arg-type]


BAD: list[tuple[dict[str, object], str]] = [
    ({"text": "em Nguyễn Văn An bị ngất"}, "pupil_data"), ({"text": "x"}, "text"), ({"text": "x" * 400}, "text"),
    ({"category": "alien"}, "category"), ({"severity": "loud"}, "severity"), ({"schools": []}, "schools"),
    ({"started_at": 9e9}, "started_at"), ({"started_at": 0.0}, "started_at")]


@pytest.mark.parametrize(("change", "why"), BAD)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(gatehouse: Gatehouse, change: dict[str, object], why: str) -> None:  # noqa: F811
    with pytest.raises(BadInput) as refused:
        told(gatehouse, **{"schools": [code(0)], **change})
    assert refused.value.code == why
    assert gatehouse.rows("SELECT count(*) FROM incidents") == [(0,)]


def test_an_unknown_category_is_answered_with_the_known_ones(gatehouse: Gatehouse) -> None:  # noqa: F811
    with pytest.raises(BadInput, match="use one of: network, power, flood, .*, other") as refused:
        told(gatehouse, category="alien", schools=[code(0)])
    assert "hãy dùng: network, power, flood" in refused.value.words.vi


def test_a_school_contact_reports_nothing_here(gatehouse: Gatehouse) -> None:  # noqa: F811
    nam = gatehouse.actor(gatehouse.person("Nam", Role.SCHOOL_CONTACT, [Part(school=code(0))]))
    with pytest.raises(NotAllowed):
        manual.open_by_hand(gatehouse.centre, nam, **FLOOD, schools=[code(0)])


def test_mutant_that_forgets_the_client_opens_it_twice(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(manual, "clean_client", lambda _: None)
    with pytest.raises((AssertionError, CentreError)):
        test_the_same_click_twice_is_one_and_a_second_report_says_where_the_first_is(gatehouse)


def test_the_same_flood_told_by_two_people_within_an_hour_is_one(gatehouse: Gatehouse) -> None:  # noqa: F811
    first = told(gatehouse, "Lan", schools=[code(0), code(1), code(2)])
    for again in ([code(2), code(0), code(1)], [code(1)]):
        with pytest.raises(IllegalMove, match=f"incident {first.id} is live"):
            told(gatehouse, f"Hoa {len(again)}", schools=again)
    wider = told(gatehouse, "Hà", schools=[code(2), code(3)])
    assert wider.id != first.id, "another school is in the water: that is news"
    assert told(gatehouse, "Thu", category="power", schools=[code(0), code(1)]).id not in (first.id, wider.id)
    gatehouse.clock.forward(3700)
    assert told(gatehouse, "Mai", schools=[code(0), code(1)]).id > wider.id


def test_several_schools_lie_in_the_smallest_area_that_holds_them_all(gatehouse: Gatehouse) -> None:  # noqa: F811
    assert told(gatehouse, "Lan", schools=[code(0), code(1)]).area == "26734"
    with gatehouse.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE schools SET new_area = '' WHERE code IN (:a, :b)"), {"a": code(1), "b": code(8)})
    assert told(gatehouse, "Hoa", category="power", schools=[code(0), code(1)]).area == "760"
    assert told(gatehouse, "Hà", "", category="storm", schools=[code(0), code(8)]).area == "79"
