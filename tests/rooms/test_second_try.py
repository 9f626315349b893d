"""A second try is alone, named, for few, and hides nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.product import ROOT
from tests.rig.second_try import MOST

STORY = """
from pathlib import Path
import pytest

def lucky(name):
    turns = Path(name)
    first = not turns.exists()
    turns.touch()
    assert not first, "the machine was busy"

@pytest.mark.xdist_group("rest")
def test_green():
    pass

@pytest.mark.xdist_group("rest")
@pytest.mark.parametrize("word", ["một tường@nhà"])
def test_once_red(word):
    lucky("once")

@pytest.mark.xdist_group("screens")
@pytest.mark.parametrize("n", range(BROKEN))
def test_broken(n):
    assert n < 0, "really broken"
"""


def run(home: Path, broken: int) -> tuple[int, str]:
    """What ./test.sh does with a whole run, on a story of our own: its code and what the second try said."""
    (home / "test_story.py").write_text(STORY.replace("BROKEN", str(broken)))
    (home / "pytest.ini").write_text("[pytest]\n")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    whole = [sys.executable, "-m", "pytest", "-q", "-p", "no:dash", "-p", "no:valkey", "-n", "2", "--dist", "loadgroup", "test_story.py"]
    code = subprocess.run(whole, cwd=home, env=env, check=False, capture_output=True, timeout=120).returncode
    again = subprocess.run([sys.executable, "-m", "tests.rig.second_try", str(code), "-p", "no:dash"], cwd=home, env=env, check=False,
                           capture_output=True, text=True, timeout=120)
    return again.returncode, again.stdout


def test_a_busy_machine_is_named_and_forgiven(tmp_path: Path) -> None:
    code, said = run(tmp_path, 0)
    assert code == 0, said
    assert "1 tests failed side by side" in said
    assert "test_once_red" in said
    assert said.rstrip().splitlines()[-1].count("1 passed") == 1, "the runner's closing line closes the run"


def test_what_is_broken_stays_red(tmp_path: Path) -> None:
    code, said = run(tmp_path, 1)
    assert code == 1
    assert "really broken" in said
    assert "1 failed, 1 passed" in said


def test_many_failures_have_no_second_try(tmp_path: Path) -> None:
    assert run(tmp_path, MOST) == (1, "")


@pytest.mark.parametrize("code", [0, 2, 3, 4, 5])
def test_a_run_that_did_not_fail_on_tests_is_not_repeated(tmp_path: Path, code: int) -> None:
    (tmp_path / ".pytest_cache/v/cache").mkdir(parents=True)
    (tmp_path / ".pytest_cache/v/cache/lastfailed").write_text('{"test_story.py::test_old": true}')
    done = subprocess.run([sys.executable, "-m", "tests.rig.second_try", str(code)], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
                          check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (code, "")
