"""Incidents as they stand: one live incident per (rule, subject), by partial unique index; each change is an event.

Whoever reaches one of an incident's schools sees the incident, and of its schools only their own. Incidents of a source
or of the centre itself have no school: they are seen by whoever may see everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.incident import LIVE, SEEN_ALWAYS
from domain.person import Part, Scope
from domain.wording import Words
from store.incident_events import reach_of, visible
from store.incident_moves import (
    close_incident as close_incident,
)
from store.incident_moves import (
    escalate_incident as escalate_incident,
)
from store.incident_moves import (
    join_incident as join_incident,
)
from store.incident_moves import (
    leave_incident as leave_incident,
)
from store.incident_moves import (
    open_incident as open_incident,
)
from store.incident_moves import (
    recall_incident as recall_incident,
)
from store.incident_moves import (
    reopen_incident as reopen_incident,
)
from store.incident_moves import (
    resolve_incident as resolve_incident,
)
from store.incident_moves import (
    turn_incident as turn_incident,
)
from store.incident_tables import incident_events, incident_schools, incidents
from store.scoping import within
from store.tables import areas, schools

_LIVE = incidents.c.state.in_(sorted(LIVE))
_HUSHED = sa.and_(incidents.c.quiet == 1, incidents.c.kind.not_in(sorted(SEEN_ALWAYS)),
                  incidents.c.severity != "critical")  # as domain.incident.hushed


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A stored incident; times are epoch seconds UTC, `owner` and `…_by` as "person:7", "unit:760", "system:centre".

    Of a limited reader `schools` counts their own among them and `partial` says that there are others. `changed`: its
    newest event.
    """

    id: int
    kind: str
    rule: str
    subject: str
    severity: str
    state: str
    area: str
    says: Words
    schools: int
    started_at: float
    opened_at: float
    acknowledged_at: float | None = None
    acknowledged_by: str = ""
    acknowledged_name: str = ""
    acknowledged_until: float | None = None
    first_acknowledged_at: float | None = None
    owner: str = ""
    owner_name: str = ""
    resolved_at: float | None = None
    resolved_by: str = ""
    cause: str = ""
    closed_at: float | None = None
    reopened: int = 0
    level: int = 0
    quiet: bool = False
    confidence: float | None = None
    category: str = ""
    postmortem: str = ""
    parent: int | None = None
    partial: bool = False
    changed: int = 0

    @property
    def live(self) -> bool:
        """Neither resolved nor closed."""
        return self.state in LIVE


def read_one(conn: Connection, scope: Scope, incident_id: int, today: str | None = None) -> Incident | None:
    """One incident within reach, None = no such, or not theirs."""
    asked = incident_id if -(2**63) <= incident_id < 2**63 else 0  # what no database can count to is nobody's number
    found = _read(conn, scope, today, incidents.c.id == asked)
    return found[0] if found else None


def read_list(
    conn: Connection, scope: Scope, *, state: str = "open", area: str = "", limit: int | None = None,
    before: int | None = None, today: str | None = None, since: int | None = None,
) -> list[Incident]:
    """What is live ("open") or everything ("all") within reach, newest first. `area`: that or one of its schools lies
    in it; `before`: only ids under this one; `since`: only those with an event after this one."""
    t, e = incidents.c, incident_events.c
    where: list[sa.ColumnElement[bool]] = [_LIVE] if state == "open" else []
    if before is not None:
        where.append(t.id < before)
    if area:
        where.append(_lies_in(area, today))
    if since is not None:
        where.append(t.id.in_(sa.select(e.incident_id).where(e.id > since)))
    return _read(conn, scope, today, *where, order=(t.id.desc(),) if before is not None else (), limit=limit)


def _lies_in(area: str, today: str | None) -> sa.ColumnElement[bool]:
    there = visible(Scope(parts=frozenset({Part(area=area)})), incidents.c.id, today or "9999-12-31")
    return sa.or_(there, incidents.c.area.in_(_under(area)))


def _under(area: str) -> sa.Select[tuple[str]]:
    a = areas.c
    return sa.select(a.code).where(sa.or_(a.code == area, a.parent == area))


def read_open(conn: Connection, scope: Scope, today: str | None = None) -> list[Incident]:
    """Every live incident within reach, newest first."""
    return _read(conn, scope, today, _LIVE)


def read_some(
    conn: Connection, scope: Scope, which: Sequence[int], today: str | None = None,
) -> list[Incident]:
    """These incidents, as far as they are within reach, newest first."""
    return _read(conn, scope, today, incidents.c.id.in_(list(which)))


def count_live(conn: Connection, scope: Scope, today: str | None = None) -> dict[tuple[str, bool], int]:
    """(state, hushed) -> how many live ones within reach."""
    t, silent = incidents.c, _HUSHED.label("hushed")
    rows = conn.execute(sa.select(t.state, silent, sa.func.count()).where(_LIVE, visible(scope, t.id, today))
                        .group_by(t.state, silent))
    return {(state, bool(quiet)): number for state, quiet, number in rows}


