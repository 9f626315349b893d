"""An officer opens a school beside the map: of eighty indicators seven stand there, and they are the ones that press."""

from dataclasses import replace

from domain.indicator import Indicator
from domain.measurement import Status
from domain.pressing import FIRST, pressing
from domain.registry import discover

KNOWN = discover("indicators", "INDICATOR", Indicator)
JUDGED = [one for one in KNOWN.values() if one.judged]
QUIET = [one for one in JUDGED if one.incident is None]
LOUD = [one for one in JUDGED if one.incident is not None]
FACTS = [one for one in KNOWN.values() if not one.judged]


def test_alarm_comes_before_watch_and_watch_before_what_is_well() -> None:
    read = [(LOUD[0], Status.GOOD), (QUIET[0], Status.WATCH), (QUIET[1], Status.BAD), (LOUD[1], Status.BAD)]
    assert pressing(read) == [LOUD[1].key, QUIET[1].key, QUIET[0].key, LOUD[0].key]


def test_a_plain_fact_never_presses_and_there_are_never_more_than_one_look_takes() -> None:
    wrong = replace(FACTS[0], key="wrong")  # somebody's band for a fact would still be no verdict
    assert pressing([(wrong, Status.BAD), (LOUD[0], Status.UNKNOWN)]) == [LOUD[0].key, "wrong"]
    assert len(pressing([(one, Status.GOOD) for one in KNOWN.values()])) == FIRST
