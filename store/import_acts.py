"""What an import tells the log: one row for the whole of it, one for each school that became another.

A school's first day is told one by one while there are few of them; the thousands of a first register are one row,
whose reach says where they lie (`BULK`).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.audit import Act
from store.tables import areas as areas_table
from store.tables import schools as schools_table

if TYPE_CHECKING:
    from store.importing import Changes, SchoolRow

BULK = 500  # so many new schools are told in one row
MOST_REACH = 200  # areas named; beyond that the areas they lie in


def acts_of(conn: Connection, changes: "Changes", fields: Iterable[str]) -> list[Act]:
    """Rows for the log, asked before anything of `changes` is written. `fields`: columns of a school, code first."""
    a = areas_table.c
    rows = conn.execute(sa.select(a.code, a.valid_from, a.valid_to, a.parent))
    known = {(row.code, row.valid_from): row for row in rows}
    parents = {row.code: row.parent for row in known.values()} | {row.code: row.parent for row in changes.areas_new}
    before = _before(conn, changes, list(fields))
    schools, places = _schools(changes, before, list(fields)), _places(changes, before)
    told: list[Act] = []
    if changes.areas_new or changes.areas_changed:
        gone = sum(row.valid_to is not None and key in known and known[key].valid_to is None
                   for key, row in changes.areas_changed)
        touched = {row.code for row in changes.areas_new} | {row.code for _, row in changes.areas_changed}
        told.append(Act(what="areas.imported", object="areas", reach=_reach(touched, parents), after={
            "new": len(changes.areas_new), "changed": len(changes.areas_changed) - gone, "gone": gone,
            "schools": len(changes.schools_changed)}))
    if changes.schools_new or (changes.schools_changed and not told):
        told.append(Act(what="schools.imported", object="schools", reach=_reach(places, parents), after={
            "new": len(changes.schools_new), "changed": len(changes.schools_changed)}))
    return told + schools


def _schools(changes: "Changes", before: dict[str, dict[str, Any]], fields: list[str]) -> list[Act]:
    """A row for each school that is another now, and for each new one of a few."""
    told: list[Act] = []
    for row in changes.schools_changed:
        old = before.get(row.code, {})
        names = [name for name in fields if old.get(name) != getattr(row, name)]
        areas = {str(old.get(key) or "") for key in ("old_area", "new_area")} | {row.old_area, row.new_area}
        told.append(Act(what="school.changed", object=f"school:{row.code}", reach=sorted(areas - {""}),
                        before={name: old.get(name) for name in names},
                        after={name: getattr(row, name) for name in names}))
    if len(changes.schools_new) < BULK:
        told += [_created(row, fields) for row in changes.schools_new]
    return told


def _created(row: "SchoolRow", fields: list[str]) -> Act:
    values = {name: value for name in fields if name != "code" and (value := getattr(row, name)) not in ("", None, 0)}
    return Act(what="school.created", object=f"school:{row.code}", reach=sorted({row.old_area, row.new_area} - {""}),
               after=values)


def _before(conn: Connection, changes: "Changes", fields: list[str]) -> dict[str, dict[str, Any]]:
    wanted = {row.code for row in changes.schools_changed}
    if not wanted:
        return {}
    rows = conn.execute(sa.select(*(schools_table.c[name] for name in fields))).mappings()
    return {str(row["code"]): dict(row) for row in rows if row["code"] in wanted}


def _places(changes: "Changes", before: dict[str, dict[str, Any]]) -> set[str]:
    """Areas the schools of this import lie in, or lay in until now."""
    found = {code for row in (*changes.schools_new, *changes.schools_changed) for code in (row.old_area, row.new_area)}
    return (found | {str(row[key]) for row in before.values() for key in ("old_area", "new_area")}) - {""}


def _reach(codes: set[str], parents: Mapping[str, str | None]) -> list[str]:
    """The areas themselves, or those they lie in when they are too many to name."""
    while len(codes) > MOST_REACH:
        wider = {parents.get(code) or code for code in codes}
        if wider == codes:
            break
        codes = wider
    return sorted(codes)[:MOST_REACH]
