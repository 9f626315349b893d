"""A5, A6, A8: one collector leads, a frozen one that wakes up writes nothing, a pause is caught up once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.ingest import LEASE
from store import leases
from store.database import Database
from store.leases import LeaseLost
from tests.promises.office import Office, found, school
from tests.promises.pausing import free_to_write, pause
from tests.rig.caches import Cache
from tests.rig.processes import wait_until
from tests.rig.product import ROOT

TTL = 1.5  # a tenth of the real one


def test_a5_of_thirty_who_start_together_one_leads(db: Database) -> None:
    for trial in range(6):
        tokens: list[int | None] = []
        gate = threading.Barrier(5)

        def start(gate: threading.Barrier = gate, tokens: list[int | None] = tokens) -> None:
            gate.wait()
            tokens.append(leases.acquire(db, LEASE, "one of five"))

        threads = [threading.Thread(target=start) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [t for t in tokens if t is not None] == [trial + 1], "tokens only grow, and only one got it"
        leases.release(db, LEASE, trial + 1)


def clock(db: Database) -> float:
    with db.read() as conn:
        return db.clock(conn)


def held_until(db: Database) -> float:
    with db.read() as conn:
        return float(conn.scalar(sa.text("SELECT until FROM leases")))


def test_a6_a_lease_is_kept_by_renewing_and_lost_by_silence(db: Database) -> None:
    first = leases.acquire(db, LEASE, "first", TTL)
    assert first == 1
    for _ in range(4):
        time.sleep(TTL / 3)
        with db.write() as conn:
            leases.fence(db, conn, LEASE, first, TTL)
        assert leases.acquire(db, LEASE, "second", TTL) is None
    refused: list[float] = []

    def second_tries() -> int | None:
        at = clock(db)
        token = leases.acquire(db, LEASE, "second", TTL)
        if token is None:
            refused.append(at)
        return token

    until = held_until(db)
    second = wait_until(second_tries)
    assert until <= held_until(db) - TTL, "taken while it was held"
    assert max(refused, default=0.0) <= until, "refused when it was free"
    assert second == 2
    with pytest.raises(LeaseLost), db.write() as conn:
        leases.fence(db, conn, LEASE, first, TTL)
    leases.release(db, LEASE, first)  # the overtaken one stops cleanly, and takes nothing from its successor
    assert leases.acquire(db, LEASE, "third", TTL) is None


HOLDER = """
import sys, time
from pathlib import Path
from store import leases
leases.TTL_S = 3.0
leases.acquire.__defaults__ = (3.0,)
leases.fence.__defaults__ = (3.0,)
from tests.promises.office import Office
from store.leases import LeaseLost
from domain.errors import StoreDown
import services.ingest as ingest
ingest.FLUSH_S = 0.2
ingest.PULSE_S = 0.2
office = Office.__new__(Office)
Office.lead = lambda self: None
Office.screen = lambda self: None
office.__init__(Path(sys.argv[1]), sys.argv[2], sys.argv[3], time.time)
from services import register
me = sys.argv[4]
while True:
    try:
        token = leases.acquire(office.centre.db, "collector", me)
    except StoreDown:  # a frozen writer may hold the file: the runner asks again, too
        token = None
    if token is None:
        time.sleep(0.1)
        continue
    print("leads", me, token, time.time(), flush=True)
    office.register = register.load(office.centre.db)
    office.ingest = ingest.Ingest(office.centre, office.register, token)
    try:
        while True:
            try:
                office.beat(down=[int(me)])
                office.ingest.note_sweep(f"by {me} under {token}", time.time(), time.time(), ingest.Taken(rows=24), 0)
                office.ingest.commit(())
            except StoreDown:
                pass
            time.sleep(0.05)
    except LeaseLost:
        print("lost", me, token, flush=True)
