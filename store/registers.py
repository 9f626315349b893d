"""Registers: dated areas, schools, and facts about the centre. Reads; `store.importing` writes them."""

from collections.abc import Iterable
from datetime import date
from sys import intern

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.area import Area, Level
from domain.person import Part, Scope
from domain.school import School, SchoolKind
from store.database import Database, upsert
from store.scoping import within
from store.tables import areas as areas_table
from store.tables import facts as facts_table
from store.tables import schools as schools_table


def fact(conn: Connection, key: str) -> str | None:
    """A single value about the centre, None = never said."""
    value = conn.scalar(sa.select(facts_table.c.value).where(facts_table.c.key == key))
    return None if value is None else str(value)


def set_fact(db: Database, conn: Connection, key: str, value: str) -> None:
    """Remember a single value about the centre."""
    conn.execute(upsert(db, facts_table, ("key",), ("value",)), {"key": key, "value": value})


def register_version(conn: Connection) -> int:
    """Grows with every change of areas or schools; 0 = empty house."""
    return int(fact(conn, "register_version") or 0)


def read_areas(conn: Connection) -> list[Area]:
    """Every area of every date, in Vietnamese order within its level."""
    t = areas_table.c
    return [_area(row) for row in conn.execute(sa.select(areas_table).order_by(t.level, t.sort_key, t.valid_from))]


def read_outlines(conn: Connection, codes: Iterable[str]) -> dict[str, str]:
    """code -> light GeoJSON geometry text, of the areas that have one."""
    t = areas_table.c
    rows = conn.execute(sa.select(t.code, t.outline).where(t.code.in_(list(codes)), t.outline.is_not(None)))
    return {row.code: row.outline for row in rows}


def read_schools(conn: Connection, scope: Scope, today: str | None = None) -> list[tuple[int, School]]:
    """(id, school) within reach in directory order, which is the order of ids: a school keeps its place for ever."""
    t = schools_table.c
    rows = conn.execute(sa.select(schools_table).where(within(scope, t.id, today)).order_by(t.id),
                        execution_options={"yield_per": 5_000})
    return [(row.id, _school(row)) for row in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and text != "0001-01-01" else None


def _area(row: sa.Row) -> Area:  # type: ignore[type-arg]
    bounds = None if row.south is None else (row.south, row.west, row.north, row.east)
    return Area(
        code=row.code, name=row.name, level=Level(row.level), parent=row.parent, valid_from=_day(row.valid_from),
        valid_to=_day(row.valid_to), label_lat=row.label_lat, label_lon=row.label_lon, bounds=bounds,
        schematic=bool(row.schematic),
    )


def _school(row: sa.Row) -> School:  # type: ignore[type-arg]
    return School(
        code=row.code, name=row.name, kind=SchoolKind(row.kind), lat=row.lat, lon=row.lon,
        approximate=bool(row.approximate), old_area=intern(row.old_area), new_area=intern(row.new_area),
        pupils=row.pupils, teachers=row.teachers, classes=row.classes, carrier=intern(row.carrier),
        contracted_mbps=row.contracted_mbps, phone=row.phone, probe=row.probe, pilot=bool(row.pilot),
    )


def set_heartbeat_hash(conn: Connection, code: str, token_hash: str) -> bool:
    """Remember the hash of a school's token; False = no such school."""
    t = schools_table.c
    changed = conn.execute(schools_table.update().where(t.code == code).values(heartbeat_hash=token_hash))
    return changed.rowcount == 1


def token_owner(conn: Connection, token_hash: str) -> str | None:
    """The school of this token, None = unknown token."""
    t = schools_table.c
    code = conn.scalar(sa.select(t.code).where(t.heartbeat_hash == token_hash))
    return None if code is None else str(code)


def beat(conn: Connection, code: str, at: float) -> None:
    """This school was alive at `at`."""
    conn.execute(schools_table.update().where(schools_table.c.code == code).values(heartbeat_at=at))


def read_beats(conn: Connection, scope: Scope, since: float, today: str | None = None) -> list[tuple[str, float]]:
    """(code, time) of the schools within reach that pushed a heartbeat since then."""
    t = schools_table.c
    rows = conn.execute(
        sa.select(t.code, t.heartbeat_at).where(t.heartbeat_at >= since, within(scope, t.id, today)))
    return [(row.code, row.heartbeat_at) for row in rows]


def area_exists(conn: Connection, code: str) -> bool:
    """Is there an area of this code, of any level and date?"""
    t = areas_table.c
    return conn.execute(sa.select(t.id).where(t.code == code).limit(1)).first() is not None


def school_exists(conn: Connection, code: str) -> bool:
    """Is there a school of this code?"""
    return conn.execute(sa.select(schools_table.c.id).where(schools_table.c.code == code)).first() is not None


def areas_with_schools(conn: Connection) -> set[str]:
    """Codes of the leaf areas, of either tree, that have a school."""
    t = schools_table.c
    return {code for column in (t.old_area, t.new_area) for code in conn.scalars(sa.select(column).distinct()) if code}


def read_places(conn: Connection, scope: Scope, codes: Iterable[str], today: str | None = None) -> dict[str, str]:
    """code -> its leaf area of today, of those of these schools that are within reach."""
    t = schools_table.c
    reached, wanted, found = within(scope, t.id, today), list(codes), dict[str, str]()
    for first in range(0, len(wanted), 500):
        rows = conn.execute(sa.select(t.code, t.new_area, t.old_area)
                            .where(t.code.in_(wanted[first:first + 500]), reached))
        found |= {row.code: row.new_area or row.old_area for row in rows}
    return found


def common_area(conn: Connection, scope: Scope, codes: Iterable[str], today: str | None = None) -> str:
    """The smallest area that holds all of these schools within reach: a ward, a former district, the province; "" =
    none known."""
    t = schools_table.c
    reached = within(scope, t.id, today)
    wanted, pairs = list(codes), set[tuple[str, str]]()
    for first in range(0, len(wanted), 500):
        rows = conn.execute(sa.select(t.new_area, t.old_area).distinct().where(
            t.code.in_(wanted[first:first + 500]), reached))
        pairs |= {(row.new_area, row.old_area) for row in rows}
    for column in zip(*pairs, strict=True):
        if len(set(column)) == 1 and column[0]:
            return str(column[0])
    parents = {area.code: area.parent or "" for area in read_areas(conn)}
    above = {parents.get(new or old, "") for new, old in pairs}
    return above.pop() if len(above) == 1 else ""


def codes_in(conn: Connection, scope: Scope, area: str, today: str | None = None) -> tuple[str, ...]:
    """Codes of the schools within reach that lie in an area of any level, in directory order."""
    t, there = schools_table.c, Scope(parts=frozenset({Part(area=area)}))
    found = conn.scalars(sa.select(t.code).where(within(scope, t.id, today), within(there, t.id, today or ""))
                         .order_by(t.id))
    return tuple(found)
