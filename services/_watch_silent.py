"""Who was heard of and is no longer: "mất tín hiệu", one incident a school; most of a source at once is the source's.

Nobody is silent while we are blind, while the source fails, or while we ourselves were away: the time counts from then.
"""

from typing import TYPE_CHECKING

import numpy as np

from domain.indicator import Severity
from domain.measurement import Code
from services._watch_moves import Move
from services._watch_words import SILENT, partial_says, school_says
from services.board import Layer

if TYPE_CHECKING:
    from services.watch import Watch

MANY, MOST, FEW = 20, 0.5, 0.25
RULE = "source.partial"


def listen(watch: "Watch", key: str, layer: Layer, now: float) -> None:
    """Open for who fell silent, close for who is heard again."""
    streak, rule = watch.streaks[key], watch.rules[key]
    for i in np.flatnonzero(streak.silent & (streak.again >= rule.clear)):
        streak.silent[i] = False
        watch.pending.append(Move(what="resolve", rule=f"{key}.silent", at=now,
                                  subject=f"school:{watch.register.schools[i].code}"))
    if rule.silent_after is None or not watch.listens(key):
        watch.listening[key] = now
        return
    limit = rule.silent_after.total_seconds()
    since = np.maximum(streak.heard, watch.listening.setdefault(key, now))
    away = (streak.heard > 0) & ((layer.status == Code.UNKNOWN) | (layer.status == Code.STALE))
    gone = away & (now - since > limit)
    if not gone.any() and key not in watch.partial:
        return
    fading = away if key in watch.partial else away & (now - since > limit / 2)
    if _partial(watch, key, int(fading.sum()), now, anew=bool(gone.any())):
        return
    for i in np.flatnonzero(gone & ~streak.silent & ~streak.covered()):
        _open(watch, key, int(i), now)


def _partial(watch: "Watch", key: str, fading: int, now: float, *, anew: bool) -> bool:
    """Most of those known before fell silent together: the source answers only in part."""
    known = int((watch.streaks[key].heard > 0).sum())
    subject = f"source:{watch.source_of(key)}"
    if key in watch.partial:
        if fading >= max(1.0, FEW * known):
            return True
        watch.partial.remove(key)
        watch.pending.append(Move(what="resolve", rule=RULE, subject=subject, at=now))
    elif anew and fading >= MANY and fading >= MOST * known:
        watch.partial.add(key)
        watch.pending.append(Move(
            what="open", rule=RULE, subject=subject, at=now, kind="source", severity=Severity.MEDIUM, started_at=now,
            says=partial_says(watch.centre.indicators[key].label, fading, known)))
        return True
    return False


def _open(watch: "Watch", key: str, i: int, now: float) -> None:
    streak, school = watch.streaks[key], watch.register.schools[i]
    streak.silent[i], streak.again[i] = True, 0
    since = float(streak.heard[i])
    watch.pending.append(Move(
        what="open", rule=f"{key}.silent", subject=f"school:{school.code}", at=now, kind="silent",
        severity=Severity.LOW if watch.rules[key].severity is Severity.LOW else Severity.MEDIUM,
        area=school.new_area or school.old_area, started_at=since, members=(school.code,),
        says=school_says(SILENT, f"{school.name} ({watch.centre.indicators[key].label.vi})", since),
        quiet=not watch.time.open[i]))