"""


def a5(tmp_path: Path, url: str, cache: Cache, pauses: int, mutant: str = "") -> None:
    """Two collectors; whoever leads is frozen past its lease and thawed. Nothing of the frozen one is written after its successor began."""
    db = Database(url)
    found(db, [school(i) for i in range(24)])  # before they start: of two who found the same register one would end
    home = tmp_path / "home"
    code = HOLDER.replace("me = sys.argv[4]", f"me = sys.argv[4]\n{mutant}")
    logs = [tmp_path / f"holder{n}" for n in range(2)]
    children = [subprocess.Popen([sys.executable, "-c", code, str(home), url, cache.url, str(n)], cwd=ROOT, stdout=logs[n].open("w"), stderr=subprocess.STDOUT) for n in range(2)]

    def leads() -> list[tuple[int, int, float]]:
        words = [line.split() for log in logs for line in log.read_text().splitlines() if line.startswith("leads")]
        return sorted((int(token), int(who), float(at)) for _, who, token, at in words)

    pids, retaken = [child.pid for child in children], 0

    def leader() -> tuple[int, int]:
        """Its token and its process, once it has written."""
        wait_until(lambda: written(leads()[-1][0]) > 5, what="the leader writes")
        return leads()[-1][0], pids[leads()[-1][1]]

    def written(token: int) -> int:
        with db.read() as conn:
            return int(conn.scalar(sa.text("SELECT count(*) FROM sweeps WHERE source LIKE :s"), {"s": f"by % under {token}"}) or 0)

    try:
        wait_until(lambda: leads(), within=60, what="somebody leads")
        for _ in range(pauses):
            token, frozen, again = pause(url, leader)
            retaken += again
            who = pids.index(frozen)
            assert children[1 - who].poll() is None, f"the other has ended:\n{logs[1 - who].read_text()[-2000:]}"
            wait_until(lambda token=token: leads()[-1][0] > token, what="the other takes over")
            assert leads()[-1][1] == 1 - who
            successor, stood = leads()[-1][0], written(token)
            wait_until(lambda successor=successor: written(successor) > 2, what="its successor writes")
            os.kill(frozen, signal.SIGCONT)
            wait_until(lambda token=token, who=who, stood=stood: f"lost {who} {token}\n" in logs[who].read_text() or written(token) > stood, what="it wakes")
            assert leads()[-1][1] == 1 - who, "the frozen one took the lease back while it was held"
        print(f"{pauses} pauses, {retaken} taken again outside a transaction")
    finally:
        for child in children:
            child.kill()
            child.wait()
    began = {token: at for token, _, at in leads()}
    with db.read() as conn:
        rows = conn.execute(sa.text("SELECT source, version, started_at FROM sweeps WHERE source LIKE 'by %' ORDER BY id")).all()
    db.close()
    tokens = [int(row.source.split()[-1]) for row in rows]
    assert len(set(tokens)) >= pauses + 1, "nothing was written: nothing was tested"
    assert tokens == sorted(tokens), "a stale write stood after its successor's"
    for row, token in zip(rows, tokens, strict=True):
        after = began.get(token + 1)
        assert after is None or row.started_at <= after + 0.1, "measured by an overtaken collector, and stored"


def test_the_drill_knows_a_pause_inside_a_transaction(db: Database) -> None:
    token = leases.acquire(db, LEASE, "one")
    assert token == 1
    with db.write() as conn:
        leases.fence(db, conn, LEASE, token)
        assert not free_to_write(db.url)
    assert free_to_write(db.url)


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a5_a_collector_frozen_past_its_lease_writes_nothing_when_it_wakes(tmp_path: Path, request: pytest.FixtureRequest, where: str, sqlite_url: str, valkey: Cache) -> None:
    if where == "postgres":
        server = request.getfixturevalue("postgres")
        url = server.database(request.getfixturevalue("migrated_postgres"))
    else:
        url = sqlite_url
    a5(tmp_path, url, valkey, 2)


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_a5_three_hundred_pauses(tmp_path: Path, sqlite_url: str, valkey: Cache) -> None:
    a5(tmp_path, sqlite_url, valkey, 300)


UNFENCED = """
def blind(db, conn, name, token, ttl_s=3.0):
    conn.execute(leases.leases.update().where(leases.leases.c.name == name).values(until=db.clock(conn) + ttl_s))
