"""One cut cable is one line on the wall: wide incidents, who belongs to them, when they are over."""

from typing import TYPE_CHECKING

import numpy as np

from domain.indicator import Severity
from domain.measurement import Code
from domain.wording import Words
from services._watch_groups import LEAST, Explanation
from services._watch_moves import Move
from services._watch_streaks import Places
from services._watch_words import place_of, wide_says
from services.board import Layer

if TYPE_CHECKING:
    from services.watch import Watch

SETTLE_S = 4.5  # nearly one beat of the line's source: a cut that still spreads would be told too small
OVER = 0.1  # a wide incident is over when at most this share of its schools, or a single one, is still bad


def over(watch: "Watch", key: str, now: float) -> None:
    """Wide incidents whose schools are back. Who is not, becomes an incident of their own."""
    streak = watch.streaks[key]
    for subject, members in list(streak.wide.items()):
        still = (streak.good[members] < watch.rules[key].clear) | streak.restless[members] | streak.stubborn[members]
        if still.sum() <= max(1, OVER * len(members)):
            del streak.wide[subject]
            streak.apart.pop(subject, None)
            watch.pending.append(Move(what="resolve", rule=key, subject=subject, at=now))


def join(watch: "Watch", key: str, now: float) -> None:
    """Stragglers of an open one are its schools too, unless a person took them out; of two groups the smaller."""
    streak = watch.streaks[key]
    for subject in sorted(streak.wide, key=lambda name: int(watch.groups.within(name).sum())):
        ripe = (streak.bad >= watch.rules[key].after) & ~streak.covered() & watch.groups.within(subject)
        ripe[list(streak.apart.get(subject, ()))] = False
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
        members = found.members
        told = near[members].sum() >= LEAST and now - streak.since[members].max() >= SETTLE_S
        if (told or (streak.bad[members] >= after).any()) and found.subject not in streak.wide:
            _open(watch, key, found, now)


def _open(watch: "Watch", key: str, found: Explanation, now: float) -> None:
    streak, members = watch.streaks[key], found.members
    streak.wide[found.subject] = members
    watch.pending.append(Move(
        what="open", rule=key, subject=found.subject, at=now, kind="wide", severity=Severity.CRITICAL,
        area=place_of(watch.register, found.subject)[0], says=_says(watch, key, found.subject, members),
        started_at=_since(streak.since[members], now),
        members=watch.codes(members), confidence=round(found.confidence, 4), quiet=not watch.time.open[members].any()))


def _says(watch: "Watch", key: str, subject: str, members: Places) -> Words:
    _, name, carrier = place_of(watch.register, subject)
    flapping = bool(2 * watch.streaks[key].restless[members].sum() > len(members))
    return wide_says(len(members), name, carrier, flapping=flapping)


def _since(times: "np.typing.NDArray[np.float64]", now: float) -> float:
    known = times[times > 0]
    return float(known.min()) if len(known) else now


def codes_at(index: dict[str, int], codes: "list[str] | tuple[str, ...]") -> Places:
    """Places of those schools that this register knows."""
    return np.array([index[code] for code in codes if code in index], dtype=np.intp)
