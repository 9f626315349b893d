"""A10, C1, C2, C3: the database stops, freezes or is locked. The wall goes on, history waits, nothing is pretended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3
import pytest
import sqlalchemy as sa

from domain.errors import StoreDown
from services import heartbeat, ingest, scribe
from store import database
from tests.promises.office import Office, code
from tests.rig.caches import Cache
from tests.rig.postgres import Postgres
from tests.rig.product import ROOT

GONE = "redis://127.0.0.1:1/0"


def timed(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


@pytest.fixture
def server(own_postgres: Postgres) -> Iterator[Postgres]:
    yield own_postgres
    freeze(own_postgres, signal.SIGCONT)


@pytest.fixture
def office(server: Postgres, valkey: Cache, office_on: Callable[..., Office], migrated: str) -> Office:
    """On a PostgreSQL that this test may stop, with a cache."""
    return office_on(migrated, valkey.url)


@pytest.fixture
def migrated(server: Postgres) -> str:
    from store.database import Database
    from store.migrating import migrate

    url = server.database()
    db = Database(url)
    migrate(db)
    db.close()
    return url


def freeze(server: Postgres, sign: int = signal.SIGSTOP) -> None:
    """The postmaster and every backend: sockets stay open, nothing answers."""
    pids = subprocess.run(["pgrep", "-P", str(server.child.pid)], capture_output=True, text=True).stdout.split()
    for pid in [server.child.pid, *map(int, pids)]:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue


def refused(act: Callable[[], object]) -> float:
    """Seconds until a visible refusal."""
    started = time.monotonic()
    with pytest.raises(StoreDown) as said:
        act()
    assert "chưa được ghi" in said.value.words.vi
    return time.monotonic() - started


@pytest.mark.postgres
def test_c1_a_stopped_database_leaves_the_wall_alive_and_refuses_actions(office: Office, server: Postgres) -> None:
    token = heartbeat.give_token(office.centre, code(20))
    office.tick(2)
    office.settle()
    server.kill()
    for n in range(6):
        office.tick(down=[20, n])
        assert office.statuses()[n] == "bad", "now does not wait for then"
        assert refused(lambda: heartbeat.receive(office.centre, token)) <= 3
    assert office.viewer.picture.pulse is not None
    assert office.viewer.picture.pulse.spooling
    assert not office.json()["flags"]["late"]
    server.start()
    time.sleep(database.BREAK_S)
    office.tick(3, down=[20])
    assert heartbeat.receive(office.centre, token) == code(20)
    assert list(office.open_incidents()) == [f"school:{code(20)}"]
    assert office.rows("SELECT started_at < opened_at FROM incidents") == [(True,)]
    assert not office.viewer.picture.pulse.spooling or office.tick() is None


def c2(office: Office, server: Postgres) -> None:
    """Every wait of a person or of the wall while PostgreSQL is frozen, in seconds."""
    office.tick(2)
    office.settle()
    freeze(server)
    ticks, reads = [], []
    try:
        for n in range(8):
            ticks.append(timed(lambda n=n: office.tick(down=[20, n])))
            assert office.statuses()[n] == "bad"
            assert ticks[-1] <= 1.0, f"a frozen database held up the wall: {ticks}"
            reads.append(refused(lambda: office.rows_now("SELECT 1")))
            assert sorted(reads)[(len(reads) - 1) // 2] <= 0.1 or len(reads) < 3, f"more than one waited: {reads}"
        assert max(reads) <= 4.5, f"a person waited {max(reads):.1f} s for a refusal"
        assert not office.json()["flags"]["late"]
    finally:
        freeze(server, signal.SIGCONT)
    time.sleep(database.BREAK_S)
    office.tick(4, down=[20])
    assert list(office.open_incidents()) == [f"school:{code(20)}"]


@pytest.mark.postgres
def test_c2_a_frozen_database_freezes_neither_wall_nor_people(office: Office, server: Postgres) -> None:
    c2(office, server)


@pytest.mark.postgres
@pytest.mark.parametrize("mutant", ["patient connections", "written in the foreground"])
def test_c2_mutants(office: Office, server: Postgres, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    if mutant == "patient connections":
        monkeypatch.setattr(database, "BREAK_S", 0.0)
    else:
        monkeypatch.setattr(scribe.Scribe.write, "__defaults__", (30.0,))
    with pytest.raises(AssertionError):
        c2(office, server)


def c3(path: Path, office: Office) -> None:
    """A foreign program holds the write lock for some seconds; the wall goes on, one writer waits at most WAIT_S."""
    office.tick(2)
    office.settle()
    other = pysqlite3.dbapi2.connect(path, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        for n in range(6):
            assert timed(lambda n=n: office.tick(down=[20, n])) <= 1.0, "the wall waited for a lock"
            assert office.statuses()[n] == "bad"
            time.sleep(0.3)
        assert refused(lambda: heartbeat.give_token(office.centre, code(3))) <= database.WAIT_S + 1.5
        assert office.rows_now("SELECT count(*) FROM schools") == [(24,)], "readers do not wait for writers"
    finally:
        other.execute("ROLLBACK")
        other.close()
    office.tick(2, down=[20])
    assert list(office.open_incidents()) == [f"school:{code(20)}"]
    assert Path(f"{path}-wal").stat().st_size <= 64 * 2**20


def test_c3_a_locked_sqlite_is_a_bounded_wait_then_an_honest_refusal(tmp_path: Path, sqlite_url: str, valkey: Cache, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", 2.0)
    c3(tmp_path / "own.db", office_on(sqlite_url, valkey.url))


def test_c3_mutant_history_written_in_the_foreground(tmp_path: Path, sqlite_url: str, valkey: Cache, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", 2.0)
    monkeypatch.setattr(scribe.Scribe.write, "__defaults__", (30.0,))
    with pytest.raises(AssertionError, match="the wall waited"):
        c3(tmp_path / "own.db", office_on(sqlite_url, valkey.url))


def test_c3_eight_writers_never_meet_a_busy_snapshot(tmp_path: Path, sqlite_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from store.database import Database
    from store.history import write_gap

    db = Database(sqlite_url)

    def act(writer: int) -> None:
        for n in range(15):
            with db.write() as conn:
                conn.execute(sa.text("SELECT count(*) FROM gaps")).scalar()  # read first, then write: the classic trap
                write_gap(db, conn, f"writer {writer}", float(n), n + 1.0, "x")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    with db.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM gaps")) == 120
    db.close()


def test_c3_mutant_deferred_transactions(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = database._sqlite_engine

    def deferred(url: str) -> sa.Engine:
        made = engine(url)
        sa.event.listen(made, "engine_connect", lambda conn: conn.info.pop("immediate", None))
        for listener in list(made.dispatch.begin):
            sa.event.remove(made, "begin", listener)
        sa.event.listen(made, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
        return made

    monkeypatch.setattr(database, "_sqlite_engine", deferred)
    with pytest.raises(StoreDown, match="locked"):
        test_c3_eight_writers_never_meet_a_busy_snapshot(tmp_path, sqlite_url)


def a10(office: Office) -> None:
    """Cache away, file locked: nobody's line is judged by our own troubles."""
    for _ in range(6):
        office.tick()
    bad = [row for row in office.statuses().values() if row == "bad"]
    assert bad == []
    assert office.ingest.watch.pending == []


