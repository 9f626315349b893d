"""Bình looks into CENTRE_HOME as another user of the machine would: nothing of it is theirs to read."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from services import _checking_host as host

ROOT = Path(__file__).resolve().parents[2]


def door(home: Path, verb: str) -> subprocess.CompletedProcess[str]:
    """`./run.sh verb` by somebody whose own umask lets everybody read."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run([str(ROOT / "run.sh"), verb], env=kept | {"CENTRE_HOME": str(home)}, umask=0o022,
                          capture_output=True, text=True, timeout=120, check=False)


def open_to_others(home: Path) -> list[str]:
    """Whatever somebody else could read, list or write."""
    return [f"{one} {stat.S_IMODE(one.lstat().st_mode):o}" for one in (home, *home.rglob("*"))
            if one.lstat().st_mode & 0o077 and not one.is_symlink()]


def test_what_the_house_writes_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for verb in ("migrate", "first", "check"):
        told = door(home, verb)
        assert told.returncode == 0, told.stdout + told.stderr
    assert (home / "centre.db").exists()
    assert open_to_others(home) == []


def test_an_existing_home_that_others_enter_is_said_and_left(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    for mode, ok in ((0o755, False), (0o750, False), (0o700, True)):
        home.chmod(mode)
        alone = next(v for v in host._home(home, sqlite=True) if "owner's alone" in v.what.en)
        assert (alone.ok, alone.stops, alone.found) == (ok, False, f"{mode:o}")
        assert stat.S_IMODE(home.stat().st_mode) == mode


@pytest.mark.parametrize("opened", ["centre.db", "imports/list.csv"])
def test_mutant_home_that_others_read_is_caught(tmp_path: Path, opened: str) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    file = home / opened
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_bytes(b"")
    file.chmod(0o644)
    assert [line.split()[0] for line in open_to_others(home)] == [str(file)]
