"""The restricted picture: cut out only where something moved, honest when the database is away, and few are kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from domain.errors import StoreDown
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from services import desk as desks
from services import sight
from services.acting import act_as
from services.desk import DESKS, Desk
from services.sight import Sight
from store import importing, incidents, scoping
from tests.promises.office import Office, code, school, stage
from tests.rig.clock import Clock

GO_VAP = Scope(parts=frozenset({Part(area="764")}))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any, monkeypatch: Any) -> Iterator[Office]:
    monkeypatch.setattr(desks, "_seated", [])
    for opened in stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory):
        desks.sit(opened.centre)
        opened.viewer = desks._seated[0].viewer
        yield opened


def seat(scope: Scope) -> Desk:
    """The desk of an officer with this scope."""
    with act_as(Actor(kind=ActorKind.PERSON, id=1, role=Role.OFFICER, scope=scope)):
        return desks.desk()


def test_the_whole_house_is_the_picture_itself(office: Office) -> None:
    office.tick(2)
    assert seat(EVERYTHING).viewer.picture is office.viewer.picture
    assert seat(EVERYTHING) is desks.house()
    assert seat(Scope(parts=frozenset({Part(area="79")}))) is desks.house(), "the province by its code is the whole house"
    assert Sight(office.viewer, EVERYTHING).picture is office.viewer.picture


def test_only_what_moved_is_cut_out_again(office: Office) -> None:
    office.tick(3)
    mine = seat(GO_VAP).viewer
    first = mine.picture
    assert mine.picture is first, "nothing moved: the same value"
    office.tick(down=[8])
    second = mine.picture
    still = [key for key, layer in office.viewer.picture.layers.items() if first.layers[key].version == layer.version]
    assert still
    for key in still:
        assert second.layers[key] is first.layers[key], key
    assert second.register is first.register
    assert [int(s) for s in second.layers["connectivity"].status] == [3, 1, 1, 1, 1, 1, 1, 1]
    for version, status in first.past["connectivity"].items():
        assert second.past["connectivity"][version] is status


def test_a_restricted_picture_equals_the_part_of_the_whole(office: Office) -> None:
    for n in range(6):
        office.tick(down=[n, 8 + n], unknown=[15])
        whole, part = office.viewer.picture, seat(GO_VAP).viewer.picture
        which = np.arange(8, 16)
        for key, layer in whole.layers.items():
            for column in ("value", "taken", "status"):
                np.testing.assert_array_equal(getattr(part.layers[key], column), getattr(layer, column)[which])
            assert part.past[key].keys() == whole.past[key].keys()
            for version in whole.past[key]:
                np.testing.assert_array_equal(part.past[key][version], whole.past[key][version][which])
        assert [s.code for s in part.register.schools] == [s.code for s in whole.register.schools[8:16]]
        for tree, areas in part.register.trees.items():
            named = [areas[i].code for i in part.register.leaf(tree)]
            assert named == [whole.register.trees[tree][i].code for i in whole.register.leaf(tree)[which]]


def away(_: object) -> Any:
    """The database."""
    raise StoreDown("vắng mặt", "away")


def test_a_database_that_is_away_leaves_those_who_looked_before(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    known = seat(GO_VAP)
    assert not known.ready
    assert known.look().ready
    monkeypatch.setattr(type(office.centre.db), "read", away)
    office.tick(down=[8])
    assert int(known.viewer.picture.layers["connectivity"].status[0]) == 3, "the same reach, newer readings"
    with pytest.raises(StoreDown):
        _ = seat(Scope(parts=frozenset({Part(area="760")}))).viewer.picture
    office.clock.forward(86400)
    assert len(known.viewer.picture.register.schools) == 8, "a new day cannot be asked about: yesterday's reach stands, and greys"
    assert not known.viewer.picture.believed(office.clock())


def test_the_background_asks_for_a_new_register_so_that_no_screen_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    mine = seat(GO_VAP).look()
    importing.commit(office.centre.db, importing.Changes(schools_new=[replace(school(24), old_area="764")]), 1)
    office.lead()
    office.tick(2)
    desks._seated[0].keep_up()
    monkeypatch.setattr(type(office.centre.db), "read", away)
    assert code(24) in mine.viewer.picture.register.index


def test_what_is_reached_tomorrow_is_not_drawn_on_today(office: Office) -> None:
    """An area ends at midnight: the register is the same, the reach is not, and no body kept from yesterday may be used."""
    office.tick(2)
    with office.centre.db.write() as conn:
        conn.execute(sa.text("INSERT INTO areas (code, name, level, valid_from, valid_to, sort_key, folded)"
                             " VALUES ('99999', 'Phường Cũ', 'ward', '2025-07-01', :day, '', '')"), {"day": scoping.local_day(office.clock())})
        conn.execute(sa.text("INSERT INTO school_moves (school_id, area, until) SELECT id, '99999', :day FROM schools WHERE code = :code"),
                     {"day": scoping.local_day(office.clock()), "code": code(3)})
    mine = seat(Scope(parts=frozenset({Part(area="99999")})))
    assert json.loads(mine.feed.directory("79")[1])["codes"] == []
    office.clock.forward(86400)
    office.tick(2)
    digest, directory, _ = mine.feed.directory("79")
    assert json.loads(directory)["codes"] == [code(3)]
    assert len(mine.feed.frame("79", "connectivity", 0, digest[:8])) == 64 + 1


def test_few_desks_are_kept(office: Office) -> None:
    office.tick()
    for n in range(DESKS + 10):
        seat(Scope(parts=frozenset({Part(school=f"7900{n:04d}")})))
    assert len(desks._seated[0]._kept) == DESKS
    assert seat(GO_VAP) is seat(GO_VAP)


def test_while_one_cuts_out_others_see_the_picture_before(office: Office) -> None:
    office.tick(2)
    mine = seat(GO_VAP).viewer
    assert isinstance(mine, Sight)
    before = mine.picture
    office.tick(down=[8])
    with mine._lock:
        assert mine.picture is before
    assert mine.picture is not before


def test_a_school_that_joins_a_cut_cable_later_is_the_incidents_too(office: Office) -> None:
    """Its officer sees the incident that speaks for it, though it was not there when the incident opened."""
    office.tick(2)
    office.tick(8, down=range(5))
    office.tick(8, down=range(6))
    office.settle()
    late = Scope(parts=frozenset({Part(school=code(5))}))
    with office.centre.db.read() as conn:
        found = [i for i in incidents.read_open(conn, late, "2026-09-08") if i.kind == "wide"]
    assert [(i.subject, i.schools) for i in found] == [("area:760/viettel", 1)]
    office.lead()
    assert len(next(iter(office.ingest.watch.streaks["connectivity"].wide.values()))) == 6, "also after a restart"


def test_mutant_everything_is_cut_out_every_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = sight._cut
    monkeypatch.setattr(sight, "_cut", lambda layer, which, key, _: cut(layer, which, key, None))
    with pytest.raises(AssertionError):
        test_only_what_moved_is_cut_out_again(office)
