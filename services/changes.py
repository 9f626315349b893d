"""What of the desk goes to history: changes, and one repetition an hour."""

import numpy as np

from services.board import Metric
from services.register import Register
from store.history import Point

HISTORY_S = 3600.0  # an unchanged value is repeated in history this often
STEP = 0.25  # a value that moved by more than a quarter is a change


def changes(key: str, metric: Metric, register: Register) -> list[Point]:
    """Values that are new, moved by more than STEP, turned unknown or known, or were last written HISTORY_S ago.

    They count as stored from here on: the caller keeps the points until a database has them.
    """
    with np.errstate(invalid="ignore"):
        moved = np.abs(metric.value - metric.stored) > STEP * np.maximum(np.abs(metric.stored), 1e-9)
    moved |= np.isnan(metric.value) != np.isnan(metric.stored)
    moved |= metric.taken - metric.stored_at >= HISTORY_S
    moved &= metric.taken > metric.stored_at
    which = np.flatnonzero(moved)
    metric.stored[which] = metric.value[which]
    metric.stored_at[which] = metric.taken[which]
    return [
        Point(int(register.ids[i]), key, float(metric.taken[i]),
              None if np.isnan(metric.value[i]) else float(metric.value[i]))
        for i in which
    ]
