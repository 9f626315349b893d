"""E3: an acknowledgement whose time ran out comes back loudly, once, at most a minute late; A11: a restart tells nothing twice."""

import random
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import StoreDown
from domain.person import SYSTEM, Actor, ActorKind, Role
from services import _duty_steps, _notify_spread
from services.duty import Duty
from store import duty, incidents
from store.database import Database
from store.incident_events import append
from store.leases import LeaseLost
from tests.promises.crashing import Axe, Killed, die
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom

HOUR = 3600.0
SEEDS = [pytest.param(seed, marks=pytest.mark.drill) if seed > 5 else seed for seed in range(20)]
LATE_S = 60.0


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> DutyRoom:
    """A school morning with an operator who hears everything. There is no cache at all: it may be flushed as often as it likes."""
    opened = DutyRoom(tmp_path / "home", db.url, clock)
    opened.hearer("Lan", least="low")
    return opened


def taken(room: DutyRoom, number: int = 0, hours: float = 4.0) -> int:
    """An incident somebody acknowledged."""
    incident = room.open_one(number)
    room.turn()
    room.acknowledge(incident, until=room.clock() + hours * HOUR)
    return incident


def recalls(room: DutyRoom, incident: int) -> list[tuple[float, str]]:
    """When and by whom."""
    return room.rows("SELECT at, actor FROM incident_events WHERE incident_id = :i AND what = 'recalled' ORDER BY id", i=incident)


def state(room: DutyRoom, incident: int) -> Any:
    """How it stands."""
    return room.rows("SELECT state, acknowledged_until, acknowledged_by FROM incidents WHERE id = :i", i=incident)[0]


def test_after_four_hours_it_is_open_again_told_and_written_down(room: DutyRoom) -> None:
    incident = taken(room)
    due = room.clock() + 4 * HOUR
    room.turn(4 * HOUR - 10)
    assert state(room, incident)[0] == "acknowledged"
    said = [message for _ in range(10) for message in room.turn()]
    ((at, actor),) = recalls(room, incident)
    assert 0 <= at - due <= LATE_S
    assert actor == "system:centre"
    assert state(room, incident) == ("open", None, "")
    assert [message.subject.split(" · ")[0] for message in said] == ["[MÔ PHỎNG] Hết hạn tiếp nhận, chưa xong"]


def walk(room: DutyRoom, dice: random.Random) -> list[str]:
    """Jumps of the clock, restarts on either side of the expiry, collectors that come back from the dead; what is wrong."""
    held = {taken(room, n, hours=dice.choice([0.5, 1, 4])): n for n in range(8)}
    due = {i: room.rows("SELECT acknowledged_until FROM incidents WHERE id = :i", i=i)[0][0] for i in held}
    resolved = dice.choice(list(held))
    led, away = {i: float("inf") for i in held}, 0.0
    old = room.duty
    for _ in range(40):
        act = dice.choice(["turn", "turn", "jump", "restart", "zombie", "resolve"])
        if act == "jump":
            room.clock.forward(dice.choice([10.0, HOUR, 30 * HOUR]))
        if act == "restart":
            away = dice.choice([0.0, 0.0, 5 * HOUR])
            room.clock.forward(away)
            old = room.duty
            room.lead()
        if act == "zombie" and old is not room.duty:
            with pytest.raises(LeaseLost):
                _forced(old, room.clock())
        if act == "resolve" and resolved is not None and room.clock() < due[resolved]:
            room.resolve(held[resolved])
            resolved = None
        now = room.clock() + 2.0
        led |= {i: min(led[i], now) for i in held if due[i] <= now}
        room.turn(2.0)
    wrong = []
    room.turn(40 * HOUR)
    for incident in held:
        back = recalls(room, incident)
        over = "resolved" in room.events(incident)[:3]
        if len(back) != (0 if over else 1):
            wrong.append(f"{incident} came back {len(back)} times")
        if back and led[incident] < float("inf") and back[0][0] - led[incident] > LATE_S:
            wrong.append(f"{incident} was {back[0][0] - led[incident]:.0f} s late")
    return wrong


def _forced(old: Duty, now: float) -> None:
    """The turn of a collector that does not know yet that somebody else leads; it has something to write."""
    _duty_steps._moved(old.centre, old.token, [1], lambda *_: None)
    old.turn(now)


@pytest.mark.parametrize("seed", SEEDS)
def test_through_jumps_restarts_and_collectors_from_the_dead_it_comes_back_once(room: DutyRoom, seed: int) -> None:
    assert walk(room, random.Random(seed)) == []


