"""Nobody reads a word that is not theirs: every body, picture, sentence and kept value, for seven people, cold and warm, in twenty orders."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import NotAllowed
from domain.person import NOBODY, Part, Scope
from services import desk as desks
from services import incident_board, sight, telling, wall
from services.acting import act_as
from services.desk import Desk, Seats
from services.feed import Feed
from services.incident_board import line
from store import history, importing, incidents, scoping
from store.database import Database
from store.migrating import migrate
from tests.gate.canaries import (
    AREAS,
    REACH,
    SCHOOLS,
    SCOPES,
    actor,
    allowed,
    area_code,
    areas_of,
    found,
    kind_of,
    made,
    mark,
    plant,
    school_code,
    views,
    words_in,
    write,
)
from tests.gate.canary_incidents import elsewhere
from tests.gate.canary_incidents import told as story_of
from tests.promises.office import Frame, Office
from tests.rig.caches import Cache, valkey_binary
from tests.rig.clock import Clock

ORDERS = 20
STORIES = ("incidents", "story", "silences", "handover", "clocks", "work", "search")  # read from the database each time: asked for in every fifth order


@pytest.fixture
def house(tmp_path: Path, database_url: str, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The marked province with a collector and one web worker."""
    if "valkey" not in _caches:
        _caches["valkey"] = Cache(valkey_binary(), tmp_path_factory.mktemp("valkey"))
    _caches["valkey"].clear()
    db = Database(database_url)
    migrate(db)
    found(db)
    db.close()
    monkeypatch.setattr(desks, "_seated", [])
    monkeypatch.setattr(wall, "PATIENCE_S", 30.0)  # every body is whole, however busy the machine
    office = Office(tmp_path / "home", database_url, _caches["valkey"].url, clock)
    office.tick(2)
    plant(office.centre.db, office.clock())
    write(office.centre)
    office.tick(2, down=range(6))  # d0's first six, of one carrier: a wide incident of the collector's own making
    office.tick(20, down=range(6))
    office.settle()
    sit(office)
    yield office
    office.close()


def sit(office: Office) -> Seats:
    """A web worker begins: nothing is kept yet."""
    desks.sit(office.centre)
    office.viewer = desks._seated[0].viewer
    return desks._seated[0]


def ask(who: str, view: Callable[[Desk], Any]) -> tuple[Any, str]:
    """As in a request of theirs."""
    with act_as(actor(who)):
        return made(view, desks.desk())


def sweep(office: Office, orders: int) -> None:
    """Everything for everybody in a shuffled order; then what is kept is read as well."""
    everything = list(views(list(office.centre.indicators)))
    for order in range(orders):
        dice = random.Random(order)
        if order % 2 == 0:
            sit(office)
        office.tick(down=dice.sample(SCHOOLS, 5))
        asked = [(who, name, view) for who in SCOPES for name, view in everything if order % 5 == 0 or not name.startswith(STORIES)]
        dice.shuffle(asked)
        for who, name, view in asked:
            told, refusal = ask(who, view)
            foreign = words_in([told, refusal]) - allowed(who)
            assert not foreign, f"{who} reads {sorted(foreign)} in {name} (order {order})"
        kept(office)


def kept(office: Office) -> None:
    """What this worker, the cache and the database's copy hold ready."""
    seats = desks._seated[0]
    whose = {SCOPES[who]: who for who in SCOPES}
    assert set(seats._kept) == set(SCOPES.values()) - {SCOPES["administrator"]}, "one desk for each reach"
    for scope, desk in seats._kept.items():
        bodies = [*desk.feed._brief.values(), *desk.feed._lasting.values(), desk.wall._made, [line(*told) for told in (*desk.wall._over, *desk.incidents.pressing().rows)], repr(desk.viewer.picture.register)]
        foreign = set().union(*map(words_in, bodies)) - allowed(whose[scope])
        assert not foreign, f"kept for {whose[scope]}: {sorted(foreign)}"
    cache: Any = office.centre.live._redis
    for key in cache.scan_iter():
        assert not words_in(key) | words_in(b"".join(b"".join(pair) for pair in cache.hgetall(key).items())), f"the cache names somebody under {key!r}"
    for (payload,) in office.rows("SELECT payload FROM boards"):
        assert not words_in(bytes(payload))


def test_nobody_reads_a_foreign_word(house: Office) -> None:
    sweep(house, ORDERS if house.centre.db.sqlite else 2)


