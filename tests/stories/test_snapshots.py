"""A figure that can be read out in a meeting and found again a year later: frozen, opened again, searched, compared, verified, never edited."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, NotFound
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.section import Kind
from domain.snapshot import Snapshot, Template, opened
from domain.wording import LOCAL
from services import audit, snapshots
from services.later import flush_acts
from services.snapshots import Wish
from services.wall import Wall
from store.audit_reading import Filters
from tests.promises.office import Office, code
from tests.rig.clock import Clock

HA = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thu Hà", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))
BINH = Actor(kind=ActorKind.PERSON, id=8, name="Lê Bình", role=Role.ADMINISTRATOR, scope=Scope(parts=frozenset({Part()})))
DAILY = Wish(template=Template.DAILY)
TABLES = ("snapshots", "snapshot_parts", "snapshot_reaches")


@pytest.fixture
def office(tmp_path: Path, migrated_url: str, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    """Both databases."""
    yield from on(migrated_url, tmp_path, clock, _caches, tmp_path_factory)


def on(url: str, home: Path, clock: Clock, caches: dict[str, Any], factory: Any) -> Iterator[Office]:
    from tests.rig.caches import Cache, valkey_binary

    if "valkey" not in caches:
        caches["valkey"] = Cache(valkey_binary(), factory.mktemp("valkey"))
    caches["valkey"].clear()
    made = Office(home / "home", url, caches["valkey"].url, clock)
    yield made
    made.close()


def take(office: Office, wish: Wish = DAILY, who: Actor = HA) -> Snapshot:
    office.settle()
    return snapshots.take(office.centre, who, wish)


def cells(snapshot: Snapshot) -> list[Any]:
    return [cell for s in snapshot.sections for t in s.tables for row in (*t.rows, t.total) for cell in row]


def everybody(snapshot: Snapshot) -> Any:
    """The table with a line for each school."""
    return next(t for s in snapshot.sections for t in s.tables if t.annex and any(str(row[0]).startswith("79") and len(str(row[0])) == 8 for row in t.rows))


# --- frozen ---


@pytest.mark.parametrize("template", [one for one in Template if one is not Template.SCHOOL])
def test_every_template_is_frozen_and_opens_as_it_was(office: Office, template: Template) -> None:
    office.tick(5, down=[0, 1], unknown=[3])
    made = take(office, Wish(template=template, compared="previous"))
    again = snapshots.frozen(office.centre, HA, made.id)
    assert again == made
    assert again.body == made.body
    assert opened(made.body).body == made.body
    assert made.sections, "it has chapters"
    assert made.sources or not office.viewer.picture.pulse or not office.viewer.picture.pulse.sources
    assert not any(cell != cell for cell in cells(made)), "absence is null, never NaN"


def test_now_is_what_the_wall_says_at_that_moment(office: Office) -> None:
    office.tick(5, down=[0, 1, 2], unknown=[3])
    office.settle()
    wall = {f["key"]: f for f in json.loads(Wall(office.viewer).ready())["figures"]}
    made = take(office)
    told = {f.key: f for s in made.sections for f in s.figures}
    assert (wall["connected"]["value"], wall["offline"]["value"]) == ("20", "3")
    assert {20.0, 3.0} <= {f.value for f in told.values()}
    assert any((f.known, f.total) == (23, 24) for f in told.values())
    annex = everybody(made)
    assert len(annex.rows) == 24
    status = next(n for n, column in enumerate(annex.columns) if column.kind is Kind.STATUS)
    assert [row[status] for row in annex.rows].count("bad") == 3


def test_what_comes_after_changes_nothing(office: Office) -> None:
    office.tick(5, down=[0])
    made = take(office)
    before = snapshots.document(office.centre, HA, made.id)
    office.tick(30, down=range(12))
    assert snapshots.document(office.centre, HA, made.id) == before
    assert take(office).sha256 != made.sha256


def test_the_clock_of_the_machine_does_not_matter(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days and hours are Vietnam's wherever the house stands (K1, K2)."""
    import time

    office.tick(5, down=[0])
    office.settle()
    bodies = set[bytes]()
    for zone in ("UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        bodies.add(snapshots.draft(office.centre, HA, Wish(template=Template.DAILY, compared="month")).body)
    monkeypatch.undo()
    time.tzset()
    assert len(bodies) == 1


def test_numbers_run_within_the_local_year_and_nobody_gets_one_twice(office: Office) -> None:
    office.tick(2)
    first = take(office)
    year = datetime.fromtimestamp(office.clock(), LOCAL).year
    assert first.id == f"AC-{year}-000001"
    made, threads = list[str](), []
    for _ in range(6):
        threads.append(threading.Thread(target=lambda: made.append(snapshots.take(office.centre, HA, Wish(template=Template.PROGRAMME)).id)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [f"AC-{year}-{n:06}" for n in range(2, 8)]


def test_the_database_itself_refuses_to_change_one(office: Office) -> None:
    office.tick(2)
    made = take(office)
    for table in TABLES:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {'key' if table.endswith('reaches') else 'area' if table.endswith('parts') else 'title'} = 'x'"):
            with pytest.raises(Exception, match="frozen"), office.centre.db.engine.begin() as conn:
                conn.execute(sa.text(statement))
    assert snapshots.frozen(office.centre, HA, made.id) == made


def test_the_same_client_gets_the_same_snapshot(office: Office) -> None:
    office.tick(2)
    wish = Wish(template=Template.DAILY, client="schedule 3 2026-09-07")
    made = take(office, wish)
    office.tick(5, down=[0])
    assert take(office, wish) == made
    assert take(office, wish, BINH).id != made.id, "another actor's ids are another's"


def test_who_took_and_who_opened_stands_in_the_log(office: Office) -> None:
    office.tick(2)
    made = take(office, Wish(template=Template.AREA, parts=(Part(area="760"),)))
    snapshots.frozen(office.centre, BINH, made.id)
    flush_acts(office.centre)
    rows = [row for row in audit.search(office.centre, BINH, Filters()) if row.object == f"snapshot:{made.id}"]
    assert {(row.act, row.actor_name) for row in rows} == {("snapshot.taken", "Trần Thu Hà"), ("snapshot.seen", "Lê Bình")}
    assert next(row for row in rows if row.act == "snapshot.taken").reach == ("760",)
    assert (next(row for row in rows if row.act == "snapshot.taken").after or {})["sha256"] == made.sha256
    assert audit.verify(office.centre, BINH).broken is None


# --- scope ---


def test_of_a_place_there_are_its_schools_and_no_others(office: Office) -> None:
    office.tick(3, down=[0, 8])
    made = take(office, Wish(template=Template.CONNECTIVITY, parts=(Part(area="760"),)))
    text = made.body.decode()
    assert code(0) in text
    assert code(8) not in text
    assert [part.text for part in made.parts] == ["Quận 1"]
    annex = everybody(made)
    assert len(annex.rows) == 8
    several = take(office, Wish(template=Template.CONNECTIVITY, parts=(Part(area="764"), Part(area="760"))))
    assert [part.text for part in several.parts] == ["Quận 1", "Quận Gò Vấp"], "in Vietnamese order"
    assert len(everybody(several).rows) == 16


def test_one_school(office: Office) -> None:
    office.tick(3, down=[2])
    made = take(office, Wish(template=Template.SCHOOL, parts=(Part(school=code(2)),)))
    assert code(2) in made.body.decode()
    assert code(3) not in made.body.decode()
    with pytest.raises(BadInput):
        take(office, Wish(template=Template.SCHOOL))
    for part in (Part(school="79nothing"), Part(area="none")):
        with pytest.raises(NotFound):
            take(office, Wish(template=Template.AREA, parts=(part,)))


# --- register, search, compare, verify ---


def test_the_register_is_searched_without_diacritics_and_turned_page_by_page(office: Office) -> None:
    office.tick(2)
    made = [take(office, Wish(template=Template.AREA, parts=(Part(area=area),))).id for area in ("760", "764", "787", "760")]
    take(office, Wish(template=Template.PROGRAMME))

    def found(**words: Any) -> list[str]:
        return [row.id for row in snapshots.listed(office.centre, HA, **words)]

    assert found(search="go vap") == [made[1]]
    assert found(search="QUẬN 1 địa bàn") == [made[3], made[0]]
    assert found(search=made[2].lower()) == [made[2]]
    assert found(search="%") == [] == found(search="le binh")
    assert len(found(search="thu ha")) == 5
    assert found(template="area") == made[::-1]
    assert found(template="area", most=2) == made[:1:-1]
    assert found(template="area", before=made[2]) == made[1::-1]
    assert found(before="AC-2026-999999") == [], "a row that is not there has nothing before it"


def test_two_are_compared_figure_by_figure(office: Office) -> None:
    office.tick(3, down=[0])
    first = take(office)
    office.tick(3, down=[0, 1, 2])
    second = take(office)
    told = {(one.section, one.key): one for one in snapshots.compared(office.centre, HA, first.id, second.id)}
    steps = [one.step for one in told.values() if one.first and one.first.value == 1 and one.second and one.second.value == 3]
    assert steps
    assert set(steps) == {2.0}
    other = snapshots.compared(office.centre, HA, first.id, take(office, Wish(template=Template.PROGRAMME)).id)
    assert any(one.second is None and one.step is None for one in other), "what the other one does not say is absent"


def test_a_document_is_ours_and_unchanged_or_it_is_not(office: Office) -> None:
    office.tick(2)
    made = take(office)

    def verdict(**given: Any) -> tuple[bool, bool]:
        found = snapshots.verified(office.centre, HA, **given)
        return found.known, found.same

    assert verdict(id=made.id) == (True, True) == verdict(id=f" {made.id.lower()} ")
    assert verdict(body=made.body) == (True, True)
    assert verdict(paper=json.dumps(json.loads(made.body), indent=4).encode()) == (True, True), "indented anew it still says the same"
    changed = json.loads(made.body)
    changed["title"] += " "
    assert verdict(body=json.dumps(changed).encode()) == (True, False)
    for stranger in (b"%PDF-1.7 nothing of ours", b"PK\x03\x04broken", b"{", b'{"id":"AC-2031-000001"}', b"\x00" * 100, b"[" * 100_000):
        assert verdict(body=stranger) == (False, False)
    assert verdict(id="AC-2026-000999") == (False, False)


def test_a_stored_document_that_was_tampered_with_is_found(office: Office) -> None:
    """Past the triggers: whoever owns the file may do anything, but not unseen."""
    office.tick(2)
    made = take(office)
    with office.centre.db.engine.begin() as conn:
        if office.centre.db.sqlite:
            conn.execute(sa.text("DROP TRIGGER snapshots_no_update"))
        else:
            conn.execute(sa.text("ALTER TABLE snapshots DISABLE TRIGGER ALL"))
        import zlib

        conn.execute(sa.text("UPDATE snapshots SET body = :body"), {"body": zlib.compress(made.body.replace(b"24", b"25"))})
    assert snapshots.verified(office.centre, HA, id=made.id) == snapshots.Verdict(known=True, same=False, row=snapshots.listed(office.centre, HA)[0])
