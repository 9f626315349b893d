"""The levels of the drill: figures of every area in one body, told by hand; yesterday; who answers; what is open; nothing invented."""

import gzip
import json
from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput, NotFound, StoreDown
from domain.measurement import Column
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from domain.wording import Words, speak
from services import desk as desks
from services.desk import Desk
from services.drill import Drill
from services.drill_past import DAY_S
from services.drill_people import Holders
from services.sight import Sight
from store import drilling, grants, incidents, people, scoping
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

OPERATOR = Actor(kind=ActorKind.PERSON, id=1, name="Minh", role=Role.OPERATOR, scope=EVERYTHING)
CONTACT = Actor(kind=ActorKind.PERSON, id=2, name="Lan", role=Role.SCHOOL_CONTACT, scope=EVERYTHING)
WALL = Actor(kind=ActorKind.SCREEN, id=3, name="Tường", role=Role.SCREEN, scope=EVERYTHING)


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def seat(office: Office) -> Desk:
    return desks._desk(office.centre, EVERYTHING, office.viewer)


def figures(office: Office, kinds: str = "", drill: Drill | None = None) -> dict[str, Any]:
    office.settle()
    plain, packed = (drill or Drill(office.viewer)).figures(kinds)
    assert gzip.decompress(packed) == plain
    told: dict[str, Any] = json.loads(plain)
    return told


def story(office: Office, actor: Actor = OPERATOR, **asked: Any) -> dict[str, Any]:
    office.settle()
    told: dict[str, Any] = json.loads(seat(office).drill.stories.of(seat(office), actor, **asked))
    return told


def counts(told: dict[str, Any], tree: str, area: str, key: str = "connectivity") -> list[int]:
    place = told["trees"][tree].index(area)
    found: list[int] = told["of"][tree]["counts"][key][5 * place:5 * place + 5]
    return found


def test_every_area_of_both_divisions_is_counted_in_one_body(office: Office) -> None:
    office.tick(2, down=[0, 1, 8], unknown=[9])
    told = figures(office)
    assert counts(told, "old", "760") == [0, 6, 0, 2, 0]
    assert counts(told, "old", "764") == [1, 6, 0, 1, 0]
    assert counts(told, "new", "26734") == [1, 20, 0, 3, 0]
    assert told["of"]["whole"]["counts"]["connectivity"] == [1, 20, 0, 3, 0]
    assert told["of"]["whole"]["schools"] == [24]


def test_areas_stand_in_the_vietnamese_order_of_their_names(office: Office) -> None:
    told = figures(office)
    assert told["trees"]["old"] == ["787", "760", "764"], "Huyện Cần Giờ, Quận 1, Quận Gò Vấp"


def test_a_value_is_rolled_up_over_those_that_report(office: Office) -> None:
    office.tick(2, down=[0, 1], unknown=[2, 3])
    place = figures(office)["trees"]["old"].index("760")
    assert figures(office)["of"]["old"]["value"]["connectivity"][place] == pytest.approx(4 / 6, abs=1e-3)
    office.tick(2, unknown=range(24))
    assert figures(office)["of"]["whole"]["value"]["connectivity"] == [None], "nobody reports: not 0"


def test_a_filter_of_kinds_counts_those_only_and_an_unknown_one_is_refused(office: Office) -> None:
    office.tick(2)
    assert figures(office, "thpt")["of"]["whole"]["schools"] == [24]
    assert figures(office, "mam_non")["of"]["whole"]["schools"] == [0]
    with pytest.raises(BadInput):
        Drill(office.viewer).figures("thpt,khong_co")