leases.fence = blind
import store.live
store.live._PUBLISH = store.live._PUBLISH.replace("return 3", "return 1")
"""


def test_a5_mutant_a_lease_without_a_token(tmp_path: Path, sqlite_url: str, valkey: Cache) -> None:
    """Whoever wakes up prolongs whatever lease there is: both write."""
    with pytest.raises(AssertionError, match="stale write|overtaken collector"):
        a5(tmp_path, sqlite_url, valkey, 1, UNFENCED)


def test_a5_an_overtaken_collector_stops_at_its_next_commit(office: Office) -> None:
    office.tick(2)
    overtaken = office.ingest
    office.lead()
    office.tick(1, down=[3])
    seen = office.json()["version"]
    office.clock.forward(5)
    with pytest.raises(LeaseLost):
        overtaken.commit(())  # the cache refuses it at once; the database would at the next flush
    office.viewer.refresh()
    assert office.json()["version"] >= seen
    assert office.statuses()[3] == "bad"


def test_a5_mutant_an_unfenced_cache_shows_the_overtaken_collectors_picture(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from store import live

    monkeypatch.setattr(live, "_PUBLISH", live._PUBLISH.replace("return 3", "return 1"))
    monkeypatch.setattr(leases, "fence", lambda *words: None)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test_a5_an_overtaken_collector_stops_at_its_next_commit(office)


# --- A8 ---


def a8(office: Office) -> None:
    office.tick(3)
    asleep = office.clock()
    office.tick(1, seconds=3600)
    office.tick(3)
    assert office.rows("SELECT since, until, why FROM gaps") == [(asleep, asleep + 3600, "paused")]
    hole = office.rows("SELECT count(*) FROM history WHERE taken_at > :a AND taken_at < :b", a=asleep, b=asleep + 3600)
    assert hole == [(0,)], "a line was invented over the pause"


def test_a8_a_pause_of_an_hour_is_one_gap(office: Office) -> None:
    a8(office)


def test_a8_mutant_no_gap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.scribe import Scribe

    monkeypatch.setattr(Scribe, "add_gap", lambda self, *words: None)
    with pytest.raises(AssertionError):
        a8(office)


def scheduled(polls: list[float], seconds: float, coalesce: bool) -> Callable[[], None]:
    """The runner's scheduler with its own defaults, one job a tenth of a second."""
    from datetime import UTC

    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)},
                                    job_defaults={"coalesce": coalesce, "max_instances": 1, "misfire_grace_time": None})
    scheduler.add_job(lambda: (polls.append(time.monotonic()), time.sleep(0.001)), IntervalTrigger(seconds=seconds))
    scheduler.start()
    return lambda: scheduler.shutdown(wait=False)


@pytest.mark.parametrize("coalesce", [True, False])
def test_a8_missed_polls_are_merged_into_one(coalesce: bool) -> None:
    """A suspended process: forty slots pass, one poll catches up. Without merging it is a storm."""
    code = (
        "import sys, time\nfrom tests.promises.test_lease import scheduled\npolls = []\n"
        f"scheduled(polls, 0.1, {coalesce})\ntime.sleep(0.55)\nprint('go', flush=True)\nsys.stdin.readline()\nwoke = time.monotonic()\n"
        "time.sleep(1)\nprint(sum(woke - 0.05 <= at <= woke + 1 for at in polls), flush=True)\nimport os; os._exit(0)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "go\n"
    child.send_signal(signal.SIGSTOP)
    time.sleep(4)
    child.send_signal(signal.SIGCONT)
    child.stdin.write("\n")
    child.stdin.flush()
    polls = int(child.stdout.readline())
    child.wait(30)
    assert (polls <= 20) is coalesce, f"{polls} polls in the second after waking"


def test_the_runner_merges_missed_polls() -> None:
    """The figures above are the runner's own: it says coalesce and one at a time."""
    from tests.house.reading import text

    said: Any = text(Path("data_sources/_runner.py"))
    assert '"coalesce": True, "max_instances": 1, "misfire_grace_time": None' in said
