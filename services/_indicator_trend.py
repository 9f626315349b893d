"""Thirty days of one indicator: each day at one hour, as it was shown then.

Statuses of whole hours are kept for every indicator and school (table `frames`): the share of normal schools is known
of each. A value that rolls up otherwise is worked out again from what was written down, for reaches of up to MOST
schools; beyond that a day has its counts and no value, rather than a slow one. Before this house lived, the weekly days
of trends stand in. A past day does not change: it is kept.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from domain.indicator import Indicator, RollUp
from services._indicator_past import layer_at, week_at
from services._snapshot_when import When
from services.desk import Desk
from services.pulse import Pulse
from services.view import Picture, Tally, tally
from store.history import DAY_S, local_midnight
from store.scoping import local_day

DAYS, HOUR_OF_DAY, MINUTE_S, HOUR_S = 30, 10, 60.0, 3600.0
MOST = 4000  # schools of which values of past days are worked out anew
KEPT = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`at`: the hour it was looked at; `found` None = nobody looked, or nothing is kept of it."""

    at: float
    found: Tally | None


_kept: OrderedDict[tuple[Any, ...], Day] = OrderedDict()
_lock = threading.Lock()


def trend(desk: Desk, one: Indicator, area: str) -> list[Day]:
    """Oldest first, without today. Raises NotFound, StoreDown."""
    seen, now = desk.viewer.picture, desk.centre.clock()
    places = seen.register.within(area) if area else np.arange(len(seen.register.schools))
    valued = one.roll_up is not RollUp.SHARE and len(seen.register.schools) <= MOST
    start, days = local_midnight(now), list[Day]()
    for _ in range(DAYS):
        start = local_midnight(start - DAY_S / 2)
        key = (str(desk.centre.home), desk.scope, seen.register.edition, one.key, area, start)
        day = _kept.get(key)
        if day is None:
            at = start + HOUR_OF_DAY * HOUR_S
            day = Day(at=at, found=_looked(desk, seen, one, places, at, values=valued))
            with _lock:
                if day.found is not None:  # a simulated past may still come
                    _kept[key] = day
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
        days.append(day)
    return days[::-1]


def _looked(desk: Desk, seen: Picture, one: Indicator, places: Any, at: float, *, values: bool) -> Tally | None:
    then = When(at=at, begins=None, ends=None, past=True, step=MINUTE_S if values else HOUR_S)
    with desk.centre.db.read() as conn:
        layer, looked = layer_at(conn, desk.scope, seen.register, one, then, local_day(desk.centre.clock()),
                                 values=values)
        if not looked:
            week = week_at(conn, desk.scope, seen.register, one, at, DAY_S / 2, local_day(desk.centre.clock()))
            if week is None:
                return None
            layer, values = week, True
    pulse = Pulse(version=1, at=at, valid_until=at + 1, register=seen.register.version, layers={one.key: 1})
    found = tally(replace(seen, pulse=pulse, layers={one.key: layer}, past={}, unproved=frozenset()), one, places, at)
    return found if values or one.roll_up is RollUp.SHARE else replace(found, value=None, numerator=None)
