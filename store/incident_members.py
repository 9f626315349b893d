"""Whom one incident speaks for, with what a move needs to know of them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_tables import incident_schools
from store.scoping import within
from store.tables import schools


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSchool:
    """A school an incident speaks for."""

    code: str
    name: str
    area: str
    kind: str


def read_schools_of(
    conn: Connection, scope: Scope, incident_id: int, today: str | None = None,
) -> list[MemberSchool]:
    """Its schools within reach, in directory order."""
    m, s = incident_schools.c, schools.c
    rows = conn.execute(
        sa.select(s.code, s.name, s.kind, s.old_area, s.new_area).join(incident_schools, s.id == m.school_id)
        .where(m.incident_id == incident_id, within(scope, m.school_id, today)).order_by(s.id))
    return [MemberSchool(code=row.code, name=row.name, area=row.new_area or row.old_area, kind=row.kind)
            for row in rows]


def areas_of(conn: Connection, scope: Scope, incident_id: int, today: str | None = None) -> tuple[str, ...]:
    """Codes of the areas, of before and of now, where its schools within reach lie."""
    m, s = incident_schools.c, schools.c
    rows = conn.execute(sa.select(s.old_area, s.new_area).join(incident_schools, s.id == m.school_id)
                        .where(m.incident_id == incident_id, within(scope, m.school_id, today)).distinct())
    return tuple(sorted({code for row in rows for code in row if code}))