def test_the_words_are_there_to_be_found(house: Office) -> None:
    """A sweep that can find nothing proves nothing: the administrator reads every word, everybody reads all their own."""
    sit(house)
    for who in SCOPES:
        read: set[str] = set()
        for name, view in views(list(house.centre.indicators)):
            if not name.startswith(("card", "page")):
                read |= words_in(ask(who, view)[0])
        for n in REACH[who]:
            read |= words_in(ask(who, lambda desk, n=n: school_page_of(desk, n))[0])  # type: ignore[misc]
            read |= words_in(ask(who, story_of(f"school:{school_code(n)}"))[0])
        assert allowed(who) - read - elsewhere(SCHOOLS, mark) == set(), who


def school_page_of(desk: Desk, n: int) -> Any:
    from components.school_page import school_page
    from services.school import page

    return school_page(page(desk, school_code(n)))


def test_foreign_reads_as_absent(house: Office) -> None:
    """For what is not theirs everybody gets the very answer of what never was."""
    sit(house)
    told = dict(views(list(house.centre.indicators)))
    for who in SCOPES:
        for name, view in told.items():
            what, _, of = name.rpartition(" ")
            if what in ("card", "page") and of != "none" and int(of) not in REACH[who]:
                assert ask(who, view) == ask(who, told["card none"]), (who, name)
            if what == "spot" and of != "none" and int(of) not in REACH[who]:
                assert ask(who, view) == ask(who, told["spot none"]), (who, name)
            area = next((a for a in AREAS if of == area_code(a)), "")
            if area and area not in areas_of(who):
                assert ask(who, view) == ask(who, told[f"{what} none"]), (who, name)


def test_every_count_is_of_the_reach(house: Office) -> None:
    sit(house)
    for who, reach in REACH.items():
        with act_as(actor(who)):
            desk = desks.desk()
            directory = json.loads(desk.feed.directory("79")[1])
            assert directory["codes"] == [school_code(n) for n in reach]
            assert directory["count"] == len(reach)
            assert len(desk.feed.packed("points", "79")[0]) == 8 + 14 * len(reach)
            frame = Frame(desk.feed.frame("79", "connectivity", 0, ""))
            assert [n for n, s in zip(reach, frame.apply(None), strict=True) if s == 3] == [n for n in reach if n < 6]
            counts = json.loads(desk.feed.frame_json("79"))["layers"]["connectivity"]["counts"]
            assert sum(counts.values()) == len(reach)
            told = json.loads(desk.wall.ready())
            figures = {figure["key"]: figure for figure in told["figures"]}
            down = sum(n < 6 for n in reach)
            asked = sum(kind_of(n) != "mam_non" for n in reach)  # computer labs are no question for nurseries
            assert {key: figure["schools"] for key, figure in figures.items()} == {key: asked if key == "labs" else len(reach) for key in figures}
            assert figures["offline"]["value"] == str(down), who
            wide = 1 + (down > 0) if any(n < 16 for n in reach) else 0  # the planted one, and the cut cable's
            assert told["open"] == len(reach) + wide + (who == "administrator"), who
            assert figures["incidents"]["foot"].endswith(f"· {wide} diện rộng"), who


def test_a_wide_incident_is_told_with_the_own_schools_only(house: Office) -> None:
    sit(house)
    for who, own, place in (("operator", 16, f"Quận {mark('d0')}, Quận {mark('d1')}"), ("screen", 5, f"Phường {mark('w2')}")):
        with act_as(actor(who)):
            lines = json.loads(desks.desk().wall.ready())["incidents"]
        line = next(line for line in lines if line["kind"] == "wide" and line["schools"] == own)
        first, _, rest = line["says"].partition(" trường ở ")
        assert (first, line["area"]) == (str(own), ", ".join(sorted(line["area"].split(", "))))
        assert sorted(rest.removesuffix(" cùng mất kết nối, nhà mạng Viettel").split(", ")) == sorted(place.split(", "))
    with act_as(actor("administrator")):
        lines = json.loads(desks.desk().wall.ready())["incidents"]
    assert f"16 trường ở {mark('wide')}" in {line["says"] for line in lines}


