"""How often history repeats a value that did not move, and how long such a value holds when one looks back.

What is measured within the day is repeated by the hour; what a system says once a day, or seldom, by the day: history
keeps each change of it. Which it is follows from how long its indicators believe it.
"""

from collections.abc import Mapping

from domain.indicator import Indicator

HOUR_S, DAY_S = 3600.0, 86400.0
SEEN_S = 6 * HOUR_S  # an indicator that believes a reading for so long looks at something slower than an hour
SLACK = 1.25


def slow(indicators: Mapping[str, Indicator]) -> dict[str, float]:
    """Metrics that only patient indicators need -> for how long a value of theirs holds: a self-assessment of May is
    still the last one in November."""
    fast, patient = set[str](), dict[str, float]()
    for one in indicators.values():
        limit = one.stale_after.total_seconds()
        for need in one.needs:
            if limit < SEEN_S:
                fast.add(need)
            patient[need] = max(patient.get(need, SLACK * DAY_S), limit)
    return {metric: holds for metric, holds in patient.items() if metric not in fast}


def repeat_s(metric: str, slow_ones: Mapping[str, float]) -> float:
    """An unchanged value is repeated in history this often."""
    return DAY_S if metric in slow_ones else HOUR_S


def holds_s(metric: str, slow_ones: Mapping[str, float]) -> float:
    """A value of history holds until the next one, but never longer."""
    return slow_ones.get(metric, SLACK * HOUR_S)
