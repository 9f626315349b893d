"""A11: everything stops with 500 open incidents, 200 taken, 50 silenced, and starts again in any order: the same set, the same owners, nobody is told twice, nothing is new."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from domain.notice import Channel
from domain.person import EVERYTHING, SYSTEM, Actor, ActorKind, Part, Role
from services import accounts, desk, incident_list, respond, silences
from services._notify_send import Sender
from services._way_secrets import sealed
from services.acting import act_as
from services.duty import Duty
from services.outlets import Outlets
from services.watch import Watch
from store import ways
from tests.promises.office import Office, code

WHOLE = 500  # open incidents; a tenth of everything where the number is not the point
OPEN = Outlets(smtp_host="127.0.0.1", smtp_mode="insecure")
PEOPLE = (("Minh", Role.OPERATOR, ""), ("Thu", Role.OPERATOR, ""), ("Hạnh", Role.OFFICER, "760"), ("Bình", Role.MANAGER, ""))
FACTS = {
    "incidents": "SELECT * FROM incidents ORDER BY id", "events": "SELECT id, incident_id, what FROM incident_events ORDER BY id", "schools": "SELECT * FROM incident_schools ORDER BY 1, 2",
    "outbox": "SELECT id, event_id, what, at, spread_at FROM outbox ORDER BY id", "deliveries": "SELECT id, outbox_id, person_id FROM deliveries ORDER BY id",
    "silences": "SELECT * FROM silences ORDER BY id",
}
Parts = dict[str, Callable[[], object]]
Build = Callable[..., "House"]


class House(Office):
    """An office with duty and a web worker, each of which can be built anew; `post` remembers what was sent to whom."""

    def __init__(self, home: Any, url: str, clock: Any, size: int = WHOLE) -> None:
        self.post: Counter[tuple[str, str]] = Counter()
        self.size, count = size, 3 * size + 24
        self.down = tuple(n for n in range(count) if n // 24 % 3 == 0)[:size]  # a third of every group: too few for a wide incident
        super().__init__(home, url, "redis://127.0.0.1:1/0", clock, kinds=("thpt",) * count)
        self.people = [accounts.create(self.centre, SYSTEM, login=f"nguoi.{n}", name=name, role=role, parts=[Part(area=area)]).person_id
                       for n, (name, role, area) in enumerate(PEOPLE)]
        with self.centre.db.write() as conn:
            for person in self.people:
                ways.insert_way(conn, person, Channel.EMAIL, sealed(self.centre, f"{person}@so.vn"), "x", self.clock())
        self.duty, self.web = self.work(), self.serve()

    def collect(self) -> None:
        """A collector starts (again), in a process of its own."""
        self.centre = self.open()
        self.lead()
        self.duty = self.work()

    def work(self) -> Duty:
        """The clockwork starts (again)."""
        centre = self.open()
        object.__setattr__(centre, "outlets", OPEN)
        sender = Sender(centre, self.ingest.token, lambda _, channel, target, message: self.post.update([(target, message.key)]), dice=lambda: 1.0)
        self.duty = Duty(centre, self.ingest.token, sender)
        return self.duty

    def serve(self) -> desk.Desk:
        """A web worker starts (again)."""
        self.web = desk.sit(self.open())
        return self.web

    def pass_time(self, ticks: int, seconds: float = 1.0, **readings: Any) -> None:
        """Everybody does their work."""
        for _ in range(ticks):
            self.tick(seconds=seconds, **readings)
            self.settle()
            self.duty.turn()
            for _ in range(5):
                self.duty.sender.turn()

    def facts(self) -> dict[str, list[Any]]:
        """What the database says."""
        return {name: self.rows(query) for name, query in FACTS.items()}

    def shown(self) -> dict[str, Any]:
        """What a web worker tells its screens."""
        with act_as(SYSTEM):
            listing = incident_list.listing(self.web)
        rows = {row.incident.id: (row.incident.state, row.incident.owner, row.incident.acknowledged_name, row.incident.quiet, row.schools) for row in listing.rows}
        self.web.viewer.refresh()  # type: ignore[attr-defined]
        count = self.web.incidents.count()
        return {"rows": rows, "calls": sorted(self.web.incidents.pressing().calls()), "count": (count.open, count.unacknowledged, count.quiet)}

    def actor(self, n: int) -> Actor:
        """One of the operators."""
        return Actor(kind=ActorKind.PERSON, id=self.people[n], name=PEOPLE[n][0], role=PEOPLE[n][1], scope=EVERYTHING, session="s")


def filled(house: House) -> None:
    """500 fall and are told of by the collector itself, 200 are taken by two people, 50 are silenced."""
    house.pass_time(2, 5.0)
    house.pass_time(12, 5.0, down=house.down)
    ids = [row[0] for row in house.rows("SELECT id FROM incidents WHERE state = 'open' ORDER BY id")]
    assert len(ids) == house.size, "nothing was tested"
    for n, which in enumerate(ids[: house.size * 2 // 5]):
        respond.acknowledge(house.centre, house.actor(n % 2), which, client=f"a{n}")
        if n % 4 == 0:
            respond.assign(house.centre, house.actor(0), which, to=("me", f"person:{house.people[1]}")[n % 8 == 0], client=f"g{n}")
    for n in range(house.size // 10):
        silences.silence(house.centre, house.actor(0), until=house.clock() + 7200, reason="đang thay thiết bị", school=code(house.down[-1 - n]), client=f"s{n}")
    house.pass_time(4, 1.0, down=house.down)


def began_again(house: House, dice: random.Random) -> None:
    """All are gone; they come back in some order, with time passing between them."""
    parts: Parts = {"collector": house.collect, "duty": house.work, "web": house.serve}
    order = list(parts)
    dice.shuffle(order)
    for name in order:
        parts[name]()
        house.pass_time(1, 1.0, down=house.down)
    house.pass_time(2, 1.0, down=house.down)


def a11(house: House, trials: int, seed: int = 1) -> None:
    filled(house)
    before, seen = house.facts(), house.shown()
    assert Counter(row[0] for row in seen["rows"].values()) == {"open": house.size * 3 // 5, "acknowledged": house.size * 3 // 10, "in_progress": house.size // 10}
    assert sum(row[3] for row in seen["rows"].values()) == house.size // 10, "silenced ones are quiet"
    dice = random.Random(seed)
    for trial in range(trials):
        began_again(house, dice)
        after = house.facts()
        for name, rows in before.items():
            assert after[name] == rows, f"{name} changed by restart {trial + 1}"
        assert house.shown() == seen, f"screens say otherwise after restart {trial + 1}"
        assert max(house.post.values()) == 1, f"somebody was told twice after restart {trial + 1}"
    house.pass_time(4, 5.0)
    assert house.rows("SELECT count(*) FROM incidents WHERE resolved_at IS NULL") == [(0,)], "what went on after the restart also ends"
    assert len(house.rows("SELECT id FROM incidents")) == house.size
    assert max(house.post.values()) == 1


@pytest.fixture
def house(tmp_path: Any, clock: Any) -> Any:
    """house(url, size) -> 3 x size schools, four people, everybody at work."""
    opened: list[House] = []

    def build(url: str, size: int = WHOLE) -> House:
        opened.append(House(tmp_path / "home", url, clock, size))
        return opened[-1]

    yield build
    for one in opened:
        one.close()


@pytest.mark.timeout(300)
def test_a11_restarts_in_any_order_change_nothing(house: Build, sqlite_url: str) -> None:
    a11(house(sqlite_url), 3)


def test_a11_on_both_databases(house: Build, migrated_url: str) -> None:
    a11(house(migrated_url, WHOLE // 10), 6, seed=3)


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_a11_fifty_restarts(house: Build, migrated_url: str) -> None:
    a11(house(migrated_url), 50, seed=2)


# --- mutants ---


@pytest.fixture
def small(house: Build, sqlite_url: str) -> House:
    """A tenth, on SQLite."""
    return house(sqlite_url, WHOLE // 10)


def test_a11_mutant_a_collector_that_remembers_nothing(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watch, "restore", lambda *_: None)
    with pytest.raises(AssertionError, match="also ends|changed by restart|screens say"):
        a11(small, 1)


def test_a11_mutant_what_was_sent_is_known_in_memory_only(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever forgets what was sent tells it again."""
    import sqlalchemy as sa

    def forgetful(house: House) -> Duty:
        with house.centre.db.write() as conn:
            conn.execute(sa.text("UPDATE deliveries SET state = 'waiting', sent_at = NULL, next_at = 0 WHERE folded_into IS NULL"))
        return real(house)

    real = House.work
    monkeypatch.setattr(House, "work", lambda house: forgetful(house) if house.post else real(house))
    with pytest.raises(AssertionError, match="told twice"):
        a11(small, 1)


def test_a11_mutant_a_start_that_opens_everything_anew(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As monitors do whose alarms live in memory: at the start all is resolved, and found again."""
    import sqlalchemy as sa

    from store import incidents

    def forgetful(watch: Watch, conn: Any) -> None:
        rows = list(conn.execute(sa.text("SELECT rule, subject FROM incidents WHERE resolved_at IS NULL")))
        with watch.centre.db.write() as own:
            for row in rows[:5]:
                incidents.resolve_incident(watch.centre.db, own, rule=row.rule, subject=row.subject, at=watch.centre.clock())

    monkeypatch.setattr(Watch, "restore", forgetful)
    with pytest.raises(AssertionError, match="changed by restart"):
        a11(small, 1)
