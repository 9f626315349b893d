"""What of one school is said first, where there is no room for eighty indicators."""

from collections.abc import Iterable

from domain.indicator import Indicator
from domain.measurement import Status

FIRST = 7  # rows beside a map: a card that is read in one look
_RANK = {Status.BAD: 0, Status.WATCH: 1}


def pressing(read: Iterable[tuple[Indicator, Status]]) -> list[str]:
    """Keys of at most FIRST indicators: in alarm, then at watch, then what may become an incident; in catalogue order.

    A plain fact is never pressing.
    """
    def rank(one: tuple[Indicator, Status]) -> tuple[int, bool]:
        indicator, status = one
        return _RANK.get(status, 2) if indicator.judged else 3, indicator.incident is None

    return [indicator.key for indicator, _ in sorted(read, key=rank)[:FIRST]]
