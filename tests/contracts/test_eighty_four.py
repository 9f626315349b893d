"""The catalogue is whole: 84 questions in nine groups, each in its place, each explained; `./run.sh rooms` says so."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.groups import GROUPS
from domain.indicator import Indicator, RollUp
from domain.registry import discover
from domain.source import Source
from services.rooms import lines
from simulator.systems._system import systems

HOUSE = Path(__file__).parents[2]
SIZES = {"network": 12, "connectivity": 12, "labs": 10, "epayment": 8, "services": 10, "data": 9, "operations": 9, "programme": 8, "people": 6}
KNOWN = Catalogue(discover("indicators", "INDICATOR", Indicator))


def test_there_are_84_in_nine_groups_each_in_its_place() -> None:
    assert list(SIZES) == list(GROUPS)
    assert Counter(one.group for one in KNOWN.values()) == SIZES
    for group, size in SIZES.items():
        assert [one.order for one in KNOWN.values() if one.group == group] == list(range(1, size + 1)), group


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_a_fresh_reader_can_say_what_it_means(key: str) -> None:
    one = KNOWN[key]
    for words in (one.label, one.question, one.formula, one.owner):
        assert words.vi.strip(), "in both languages, not empty"
        assert words.en.strip()
    assert one.question.vi.rstrip().endswith("?")
    assert one.legal_basis.strip()
    assert (one.roll_up is RollUp.RATIO) == (one.weight is not None), "a ratio has a denominator, nothing else has one"
    for said in one.press:
        assert said.says.vi
        assert said.document.vi


def test_the_rooms_count_indicators_and_name_every_source() -> None:
    told = list(lines(HOUSE))
    assert any(line.startswith("indicators/ 84 ") for line in told)
    named = {line.split()[0].removesuffix(".py") for line in told}
    assert set(KNOWN) | set(discover("data_sources", "SOURCE", Source)) <= named


def test_a_figure_of_last_midnight_is_believed_through_a_missed_night() -> None:
    daily = {key for key, system in systems().items() if system.daily}
    short = {key: one.stale_after for key, one in KNOWN.items()
             if {name.partition(".")[0] for name in one.needs} & daily and one.stale_after < timedelta(days=2)}
    assert not short, f"stale before the next midnight's figure can be there: {short}"
