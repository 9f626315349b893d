"""What a report asks of the past besides the picture: since when a line is down, what was last known.

Everything is read as of a moment: what was written later is not seen.
"""

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.history import RAW_DAYS
from store.scoping import within
from store.tables import history

DAY_S = 86400.0
SOME = 500  # ids of one question
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


def dark_since(
    conn: Connection, scope: Scope, which: Sequence[int], metric: str, at: float, today: str,
) -> dict[int, float]:
    """school id -> when its line was first found down after it was last up, as of `at`; only what history still holds.
    """
    h, found = history.c, dict[int, float]()
    reached = within(scope, h.school_id, today)
    for first in range(0, len(which), SOME):
        mine = sa.and_(h.school_id.in_(list(which[first:first + SOME])), h.metric == metric, reached,
                       h.taken_at <= at, h.taken_at >= at - RAW_DAYS * DAY_S)
        up = sa.select(h.school_id, sa.func.max(h.taken_at).label("at")).where(mine, h.value > 0).group_by(
            h.school_id).subquery()
        rows = conn.execute(
            sa.select(h.school_id, sa.func.min(h.taken_at))
            .select_from(history.outerjoin(up, up.c.school_id == h.school_id))
            .where(mine, h.value == 0, sa.or_(up.c.at.is_(None), h.taken_at > up.c.at)).group_by(h.school_id))
        found.update({int(school): float(since) for school, since in rows})
    return found


def values_at(
    conn: Connection, scope: Scope, metric: str, at: float, holds_s: float, today: str,
) -> tuple[Ids, Floats]:
    """(school ids, values) of what a metric last was by `at`, not longer ago than `holds_s`; unknown ones left out."""
    h = history.c
    mine = sa.and_(h.metric == metric, h.taken_at <= at, h.taken_at > at - holds_s, within(scope, h.school_id, today))
    last = sa.select(h.school_id, sa.func.max(h.taken_at).label("at")).where(mine).group_by(h.school_id).subquery()
    rows = conn.execute(
        sa.select(h.school_id, h.value).join(last, sa.and_(last.c.school_id == h.school_id, last.c.at == h.taken_at))
        .where(h.metric == metric, h.value.is_not(None)).order_by(h.school_id)).all()
    flat = np.array([tuple(row) for row in rows], np.float64).reshape(-1, 2)
    return flat[:, 0].astype(np.int64), flat[:, 1]