def _only_fresh(before: Callable[..., list[int]]) -> Callable[..., list[int]]:
    """Looks only at what ran out in the last minute: what ran out while nobody led is forgotten."""
    def run_out(conn: Any, scope: Any, now: float, today: str | None = None) -> list[int]:
        return [i for i in before(conn, scope, now) if i not in before(conn, scope, now - 60)]

    return run_out


def _blindly(db: Any, conn: Any, incident_id: int, *, at: float) -> int:
    """Says that it came back without looking how it stands."""
    return append(db, conn, incident_id, at=at, what="recalled", data={"acknowledged_by": ""}, tell=True)


@pytest.mark.parametrize("mutant", ["only fresh", "blindly"])
def test_a_recall_that_forgets_or_does_not_look_is_caught(room: DutyRoom, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    if mutant == "only fresh":
        monkeypatch.setattr(duty, "run_out", _only_fresh(duty.run_out))
    else:
        monkeypatch.setattr(incidents, "recall_incident", _blindly)
    assert walk(room, random.Random(3))


def test_killed_at_any_statement_of_a_recall_it_comes_back_once(room: DutyRoom) -> None:
    axe, at = Axe(room.centre.db, die), 0
    while True:
        at += 1
        incident = taken(room, at % 24, hours=0.5)
        room.clock.forward(HOUR)
        with axe(at) as swung:
            try:
                _duty_steps.recall(room.centre, room.duty.token, room.clock())
            except Killed:
                pass
            else:
                break
            assert swung.seen == at
        room.lead()
        room.turn()
        assert len(recalls(room, incident)) == 1
        assert state(room, incident)[0] == "open"
        room.resolve(at % 24)
    assert at > 7


def test_a_silent_database_delays_it_and_nothing_else(room: DutyRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = taken(room, hours=1)
    room.clock.forward(2 * HOUR)

    @contextmanager
    def silent(*_: Any) -> Any:
        raise StoreDown("im", "silent")
        yield

    with monkeypatch.context() as only:
        only.setattr(Database, "read", silent)
        with pytest.raises(StoreDown):
            room.duty.turn()
        with pytest.raises(StoreDown):
            room.duty.sender.turn()
    room.turn()
    assert len(recalls(room, incident)) == 1


def test_who_works_on_it_keeps_it_and_who_renews_it_has_it_longer(room: DutyRoom) -> None:
    working, renewed = taken(room, 0), taken(room, 1)
    lan = Actor(kind=ActorKind.PERSON, id=1, name="Lan", role=Role.OPERATOR)
    with room.centre.db.write() as conn:
        append(room.centre.db, conn, working, at=room.clock(), what="started", actor=lan, data={"state": "in_progress"})
    room.turn(3 * HOUR)
    room.acknowledge(renewed, until=room.clock() + 4 * HOUR, actor=SYSTEM)
    room.turn(2 * HOUR)
    assert recalls(room, working) == recalls(room, renewed) == []


def crowd(room: DutyRoom) -> None:
    """500 incidents, 200 of them acknowledged, all told."""
    for number in range(500):
        incident = room.open_one(number % 24, subject=f"trial:{number}")
        if number < 200:
            room.acknowledge(incident, until=room.clock() + 9 * HOUR)
    for _ in range(12):
        room.turn(125)


def stands(room: DutyRoom) -> list[Any]:
    """Whatever a restart must leave alone."""
    return [room.rows(query) for query in (
        "SELECT id, state, owner, acknowledged_by, acknowledged_until, level FROM incidents ORDER BY id", "SELECT max(id), count(*) FROM incident_events",
        "SELECT id, state, sent_at FROM deliveries ORDER BY id")]


def test_a_restart_with_five_hundred_open_tells_nobody_anything_again(room: DutyRoom) -> None:
    crowd(room)
    before, heard = stands(room), len(room.inbox)
    assert not room.rows("SELECT 1 FROM deliveries WHERE state = 'waiting'")
    for _ in range(3):
        room.lead()
        room.turn(1)
    assert stands(room) == before
    assert len(room.inbox) == heard


def test_a_spreader_that_forgets_what_it_laid_out_is_caught(room: DutyRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open_one(0)
    room.turn()
    before = stands(room)

    def forget(centre: Any, token: int, now: float) -> int:
        with centre.db.write() as conn:
            conn.execute(sa.text("UPDATE outbox SET spread_at = NULL"))
            conn.execute(sa.text("DELETE FROM deliveries"))
        return _notify_spread.spread(centre, token, now)

    monkeypatch.setattr("services.duty.STEPS", (("spread", forget),))
    room.lead()
    room.turn(1)
    assert stands(room) != before