def read_of(conn: Connection, scope: Scope, subject: str, limit: int, today: str | None = None) -> list[Incident]:
    """The newest incidents about one subject."""
    return _read(conn, scope, today, incidents.c.subject == subject, limit=limit)


def read_with(conn: Connection, scope: Scope, school_id: int, limit: int, today: str | None = None) -> list[Incident]:
    """The newest incidents, living or over, that speak for this school, alone or beside others."""
    m = incident_schools.c
    its = sa.select(m.incident_id).where(m.school_id == school_id, within(scope, m.school_id, today))
    return _read(conn, scope, today, incidents.c.id.in_(its), limit=limit)


def read_symptoms(conn: Connection, scope: Scope, incident_id: int, today: str | None = None) -> list[Incident]:
    """Those whose cause is this one, newest first."""
    return _read(conn, scope, today, incidents.c.parent == incident_id)


def read_near(
    conn: Connection, scope: Scope, which: Sequence[int], but: int, limit: int, today: str | None = None,
) -> list[Incident]:
    """Live ones that speak for one of these schools (database ids), newest first, without the one they are near to."""
    t, m = incidents.c, incident_schools.c
    there = sa.select(m.incident_id).where(m.school_id.in_(list(which)))
    return _read(conn, scope, today, _LIVE, t.id != but, t.id.in_(there), limit=limit)


def read_pressing(conn: Connection, scope: Scope, limit: int, today: str | None = None) -> list[Incident]:
    """What a wall shows: live before resolved, what presses before what is hushed, wide before single, newest first."""
    t = incidents.c
    order = (t.resolved_at.is_not(None), _HUSHED, t.kind == "single", t.opened_at.desc(), t.id.desc())
    return _read(conn, scope, today, order=order, limit=limit)


def count_open_at(conn: Connection, scope: Scope, at: float, kind: str = "", today: str | None = None) -> int:
    """How many incidents within reach (of one kind, "" = any) were live at a moment."""
    t = incidents.c
    still = sa.and_(t.opened_at <= at, t.resolved_at.is_(None) | (t.resolved_at > at))
    query = sa.select(sa.func.count()).where(still, t.kind == kind if kind else sa.true(),
                                             visible(scope, t.id, today))
    return int(conn.scalar(query) or 0)


def read_members(
    conn: Connection, scope: Scope, which: Sequence[int], today: str | None = None,
) -> dict[int, list[str]]:
    """incident -> codes of its schools within reach, in directory order."""
    m, s = incident_schools.c, schools.c
    rows = conn.execute(
        sa.select(m.incident_id, s.code).join(schools, s.id == m.school_id)
        .where(m.incident_id.in_(list(which)), within(scope, m.school_id, today)).order_by(m.incident_id, s.id))
    found: dict[int, list[str]] = {incident: [] for incident in which}
    for incident, code in rows:
        found[incident].append(code)
    return found


_COLUMNS = tuple(column.name for column in incidents.c if column.name not in ("says_vi", "says_en"))


def _read(
    conn: Connection, scope: Scope, today: str | None, *where: sa.ColumnElement[bool],
    order: Sequence[sa.ColumnElement[Any]] = (), limit: int | None = None,
) -> list[Incident]:
    """Incidents as this reader may see them."""
    t, m, e = incidents.c, incident_schools.c, incident_events.c
    its = m.incident_id == t.id
    reach = reach_of(scope, today)
    reached = (m.school_id + 0).in_(sa.select(reach.c.id))  # + 0: by the incident's few rows, not by the reach's many
    own = sa.select(sa.func.count()).where(its, reached).scalar_subquery()
    others = sa.exists().where(its, ~reached)
    known = {"schools": own, "partial": others, "parent": sa.case((visible(scope, t.parent, today, reach), t.parent))}
    limited = {} if scope.everything else known
    columns = [limited.get(name, t[name]).label(name) for name in _COLUMNS]
    changed = sa.select(sa.func.max(e.id)).where(e.incident_id == t.id).scalar_subquery()
    rows = conn.execute(
        sa.select(*columns, t.says_vi, t.says_en, limited.get("partial", sa.literal(0)), changed)
        .where(visible(scope, t.id, today, reach), *where).order_by(*(order or (t.opened_at.desc(), t.id.desc())))
        .limit(limit))
    return [_incident(row) for row in rows]


_PUT = [Incident.__dict__[name].__set__ for name in (*_COLUMNS, "says", "partial", "changed")]
_QUIET = _COLUMNS.index("quiet")


def _incident(row: Any) -> Incident:
    """By its slots: a frozen class's own way takes five times as long, and a list has thousands."""
    values = list(row)
    values[_QUIET] = bool(values[_QUIET])
    values[-4:] = Words(values[-4], values[-3]), bool(values[-2]), values[-1] or 0
    made = object.__new__(Incident)
    for put, value in zip(_PUT, values, strict=True):
        put(made, value)
    return made
