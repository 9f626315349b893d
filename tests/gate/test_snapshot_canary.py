"""A snapshot says nothing of schools its maker does not reach; and who opens somebody else's reads nothing that is not theirs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput, NotAllowed, NotFound
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.snapshot import Template
from services import desk as desks
from services import snapshots, wall
from services.snapshots import Wish
from store import snapshots as store
from store.database import Database
from store.migrating import migrate
from tests.gate.canaries import REACH, SCOPES, actor, allowed, area_code, found, plant, school_code, words_in, write
from tests.promises.office import Office
from tests.rig.caches import Cache, valkey_binary
from tests.rig.clock import Clock

MAKERS = ("administrator", "manager", "operator", "officer", "client")
OUTSIDE = ("school_contact", "screen")


@pytest.fixture
def house(tmp_path: Path, database_url: str, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The marked province, measured for two minutes, on both databases."""
    if "valkey" not in _caches:
        _caches["valkey"] = Cache(valkey_binary(), tmp_path_factory.mktemp("valkey"))
    _caches["valkey"].clear()
    db = Database(database_url)
    migrate(db)
    found(db)
    db.close()
    monkeypatch.setattr(desks, "_seated", [])
    monkeypatch.setattr(wall, "PATIENCE_S", 30.0)
    office = Office(tmp_path / "home", database_url, _caches["valkey"].url, clock)
    office.tick(2)
    plant(office.centre.db, office.clock())
    write(office.centre)
    office.tick(24, down=range(6))
    office.settle()
    desks.sit(office.centre)
    yield office
    office.close()


def wishes(who: str, now: float) -> list[Wish]:
    """Everything that can be asked for: own reach, places that are partly or not theirs, now and then, before visitors."""
    own = [Wish(template=template, visitors=visitors) for template in Template for visitors in (False, True)]
    own += [Wish(template=Template.SCHOOL, parts=(Part(school=school_code(n)),)) for n in (0, REACH[who][0])]
    own += [Wish(template=Template.DAILY, at=now - 60, compared="previous"), Wish(template=Template.INCIDENTS, begins=now - 86400, ends=now)]
    places = [Wish(template=template, parts=(Part(area=area_code(area)),)) for template in (Template.AREA, Template.INCIDENTS) for area in ("d0", "d3", "w1", "w3")]
    return own + places + [Wish(template=Template.DAILY, parts=(Part(area="79"),))]


def taken(house: Office, who: str) -> dict[str, bytes]:
    """id -> document of everything this person could take; what is not theirs is absent or empty, never an answer."""
    made = {}
    for wish in wishes(who, house.clock()):
        try:
            snapshot = snapshots.take(house.centre, actor(who), wish)
        except (NotFound, BadInput):
            continue
        made[snapshot.id] = snapshot.body
    return made


def test_a_snapshot_holds_no_foreign_word_and_opens_to_nobody_who_would_read_one(house: Office) -> None:
    made = {who: taken(house, who) for who in MAKERS}
    seen = set[str]()
    for who, bodies in made.items():
        assert len(bodies) >= 12, who
        for name, body in bodies.items():
            text = body.decode()
            assert words_in(text) <= allowed(who), f"{who} {name}"
            seen |= words_in(text)
    assert {school_code(0), school_code(31)} <= seen, "the words were there to be found"
    opened = 0
    for reader in MAKERS:
        rows = {row.id for row in snapshots.listed(house.centre, actor(reader), most=200)}
        for who, bodies in made.items():
            for name in bodies:
                assert snapshots.known(house.centre, actor(reader), name) == (name in rows)
                try:
                    told = snapshots.document(house.centre, actor(reader), name).decode()
                except NotFound:
                    assert name not in rows
                    assert who != reader
                    continue
                opened += who != reader
                assert name in rows
                assert words_in(told) <= allowed(reader), f"{reader} opens {name} of {who}"
    assert opened > 20, "the administrator opens everybody's"


def test_whoever_may_not_report_neither_takes_nor_opens(house: Office) -> None:
    made = snapshots.take(house.centre, actor("administrator"), Wish(template=Template.DAILY))
    for who in OUTSIDE:
        for act in (lambda a: snapshots.take(house.centre, a, Wish(template=Template.DAILY)), lambda a: snapshots.document(house.centre, a, made.id),
                    lambda a: snapshots.listed(house.centre, a), lambda a: snapshots.verified(house.centre, a, id=made.id), lambda a: snapshots.draft(house.centre, a, Wish(template=Template.DAILY))):
            with pytest.raises(NotAllowed):
                act(actor(who))
        assert not snapshots.known(house.centre, actor(who), made.id)


def test_foreign_and_absent_are_one(house: Office) -> None:
    officer = actor("officer")
    foreign = snapshots.take(house.centre, actor("administrator"), Wish(template=Template.AREA, parts=(Part(area=area_code("d0")),)))
    for name in (foreign.id, "AC-2026-999999", "x", "AC-2026-000001' OR 1=1", ""):
        with pytest.raises(NotFound) as told:
            snapshots.frozen(house.centre, officer, name)
        assert told.value.words.vi == "Không tìm thấy ảnh chụp này."
        assert snapshots.verified(house.centre, officer, id=name) == snapshots.Verdict(known=False, same=False)
    assert not snapshots.verified(house.centre, officer, body=foreign.body).known
    with pytest.raises(NotFound):
        snapshots.compared(house.centre, officer, foreign.id, foreign.id)
    assert snapshots.verified(house.centre, actor("administrator"), body=foreign.body).same


def test_what_is_within_both_reaches_is_all_there_is(house: Office) -> None:
    """Wards and districts cross: Hạnh's ward lies half in d0, half in d1; of the district she freezes her own schools."""
    made = snapshots.take(house.centre, actor("officer"), Wish(template=Template.AREA, parts=(Part(area=area_code("d0")),)))
    with house.centre.db.read() as conn:
        mine = store.body(conn, SCOPES["officer"], made.id, "2026-09-07")
    assert mine is not None
    codes = {word for word in words_in(made.body.decode()) if word.startswith("79")}
    assert codes == {school_code(n) for n in (5, 6, 7)}
    assert "phần trong phạm vi của người lập" in made.parts[0].text
    neighbour = Actor(kind=ActorKind.PERSON, id=77, name="Văn", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area=area_code("w1"))})))
    assert snapshots.known(house.centre, neighbour, made.id), "who reaches those three may open it"


def test_the_mutant_without_the_cut_is_found(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from services import _snapshot_ground

    monkeypatch.setattr(_snapshot_ground, "seeing", lambda centre, scope: desks._seated[0].whole.viewer)
    text = snapshots.draft(house.centre, actor("officer"), Wish(template=Template.CONNECTIVITY)).body.decode()
    assert not words_in(text) <= allowed("officer")