def test_many_screens_cost_one_body(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    drill = Drill(office.viewer)
    first = drill.figures()
    monkeypatch.setattr("services.drill._body", lambda *_: pytest.fail("made again"))
    assert all(drill.figures() is first for _ in range(50))


def test_green_does_not_outlive_its_proof(office: Office) -> None:
    office.tick(2)
    drill = Drill(office.viewer)
    assert counts(figures(office, drill=drill), "old", "760")[1] == 8
    office.clock.forward(60)
    assert counts(figures(office, drill=drill), "old", "760") == [0, 0, 0, 0, 8]


def test_without_a_yesterday_nothing_is_compared_and_the_reason_is_told(office: Office) -> None:
    office.tick(3, down=[0])
    told, changed = figures(office), story(office, area="760")["changed"]
    assert told["past"]["known"] == []
    assert told["of"]["whole"]["fell"] == [0]
    assert (changed["told"], changed["since"]) == (True, None)


def yesterday(office: Office, down: list[int]) -> None:
    """A day ago the schools answered, but for `down`; since then a day has passed."""
    office.tick(3, down=down)
    office.ingest.housekeep()
    office.settle()
    office.clock.forward(DAY_S)


def test_who_fell_and_who_came_back_since_this_hour_yesterday(office: Office) -> None:
    yesterday(office, down=[8, 9])
    office.tick(3, down=[0, 1, 9])
    told = figures(office)
    place = told["trees"]["old"].index
    assert told["of"]["old"]["fell"][place("760")] == 2
    assert told["of"]["old"]["rose"][place("764")] == 1
    assert told["of"]["old"]["before"]["connectivity"][place("764")] == pytest.approx(6 / 8)
    changed = story(office, area="760")["changed"]
    assert (changed["fell"], changed["rose"]) == ([code(0), code(1)], [])
    assert changed["since"] is not None


def test_what_is_open_is_told_where_it_is_and_nowhere_else(office: Office) -> None:
    office.tick(8, down=[8])
    here, there = story(office, area="764"), story(office, area="760")
    assert (here["known"], here["open"] + here["quiet"]) == (True, 1)
    assert here["changed"]["opened"] == 1
    assert there["open"] + there["quiet"] == 0
    assert story(office)["open"] == here["open"]


def test_before_visitors_what_a_person_wrote_is_not_told(office: Office) -> None:
    office.tick(2)
    with office.centre.db.write() as conn:
        incidents.open_incident(
            office.centre.db, conn, kind="manual", rule="manual", subject=f"school:{code(0)}", severity="high", area="760",
            says=Words("Gọi cô Hạnh 0903 111 222", "Call Ms Hạnh"), started_at=office.clock(), at=office.clock(), members=[code(0)])
    office.tick(2)
    hired(office, "Trần Hạnh", Role.OFFICER, Part(area="760"))
    places: list[dict[str, Any]] = [{}, {"area": "760"}, {"school": code(0)}]
    for asked in places:
        assert "Gọi cô Hạnh" in json.dumps(story(office, WALL, **asked), ensure_ascii=False)
        for actor in (WALL, OPERATOR):
            hidden = json.loads(seat(office).drill.stories.of(seat(office), actor, **asked, visitors=True))
            assert "Hạnh" not in json.dumps(hidden, ensure_ascii=False), "the body of others is not theirs"
            assert hidden["open"] == 1
            assert "báo tay" in hidden["incidents"][0]["says"]
            assert (hidden["people"], hidden["incidents"][0]["who"]) == (None, "")


def hired(office: Office, name: str, role: Role, *parts: Part, disabled: float | None = None) -> None:
    with office.centre.db.write() as conn:
        made = people.insert(conn, {"login": name.replace(" ", "."), "name": name, "role": role.value, "created_at": 1.0, "disabled_at": disabled})
        for part in parts:
            grants.insert(conn, "person", made, part, date(2020, 1, 1), 1.0)


def test_who_answers_is_told_nearest_first_to_those_who_answer_too(office: Office) -> None:
    office.tick(2)
    hired(office, "Trần Hạnh", Role.OFFICER, Part(area="760"))
    hired(office, "Lê Bình", Role.OFFICER, Part(area="760"), Part(area="764"))
    hired(office, "Phạm Minh", Role.OPERATOR, Part())
    hired(office, "Đỗ Nghỉ", Role.OFFICER, Part(area="760"), disabled=2.0)
    hired(office, "Vũ Khách", Role.SCHOOL_CONTACT, Part(school=code(0)))
    told = story(office, area="760")["people"]
    assert [one["name"] for one in told["near"]] == ["Trần Hạnh", "Lê Bình"]
    assert [one["name"] for one in told["centre"]] == ["Phạm Minh"]
    assert [one["name"] for one in story(office, area="764")["people"]["near"]] == ["Lê Bình"]
    assert story(office, area="787")["people"]["near"] == []
    assert story(office, CONTACT, area="760")["people"] is None
    assert story(office, WALL, area="760")["people"] is None, "never on a wall"


def test_roles_are_named_in_the_readers_language(office: Office) -> None:
    office.tick(2)
    hired(office, "Trần Hạnh", Role.OFFICER, Part(area="760"))
    with speak("en"):
        assert story(office, area="760")["people"]["near"][0]["role"] == "Area officer"
    assert story(office, area="760")["people"]["near"][0]["role"] == "Chuyên viên địa bàn"


def test_a_limited_reader_has_figures_of_their_reach_alone(office: Office) -> None:
    office.tick(2, down=[0, 8])
    reach = Scope(parts=frozenset({Part(area="760")}))
    limited = desks._desk(office.centre, reach, Sight(office.viewer, reach))
    told = json.loads(limited.drill.figures()[0])
    assert told["trees"]["old"] == ["760"]
    assert told["of"]["whole"]["schools"] == [8]
    officer = Actor(kind=ActorKind.PERSON, id=4, name="Hạnh", role=Role.OFFICER, scope=reach)
    elsewhere: list[dict[str, Any]] = [{"area": "764"}, {"school": code(8)}]
    for foreign in elsewhere:
        with pytest.raises(NotFound):
            limited.drill.stories.of(limited, officer, **foreign)


def test_a_school_tells_its_readings_and_what_it_declared(office: Office) -> None:
    values = array("d", [1.0] * 24)
    office.ingest.take([Column(metric="epayment.enabled", taken_at=office.clock(), schools=range(24), values=values)])
    office.tick(2, down=[3])
    told = story(office, school=code(3))
    assert told["readings"]["connectivity"][1] == "bad"
    assert told["readings"]["epayment"][:2] == [1.0, "good"]
    assert told["readings"]["labs"] == [None, "unknown", None]
    assert told["facts"]["contracted_mbps"] == 100.0
    assert told["schools"] == 1


def test_a_database_that_is_away_costs_people_and_yesterday_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    office.tick(3, down=[0])
    office.settle()
    monkeypatch.setattr(type(office.centre.db), "read", away)
    drill = Drill(office.viewer)
    assert counts(json.loads(drill.figures()[0]), "old", "760") == [0, 7, 0, 1, 0]
    here = seat(office)
    told = json.loads(here.drill.stories.of(here, OPERATOR, area="760"))
    assert (told["away"], told["people"], told["changed"]["told"]) == (True, None, False)
    assert told["changed"]["opened"] is None, "nobody could be asked: that is not none"


def test_who_answers_stays_known_while_the_database_is_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    office.settle()
    holders, register = Holders(office.viewer), office.viewer.picture.register
    before = holders.all(register)
    with monkeypatch.context() as patched:
        patched.setattr(type(office.centre.db), "read", away)
        office.clock.forward(60)
        assert holders.all(register) is before
        with pytest.raises(StoreDown):
            Holders(office.viewer).all(register)


def test_the_oldest_hour_is_of_the_own_schools(office: Office) -> None:
    office.tick(3, unknown=[0])
    office.ingest.housekeep()
    office.settle()
    day = scoping.local_day(office.clock())
    mine, other = (Scope(parts=frozenset({Part(area=area)})) for area in ("760", "không có"))
    with office.centre.db.read() as conn:
        whole = drilling.first_hour(conn, EVERYTHING, day)
        assert whole == office.clock() // 3600 * 3600
        assert drilling.first_hour(conn, mine, day) == whole
        assert drilling.first_hour(conn, other, day) is None
