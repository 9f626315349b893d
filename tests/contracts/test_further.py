"""Further figures: whatever an indicator shows beside itself comes from a source, says its name once, and is arithmetic."""

import numpy as np
import pytest

from domain.further import Fold
from domain.indicator import Indicator
from domain.registry import discover
from domain.source import Source

KNOWN = {metric for source in discover("data_sources", "SOURCE", Source).values() for metric in source.metrics}
TOLD = [one for one in discover("indicators", "INDICATOR", Indicator).values() if one.further]


@pytest.mark.parametrize("one", TOLD, ids=lambda one: one.key)
def test_it_comes_from_a_source_and_serves_one_school_and_all_alike(one: Indicator) -> None:
    assert len({figure.key for figure in one.further}) == len(one.further)
    for figure in one.further:
        assert set(figure.needs) <= KNOWN, figure.key
        assert figure.words.vi
        assert figure.words.en
        assert figure.words.vi != figure.words.en
        for part in (figure.top, figure.bottom):
            if part is not None:
                alone, column = part(dict.fromkeys(figure.needs, 2.0)), part(
                    {need: np.full(3, 2.0) for need in figure.needs})
                assert column.tolist() == [alone] * 3
        assert figure.fold is Fold.SHARE or figure.bottom is None, "only a share has a bottom"


def test_what_the_founding_documents_ask_stands_beside_an_indicator() -> None:
    asked = {"it_staff": {"account_requests", "oldest_request_days"}, "e_record": {"records_on", "gradebook_on"},
             "signatures_issued": {"waiting", "oldest_wait_days", "signed"}, "clc": {"before", "after"},
             "ai_labs": {"ai", "vr", "ar"}, "admissions": {"registered", "by_plan", "exam_hours"},
             "allocated": {"before", "this_year", "difference"}, "unfunded_projects": {"public", "recurrent"},
             "recommendations": {"oldest_days"}}
    every = discover("indicators", "INDICATOR", Indicator)
    for key, names in asked.items():
        assert names <= {figure.key for figure in every[key].further}, key
    modules = [figure for figure in every["punctuality"].further if figure.flag]
    assert len(modules) == 7
