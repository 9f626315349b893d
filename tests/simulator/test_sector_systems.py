"""The simulated sector: plausible figures, the troubles one looks for, nothing where a question makes no sense."""

from typing import Any

import pytest

from simulator.day import iso, midnight
from simulator.schools import SPLIT, School, sized
from simulator.systems import eoffice, gradebook, network, sector
from simulator.systems._year import year_gone

NOW = 1_795_366_800.0  # Monday 2026-11-23 00:00 in Việt Nam
SEED = 1975
SYSTEMS: dict[str, Any] = {"network": network, "sector": sector, "gradebook": gradebook, "eoffice": eoffice}


def schools() -> list[School]:
    """2,380 schools of the usual split, placed nowhere."""
    from random import Random

    rng = Random("a province")
    kinds = [kind for kind, count in SPLIT for _ in range(count)] + ["tthtcd"] * 5
    return [School(code=f"79{n:06}", name="", kind=kind, lat=10.7, lon=106.7, district="783" if n % 9 == 0 else "760", ward="", carrier="fpt", **sized(rng, kind))
            for n, kind in enumerate(kinds)]


SCHOOLS = schools()


def told(key: str, now: float = NOW, seed: int = SEED) -> list[tuple[School, dict[str, Any]]]:
    """Every row of a system."""
    system = SYSTEMS[key].SYSTEM
    return [(school, system.item(seed, school, now)) for school in SCHOOLS if system.knows(seed, school)]


def ratio(key: str, top: str, bottom: str, *kinds: str, now: float = NOW) -> float:
    """Σ top / Σ bottom over schools that are asked."""
    asked = [row for school, row in told(key, now) if row[top] is not None and (not kinds or school.kind in kinds)]
    return float(sum(row[top] for row in asked) / sum(row[bottom] for row in asked))


@pytest.mark.parametrize("key", SYSTEMS)
def test_the_same_seed_and_day_tell_the_same_another_seed_another(key: str) -> None:
    assert told(key) == told(key)
    assert told(key) != told(key, seed=SEED + 1)
    assert len({str(row) for _, row in told(key)}) > 0.5 * len(told(key)), "schools differ"


@pytest.mark.parametrize(("key", "top", "bottom", "least", "most"), [
    ("sector", "pupils_verified", "pupil_records", 0.985, 0.995), ("sector", "teachers_verified", "teacher_records", 0.95, 0.98),
    ("sector", "updates_on_time", "updates_due", 0.88, 0.97), ("sector", "fields_filled", "fields_due", 0.97, 0.99),
    ("sector", "rows_rejected", "rows_sent", 0.001, 0.006), ("gradebook", "transcripts_signed", "transcripts_due", 0.75, 0.95),
    ("gradebook", "classes_on", "classes", 0.93, 0.99), ("eoffice", "signed", "documents", 0.88, 0.98),
    ("network", "two_session_pupils", "pupils", 0.65, 0.9), ("network", "pupils", "classes", 30, 40),
])
def test_the_province_looks_like_one(key: str, top: str, bottom: str, least: float, most: float) -> None:
    assert least < ratio(key, top, bottom) < most


@pytest.mark.parametrize(("kind", "least", "most"), [("mam_non", 22, 34), ("tieu_hoc", 31, 45), ("thcs", 34, 50), ("thpt", 34, 50)])
def test_classes_are_fuller_in_one_school_than_in_the_next(kind: str, least: float, most: float) -> None:
    sizes = sorted(row["pupils"] / row["classes"] for school, row in told("network") if school.kind == kind and row["classes"] >= 10)
    assert least < sizes[0] < sizes[-1] < most
    assert sizes[-1] / sizes[0] > 1.2


def test_the_troubles_are_there() -> None:
    rows = [row for _, row in told("sector")]
    assert sum(row["days_since_update"] >= 30 for row in rows) in range(25, 80), "schools that fell silent"
    assert all(row["updates_on_time"] < 10 for row in rows if row["days_since_update"] >= 30), "and are late, too"
    assert sum(row["duplicate_ids"] > 0 for row in rows) in range(150, 400)
    assert sum(row["pupils_verified"] / row["pupil_records"] < 0.97 for row in rows) in range(40, 250)
    assert sum(row["rows_rejected"] / row["rows_sent"] > 0.02 for row in rows) in range(20, 140)
    assert any(row["closed"] for _, row in told("network")), "a school we still list is gone"
    assert any(not row["transcripts_on"] and row["transcripts_signed"] == 0 for _, row in told("gradebook"))


def test_no_part_is_more_than_its_whole() -> None:
    for _, row in told("sector"):
        assert 0 <= row["pupils_verified"] <= row["pupil_records"]
        assert 0 <= row["teachers_verified"] <= row["teacher_records"]
        assert 0 <= row["fields_filled"] <= row["fields_due"]
        assert 0 <= row["updates_on_time"] <= row["updates_due"]
        assert 0 <= row["rows_rejected"] <= row["rows_sent"]
    for _, row in told("gradebook"):
        assert 0 <= row["transcripts_signed"] <= row["transcripts_due"]
        assert 0 <= row["classes_on"] <= row["classes"]
    for _, row in told("eoffice"):
        assert 0 <= row["signed"] <= row["electronic"] <= row["documents"]


def test_who_is_not_asked_has_no_row_or_null() -> None:
    by_kind = {kind: [row for school, row in told("network") if school.kind == kind] for kind, _ in SPLIT}
    assert all(row["two_session_pupils"] is None for row in by_kind["mam_non"]), "a preschool has no second session"
    assert all(row["two_session_pupils"] is not None for row in by_kind["tieu_hoc"])
    assert all(row["children"] is None for row in by_kind["thpt"]), "nobody is assigned to an upper secondary school"
    assert all((row["children"] is not None) == row["public"] for row in by_kind["mam_non"]), "a private nursery has no catchment"
    assert {school.kind for school, _ in told("gradebook")} == {"tieu_hoc", "thcs", "thpt", "gdtx", "gdnn_gdtx"}
    assert "tthtcd" not in {school.kind for school, _ in told("sector")}
    assert all(row["pupils"] is None and row["classes"] is None for school, row in told("network") if school.kind == "tthtcd")


def test_what_was_missing_in_september_is_put_right_by_may() -> None:
    may = NOW + 180 * 86400
    assert year_gone(NOW) < 0.35 < 0.9 < year_gone(may) <= 1
    assert ratio("sector", "pupils_verified", "pupil_records") < ratio("sector", "pupils_verified", "pupil_records", now=may)
    assert ratio("gradebook", "transcripts_signed", "transcripts_due") < ratio("gradebook", "transcripts_signed", "transcripts_due", now=may)


@pytest.mark.parametrize("later", [0.0, 0.25, 1.999, 3600.123, 43_200.5, 67_391.377_4, 86_399.9])
def test_a_daily_figure_is_of_this_midnight_not_of_yesterdays_last_moment(later: float) -> None:
    assert iso(midnight(NOW + later)) == "2026-11-22T17:00:00Z"
