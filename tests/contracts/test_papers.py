"""What every paper promises: the same bytes for the same snapshot, text that stays text, nothing loaded by whoever only lists papers."""

import subprocess
import sys
from pathlib import Path

import pytest

from domain.paper import Paper
from domain.registry import discover
from tests.house.reading import copy_house
from tests.rig.product import ROOT
from tests.rig.snapshots import sample

PAPERS = discover("reports", "PAPER", Paper)
EACH = pytest.mark.parametrize("paper", PAPERS.values(), ids=list(PAPERS))
SMALL = sample(areas=5, schools=40)
ONE_MORE = '''"""Thêm một: one more."""

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words


def render(snapshot: Snapshot) -> bytes:
    """Its number."""
    return snapshot.id.encode()


PAPER = Paper(key="one_more", label=Words("Thêm một", "One more"), what=Words("Cho ai", "For whom"), media_type="text/plain", order=99, render=render)
'''


def rendered(key: str, body: bytes, *, house: Path = ROOT, zone: str = "UTC") -> subprocess.CompletedProcess[bytes]:
    """As the queue lets it be made: by a child, from standard input."""
    return subprocess.run([sys.executable, "-m", "reports", key], input=body, cwd=house, capture_output=True, timeout=120, check=False,
                          env={"TZ": zone, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})


@EACH
def test_it_says_for_whom_it_is_and_what_may_be_chosen(paper: Paper) -> None:
    assert paper.label.vi
    assert paper.label.en
    assert paper.what.vi
    assert "/" in paper.media_type
    assert all(least <= usual <= most for _, least, usual, most in paper.options)


def test_their_order_is_told_and_the_ones_the_departments_asked_for_are_there() -> None:
    assert len({paper.order for paper in PAPERS.values()}) == len(PAPERS)
    assert {"pdf", "xlsx", "pptx", "docx", "png", "csv", "geojson", "json"} <= set(PAPERS)


@EACH
def test_made_on_another_host_and_another_day_it_is_the_same_to_the_byte(paper: Paper) -> None:
    here, there = rendered(paper.key, SMALL.body), rendered(paper.key, SMALL.body, zone="America/New_York")
    assert here.returncode == 0, here.stderr[-2000:]
    assert len(here.stdout) > 200
    assert here.stdout == there.stdout


@EACH
def test_what_is_no_snapshot_becomes_no_paper(paper: Paper) -> None:
    for body in (b"", b"{}", b"[1]", SMALL.body[:-1]):
        made = rendered(paper.key, body)
        assert made.returncode != 0
        assert made.stdout == b""


def test_whoever_lists_them_loads_no_library() -> None:
    heavy = ["typst", "xlsxwriter", "pptx", "docx", "segno", "numpy", "PIL"]
    words = ("import sys; from domain.registry import discover; from domain.paper import Paper; discover('reports', 'PAPER', Paper); "
             f"print(sorted(set({heavy}) & set(sys.modules)))")
    told = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_one_more_paper_is_one_file(tmp_path: Path) -> None:
    house = copy_house(tmp_path)
    (house / "reports" / "one_more.py").write_text(ONE_MORE, "utf-8")
    made = rendered("one_more", SMALL.body, house=house)
    assert made.stdout == SMALL.id.encode(), made.stderr[-2000:]