def test_a10_database_locked_and_cache_away_put_no_school_down(tmp_path: Path, sqlite_url: str, valkey: Cache, office_on: Callable[..., Office]) -> None:
    office = office_on(sqlite_url, valkey.url)
    office.tick(3)
    office.settle()
    valkey.freeze()
    other = pysqlite3.dbapi2.connect(tmp_path / "own.db", timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    a10(office)
    other.execute("ROLLBACK")
    valkey.thaw()
    time.sleep(1.1)
    office.tick(3)
    assert office.open_incidents() == {}
    assert office.rows("SELECT count(*) FROM incidents") == [(0,)]
    assert office.colours() == {"good": 24}


NO_FILES = """
import os, resource, sys, time
from pathlib import Path
from tests.promises.office import Office
from tests.rig.clock import Clock
office = Office(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Clock())
office.tick(3)
office.settle()
office.centre.live._redis.connection_pool.disconnect()
office.centre.db.engine.dispose()
kept = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (max(map(int, os.listdir("/proc/self/fd"))) , kept[1]))
holes = []
try:
    while True:
        holes.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
for n in range(8):
    office.tick()
    assert "bad" not in office.statuses().values()
for hole in holes:
    os.close(hole)
resource.setrlimit(resource.RLIMIT_NOFILE, kept)
time.sleep(1.1)
office.tick(3)
assert office.open_incidents() == {}, office.open_incidents()
assert office.colours() == {"good": 24}, office.colours()
print("well")
"""


def test_a10_no_file_descriptors_put_no_school_down(tmp_path: Path, sqlite_url: str, valkey: Cache) -> None:
    done = subprocess.run([sys.executable, "-c", NO_FILES, str(tmp_path / "home"), sqlite_url, valkey.url], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.endswith("well\n"), done.stderr[-3000:]


def test_a_long_outage_is_bounded_in_memory(sqlite_url: str, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    """C6 at small scale: the database is away for a day; what waits stays under its bound, and comes back in order."""
    monkeypatch.setattr(scribe, "SPOOL", 3000)
    office = office_on(sqlite_url, GONE)
    office.tick(2)
    office.settle()
    before = office.clock()
    write = database.Database.write
    monkeypatch.setattr(database.Database, "write", down)
    for n in range(288):
        for school in range(24):
            office.say(school, "connectivity.latency_ms", float(10 + 90 * (n % 2)))
        office.tick(seconds=300, down=[20] if n > 3 else [])
        if n % 12 == 0:
            office.ingest.housekeep()
    assert office.ingest.scribe.waiting <= 3000 + 1000
    assert len(office.ingest.scribe._sheets) < 1500
    monkeypatch.setattr(database.Database, "write", write)
    office.tick(2, down=[20])
    office.settle()
    (gap,) = office.rows("SELECT since, until FROM gaps WHERE why = 'spool full'")
    assert before - 3600 <= gap[0] < gap[1] <= office.clock(), "from the hour that was dropped"
    kept = office.rows("SELECT min(taken_at) FROM history WHERE taken_at > :t", t=gap[1])
    assert kept[0][0] is not None
    assert list(office.open_incidents()) == [f"school:{code(20)}"]
    assert office.rows("SELECT count(*) FROM incidents") == [(1,)]


def down(self: database.Database) -> Iterator[None]:
    raise StoreDown("Cơ sở dữ liệu chưa trả lời; thao tác chưa được ghi.", "away")


assert ingest.LEASE == scribe.LEASE
