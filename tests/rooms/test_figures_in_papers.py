"""Hà reads one figure aloud from five papers of one snapshot: the same number under the same name, and a slip is seen."""

from dataclasses import replace

import pytest

from domain.snapshot import Snapshot
from reports import csv, docx, pdf, pptx, xlsx
from tests.rig.figures import holds
from tests.rig.snapshots import sample


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    told = sample(schools=40)
    return {"pdf": pdf.render(told), "xlsx": xlsx.render(told), "pptx": pptx.render(told), "docx": docx.render(told), "figures": csv.render(told, table=1)}


def test_shares_counts_words_spans_and_absence_stand_under_their_names(papers: dict[str, bytes]) -> None:
    holds(sample(schools=40), papers)


def swapped(told: Snapshot) -> Snapshot:
    """The same numbers, two of them under each other's name."""
    first, *rest = told.sections
    a, b, *others = first.figures
    changed = replace(first, figures=(replace(a, value=b.value, text=b.text), replace(b, value=a.value, text=a.text), *others))
    return replace(told, sections=(changed, *rest))


def test_two_figures_that_changed_places_are_noticed(papers: dict[str, bytes]) -> None:
    with pytest.raises(AssertionError):
        holds(swapped(sample(schools=40)), papers)
