"""The past of a snapshot: the minute as screens showed it, incidents as they then stood, hours as they were rolled up; what nobody saw is marked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput
from domain.measurement import Code
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.snapshot import Snapshot, Template
from domain.wording import LOCAL
from services import respond, snapshots
from services._contents_incidents import NOT_TOLD, PARTLY
from services._snapshot_ground import Ground, ground
from services._snapshot_when import earlier, spoken, when
from services.snapshots import Wish
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

HA = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thu Hà", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))
MINH = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part()})))
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def local(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def at(office: Office, moment: float, **words: Any) -> Ground:
    office.settle()
    return ground(office.centre, HA, Wish(template=Template.DAILY, at=moment, **words))


def marks(office: Office, **words: Any) -> str:
    office.settle()
    return " | ".join(snapshots.draft(office.centre, HA, Wish(template=words.pop("template", Template.DAILY), **words)).marks)


def figures(snapshot: Snapshot) -> dict[tuple[str, str], float | None]:
    return {(s.key, f.key): f.value for s in snapshot.sections for f in s.figures}


# --- a past minute ---


def test_a_past_minute_is_the_minute_that_was_shown(office: Office) -> None:
    shown: dict[float, list[int]] = {}
    for n in range(6):
        office.tick(12, down=range(n), unknown=[20 + n % 3])
        minute = office.clock() // MINUTE * MINUTE
        shown[minute] = []
    office.tick(60)
    told = {minute: at(office, minute + 7) for minute in shown}
    for minute, found in told.items():
        assert found.at == minute
        assert found.past
    down = [int((one.picture.layers["connectivity"].status == Code.BAD).sum()) for one in told.values()]
    assert down == sorted(down)
    assert down[-1] > down[0]
    from tests.stories.test_replay import at as replayed

    for minute, found in told.items():
        assert found.picture.layers["connectivity"].status.tolist() == replayed(office, minute)
        assert found.picture.believed(found.at)


def test_it_says_the_same_however_much_happens_later(office: Office) -> None:
    office.tick(24, down=[0, 1])
    moment = office.clock()
    office.tick(24)
    wish = Wish(template=Template.DAILY, at=moment)
    office.settle()
    before = snapshots.draft(office.centre, HA, wish)
    office.tick(60, down=range(20))
    office.settle()
    after = snapshots.draft(office.centre, HA, wish)
    assert replace(after, made_at=before.made_at) == before
    assert any(value == 2 for value in figures(before).values())


def test_an_incident_stands_as_it_then_stood(office: Office) -> None:
    office.tick(3)
    office.tick(24, down=[0])
    office.settle()
    opened = office.clock()
    office.tick(24, down=[0])
    which = office.rows("SELECT id FROM incidents")[0][0]
    respond.acknowledge(office.centre, MINH, which)
    office.clock.forward(1.0)
    held = office.clock() + 90
    office.tick(24, down=[0])
    office.tick(24)
    assert office.rows("SELECT state FROM incidents WHERE id = :id", id=which) == [("resolved",)]
    first, second, now = at(office, opened), at(office, held), ground(office.centre, HA, Wish(template=Template.DAILY))
    assert [(one.id, one.state, one.acknowledged_name) for one in first.live] == [(which, "open", "")]
    assert [(one.state, one.acknowledged_name) for one in second.live] == [("acknowledged", "Trần Minh")]
    assert now.live == ()
    assert [one.state for one in now.incidents] == ["resolved"]
    assert first.members == {which: (code(0),)}
    assert [row.first_acknowledged_at for row in first.rows] == [None]
    assert second.rows[0].taken_name == "Trần Minh"


def test_before_visitors_nobody_has_a_name_even_in_the_document(office: Office) -> None:
    office.tick(3)
    office.tick(24, down=[0])
    which = office.rows("SELECT id FROM incidents")[0][0]
    respond.acknowledge(office.centre, MINH, which)
    respond.note(office.centre, MINH, which, text="đã gọi cô Lan 0903 000 111")
    office.tick(2, down=[0])
    office.settle()
    for template in (Template.DAILY, Template.INCIDENTS, Template.AREA, Template.CONNECTIVITY):
        made = snapshots.take(office.centre, HA, Wish(template=template, visitors=True))
        text = made.body.decode()
        assert made.made_by == ""
        for name in ("Trần Minh", "Thu Hà", "cô Lan", "0903"):
            assert name not in text, template
    whole = snapshots.take(office.centre, HA, Wish(template=Template.INCIDENTS)).body.decode()
    assert "Trần Thu Hà" in whole, "who made it stands in everybody else's"


# --- what nobody saw ---


def test_a_minute_nobody_watched_is_unknown_and_marked(office: Office) -> None:
    office.tick(24)
    gap = office.clock() + 150
    office.clock.forward(300.0)
    office.tick(24)
    found = at(office, gap)
    assert (found.picture.layers["connectivity"].status == Code.UNKNOWN).all()
    assert "Không ai theo dõi được" in marks(office, at=gap)
    assert "Kết nối Internet: chưa trường nào có số liệu" in marks(office, at=gap)
    made = snapshots.draft(office.centre, HA, Wish(template=Template.CONNECTIVITY, at=gap))
    shares = [f for s in made.sections for f in s.figures if f.unit == "%"]
    assert shares
    assert all(f.value is None and f.text == "–" for f in shares if f.known == 0), "absence is never 0"


def test_before_anybody_watched_no_clock_says_that_nothing_happened(office: Office) -> None:
    office.tick(8, down=[0])
    office.settle()
    for begins, ends, says in ((-9 * DAY, -8 * DAY, NOT_TOLD), (-9 * DAY, 0.0, PARTLY)):
        wish = Wish(template=Template.INCIDENTS, begins=office.clock() + begins, ends=office.clock() + ends)
        clocks = next(one for one in snapshots.draft(office.centre, HA, wish).sections if one.key == "clocks")
        assert clocks.findings[-1] == says
        assert {one.empty for one in clocks.tables} == {says}
        assert not any("Không có sự cố nào phát sinh" in line for line in clocks.findings)


def test_a_collector_that_stopped_is_on_every_page(office: Office) -> None:
    office.tick(3)
    office.clock.forward(120.0)
    assert "Bộ thu thập ngừng" in marks(office)


def test_holes_of_a_period_are_on_every_page(office: Office) -> None:
    """At eight and at night nobody listened for a while: both ends were watched all the same."""
    office.tick(6)
    begun = office.clock()
    for away in (2 * HOUR, 90.0, 40 * MINUTE):
        office.clock.forward(away)
        office.tick(6)
    said = marks(office, begins=begun - 1, ends=office.clock())
    assert "Trong kỳ có 2 khoảng không ai theo dõi, tổng cộng 2 giờ 40 phút, dài nhất 2 giờ 00 phút từ" in said
    assert "không ai theo dõi" not in marks(office, begins=office.clock() - 10, ends=office.clock())
    assert "Trong kỳ có 1 khoảng" in marks(office, begins=begun + HOUR, ends=begun + 2 * HOUR), "of a hole only what lies in the period"


def test_too_few_schools_are_said_so(office: Office) -> None:
    office.tick(3, unknown=range(12))
    assert "Kết nối Internet: chỉ 12 / 24 trường có số liệu (50,0\xa0%)" in marks(office)
    office.tick(3)
    assert "Kết nối Internet" not in marks(office)


def test_a_period_that_still_runs_says_so(office: Office) -> None:
    office.tick(3)
    now = office.clock()
    assert "Kỳ chưa kết thúc" in marks(office, begins=now - HOUR, ends=now + DAY)
    assert "Kỳ chưa kết thúc" not in marks(office, begins=now - HOUR, ends=now)


@pytest.mark.parametrize("words", [
    {"at": 4 * HOUR}, {"begins": 4 * HOUR, "ends": 8 * HOUR}, {"begins": -HOUR, "ends": -2 * HOUR}, {"ends": 0.0}, {"at": -500 * DAY}, {"begins": -500 * DAY},
])
def test_what_is_not_past_or_no_longer_kept_is_refused(office: Office, words: dict[str, float]) -> None:
    office.tick(1)
    asked = {name: office.clock() + value for name, value in words.items()}
    with pytest.raises(BadInput):
        snapshots.draft(office.centre, HA, Wish(template=Template.DAILY, **asked))
    with pytest.raises(BadInput):
        snapshots.draft(office.centre, HA, Wish(template=Template.DAILY, compared="tomorrow"))


# --- compared ---


def test_a_snapshot_is_compared_with_another_time(office: Office) -> None:
    office.tick(24, down=[0, 1, 2])
    office.tick(24)
    office.clock.forward(DAY - 120.0)
    office.tick(12, down=[5])
    office.settle()
    found = ground(office.centre, HA, Wish(template=Template.DAILY, compared="day"))
    assert found.before is not None
    assert found.compared.startswith("so với ngày hôm trước cùng giờ (")
    assert found.before.at == (found.at - DAY) // MINUTE * MINUTE
    made = snapshots.draft(office.centre, HA, Wish(template=Template.DAILY, compared="day"))
    assert made.compared == found.compared


def test_months_are_months() -> None:
    now = local("2026-11-22T14:00")
    march = when(Wish(template=Template.DAILY, begins=local("2026-03-01"), ends=local("2026-04-01")), now)
    then = earlier(march, "previous", now)
    assert then is not None
    assert (then[0].begins, then[0].ends) == (local("2026-02-01"), local("2026-03-01"))
    assert then[1] == "so với kỳ trước (từ 01/02/2026 đến hết 28/02/2026)"
    term = when(Wish(template=Template.DAILY, begins=local("2026-09-07"), ends=local("2026-09-14")), now)
    before = earlier(term, "previous", now)
    assert before is not None
    assert before[0].begins == local("2026-08-31")
    year = earlier(march, "year", now)
    assert year is not None
    assert year[0].begins == local("2025-03-01")
    moment = earlier(when(Wish(template=Template.DAILY, at=local("2026-03-31T10:00")), now), "month", now)
    assert moment is not None
    assert moment[0].at == local("2026-02-28T10:00")
    assert spoken(local("2026-11-20"), local("2026-11-21")) == "ngày 20/11/2026"
    assert earlier(march, "", now) is None


def test_a_period_that_still_runs_is_compared_with_as_much_of_the_one_before() -> None:
    now = local("2026-11-22T14:00")
    month = when(Wish(template=Template.DAILY, begins=local("2026-11-01"), ends=local("2026-12-01")), now)
    week = when(Wish(template=Template.DAILY, begins=local("2026-11-16"), ends=local("2026-11-23")), now)
    for running, compared, begins, ends in (
            (month, "previous", "2026-10-01", "2026-10-22T14:00"), (month, "year", "2025-11-01", "2025-11-22T14:00"),
            (week, "previous", "2026-11-09", "2026-11-15T14:00")):
        then = earlier(running, compared, now)
        assert then is not None
        assert (then[0].begins, then[0].ends, then[0].at) == (local(begins), local(ends), local(ends))


# --- hours ---


def test_hours_are_those_that_were_rolled_up(office: Office) -> None:
    office.clock.forward(45 * MINUTE)
    start = local("2026-09-09T10:00")
    assert office.clock() == start
    for down in (range(6), range(0), range(12)):
        office.tick(12, seconds=300.0, down=down)
        office.ingest.housekeep()
    office.settle()
    found = ground(office.centre, HA, Wish(template=Template.CONNECTIVITY, begins=start, ends=start + 3 * HOUR))
    told = found.hours("connectivity")
    assert [hour.start for hour in told] == [start, start + HOUR, start + 2 * HOUR]
    assert all(hour.schools == 24 for hour in told)
    shares = [hour.mean or 0 for hour in told]
    assert shares[1] > shares[0] > shares[2] > 0.4
    means = found.means("connectivity")
    assert means.shape == (24,)
    assert means[20] == 1
    assert means[0] < means[8] < 1
    assert ground(office.centre, HA, Wish(template=Template.CONNECTIVITY, begins=local("2026-09-01"), ends=local("2026-09-02"))).hours("connectivity") == ()


def test_beyond_the_raw_retention_an_hour_is_left_and_says_so(office: Office) -> None:
    office.clock.forward(44 * MINUTE)
    office.tick(40, down=[0, 1, 2])
    office.ingest.housekeep()
    hour = local("2026-09-09T10:00")
    office.settle()
    office.clock.forward(40 * DAY)
    office.tick(2)
    found = at(office, hour + 25 * MINUTE)
    assert (found.at, found.by_hour) == (hour, True)
    assert int((found.picture.layers["connectivity"].status == Code.BAD).sum()) == 3
    assert "Số liệu theo giờ" in marks(office, at=hour + 25 * MINUTE)
