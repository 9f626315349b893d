"""A1, A2, C4: killed at any statement, history ends where an unbroken run ends; a full disk acknowledges nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import StoreDown
from services import scribe
from store import history, incidents
from store.database import Database
from tests.promises.collector import export
from tests.promises.office import Office
from tests.rig.postgres import Postgres
from tests.rig.product import ROOT

GONE = "redis://127.0.0.1:1/0"


class Trials:
    """Collectors that live and die in processes of their own."""

    def __init__(self, mutant: str = "") -> None:
        code = f"{mutant}\nfrom tests.promises.collector import main; main()"
        self.process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, home: Path, url: str, kill_at: int = 0) -> int:
        """Statements of a whole run; -1 = it was killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{home} {url} {kill_at}\n")
        self.process.stdin.flush()
        statements = -1
        for line in self.process.stdout:
            word, _, number = line.partition(" ")
            if word == "statements":
                statements = int(number)
            if word == "ended":
                assert int(number) in (0, -9)
                return statements
        raise AssertionError("the trials ended early")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """fresh(name) -> the URL of a migrated database without rows."""
    made: list[str] = []

    def make(name: str) -> str:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / f"{name}.db")
            return f"sqlite:///{tmp_path}/{name}.db"
        server: Postgres = request.getfixturevalue("postgres")
        made.append(server.database(request.getfixturevalue("migrated_postgres")))
        return made[-1]

    yield make
    for url in made:
        request.getfixturevalue("postgres").drop(url)


def outcome(url: str) -> dict[str, list[tuple[object, ...]]]:
    db = Database(url)
    try:
        return export(db)
    finally:
        db.close()


def a2(tmp_path: Path, fresh: Callable[[str], str], points: Callable[[int], list[int]], mutant: str = "") -> None:
    """Kill before the k-th statement, run again from the start: the same history as without the kill."""
    sane, trials = Trials(), Trials(mutant)
    try:
        whole_url = fresh("whole")
        total = sane.run(tmp_path / "whole", whole_url)
        want = outcome(whole_url)
        assert len(want["incidents"]) >= 2
        assert len(want["history"]) > 200
        for k in points(total):
            url = fresh(f"killed{k}")
            assert trials.run(tmp_path / f"killed{k}", url, k) == -1, f"statement {k} was never reached"
            trials.run(tmp_path / f"killed{k}", url)
            got = outcome(url)
            for name, rows in want.items():
                assert got[name] == rows, f"{name} differs after a kill at statement {k} of {total}"
    finally:
        sane.close()
        trials.close()


