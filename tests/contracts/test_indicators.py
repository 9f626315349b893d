"""What every indicator promises, whichever file it is in."""

import re
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from domain.area import Tree
from domain.indicator import Indicator, RollUp
from domain.measurement import Status
from domain.registry import discover
from domain.school import KINDS, School, SchoolKind
from domain.source import Source
from services.board import Board
from services.pulse import Pulse
from services.register import NONE, Register
from services.view import Picture, tally

INDICATORS = discover("indicators", "INDICATOR", Indicator)
METRICS = {m for s in discover("data_sources", "SOURCE", Source).values() for m in s.metrics}
EACH = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))


@EACH
def test_it_says_everything_in_both_languages(indicator: Indicator) -> None:
    for words in (indicator.label, indicator.question, indicator.owner, *([indicator.incident.says] if indicator.incident else [])):
        assert words.vi.strip()
        assert words.en.strip()
        assert words.vi != words.en
    assert indicator.question.vi.endswith("?")
    assert indicator.question.en.endswith("?")
    assert indicator.legal_basis.strip(), "a figure without a basis is an opinion"


@EACH
def test_its_file_opens_with_its_question(indicator: Indicator) -> None:
    import importlib

    document = importlib.import_module(f"indicators.{indicator.key}").__doc__ or ""
    assert "?" in document
    assert len(document.strip()) > 10


@EACH
def test_a_source_measures_what_it_needs(indicator: Indicator) -> None:
    assert indicator.needs
    for metric in indicator.needs:
        assert re.fullmatch(r"[a-z_0-9]+\.[a-z_0-9]+", metric)
        assert metric in METRICS or derived(metric), f"no source gives {metric}"


def derived(metric: str) -> bool:
    """Computed by the centre itself from what it keeps (history, incidents, the register)."""
    from domain import indicator as words

    return metric in getattr(words, "DERIVED", ()) or metric.split(".")[0] in {"school", "incidents", "history", "centre", "operations"} or ".uptime" in metric


@EACH
def test_it_reads_nothing_it_does_not_name(indicator: Indicator) -> None:
    read: set[str] = set()

    class Spy(dict[str, float]):
        def __getitem__(self, key: str) -> float:
            read.add(key)
            return 1.0

    indicator.value(Spy())
    assert read <= set(indicator.needs)


@EACH
def test_one_school_and_all_schools_get_the_same_answer(indicator: Indicator) -> None:
    columns = {m: np.array([0.0, 1.0, 2.0, 40.0, np.nan]) for m in indicator.needs}
    with np.errstate(all="ignore"):
        together = np.asarray(indicator.value(columns), dtype=float)
        assert together.shape == (5,)
        for place in range(5):
            alone = float(indicator.value({m: c[place] for m, c in columns.items()}))
            assert alone == pytest.approx(together[place], nan_ok=True)


@EACH
def test_absence_stays_absence(indicator: Indicator) -> None:
    value: Any = indicator.value({m: float("nan") for m in indicator.needs})
    assert indicator.bands.status(float(value)) is Status.UNKNOWN


@EACH
def test_its_limits_make_sense(indicator: Indicator) -> None:
    assert indicator.bands.good != indicator.bands.watch, "a band of no width never warns"
    assert timedelta(0) < indicator.stale_after <= timedelta(days=400)
    assert isinstance(indicator.roll_up, RollUp)
    assert 0 <= indicator.decimals <= 3
    if indicator.unit == "%":
        assert -1 <= indicator.bands.good <= 2, "a share is 0..1, shown as per cent by wording"
    if indicator.incident:
        assert indicator.incident.after >= 1 or (indicator.incident.after == 0 and indicator.incident.silent_after), "a rule that opens nothing"
        assert indicator.incident.clear >= 1
        assert set(re.findall(r"{(\w+)}", indicator.incident.says.vi)) <= {"school", "since", "value", "area", "count"}


@EACH
def test_a_school_it_does_not_concern_has_no_value_and_one_it_does_is_unknown_until_it_speaks(indicator: Indicator) -> None:
    schools = tuple(School(code=kind.value, name=kind.value, kind=kind, pupils=100, contracted_mbps=100) for kind in KINDS)
    count = len(schools)
    nowhere = np.full(count, NONE, np.uint16)
    register = Register(version=1, simulated=False, province=None, schools=schools, ids=np.arange(count), index={s.code: i for i, s in enumerate(schools)},
                        trees=dict.fromkeys(Tree, ()), old=nowhere, new=nowhere, kind=np.arange(count, dtype=np.uint8))  # fmt: skip
    board = Board(register, {indicator.key: indicator})
    outside = {i for i, kind in enumerate(KINDS) if indicator.kinds and kind not in (*indicator.kinds, SchoolKind.KHAC)}
    board.judge(1000.0)
    layer = board.layers[indicator.key]
    assert set(layer.status.tolist()) == {Status.UNKNOWN.code}, "silence is unknown"
    for metric in indicator.needs:
        if metric not in board.facts:
            board.take(metric, np.arange(count), np.ones(count), 1000.0)
    board.judge(1001.0)
    layer = board.layers[indicator.key]
    assert set(np.flatnonzero(np.isnan(layer.value)).tolist()) == outside
    assert set(np.flatnonzero(layer.status == Status.UNKNOWN.code).tolist()) == outside
    picture = Picture(register=register, pulse=Pulse(version=1, at=1001.0, valid_until=2000.0, register=1, layers={indicator.key: 1}), layers={indicator.key: layer})
    told = tally(picture, indicator, np.arange(count), 1001.0)
    assert (told.reporting, told.schools) == (count - len(outside), count - len(outside)), "n of N: neither unknown nor normal"
    assert told.counts[Status.UNKNOWN] == 0


def test_the_kinds_it_concerns_are_named_once_and_not_all() -> None:
    for one in INDICATORS.values():
        assert len(set(one.kinds)) == len(one.kinds)
        assert set(one.kinds) < set(KINDS), "all of them is said by naming none"
        assert SchoolKind.KHAC not in one.kinds, "of a school whose kind nobody stated the question is always asked"


def test_no_two_share_a_place_or_a_name() -> None:
    places = [(i.group, i.order) for i in INDICATORS.values()]
    assert len(places) == len(set(places))
    assert len({i.label.vi for i in INDICATORS.values()}) == len(INDICATORS)


def test_the_wall_has_its_indicators() -> None:
    assert {"connectivity", "labs", "epayment"} <= set(INDICATORS)