def test_addresses_differ_though_the_content_is_the_same(house: Office) -> None:
    """Two people who happen to reach the same schools do not share an address that browsers keep for ever."""
    sit(house)
    same = [Scope(parts=frozenset({Part(area=area_code("w2"))})), Scope(parts=frozenset(Part(school=school_code(n)) for n in REACH["screen"]))]
    digests = []
    for scope in (*same, *SCOPES.values()):
        with act_as(replace(actor("officer"), scope=scope)):
            digests.append(desks.desk().feed.directory("79")[0])
    assert len(set(digests)) == len({*same, *SCOPES.values()})


def test_nobody_has_no_desk(house: Office) -> None:
    for who in (NOBODY, replace(actor("administrator"), half=True)):
        with act_as(who), pytest.raises(NotAllowed):
            desks.desk()
    with pytest.raises(NotAllowed):
        desks.desk()


def test_a_school_that_moves_away_is_gone_with_the_next_register(house: Office) -> None:
    sit(house)
    before, _ = ask("screen", lambda desk: desk.feed.directory("79"))
    assert school_code(11) in before[1].decode()
    row = next(r for r in importing.read_registers(house.centre.db).schools if r.code == school_code(11))
    importing.commit(house.centre.db, importing.Changes(schools_changed=[replace(row, new_area=area_code("w0"))]), house.register.version)
    house.lead()
    house.tick(2)
    after, _ = ask("screen", lambda desk: desk.feed.directory("79"))
    assert school_code(11) not in after[1].decode()
    assert before[0] != after[0]


# --- each wall taken away: the sweep must notice ---


def everybody(*_: Any, **__: Any) -> Any:
    """A reach that is no reach."""
    import sqlalchemy as sa

    return sa.true()


def whole_desk(self: Seats, scope: Scope) -> Desk:
    return self.whole


def first_come(self: Seats, scope: Scope) -> Desk:
    """One desk kept for all limited people: the cache key lost its scope."""
    if scope.everything:
        return self.whole
    if not self._kept:
        self._kept[scope] = desks._desk(self.whole.centre, scope, sight.Sight(self.viewer, scope))
    return next(iter(self._kept.values()))


SHARED: dict[Any, Any] = {}


def shared_bodies(self: Feed, key: tuple[Any, ...], build: Callable[[], Any]) -> Any:
    """One memory for every feed, and keys that do not say whose a body is."""
    key = tuple(part[0] if isinstance(part, tuple) else part for part in key)  # an edition without its cut
    if key not in SHARED:
        SHARED[key] = build()
    return SHARED[key]


def shared_but_keyed(self: Feed, key: tuple[Any, ...], build: Callable[[], Any]) -> Any:
    return shared_bodies(self, (*key, self.viewer.scope), build)


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "the condition is gone": (scoping, "within", everybody),
    "incidents are not filtered": (incidents, "within", everybody),
    "everybody sits at the whole desk": (Seats, "of", whole_desk),
    "the desk's key has no scope": (Seats, "of", first_come),
    "a body's key has no scope": (Feed, "_once", shared_bodies),
    "all areas are listed": (sight, "_leaves", lambda areas, column, _: (areas, column)),
    "incidents are told as stored": (incident_board, "retold", lambda conn, scope, rows, register, today: [(row, "") for row in rows]),
}


@pytest.mark.parametrize("name", list(MUTANTS))
def test_mutant(name: str, house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    where, what, instead = MUTANTS[name]
    SHARED.clear()
    monkeypatch.setattr(where, what, instead)
    with pytest.raises((AssertionError, IndexError), match=r"reads|kept for|one desk|out of bounds|out of range"):
        sweep(house, 2)


def test_bodies_in_one_memory_are_safe_as_long_as_keys_say_whose_they_are(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    SHARED.clear()
    monkeypatch.setattr(Feed, "_once", shared_but_keyed)
    sweep(house, 2)


def test_mutant_means_of_everybody(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour before is of the own schools: w2 was well while d0 was down."""
    def mean(who: str) -> float | None:
        with house.centre.db.read() as conn:
            return history.mean_of_hour(conn, SCOPES[who], ("connectivity.reachable",), house.clock() // 3600 * 3600, scoping.local_day(house.clock()))

    house.ingest.housekeep()
    house.settle()
    assert mean("screen") == 1.0
    assert (mean("operator") or 0) < (mean("administrator") or 0) < 1.0
    monkeypatch.setattr(history, "within", everybody)
    assert mean("screen") != 1.0


def test_telling_needs_no_everything(house: Office) -> None:
    assert telling.wide_words(1, "Quận 1", "viettel").vi.startswith("1 trường ở Quận 1 mất kết nối")
