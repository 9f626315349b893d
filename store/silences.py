"""Silences and maintenances. Rows are never deleted: what was hidden when, by whom and why stays to be told.

Whom one speaks for is a reach: `Silence.scope` becomes schools by the one place where scopes become SQL.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from domain.school import SchoolKind
from domain.silence import Silence, SilenceKind
from store.incident_events import visible
from store.incident_tables import LIVE, incident_schools, incidents, silences
from store.scoping import within
from store.tables import schools

PAST = 60  # of those that are over, so many are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One silence and how many of its schools the reader reaches, of how many."""

    silence: Silence
    own: int
    all: int


def insert(conn: Connection, values: Mapping[str, Any]) -> int:
    """A new one; its number."""
    return int(conn.execute(silences.insert().values(**values).returning(silences.c.id)).scalar_one())


def of_client(conn: Connection, client: str) -> Silence | None:
    """The one a program asked for under this id of its own; None = none yet."""
    row = conn.execute(sa.select(silences).where(silences.c.client == client)).one_or_none()
    return None if row is None else _silence(row)


def revoke(conn: Connection, silence_id: int, at: float, by: str) -> bool:
    """End it now; False = it was over, or is not there."""
    t = silences.c
    where = (t.id == silence_id, t.revoked_at.is_(None), t.until > at)
    return conn.execute(silences.update().where(*where).values(revoked_at=at, revoked_by=by)).rowcount == 1


def read_touching(conn: Connection, since: float, until: float, what: SilenceKind | None = None) -> tuple[Silence, ...]:
    """Every one that may be active somewhere between two moments, revoked ones up to then; for the house itself."""
    t = silences.c
    ended = sa.func.coalesce(t.revoked_at, t.until)
    where = [t.since <= until, t.until > since, ended > since]
    if what is not None:
        where.append(t.what == what.value)
    return tuple(_silence(row) for row in conn.execute(sa.select(silences).where(*where).order_by(t.id)))


def read_list(conn: Connection, scope: Scope, at: float, today: str) -> list[Reached]:
    """What the reader may know of, newest first: all that is not over, and the latest of what is."""
    of_incidents = _reach(conn, scope, today)
    t = silences.c
    over = (t.until <= at) | t.revoked_at.is_not(None)
    living = conn.execute(sa.select(silences).where(~over).order_by(t.id.desc())).all()
    past = conn.execute(sa.select(silences).where(over).order_by(t.id.desc()).limit(PAST)).all()
    seen = [_reached(conn, scope, today, _silence(row), of_incidents) for row in (*living, *past)]
    return [one for one in seen if one.own or scope.everything]


def read_one(conn: Connection, scope: Scope, silence_id: int, today: str) -> Reached | None:
    """One of them; None = absent, or out of reach."""
    of_incidents = _reach(conn, scope, today)
    row = conn.execute(sa.select(silences).where(silences.c.id == silence_id)).one_or_none()
    found = None if row is None else _reached(conn, scope, today, _silence(row), of_incidents)
    return found if found is not None and (found.own or scope.everything) else None


def count_schools(conn: Connection, scope: Scope, target: Scope, today: str) -> tuple[int, int]:
    """(own, all): schools of `target` within reach, and all of them."""
    s = schools.c
    aimed = within(target, s.id, today)
    counted = sa.select(sa.func.count()).select_from(schools).where(aimed)
    everything, own = int(conn.scalar(counted) or 0), within(scope, s.id, today)
    return everything if scope.everything else int(conn.scalar(counted.where(own)) or 0), everything


def count_members(conn: Connection, scope: Scope, incident_id: int, today: str) -> tuple[int, int]:
    """(own, all) of one incident's schools."""
    return _reach(conn, scope, today, incident_id).get(incident_id, (0, 0))


def is_live(conn: Connection, scope: Scope, incident_id: int, today: str) -> bool | None:
    """Does this incident live? None = absent, or out of reach."""
    seen = visible(scope, incidents.c.id, today)
    found = conn.scalar(sa.select(incidents.c.state).where(incidents.c.id == incident_id, seen))
    return None if found is None else found in {"open", "acknowledged", "in_progress"}


def codes(conn: Connection, scope: Scope, today: str, among: Collection[str] | None = None) -> frozenset[str]:
    """Codes of the schools within `scope`. `among`: only of these."""
    s = schools.c
    where = [within(scope, s.id, today)]
    if among is not None:
        where.append(s.code.in_(list(among)))
    return frozenset(conn.scalars(sa.select(s.code).where(*where)))


def live_members(conn: Connection, scope: Scope, today: str | None = None) -> dict[int, frozenset[str]]:
    """Every living incident with its schools within reach; those without a school have none."""
    i, m, s = incidents.c, incident_schools.c, schools.c
    reached = within(scope, m.school_id, today)
    joined = incidents.outerjoin(incident_schools, sa.and_(m.incident_id == i.id, reached)).outerjoin(
        schools, s.id == m.school_id)
    found: dict[int, set[str]] = {}
    for row in conn.execute(sa.select(i.id, s.code).select_from(joined).where(sa.text(LIVE))):
        found.setdefault(row.id, set()).update([row.code] if row.code else [])
    return {incident: frozenset(members) for incident, members in found.items()}


def _reached(conn: Connection, scope: Scope, today: str, silence: Silence,
             of_incidents: Mapping[int, tuple[int, int]]) -> Reached:
    if silence.incident is not None:
        own, whole = of_incidents.get(silence.incident, (0, 0))
    else:
        own, whole = count_schools(conn, scope, silence.scope, today)
    return Reached(silence=silence, own=own, all=whole)


def _reach(conn: Connection, scope: Scope, today: str, incident_id: int | None = None) -> dict[int, tuple[int, int]]:
    """incident -> (own, all) of those that are silenced one by one."""
    m, t = incident_schools.c, silences.c
    own = sa.func.sum(sa.case((within(scope, m.school_id, today), 1), else_=0))
    which = m.incident_id == incident_id if incident_id is not None else m.incident_id.in_(
        sa.select(t.incident_id).where(t.incident_id.is_not(None)))
    rows = conn.execute(sa.select(m.incident_id, own, sa.func.count()).where(which).group_by(m.incident_id))
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def _silence(row: Any) -> Silence:
    return Silence(
        id=row.id, what=SilenceKind(row.what), incident=row.incident_id, area=row.area, school=row.school,
        kinds=frozenset(SchoolKind(key) for key in row.kinds.split()), since=row.since, until=row.until,
        weekdays=frozenset(int(day) for day in row.weekdays.split()), reason=row.reason, actor=row.actor,
        start=time.fromisoformat(row.start) if row.start else None, created_at=row.created_at,
        stop=time.fromisoformat(row.stop) if row.stop else None, actor_name=row.actor_name,
        revoked_at=row.revoked_at, revoked_by=row.revoked_by,
    )
