"""The one transaction that writes areas and schools, and the rows it compares against.

Nothing or all: every statement runs inside one write transaction, which first checks that the register is still the one
the plan was made from. A school keeps its id for ever; ids are given in the order of the plan. Where a school lay
before is remembered in `school_moves` with the local day of the change: reach follows it (`store.scoping`).
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import SYSTEM, Actor
from domain.wording import fold, sort_key
from store.audit import record_many
from store.database import Database, upsert
from store.gate_tables import school_moves
from store.import_acts import acts_of
from store.registers import fact, register_version, set_fact
from store.scoping import local_day
from store.tables import areas as areas_table
from store.tables import schools as schools_table

ALWAYS = "0001-01-01"  # valid_from of an area whose first day nobody stated
_LOCK = 79_2026  # any constant: importers of one PostgreSQL database queue on it, collectors never do


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One row of `areas` as an import sees it (no id). Dates are ISO text; `outline` is GeoJSON geometry text."""

    code: str
    name: str
    level: str
    parent: str | None = None
    valid_from: str = ALWAYS
    valid_to: str | None = None
    label_lat: float | None = None
    label_lon: float | None = None
    south: float | None = None
    west: float | None = None
    north: float | None = None
    east: float | None = None
    area_km2: float | None = None
    outline: str | None = None
    schematic: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells two rows apart."""
        return (self.code, self.valid_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """One row of `schools` as an import sees it (no id, no heartbeat)."""

    code: str
    name: str
    kind: str
    lat: float | None = None
    lon: float | None = None
    approximate: int = 0
    old_area: str = ""
    new_area: str = ""
    pupils: int | None = None
    teachers: int | None = None
    classes: int | None = None
    carrier: str = ""
    contracted_mbps: float | None = None
    phone: str = ""
    probe: str = ""
    pilot: int = 0
    simulated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Everything an import compares against, read at one moment. `dissolved`: codes of areas drawn by us."""

    version: int
    areas: list[AreaRow]
    schools: list[SchoolRow]
    dissolved: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Changes:
    """What one import writes. `areas_changed`: (key before, row after)."""

    areas_new: list[AreaRow] = field(default_factory=list)
    areas_changed: list[tuple[tuple[str, str], AreaRow]] = field(default_factory=list)
    schools_new: list[SchoolRow] = field(default_factory=list)
    schools_changed: list[SchoolRow] = field(default_factory=list)
    dissolved: frozenset[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.areas_new or self.areas_changed or self.schools_new or self.schools_changed)


class RegisterMoved(Exception):
    """Someone else changed the register after the plan was made: plan again."""


_AREA_FIELDS = tuple(f.name for f in dataclasses.fields(AreaRow))
_SCHOOL_FIELDS = tuple(f.name for f in dataclasses.fields(SchoolRow))
_DISSOLVED = "areas_dissolved"


def read_registers(db: Database) -> Registers:
    """Both registers as they are now."""
    with db.read() as conn:
        areas = conn.execute(sa.select(*(areas_table.c[n] for n in _AREA_FIELDS)).order_by(areas_table.c.id))
        schools = conn.execute(sa.select(*(schools_table.c[n] for n in _SCHOOL_FIELDS)).order_by(schools_table.c.id))
        return Registers(
            areas=[AreaRow(**row) for row in areas.mappings()],
            schools=[SchoolRow(**row) for row in schools.mappings()],
            version=register_version(conn),
            dissolved=frozenset((fact(conn, _DISSOLVED) or "").split()),
        )


def commit(
    db: Database, changes: Changes, expected: int, step: Callable[[str], None] = lambda _name: None, today: str = "",
    actor: Actor = SYSTEM,
) -> int:
    """Write `changes` made for register version `expected`; the new version. `step` is told before each statement.

    `today`: local day of the change, by default the database's. `actor`: who the log says did it.

    Raises RegisterMoved when the register is another one by now, StoreDown when the database does not answer;
    in both cases nothing is written.
    """
    if not changes:
        return expected
    with db.write() as conn:
        step("begin")
        if not db.sqlite:
            conn.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if register_version(conn) != expected:
            raise RegisterMoved
        told = acts_of(conn, changes, _SCHOOL_FIELDS)
        _write_areas(conn, changes, step)
        if changes.schools_changed:
            step("school moves")
            _write_moves(db, conn, changes.schools_changed, today or local_day(db.clock(conn)))
        _write_schools(conn, changes, step)
        step("facts")
        if changes.dissolved is not None:
            set_fact(db, conn, _DISSOLVED, " ".join(sorted(changes.dissolved)))
        step("version")
        set_fact(db, conn, "register_version", str(expected + 1))
        step("log")  # last: whoever else writes to the log waits from here on
        record_many(db, conn, actor, told)
        step("commit")
    step("done")
    return expected + 1


def _write_areas(conn: Connection, changes: Changes, step: Callable[[str], None]) -> None:
    for row in changes.areas_changed:
        step("area changed")
        (code, valid_from), after = row
        where = (areas_table.c.code == code) & (areas_table.c.valid_from == valid_from)
        conn.execute(sa.update(areas_table).where(where).values(_values(after)))
    if changes.areas_new:
        step("areas new")
        conn.execute(sa.insert(areas_table), _all(changes.areas_new))


def _write_moves(db: Database, conn: Connection, changed: Sequence[SchoolRow], today: str) -> None:
    """Areas that these schools lie in until today, and not any more."""
    s, after = schools_table.c, {row.code: row for row in changed}
    rows = [
        {"school_id": before.id, "area": old, "until": today}
        for before in conn.execute(sa.select(s.id, s.code, s.old_area, s.new_area)) if before.code in after
        for old, new in ((before.old_area, after[before.code].old_area), (before.new_area, after[before.code].new_area))
        if old and old != new
    ]
    if rows:
        conn.execute(upsert(db, school_moves, ("school_id", "area", "until"), ()), rows)


def _write_schools(conn: Connection, changes: Changes, step: Callable[[str], None]) -> None:
    if changes.schools_changed:
        step("schools changed")
        names = [n for n in (*_SCHOOL_FIELDS, "sort_key", "folded") if n != "code"]
        update = sa.update(schools_table).where(schools_table.c.code == sa.bindparam("which"))
        rows = [
            {("which" if k == "code" else f"new_{k}"): v for k, v in values.items()}
            for values in _all(changes.schools_changed)
        ]
        conn.execute(update.values({n: sa.bindparam(f"new_{n}") for n in names}), rows)
    if changes.schools_new:
        step("schools new")
        conn.execute(sa.insert(schools_table), _all(changes.schools_new))


def _all(rows: Sequence[AreaRow] | Sequence[SchoolRow]) -> list[dict[str, Any]]:
    return [_values(row) for row in rows]


def _values(row: AreaRow | SchoolRow) -> dict[str, Any]:
    fields: Iterable[str] = _AREA_FIELDS if isinstance(row, AreaRow) else _SCHOOL_FIELDS
    values: dict[str, Any] = {name: getattr(row, name) for name in fields}
    return values | {"sort_key": sort_key(row.name), "folded": fold(row.name)}