def test_a2_killed_at_some_statements_the_history_is_the_same(tmp_path: Path, fresh: Callable[[str], str]) -> None:
    a2(tmp_path, fresh, lambda total: sorted({total * n // 12 + n % 3 for n in range(2, 12, 3)}))


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_a2_killed_at_every_statement_the_history_is_the_same(tmp_path: Path, fresh: Callable[[str], str]) -> None:
    a2(tmp_path, fresh, lambda total: list(range(1, total)))


MUTANTS = {
    "no transaction": "import store.database as d\nimport contextlib\n@contextlib.contextmanager\ndef loose(self):\n    with self.engine.connect() as c:\n        c = c.execution_options(isolation_level='AUTOCOMMIT')\n        yield c\nd.Database.write = loose",
    "repeats": "import store.history as h\nh.write_sweep = lambda conn, row: conn.execute(h.sweeps.insert().values(**row))",
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a2_mutants(tmp_path: Path, migrated_sqlite: Path, mutant: str) -> None:
    """Rows written twice, or half a transaction: the same kills find it."""
    def fresh(name: str) -> str:
        shutil.copy(migrated_sqlite, tmp_path / f"{name}.db")
        return f"sqlite:///{tmp_path}/{name}.db"

    with pytest.raises(AssertionError):
        a2(tmp_path, fresh, lambda total: [total - 2, total // 2], MUTANTS[mutant])


WRITERS = """
import os, sys, threading
from domain.wording import Words
from store import incidents
from store.database import Database
db = Database(sys.argv[1])
def act(writer):
    for n in range(10 ** 9):
        subject = f"school:{sys.argv[2]}-{writer}-{n}"
        with db.write() as conn:
            incidents.open_incident(db, conn, kind="single", rule="connectivity", subject=subject, severity="high", area="760",
                                    says=Words("a", "b"), schools=1, started_at=1.0, at=2.0)
        os.write(1, f"{subject}\\n".encode())
[threading.Thread(target=act, args=(n,)).start() for n in range(8)]
"""


def a1(url: str, trials: int, writers: str = WRITERS) -> None:
    """Eight writers open incidents and say so; the process is killed; whatever was said is there, whole."""
    for trial in range(trials):
        child = subprocess.Popen([sys.executable, "-c", writers, url, str(trial)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = []
        for line in child.stdout:
            if line.endswith("\n"):
                said.append(line.strip())
            if len(said) == 30 + 13 * trial:
                child.kill()
        child.wait()
        assert len(said) >= 30, "nothing was acknowledged: nothing was tested"
        db = Database(url)
        with db.read() as conn:
            stored = {row.subject for row in conn.execute(sa.text("SELECT subject FROM incidents"))}
            torn = conn.scalar(sa.text("SELECT count(*) FROM incidents i LEFT JOIN incident_events e ON e.incident_id = i.id WHERE e.id IS NULL"))
            assert not db.sqlite or conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        db.close()
        assert set(said) <= stored, "acknowledged, and lost"
        assert torn == 0, "an incident without its event"


def test_a1_what_was_acknowledged_survives_kill_9(db: Database) -> None:
    a1(db.url, 3)


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_a1_what_was_acknowledged_survives_300_kills(db: Database) -> None:
    a1(db.url, 300)


def test_a1_mutant_acknowledged_before_it_is_committed(migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    early = WRITERS.replace("        os.write(1", "            os.write(1")
    assert early != WRITERS
    with pytest.raises(AssertionError, match="acknowledged, and lost"):
        a1(f"sqlite:///{tmp_path}/centre.db", 12, early)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("a small tmpfs cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(disk: Path) -> Path:
    stuffing = disk / "stuffing"
    with stuffing.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * 4096)
        except OSError:
            pass
    return stuffing


def c4(disk: Path, template: Path, office_on: Callable[..., Office]) -> None:
    shutil.copy(template, disk / "centre.db")
    office = office_on(f"sqlite:///{disk}/centre.db", GONE)
    office.tick(2)
    office.settle()
    stuffing = fill(disk)
    acknowledged = []
    for n in range(40):
        try:
            with office.centre.db.write() as conn:
                history.write_gap(office.centre.db, conn, "trial", float(n), n + 1.0, "x" * 3000)
            acknowledged.append(float(n))
        except StoreDown:
            pass
    assert len(acknowledged) < 40, "the disk was never full: nothing was tested"
    for n in range(6):
        for school in range(24):
            office.say(school, "labs.machines_online", 10.0 * 2**n)
        office.tick(down=[20])
    assert office.ingest.scribe.spooling
    with office.centre.db.read() as conn:
        there = {row[0] for row in conn.execute(sa.text("SELECT since FROM gaps WHERE source = 'trial'"))}
    assert there >= set(acknowledged), "acknowledged, and not there"
    stuffing.unlink()
    office.tick(3, down=[20])
    assert list(office.open_incidents()) == ["school:79000021"], "what was decided meanwhile is written once there is room"
    assert office.rows("SELECT count(*) FROM history WHERE metric = 'labs.machines_online'") == [(6 * 24,)]
    assert not office.ingest.scribe.spooling


def test_c4_a_full_disk_acknowledges_nothing_and_recovers_alone(small_disk: Path, migrated_sqlite: Path, office_on: Callable[..., Office]) -> None:
    c4(small_disk, migrated_sqlite, office_on)


def test_c4_mutant_a_scribe_that_forgets_what_failed(small_disk: Path, migrated_sqlite: Path, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    work = scribe.Scribe._work
    monkeypatch.setattr(scribe.Scribe, "_work", lambda self: (work(self), self._sheets.clear())[1])
    with pytest.raises(AssertionError):
        c4(small_disk, migrated_sqlite, office_on)


# --- E1 ---


def e1(db: Database, writers: int = 8, schools: int = 25) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from domain.wording import Words

    def one(writer: int, school: int) -> int | None:
        for _ in range(20):
            try:
                with db.write() as conn:
                    return incidents.open_incident(
                        db, conn, kind="single", rule="connectivity", subject=f"school:{school}", severity="high", area="760",
                        says=Words("a", "b"), schools=1, started_at=1.0, at=10.0 + writer,
                    )
            except StoreDown:
                continue
        raise AssertionError("never got its turn")

    with ThreadPoolExecutor(writers) as pool:
        opened = [work.result() for work in [pool.submit(one, w, s) for s in range(schools) for w in range(writers)]]
    assert sum(i is not None for i in opened) == schools
    with db.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM incidents WHERE state = 'open'")) == schools
        assert conn.scalar(sa.text("SELECT count(*) FROM incident_events")) == schools


def test_e1_eight_writers_open_one_incident_each_school(db: Database) -> None:
    e1(db)


@pytest.mark.drill
def test_e1_eight_writers_two_hundred_schools(db: Database) -> None:
    e1(db, schools=200)


def test_e1_mutant_look_first_then_insert(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the database's own uniqueness, two who look at once both insert."""
    with db.engine.begin() as conn:
        conn.exec_driver_sql("DROP INDEX uq_incidents_open")

    def naive(db: Database, conn: Any, **row: Any) -> int | None:
        from store.incident_tables import incident_events
        from store.incident_tables import incidents as table

        says, at, detail = row.pop("says"), row.pop("at"), " ".join(row.pop("members", ()))
        conn.execute(sa.text("SELECT 1"))
        new = conn.execute(table.insert().values(**row, state="open", says_vi=says.vi, says_en=says.en, opened_at=at).returning(table.c.id)).scalar_one()
        conn.execute(incident_events.insert().values(incident_id=new, at=at, what="opened", detail=detail))
        return int(new)

    monkeypatch.setattr(incidents, "open_incident", naive)
    with pytest.raises(AssertionError):
        e1(db)
