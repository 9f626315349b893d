"""Then: the long table of measurements, `latest`, sweeps, gaps, roll-ups and their retention."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from domain.wording import LOCAL
from store.database import Database, upsert
from store.scoping import within
from store.tables import boards, daily, gaps, history, hourly, latest, source_states, sweeps

DAY_S = 86400.0
RAW_DAYS = 35
HOURLY_DAYS = 400
SWEEP_DAYS = 35
PART = 5_000  # rows that are made and sent at a time


class Point(NamedTuple):
    """One row of history: `value` None = asked, but unknown."""

    school_id: int
    metric: str
    taken_at: float
    value: float | None


class Rolled(NamedTuple):
    """One school, one metric, one hour: n known values, their sum, least and greatest."""

    school_id: int
    metric: str
    start: float
    n: int
    total: float
    low: float | None
    high: float | None


def write_points(db: Database, conn: Connection, points: Sequence[Point]) -> None:
    """Append to history and move `latest` forward. Idempotent: the same points twice change nothing."""
    if not points:
        return
    rows = [point._asdict() for point in points]
    conn.execute(upsert(db, history, ("school_id", "metric", "taken_at"), ()), rows)
    conn.execute(upsert(db, latest, ("school_id", "metric"), ("value", "taken_at"), newer="taken_at"), rows)


def write_hours(db: Database, conn: Connection, hours: Iterable[Rolled]) -> None:
    """Replace the roll-up of these hours (the caller's accumulators are the whole hour so far)."""
    rows, statement = iter(hours), upsert(db, hourly, ("school_id", "metric", "start"), ("n", "total", "low", "high"))
    while part := [hour._asdict() for hour in islice(rows, PART)]:
        conn.execute(statement, part)


def roll_days(db: Database, conn: Connection, metric: str, today: float) -> None:
    """Hourly -> daily for every local day before `today` since the last one rolled up, also when nobody was there at
    midnight. The same sums again: running it twice changes nothing."""
    h, names = hourly.c, ("n", "total", "low", "high")
    last = conn.scalar(sa.select(sa.func.max(daily.c.start)).where(daily.c.metric == metric))
    first = last if last is not None else conn.scalar(sa.select(sa.func.min(h.start)).where(h.metric == metric))
    start = today if first is None else local_midnight(first)
    while start < today:
        end = local_midnight(start + 1.5 * DAY_S)
        sums = sa.select(
            h.school_id, h.metric, sa.literal(start), sa.func.sum(h.n), sa.func.sum(h.total), sa.func.min(h.low),
            sa.func.max(h.high),
        ).where(h.metric == metric, h.start >= start, h.start < end).group_by(h.school_id, h.metric)
        keys = ("school_id", "metric", "start")
        conn.execute(upsert(db, daily, keys, names).from_select([*keys, *names], sums))
        start = end


def prune_points(conn: Connection, which: Sequence[tuple[int, str, float]], now: float) -> None:
    """Forget raw history past its retention, key by key: a walk along the primary key, never through the table.

    `which`: (school, metric, its last word). The last word by then stays: what is declared once a year is old and was
    still in force the day after, whether or not something newer was said since.
    """
    if which:
        h, later, limit = history.c, history.alias("later").c, now - RAW_DAYS * 86400
        who: Any = sa.bindparam("who")
        what: Any = sa.bindparam("what")
        overtaken = sa.exists().where(later.school_id == who, later.metric == what, later.taken_at > h.taken_at,
                                      later.taken_at <= limit)
        old = (h.school_id == who) & (h.metric == what) & (h.taken_at < sa.bindparam("before")) & overtaken
        conn.execute(history.delete().where(old), [
            {"who": school, "what": metric, "before": min(last, limit)} for school, metric, last in which])


def prune(conn: Connection, now: float) -> None:
    """Forget hours and sweeps past their retention; incidents and gaps are kept."""
    conn.execute(hourly.delete().where(hourly.c.start < now - HOURLY_DAYS * 86400))
    conn.execute(sweeps.delete().where(sweeps.c.finished_at < now - SWEEP_DAYS * 86400))


def read_latest(conn: Connection, scope: Scope, today: str | None = None) -> Iterable[sa.Row]:  # type: ignore[type-arg]
    """(school_id, metric, value, taken_at) of everything last stored of the schools within reach, a part at a time."""
    return conn.execute(sa.select(latest).where(within(scope, latest.c.school_id, today)),
                        execution_options={"yield_per": 10_000})


def read_hours(
    conn: Connection, scope: Scope, metric: str, since: float, today: str | None = None,
) -> Iterable[sa.Row]:  # type: ignore[type-arg]
    """(school_id, start, n, total, low, high) of one metric's hours that begin at or after `since`, within reach."""
    h = hourly.c
    return conn.execute(
        sa.select(h.school_id, h.start, h.n, h.total, h.low, h.high)
        .where(h.metric == metric, h.start >= since, within(scope, h.school_id, today))
    )


def write_sweep(conn: Connection, row: dict[str, Any]) -> None:
    """One row says what one poll brought; written again it changes nothing."""
    t = sweeps.c
    same = (t.source == row["source"]) & (t.started_at == row["started_at"]) & (t.finished_at == row["finished_at"])
    if conn.scalar(sa.select(t.id).where(same).limit(1)) is None:
        conn.execute(sweeps.insert().values(**row))


def last_sweep_version(conn: Connection) -> int:
    """The highest version ever committed: a new collector goes on from here even when the cache forgot."""
    return int(conn.scalar(sa.select(sa.func.max(sweeps.c.version))) or 0)


def write_gap(db: Database, conn: Connection, source: str, since: float, until: float, why: str) -> None:
    """Say that nothing is known between two times; never interpolated, never green."""
    row = {"source": source, "since": since, "until": until, "why": why}
    conn.execute(upsert(db, gaps, ("source", "since"), ("until", "why")), row)


def write_boards(db: Database, conn: Connection, version: int, fields: Iterable[tuple[str, bytes]]) -> None:
    """The database's copy of the current picture, one field made after the other."""
    statement = upsert(db, boards, ("key",), ("version", "payload"))
    for key, payload in fields:
        conn.execute(statement, {"key": key, "version": version, "payload": payload})


def read_boards(conn: Connection, keys: Sequence[str]) -> dict[str, bytes]:
    """Sealed fields of the picture's copy."""
    rows = conn.execute(sa.select(boards.c.key, boards.c.payload).where(boards.c.key.in_(list(keys))))
    return {row.key: bytes(row.payload) for row in rows}


def write_source_state(db: Database, conn: Connection, row: dict[str, Any]) -> None:
    """What the sources page shows after a restart."""
    conn.execute(upsert(db, source_states, ("key",), tuple(k for k in row if k != "key")), row)


def read_source_states(conn: Connection) -> dict[str, dict[str, Any]]:
    """key -> row."""
    return {row.key: dict(row._mapping) for row in conn.execute(sa.select(source_states))}


def local_midnight(at: float) -> float:
    """Epoch seconds of the beginning of the local day that contains `at`."""
    from datetime import datetime

    local = datetime.fromtimestamp(at, LOCAL)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def mean_of_hour(
    conn: Connection, scope: Scope, metrics: tuple[str, ...], start: float, today: str | None = None,
) -> float | None:
    """Mean of all known values of these metrics in one hour over the schools within reach, None = not rolled up."""
    h = hourly.c
    row = conn.execute(
        sa.select(sa.func.sum(h.total), sa.func.sum(h.n))
        .where(h.metric.in_(metrics), h.start == start, within(scope, h.school_id, today))
    ).one()
    return float(row[0]) / float(row[1]) if row[1] else None
