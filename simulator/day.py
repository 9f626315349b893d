"""The school day of Việt Nam as curves over local time: who is in, which machines run, when parents pay.

Local time is UTC+7 without summer time, so no time-zone data is needed. All curves are pure functions of the moment.
"""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

# (local hour, share): straight lines between the knots.
Curve = Sequence[tuple[float, float]]
# Load of a school's line: arrival at 6:45, lessons from 7:15, lunch 11-13, afternoon, evening classes to 21:00.
LINE_LOAD: Curve = (
    (0, .03), (6, .04), (6.75, .35), (7.5, .85), (9, 1.), (10.75, .9), (11.5, .35), (13, .4), (13.75, .85), (15, .95),
    (16.5, .7), (17.5, .3), (19, .22), (21, .1), (22, .04), (24, .03),
)
# Share of working lab machines switched on.
LAB_USE: Curve = (
    (0, .04), (6.25, .05), (6.9, .6), (7.25, .97), (10.9, .97), (11.5, .62), (13, .66), (13.5, .97), (16.3, .95),
    (17.2, .4), (18, .22), (20.5, .18), (21.5, .06), (24, .04),
)
# Share of the day's payments made until this hour: parents pay before work, at lunch and in the evening.
PAID_UNTIL: Curve = ((0, 0.), (6, .02), (8, .2), (11, .4), (13, .58), (17, .72), (21, .97), (24, 1.))
SATURDAY, SUNDAY = 5, 6
# Lines, labs and payments at the weekend against a weekday: Saturday mornings have clubs and extra lessons.
WEEKEND_LINE = {SATURDAY: 0.35, SUNDAY: 0.12}
WEEKEND_LAB = {SATURDAY: 0.3, SUNDAY: 0.08}
WEEKEND_PAY = {SATURDAY: 0.55, SUNDAY: 0.35}


def along(curve: Curve, hour: float) -> float:
    """The curve's value at a local hour 0..24."""
    at = min(max(bisect_right([knot[0] for knot in curve], hour), 1), len(curve) - 1)
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    return y0 + (y1 - y0) * (hour - x0) / (x1 - x0)


def local(moment: float) -> datetime:
    """Local time of an epoch second."""
    return datetime.fromtimestamp(moment, LOCAL)


def hour_of(here: datetime) -> float:
    """Hours since local midnight, with fraction."""
    return here.hour + here.minute / 60 + here.second / 3600


def midnight(moment: float) -> float:
    """Epoch seconds of the local midnight before this moment."""
    here = local(moment)
    return float(round(moment - hour_of(here) * 3600 - here.microsecond / 1e6))  # never the last moment of yesterday


def line_load(moment: float) -> float:
    """How busy a school's line is, 0..1."""
    here = local(moment)
    return along(LINE_LOAD, hour_of(here)) * WEEKEND_LINE.get(here.weekday(), 1.0)


def lab_use(moment: float) -> float:
    """Share of working lab machines expected to be on, 0..1."""
    here = local(moment)
    return max(0.03, along(LAB_USE, hour_of(here)) * WEEKEND_LAB.get(here.weekday(), 1.0))


def paid_share(moment: float) -> float:
    """Share of a weekday's payments seen so far today, 0..1."""
    here = local(moment)
    return along(PAID_UNTIL, hour_of(here)) * WEEKEND_PAY.get(here.weekday(), 1.0)


def chance(*parts: object) -> float:
    """A number 0..1 that depends on its parts alone: the same for every process and every run."""
    text = ":".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(text, digest_size=7).digest(), "big") / (1 << 56)


def iso(moment: float) -> str:
    """UTC, to the second, as the upstream systems write it."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """Simulated time: the real clock, or one started at another moment (SIM_CLOCK) that runs on at real speed."""

    def __init__(self, start: str | None, real_now: float) -> None:
        self.shift = 0.0
        if start:
            moment = datetime.fromisoformat(start)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
            self.shift = aware.timestamp() - real_now
