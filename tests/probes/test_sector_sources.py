"""network, sector, gradebook, eoffice: a row that contradicts itself is refused; null is unknown, never 0."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from data_sources import eoffice, gradebook, network, sector
from data_sources._fields import BadRow

RECORDED = Path(__file__).parents[1] / "data" / "sources"
SYSTEMS: dict[str, Any] = {"network": network, "sector": sector, "gradebook": gradebook, "eoffice": eoffice}


def rows(key: str) -> list[dict[str, Any]]:
    """The rows its system sent."""
    items: list[dict[str, Any]] = json.loads((RECORDED / f"{key}.json").read_text("utf-8"))["items"]
    return items


def said(key: str, **changes: Any) -> dict[str, float]:
    """What the collector makes of the first row of a kind that is asked everything, changed."""
    asked = next(row for row in rows(key) if row.get("level", 2) == 2)
    source = SYSTEMS[key]
    return dict(zip(source.METRICS, source.read({**asked, **changes}), strict=True))


@pytest.mark.parametrize("key", SYSTEMS)
def test_every_recorded_row_is_read_whole(key: str) -> None:
    for row in rows(key):
        assert len(SYSTEMS[key].read(row)) == len(SYSTEMS[key].METRICS)


@pytest.mark.parametrize(("key", "changes"), [
    ("sector", {"pupils_verified": 19_999}), ("sector", {"teachers_verified": 1_999}), ("sector", {"fields_filled": 4_999_999}),
    ("sector", {"updates_on_time": 13}), ("sector", {"rows_rejected": 49_999}), ("sector", {"duplicate_ids": 19_999}),
    ("sector", {"pupil_records": -1}), ("sector", {"pupil_records": 900.0}), ("sector", {"pupil_records": True}),
    ("sector", {"days_since_update": None}), ("sector", {"fields_due": "12"}),
    ("gradebook", {"transcripts_signed": 19_999}), ("gradebook", {"classes_on": 999}), ("gradebook", {"records_on": 1}),
    ("gradebook", {"gradebook_on": None}),
    ("eoffice", {"electronic": 99_999}), ("eoffice", {"signed": 99_999}), ("eoffice", {"in_use": "yes"}),
    ("network", {"two_session_pupils": 19_999}), ("network", {"children": 0}), ("network", {"level": 10}),
    ("network", {"public": None}), ("network", {"rooms": None}), ("network", {"national_standard": 1}),
])
def test_a_row_that_cannot_be_true_is_refused(key: str, changes: dict[str, Any]) -> None:
    said(key)
    with pytest.raises(BadRow):
        said(key, **changes)


@pytest.mark.parametrize("field", ["classes", "pupils", "satellites", "national_standard", "accredited", "children", "two_session_pupils"])
def test_a_question_without_sense_is_null_and_becomes_unknown(field: str) -> None:
    assert math.isnan(said("network", **{field: None})[f"network.{field}"])
    row = {**next(iter(rows("network")))}
    del row[field]
    with pytest.raises(BadRow):  # null is an answer, a missing field is a broken system
        network.read(row)


def test_secret_documents_are_counted_apart() -> None:
    told = said("eoffice", documents=40, electronic=40, signed=40, secret=7)
    assert told["eoffice.signed"] / told["eoffice.documents"] == 1
    assert told["eoffice.secret"] == 7
