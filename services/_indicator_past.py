"""One indicator at a past moment: statuses as screens showed them, so by the bands of that day; values as written down.

A value holds as long as its indicator believes it; history repeats an unchanged one every hour, of slow systems every
day. Beyond the raw retention the state of each full hour is left, the means of that hour where there were any, and of
slow systems the last word of before. Before this house lived there are the weeks of trends: a week's figure holds for
that week.
"""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.errors import BadInput
from domain.indicator import Indicator, RollUp
from domain.measurement import Code
from domain.person import Scope
from services._snapshot_when import FUTURE, GONE, HOUR_S, When
from services.board import Layer, evaluate, judge
from services.changes import HISTORY_S
from services.desk import Desk
from services.drill_past import placed
from services.feed import BLIND, LATE
from services.past import HOLDS_S
from services.pulse import Pulse
from services.register import Register
from services.replay_window import Asked, states
from services.trend_days import weekly
from services.view import Picture
from store import drilling, replaying, snapshot_reads, trends
from store.database import Connection
from store.history import DAY_S, HOURLY_DAYS, RAW_DAYS
from store.scoping import local_day

Floats = NDArray[np.float64]
WEEK_S = 7 * DAY_S


def picture_at(desk: Desk, base: Picture, one: Indicator, at: float) -> Picture:
    """`base` with nothing but this indicator's layer of that minute. Raises BadInput, StoreDown."""
    now, today = desk.centre.clock(), local_day(desk.centre.clock())
    if at > now:
        raise BadInput(*FUTURE, code="at")
    if at < now - HOURLY_DAYS * DAY_S:
        raise BadInput(*GONE, code="at")
    step = 60.0 if at >= now - RAW_DAYS * DAY_S else HOUR_S
    then = When(at=at // step * step, begins=None, ends=None, past=True, step=step)
    with desk.centre.db.read() as conn:
        layer, seen = layer_at(conn, desk.scope, base.register, one, then, today)
        week = None if seen else week_at(conn, desk.scope, base.register, one, at, WEEK_S, today)
        layer, seen = (layer, seen) if week is None else (week, True)
    pulse = Pulse(version=1, at=at, valid_until=at + 1, register=base.register.version, layers={one.key: 1},
                  ) if seen else None
    return replace(base, pulse=pulse, layers={one.key: layer}, past={}, unproved=frozenset(), from_database=False,
                   store_down=False)


def layer_at(
    conn: Connection, scope: Scope, register: Register, one: Indicator, then: When, today: str, *, values: bool = True,
) -> tuple[Layer, bool]:
    """(the layer, somebody was looking in that minute). `values` False: statuses only, the cheaper question."""
    places = np.arange(len(register.schools))
    asked = Asked(scope=scope, register=register, places=places, digest="", layer=one.key, since=then.at,
                  until=then.at, step=then.step)
    gaps = replaying.read_gaps(conn, then.at - HOUR_S, then.at + HOUR_S)
    _, status, flags = next(states(conn, asked, gaps))
    if not values:
        nothing = np.full(len(places), np.nan)
        return Layer(value=nothing, taken=np.full(len(places), then.at), status=status, version=1), not flags & (
            LATE | BLIND)
    columns, taken = _columns(conn, scope, register, one, then, today)
    value, weight = evaluate(one, columns, register.kind)
    if one.roll_up is not RollUp.SHARE:  # a mean or a sum speaks only of schools whose value is known
        status = np.where(np.isnan(value) & (status != Code.STALE), Code.UNKNOWN, status).astype(np.uint8)
    layer = Layer(value=value, taken=np.where(np.isfinite(taken), taken, 0.0), status=status, weight=weight, version=1)
    return layer, not flags & (LATE | BLIND)


def _columns(
    conn: Connection, scope: Scope, register: Register, one: Indicator, then: When, today: str,
) -> tuple[dict[str, Floats], Floats]:
    """(metric -> values in the register's order, when the oldest part was taken)."""
    columns, oldest = dict[str, Floats](), np.full(len(register.schools), np.inf)
    holds = max(HOLDS_S, one.stale_after.total_seconds() + HISTORY_S)
    for need in one.needs:
        if need.startswith("school."):
            facts = [getattr(school, need.removeprefix("school.")) or np.nan for school in register.schools]
            columns[need] = np.array(facts, np.float64)
        elif then.step < HOUR_S:
            ids, values, taken = snapshot_reads.held(conn, scope, need, then.at, holds, today)
            columns[need], at = placed(register, ids, values), placed(register, ids, taken)
            oldest = np.minimum(oldest, np.where(np.isnan(at), 0.0, at))
        else:
            ids, values = snapshot_reads.hour_of(conn, scope, need, then.at, today)
            taken = np.full(len(ids), then.at)
            if not len(ids):  # of slow systems no hours are kept
                ids, values, taken = snapshot_reads.held(conn, scope, need, then.at, holds, today)
            columns[need], at = placed(register, ids, values), placed(register, ids, taken)
            oldest = np.minimum(oldest, np.where(np.isnan(at), 0.0, at))
    return columns, oldest


def week_at(conn: Connection, scope: Scope, register: Register, one: Indicator, at: float, holds: float, today: str,
            ) -> Layer | None:
    """The figures of the last week of trends by `at`, not older than `holds`; None = there is none, or the house lived
    by then and what it knew is its own."""
    first = drilling.first_hour(conn, scope, today)
    near = [] if first is not None and at >= first else [
        found for found in trends.days_between(conn, at - holds, at) if weekly(date.fromisoformat(found[0]))]
    if not near:
        return None
    day, told_at = near[-1]
    found = trends.read_schools(conn, scope, (one.key,), register.ids.tolist(), today, (day,))[one.key].get(day)
    if found is None:
        return None
    order = np.argsort(found.ids)
    value, weight, good = (placed(register, found.ids[order], np.asarray(column, np.float64)[order])
                           for column in (found.value, found.weight, found.good))
    status = judge(one.bands, value)
    status[(status == Code.GOOD) & (good == 0)] = Code.WATCH  # by the bands of its day it was not normal
    status[good == 1] = Code.GOOD
    return Layer(value=value, taken=np.where(np.isnan(value), 0.0, told_at), status=status, version=1,
                 weight=weight if one.roll_up is RollUp.RATIO else None)
