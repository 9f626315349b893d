"""A4: a notice is sent at least once and counted once, whatever dies, refuses, hangs or goes away after the body."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.notice import Channel
from store.database import Database
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom
from tests.rig.product import ROOT
from tests.rig.receivers import Hook, Mail

MOODS = ("ok", "refuse", "close", "ok", "ok", "refuse")


class Senders:
    """Senders that live and die in processes of their own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "tests.promises.telling"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, home: Path, url: str, mail: int, hook: int, now: float, kill_at: int = 0, mutant: str = "") -> int:
        """Points of a whole run; -1 = it was killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{home} {url} {mail} {hook} {now} {kill_at} {mutant}\n")
        self.process.stdin.flush()
        points = -1
        for line in self.process.stdout:
            word, _, number = line.partition(" ")
            points = int(number) if word == "points" else points
            if word == "ended":
                assert int(number) in (0, -9), "a sender broke"
                return points
        raise AssertionError("the senders ended early")

    def close(self) -> None:
        """No more of them."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)


@pytest.fixture(scope="module")
def senders() -> Iterator[Senders]:
    """One warm process that forks them."""
    opened = Senders()
    yield opened
    opened.close()


class Ears:
    """A mail server and a webhook that sometimes refuse, and sometimes go away after the body."""

    def __init__(self) -> None:
        self.mail, self.hook = Mail(MOODS), Hook(MOODS[1:])

    def clear(self) -> None:
        """Before another trial."""
        self.mail.heard.clear()
        self.hook.heard.clear()

    def heard(self) -> list[tuple[str, str, tuple[int, ...], bool]]:
        """(who, id of the message, events in it, was it answered), in no order."""
        names = [(one.to.partition("@")[0] or one.to, one) for one in self.mail.heard] + [(one.to.strip("/"), one) for one in self.hook.heard]
        return [(name, one.key, one.events, one.answered) for name, one in names]


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Two receivers."""
    opened = Ears()
    yield opened
    opened.mail.stop()
    opened.hook.stop()


Morning = Callable[[], tuple[Path, str]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def morning(request: pytest.FixtureRequest, tmp_path: Path, ears: Ears) -> Iterator[Morning]:
    """morning() -> (home, database) of a duty room before its first turn: three people, five incidents, one of them over."""
    sqlite, made = request.param == "sqlite", list[str]()
    server = None if sqlite else request.getfixturevalue("postgres")
    if server is None:
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "first.db")
    first = server.database(request.getfixturevalue("migrated_postgres")) if server else f"sqlite:///{tmp_path}/first.db"
    _prepare(tmp_path / "home", first, ears.hook.port)

    def copy() -> tuple[Path, str]:
        name = f"trial{len(made)}.db"
        made.append(server.database(first.rpartition("/")[2]) if server else f"sqlite:///{shutil.copy(tmp_path / 'first.db', tmp_path / name)}")
        ears.clear()
        return tmp_path / "home", made[-1]

    yield copy
    for url in (*made, first) if server else ():
        server.drop(url)


def _prepare(home: Path, url: str, hook: int) -> None:
    room = DutyRoom(home, url, Clock())
    lan, tu, mai = (room.hearer(name, least="low") for name in ("lan", "tu", "mai"))
    with room.centre.db.write() as conn:
        conn.execute(sa.text("DELETE FROM contact_ways WHERE person_id <> :lan"), {"lan": lan})
    room.way(tu, f"http://127.0.0.1:{hook}/tu", Channel.WEBHOOK)
    room.way(mai, f"http://127.0.0.1:{hook}/mai", Channel.WEBHOOK)
    room.way(mai, "mai@so.vn")
    for number in range(5):
        room.clock.forward(1)
        room.open_one(number, severity="critical" if number == 2 else "high")
    room.resolve(1)
    room.centre.close()
    if url.startswith("sqlite"):
        db = Database(url)
        with db.engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()


def faults(url: str, ears: Ears, kills: int) -> list[str]:
    """What was missed, told under two ids, or told more often than something died."""
    db = Database(url)
    with db.read() as conn:
        wanted = {(name, event) for name, event in conn.execute(sa.text(
            "SELECT p.name, o.event_id FROM people p, outbox o"))}
        states = {state for (state,) in conn.execute(sa.text("SELECT state FROM deliveries"))}
    db.close()
    heard = ears.heard()
    ids: dict[tuple[str, int], set[str]] = {}
    for name, key, events, _ in heard:
        for event in events:
            ids.setdefault((name, event), set()).add(key)
    again = len(heard) - len({(name, key) for name, key, _, _ in heard})
    unanswered = sum(not answered for *_, answered in heard)
    wrong = [f"missing: {sorted(wanted - ids.keys())}"] if wanted - ids.keys() else []
    wrong += [f"two ids: {one} {sorted(keys)}" for one, keys in ids.items() if len(keys) > 1]
    wrong += [f"{again} sent again, {kills} kills, {unanswered} unanswered"] if again > kills + unanswered else []
    return wrong + ([f"left {sorted(states)}"] if not states <= {"sent", "folded"} else [])


def kill_around(senders: Senders, ears: Ears, morning: Morning, points: list[int], mutant: str = "") -> list[str]:
    """Die at each of these points once, now and then twice; begin again; what is wrong after all that."""
    dice, wrong = random.Random(1975), list[str]()
    for point in points:
        home, url = morning()
        kills, now = 0, 0.0
        for at in (point, dice.choice((0, dice.randrange(1, 60)))):
            if at and senders.run(home, url, ears.mail.port, ears.hook.port, now, at, mutant) < 0:
                kills += 1
            now += 100.0
        assert senders.run(home, url, ears.mail.port, ears.hook.port, now, 0, mutant) >= 0
        wrong += [f"killed at {point}: {what}" for what in faults(url, ears, kills)]
    return wrong


def points_of(senders: Senders, ears: Ears, morning: Morning) -> int:
    """How many points a whole run has; and nothing is wrong when nobody dies."""
    home, url = morning()
    points = senders.run(home, url, ears.mail.port, ears.hook.port, 0.0)
    assert faults(url, ears, 0) == []
    return points


def test_killed_around_a_send_nothing_is_missing_and_nothing_counts_twice(senders: Senders, ears: Ears, morning: Morning) -> None:
    points = points_of(senders, ears, morning)
    assert points > 60
    assert kill_around(senders, ears, morning, list(range(3, points + 1, max(1, points // 12)))) == []


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_killed_at_every_point_around_a_send_nothing_is_missing_and_nothing_counts_twice(senders: Senders, ears: Ears, morning: Morning) -> None:
    points = points_of(senders, ears, morning)
    assert kill_around(senders, ears, morning, list(range(1, points + 1))) == []


@pytest.mark.parametrize("mutant", ["mark-first", "rename"])
def test_a_sender_that_marks_first_or_renames_a_message_is_caught(senders: Senders, ears: Ears, morning: Morning, mutant: str) -> None:
    points = points_of(senders, ears, morning)
    for point in range(8, points, 3):
        if kill_around(senders, ears, morning, [point], mutant):
            return
    raise AssertionError(f"nobody noticed: {mutant}")
