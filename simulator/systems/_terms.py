"""When a school last declared a figure that is asked for by term or by year: steady dates, and a few who forget."""
from __future__ import annotations

from simulator.day import chance

WEEK = 7 * 86_400.0
NEGLIGENT, FORGOTTEN_WEEKS = 0.04, 60  # of all schools; they declare about once in so many weeks


def declared_at(seed: int, code: str, now: float, what: str, weeks: int) -> float:
    """Epoch seconds of the last declaration before `now`; a diligent school declares every `weeks`, or sooner."""
    if chance(seed, code, what, "negligent") < NEGLIGENT:
        every = FORGOTTEN_WEEKS
    else:
        every = max(1, round(weeks * (0.5 + 0.5 * chance(seed, code, what, "every"))))
    first = int(chance(seed, code, what, "first") * every)
    week = int(now // WEEK)
    return ((week - first) // every * every + first) * WEEK
