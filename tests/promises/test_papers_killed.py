"""A maker killed in the middle of a paper loses nothing: the paper comes out, once, and nobody is left behind. Real processes, both databases."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services import papers
from store.database import Database
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom
from tests.rig.processes import Child, session, wait_until
from tests.rig.product import ROOT

HEAVY = 9000  # schools of a snapshot that takes seconds to set


@pytest.fixture
def room(db: Database, tmp_path: Path) -> PaperRoom:
    """A house whose makers are processes of their own."""
    return PaperRoom(tmp_path / "home", db.url, Clock(datetime.now(UTC)))


@pytest.fixture
def maker(room: PaperRoom, child: Callable[..., Child]) -> Callable[[], Child]:
    """maker() -> `./run.sh papers`, running."""
    def start() -> Child:
        clean = {k: v for k, v in os.environ.items() if k not in {"TILE_URL", "SIM"}}
        return child([sys.executable, ROOT / "doors.py", "papers"], cwd=ROOT, env=clean | {
            "CENTRE_HOME": str(room.home), "DATABASE_URL": room.url, "REDIS_URL": "redis://127.0.0.1:1/0"})

    return start


def asked(room: PaperRoom, key: str = "docx") -> Any:
    """Somebody asks for a heavy paper; gives the function that says its row."""
    from dataclasses import replace

    from tests.rig.snapshots import sample

    heavy = sample(areas=22, schools=HEAVY)
    room.keep(sections=heavy.sections)
    lan = room.manager()
    job = papers.want(room.centre, lan, papers.head(room.centre, lan, "AC-2026-000001"), key)
    assert replace(job).row.state == "queued"
    return lambda: papers.again(room.centre, job).row


def cages(parent: int) -> list[int]:
    """Children of this maker that set a paper now."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                alive = (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            except OSError:
                continue
            if alive and len(words) > 2 and words[1].endswith(b"_paper_cage.py") and words[2] == str(parent).encode():
                found.append(int(entry.name))
    return found


def test_a_child_killed_in_the_middle_is_made_once_more(room: PaperRoom, maker: Callable[[], Child]) -> None:
    row = asked(room)
    ours = maker()
    (victim,) = wait_until(lambda: cages(ours.pid), 60, what="a child at work")  # type: ignore[misc]
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: row().state in ("ready", "failed"), 120)
    assert (row().state, row().tries) == ("ready", 2)
    assert room.rows("SELECT count(*) FROM papers") == [(1,)]
    assert cages(ours.pid) == []


def test_a_maker_killed_in_the_middle_takes_its_child_along_and_the_next_one_makes_it(room: PaperRoom, maker: Callable[[], Child]) -> None:
    row = asked(room)
    first = maker()
    wait_until(lambda: cages(first.pid), 60, what="a child at work")
    first.send(signal.SIGKILL)
    first.process.wait(10)
    wait_until(lambda: not cages(first.pid), 10, what="the child is gone with its maker")
    assert row().state == "making"
    with room.centre.db.write() as conn:  # fifteen seconds later
        conn.execute(sa.text("UPDATE papers SET lease_until = 0"))
    second = maker()
    wait_until(lambda: row().state in ("ready", "failed"), 120)
    assert (row().state, row().tries) == ("ready", 2)
    assert second.stop() == 0


def test_a_maker_that_is_asked_to_stop_gives_back_what_it_had_begun(room: PaperRoom, maker: Callable[[], Child]) -> None:
    row = asked(room)
    first = maker()
    wait_until(lambda: cages(first.pid), 60, what="a child at work")
    assert first.stop() == 0
    assert cages(first.pid) == []
    assert (row().state, row().tries) == ("queued", 0)
    assert session(first.pid) == []


def test_what_a_child_may_cost_is_bounded() -> None:
    from services._paper_child import Limits, NotMade, make
    from tests.rig.snapshots import sample

    body = sample(areas=22, schools=2000).body
    assert make(["json"], body) == body
    for limits, said in ((Limits(wall_s=0.05), "quá lâu"), (Limits(megabytes=120), "bộ nhớ"), (Limits(cpu_s=1), "quá nhiều")):
        with pytest.raises(NotMade) as failed:
            make(["docx"], sample(areas=22, schools=HEAVY).body, limits=limits)
        assert said in failed.value.words.vi, limits


def test_a_child_sees_nothing_of_the_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its settings nor its secrets nor its open files."""
    from services import _paper_child
    from services._paper_child import NotMade, make
    from tests.rig.snapshots import sample

    spy = tmp_path / "spy.py"
    spy.write_text("import json, os, sys\nsys.stdin.buffer.read()\n"
                   "print(json.dumps([dict(os.environ), [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')]]))\n")
    monkeypatch.setenv("SMTP_PASSWORD", "mật khẩu thư")
    monkeypatch.setattr(_paper_child, "CAGE", spy)
    with (tmp_path / "centre.db").open("wb"):  # an open database
        told = make(["json"], sample(areas=3, schools=1).body).decode()
    assert "SMTP_PASSWORD" not in told
    assert "centre.db" not in told
    spy.write_text("raise SystemExit(3)")
    with pytest.raises(NotMade):
        make(["json"], b"{}")
