"""Single metrics of all schools within reach, as they were last written down."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.scoping import within
from store.tables import latest, schools


def newest(conn: Connection, scope: Scope, metrics: Sequence[str], since: float,
           today: str) -> Sequence[sa.Row]:  # type: ignore[type-arg]
    """(school_id, metric, value, taken_at) of what is known and not older than `since`.

    From the schools to their values by primary key: never a walk through all that is known.
    """
    s, t = schools.c, latest.c
    known = (t.school_id == s.id) & t.metric.in_(metrics) & t.value.is_not(None) & (t.taken_at >= since)
    return conn.execute(sa.select(t.school_id, t.metric, t.value, t.taken_at).select_from(schools.join(latest, known))
                        .where(within(scope, s.id, today))).all()
