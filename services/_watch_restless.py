"""Up and down and up: one incident "chập chờn" for as long as it lasts, never one a bounce.

High and low thresholds as Naemon has them; it ends after 60 minutes without a change. A school whose own incident
opens again within those 60 minutes flaps too, only more slowly.
"""

from typing import TYPE_CHECKING

import numpy as np

from services._watch_moves import Move
from services._watch_words import FLAPPING, school_says

if TYPE_CHECKING:
    from services.watch import Watch

HIGH, LOW = 0.30, 0.15  # of the last 21 judgements so many changed, the newer ones weighing more
STABLE_S = 3600.0


def settle(watch: "Watch", key: str, now: float) -> None:
    """Who is restless, whose single turns to flapping, whose flapping is over."""
    streak = watch.streaks[key]
    streak.restless = (streak.restless | (streak.share >= HIGH)) & (streak.share > LOW)
    for i in np.flatnonzero(streak.restless & streak.single & ~streak.flapping):
        streak.flapping[i] = True
        school = watch.register.schools[i]
        watch.pending.append(Move(what="turn", rule=key, subject=f"school:{school.code}", at=now, kind="flapping",
                                  says=school_says(FLAPPING, school.name, streak.since[i] or now)))
    still = streak.flapping & ~streak.restless & (now - streak.turned >= STABLE_S)
    for i in np.flatnonzero(still & (streak.good >= watch.rules[key].clear) & ~streak.stubborn):
        streak.flapping[i] = streak.single[i] = False
        watch.pending.append(Move(what="resolve", rule=key, subject=f"school:{watch.register.schools[i].code}", at=now))
    for i in np.flatnonzero(still & (streak.bad > 0)):
        streak.flapping[i] = False
        school = watch.register.schools[i]
        watch.pending.append(Move(what="turn", rule=key, subject=f"school:{school.code}", at=now, kind="single",
                                  severity=watch.rules[key].severity,
                                  says=school_says(watch.rules[key].says, school.name, streak.since[i])))


def slowly(watch: "Watch", key: str, i: int, now: float) -> bool:
    """It was over less than an hour ago, by itself, and is here again."""
    ended = watch.streaks[key].ended[i]
    return bool(ended and now - ended < STABLE_S)
