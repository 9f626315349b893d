"""Days of trends: written once, read as whole columns; of single schools only what the scope reaches."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.database import Database, upsert
from store.scoping import school_ids
from store.trend_tables import trend_cells, trend_days, trend_schools

BLOCK = 512
DAILY_KEPT = 62  # days of which each is kept; of older ones the weekly day is
PARTS = 4  # top, bottom, reporting, schools
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendDay:
    """One day that was looked at. `cells`: (old area, present area), "" = in none."""

    day: str
    at: float
    simulated: bool
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One indicator's figures of some schools on one day; `good`: judged normal by the bands of that day."""

    ids: NDArray[np.int64]
    value: Floats
    weight: Floats
    good: NDArray[np.bool_]

    def packed(self) -> dict[int, bytes]:
        """Block -> bytes."""
        found = {}
        for block in np.unique(self.ids // BLOCK).tolist():
            which = self.ids // BLOCK == block
            found[block] = zlib.compress(b"".join((
                self.ids[which].astype("<i4").tobytes(), self.value[which].astype("<f4").tobytes(),
                self.weight[which].astype("<f4").tobytes(), self.good[which].astype(np.uint8).tobytes())), 1)
        return found


def days(conn: Connection) -> list[TrendDay]:
    """Oldest first."""
    t = trend_days.c
    rows = conn.execute(sa.select(t.day, t.at, t.simulated, t.cells).order_by(t.day))
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in (found := list(rows)):
        if row.cells not in known:
            known[row.cells] = tuple((old, new) for old, new in json.loads(row.cells))
    return [TrendDay(day=row.day, at=row.at, simulated=bool(row.simulated), cells=known[row.cells]) for row in found]


def days_between(conn: Connection, since: float, until: float) -> list[tuple[str, float]]:
    """(day, when it was looked at) after the one moment and by the other, oldest first."""
    t = trend_days.c
    rows = conn.execute(sa.select(t.day, t.at).where(t.at > since, t.at <= until).order_by(t.at))
    return [(row.day, row.at) for row in rows]


def write_day(db: Database, conn: Connection, day: TrendDay, cells: Mapping[str, Floats],
              schools: Mapping[str, Figures]) -> None:
    """All of one day, or nothing; a day that is there stays as it is, but what it lacked may come."""
    told = {"day": day.day, "at": day.at, "simulated": int(day.simulated),
            "cells": json.dumps(day.cells, ensure_ascii=False, separators=(",", ":"))}
    conn.execute(upsert(db, trend_days, ("day",), ()), told)
    rows = [{"indicator": key, "day": day.day, "payload": zlib.compress(table.astype("<f4").tobytes(), 1)}
            for key, table in cells.items()]
    if rows:
        conn.execute(upsert(db, trend_cells, ("indicator", "day"), ()), rows)
    single = [{"indicator": key, "day": day.day, "block": block, "payload": payload}
              for key, figures in schools.items() for block, payload in figures.packed().items()]
    if single:
        conn.execute(upsert(db, trend_schools, ("indicator", "day", "block"), ()), single)


def thin(conn: Connection, before: str, keep: Sequence[str]) -> None:
    """Of the days before `before` only `keep` stay."""
    old = (trend_days.c.day < before) & trend_days.c.day.not_in(list(keep))
    gone = [row.day for row in conn.execute(sa.select(trend_days.c.day).where(old))]
    for table in (trend_cells, trend_schools, trend_days):
        if gone:
            conn.execute(table.delete().where(table.c.day.in_(gone)))


def read_cells(conn: Connection, indicators: Sequence[str]) -> dict[str, dict[str, Floats]]:
    """Indicator -> day -> [top, bottom, reporting, schools] x cells of that day."""
    t = trend_cells.c
    found: dict[str, dict[str, Floats]] = {key: {} for key in indicators}
    for row in conn.execute(sa.select(t.indicator, t.day, t.payload).where(t.indicator.in_(list(indicators)))):
        table = np.frombuffer(zlib.decompress(row.payload), "<f4").reshape(PARTS, -1)
        found[row.indicator][row.day] = table.astype(np.float64)
    return found


def read_schools(conn: Connection, scope: Scope, indicators: Sequence[str], ids: Iterable[int], today: str,
                 days: Sequence[str] = ()) -> dict[str, dict[str, Figures]]:
    """Indicator -> day -> figures of those among `ids` that are within reach; of `days` alone where some are named."""
    reach = np.array(sorted(set(school_ids(conn, scope, today)) & set(ids)), np.int64)
    blocks = np.unique(reach // BLOCK).tolist()
    t = trend_schools.c
    parts: dict[tuple[str, str], list[Figures]] = {}
    rows = conn.execute(sa.select(t.indicator, t.day, t.payload).where(
        t.indicator.in_(list(indicators)), t.block.in_(blocks), t.day.in_(list(days)) if days else sa.true()))
    for row in rows:
        parts.setdefault((row.indicator, row.day), []).append(_cut(row.payload, reach))
    found: dict[str, dict[str, Figures]] = {key: {} for key in indicators}
    for (key, day), some in parts.items():
        found[key][day] = Figures(
            ids=np.concatenate([one.ids for one in some]), value=np.concatenate([one.value for one in some]),
            weight=np.concatenate([one.weight for one in some]), good=np.concatenate([one.good for one in some]))
    return found


def _cut(payload: bytes, reach: NDArray[np.int64]) -> Figures:
    body = zlib.decompress(payload)
    n = len(body) // 13
    ids = np.frombuffer(body, "<i4", n).astype(np.int64)
    mine = np.isin(ids, reach)
    return Figures(ids=ids[mine], value=np.frombuffer(body, "<f4", n, 4 * n)[mine].astype(np.float64),
                   weight=np.frombuffer(body, "<f4", n, 8 * n)[mine].astype(np.float64),
                   good=np.frombuffer(body, np.uint8, n, 12 * n)[mine].astype(np.bool_))
