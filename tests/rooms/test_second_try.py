"""A second try is given to few, seen by all, and hides nothing."""

import os
import subprocess
import sys
from pathlib import Path

from tests.rig.product import ROOT

STORY = """
import pytest

turns = []

@pytest.fixture(scope="module")
def town():
    turns.append("town built")
    return turns

@pytest.fixture
def own(town):
    turns.append("own")

def lucky(name):
    turns.append(name)
    assert turns.count(name) == 2, "the machine was slow"

@pytest.mark.screen
def test_once_red(town, own):
    lucky("screen")

def test_of_the_product_alone():
    lucky("no second try")

@pytest.mark.product
def test_twice_red(town):
    assert not turns, "really broken"

def test_what_lived_on():
    assert turns.count("town built") == 1
    assert turns.count("own") == 2
"""


def test_once_red_is_named_twice_red_is_red_and_others_have_no_second_try(tmp_path: Path) -> None:
    (tmp_path / "test_story.py").write_text(STORY)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    screen:\n    product:\n")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-rf", "-p", "tests.rig.second_try", "-p", "no:dash", "-p", "no:valkey", "-p", "no:cacheprovider",
                           "test_story.py"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120)
    said = done.stdout
    assert done.returncode == 1
    assert "2 tests needed a second try: test_story.py::test_once_red, test_story.py::test_twice_red" in said, said
    assert "test_story.py::test_once_red: AssertionError: the machine was slow" in said
    assert "2 failed, 2 passed, 2 rerun" in said
    for red in ("test_of_the_product_alone", "test_twice_red"):
        assert f"FAILED test_story.py::{red}" in said
