"""One cut cable is one line on the wall: wide incidents, who belongs to them, when they are over."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Severity
from domain.measurement import Code
from domain.wording import Words
from services._watch_groups import LEAST, Explanation
from services._watch_moves import Move
from services._watch_streaks import Bools, Places
from services._watch_words import place_of, wide_says
from services.board import Layer

if TYPE_CHECKING:
    from services.watch import Watch

SETTLE_S = 4.5  # nearly one beat of the line's source: a cut that still spreads would be told too small
SPREAD_S = 7.0  # ... but it waits no longer than every school of a cut needs to show
APART_S = 8.0  # a beat and a half: whoever was bad so long before the next is not of the same cut
OVER = 0.1  # a wide incident is over when at most this share of its schools, or a single one, is still bad


def over(watch: "Watch", key: str, now: float) -> None:
    """Wide incidents whose schools are back. Who is not, becomes an incident of their own."""
    streak = watch.streaks[key]
    for subject, members in list(streak.wide.items()):
        still = (streak.good[members] < watch.rules[key].clear) | streak.restless[members] | streak.stubborn[members]
        if still.sum() <= max(1, OVER * len(members)):
            del streak.wide[subject]
            streak.apart.pop(subject, None)
            streak.start.pop(subject, None)
            watch.pending.append(Move(what="resolve", rule=key, subject=subject, at=now))


def join(watch: "Watch", key: str, now: float) -> None:
    """Stragglers of an open one are its schools too, unless a person took them out; of two groups the smaller."""
    streak = watch.streaks[key]
    for subject in sorted(streak.wide, key=lambda name: int(watch.groups.within(name).sum())):
        ripe = (streak.bad >= watch.rules[key].after) & ~streak.covered() & watch.groups.within(subject)
        ripe[list(streak.apart.get(subject, ()))] = False
        ripe &= streak.since >= streak.start.get(subject, 0.0) - APART_S
        late = np.flatnonzero(ripe)
        if len(late):
            everybody = streak.wide[subject] = np.union1d(streak.wide[subject], late)
            watch.pending.append(Move(what="join", rule=key, subject=subject, at=now, members=watch.codes(late)))
            watch.pending.append(Move(what="turn", rule=key, subject=subject, at=now, kind="wide",
                                      says=_says(watch, key, subject, everybody)))


def find(watch: "Watch", key: str, layer: Layer, now: float) -> None:
    """What explains those that are bad, or restless, and not spoken for."""
    streak, after = watch.streaks[key], watch.rules[key].after
    free = ~streak.covered()
    for apart in streak.apart.values():
        free[list(apart)] = False
    bad = free & ((layer.status == Code.BAD) | streak.restless)
    near = bad & ((streak.bad >= max(1, after - 1)) | streak.restless)
    if near.sum() < LEAST:
        return
    known = free & np.isin(layer.status, (Code.GOOD, Code.WATCH, Code.BAD))
    for found in watch.groups.explain(bad, known):
        members = found.members[together(streak.since[found.members])]
        since = streak.since[members]
        whole = near[members].sum() >= LEAST and now - since.max() >= SETTLE_S
        ripe = now - since.min() >= SPREAD_S and (streak.bad[members] >= after).any()
        told = len(members) >= LEAST and (whole or ripe)
        if told and found.subject not in streak.wide:
            _open(watch, key, found._replace(members=members), now)


def together(since: NDArray[np.float64]) -> Bools:
    """Whoever turned with the last ones: no pause of APART_S between one and the next."""
    order = np.sort(since)
    breaks = np.flatnonzero(np.diff(order) > APART_S)
    first = float(order[breaks[-1] + 1]) if len(breaks) else 0.0
    return np.greater_equal(since, first).astype(np.bool_)


def _open(watch: "Watch", key: str, found: Explanation, now: float) -> None:
    streak, members = watch.streaks[key], found.members
    known = streak.since[members][streak.since[members] > 0]
    started = float(known.min()) if len(known) else now
    streak.wide[found.subject], streak.start[found.subject] = members, started
    watch.pending.append(Move(
        what="open", rule=key, subject=found.subject, at=now, kind="wide", severity=Severity.CRITICAL,
        area=place_of(watch.register, found.subject)[0], says=_says(watch, key, found.subject, members),
        started_at=started, members=watch.codes(members), confidence=round(found.confidence, 4),
        quiet=not watch.time.open[members].any()))


def _says(watch: "Watch", key: str, subject: str, members: Places) -> Words:
    _, name, carrier = place_of(watch.register, subject)
    flapping = bool(2 * watch.streaks[key].restless[members].sum() > len(members))
    return wide_says(len(members), name, carrier, flapping=flapping)


def codes_at(index: dict[str, int], codes: "list[str] | tuple[str, ...]") -> Places:
    """Places of those schools that this register knows."""
    return np.array([index[code] for code in codes if code in index], dtype=np.intp)
