"""Rows that others sent, read by the same readers as answers of systems we ask; what cannot be read is held, not lost.

Who sends may be late: the newest row of a school goes to the board, older ones straight into history. Batches are
marked as taken in the transaction that writes what they held: a collector that dies in between reads them again.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import Any

from data_sources._fields import BadRow, moment, plain, school
from data_sources._inventory import BAD_SHARE, columns
from domain.source import Source
from services.centre import Centre
from services.push_senders import FACT
from services.register import Register
from store import history, push, push_held, registers
from store.history import Point
from store.leases import LeaseLost
from store.push import Batch

AT_ONCE = 400  # batches read in one go: the board is never kept waiting for more
KEPT_S = 3600.0  # the text of a batch is kept for so long after it was taken
_FEW = 20
Read = Callable[[Mapping[str, Any]], tuple[float, ...]]
_Row = tuple[int, tuple[float, tuple[float, ...]]]  # school, moment, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came for one source."""

    key: str
    rows: int
    held: int
    columns: Sequence[Any]


@dataclass(slots=True)
class _Sorted:
    """One reading: rows that became values, rows to be held, what each batch came to."""

    good: dict[str, list[_Row]] = field(default_factory=dict)
    held: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[int, int, int]] = field(default_factory=list)
    again: list[tuple[int, str]] = field(default_factory=list)  # released rows that still cannot be read
    taken: list[int] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)


class Pushed:
    """For one version of the register."""

    def __init__(self, centre: Centre, sources: Mapping[str, Source], register: Register) -> None:
        self.centre, self.register = centre, register
        self.readers = {key: (read, source.metrics) for key, source in sources.items() if (read := reader(source))}
        told = " ".join(sorted(self.readers))
        with centre.db.read() as conn:
            known = registers.fact(conn, FACT)
        if known != told:
            with centre.db.write() as conn:
                registers.set_fact(centre.db, conn, FACT, told)

    @cached_property
    def places(self) -> dict[str, int]:
        """Plain school code -> place in the register; made when somebody sends something."""
        found: dict[str, int] = {}
        for index, one in enumerate(self.register.schools):
            found.setdefault(plain(one.code), index)
        return found

    def drain(self) -> list[Heard]:
        """What waits, for the one writer. Raises StoreDown, LeaseLost: then all of it waits on."""
        with self.centre.db.read() as conn:
            batches, released = push.waiting(conn, AT_ONCE), push_held.released(conn, AT_ONCE)
        if not batches and not released:
            return []
        out = _Sorted()
        for batch in batches:
            self._batch(batch, out)
        for row in released:
            try:
                found = self._read(row.source, row.row, row.received_at)
            except BadRow as reason:
                out.again.append((row.id, reason.args[0]))
            else:
                out.good.setdefault(row.source, []).append(found)
                out.taken.append(row.id)
        heard = [self._hear(key, rows, out) for key, rows in out.good.items()]
        heard += [Heard(key=key, rows=0, held=n, columns=()) for key, n in out.count.items() if key not in out.good]
        points = {key: self._points(key, rows) for key, rows in out.good.items()}
        self._write(out, [one for now, _ in points.values() for one in now],
                    [one for _, late in points.values() for one in late])
        return heard

    def _batch(self, batch: Batch, out: _Sorted) -> None:
        good: dict[tuple[int, float], list[tuple[_Row, Any]]] = {}
        bad: list[tuple[Any, str]] = []
        for row, why in batch.rows:
            try:
                if why:
                    raise BadRow(why)
                found = self._read(batch.source, row, batch.received_at)
                good.setdefault((found[0], found[1][0]), []).append((found, row))
            except BadRow as reason:
                bad.append((row, reason.args[0]))
        rows = []
        for same in good.values():
            agree = len({_sign(found[1][1]) for found, _ in same}) == 1
            rows += same[:1] if agree else []
            bad += [] if agree else [(row, "conflict") for _, row in same]
        if batch.count >= _FEW and sum(why != "unknown_school" for _, why in bad) > BAD_SHARE * batch.count:
            bad += [(row, "batch_held") for _, row in rows]
            rows = []
        out.good.setdefault(batch.source, []).extend(found for found, _ in rows)
        out.held += [self._held(batch, row, why) for row, why in bad]
        out.told.append((batch.id, batch.count - len(bad), len(bad)))
        out.count[batch.source] = out.count.get(batch.source, 0) + len(bad)

    def _read(self, key: str, row: Mapping[str, Any], received: float) -> _Row:
        """Raises BadRow."""
        if key not in self.readers:
            raise BadRow("no_reader")
        index = self.places.get(school(row))
        if index is None:
            raise BadRow("unknown_school")
        at, _ = moment(row.get("as_of"), received)
        return index, (at, self.readers[key][0](row))

    def _held(self, batch: Batch, row: Any, why: str) -> dict[str, Any]:
        code = str(row.get("school", "")) if isinstance(row, dict) else ""
        index = self.places.get(plain(code))
        return {"batch_id": batch.id, "source": batch.source, "school": code, "reason": why, "row": row,
                "received_at": batch.received_at,
                "school_id": None if index is None else int(self.register.ids[index])}

    def _hear(self, key: str, rows: list[_Row], out: _Sorted) -> Heard:
        newest = _newest(rows)
        return Heard(key=key, rows=len(rows), held=out.count.get(key, 0),
                     columns=tuple(columns(self.readers[key][1], sorted(newest.items())) if newest else ()))

    def _points(self, key: str, rows: list[_Row]) -> tuple[list[Point], list[Point]]:
        """(the last word on each school, what is older): the board brings the former into history as it does any."""
        newest, now, late = _newest(rows), list[Point](), list[Point]()
        for index, (at, values) in rows:
            told = now if newest[index] == (at, values) else late
            told += [Point(school_id=int(self.register.ids[index]), metric=metric, taken_at=at,
                           value=None if isnan(value) else value)
                     for metric, value in zip(self.readers[key][1], values, strict=True)]
        return now, late

    def _write(self, out: _Sorted, newest: list[Point], late: list[Point]) -> None:
        now, db = self.centre.clock(), self.centre.db
        with db.write() as conn:
            if not push.take(conn, out.told, now):
                raise LeaseLost  # another collector takes what is sent
            push_held.hold(conn, out.held)
            push_held.settle(conn, out.taken, out.again)
            history.write_points(db, conn, late)
            push.move_latest(db, conn, newest)
            push.tidy(conn, now - KEPT_S)


def reader(source: Source) -> Read | None:
    """What reads one row of this source: module-level `read`, one value for each of its metrics."""
    found = getattr(source, "read", None) or getattr(sys.modules[source.collect.__module__], "read", None)
    return found if callable(found) and source.metrics else None


def _newest(rows: list[_Row]) -> dict[int, tuple[float, tuple[float, ...]]]:
    found: dict[int, tuple[float, tuple[float, ...]]] = {}
    for index, row in rows:
        if index not in found or found[index][0] <= row[0]:
            found[index] = row
    return found


def _sign(values: tuple[float, ...]) -> tuple[float, ...]:
    """NaN equals itself here."""
    return tuple(-1.0 if isnan(value) else value for value in values)
