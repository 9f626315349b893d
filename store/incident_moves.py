"""What the centre itself does with incidents: open, join, leave, turn, resolve, recall, escalate, close, reopen.

Each is one event in the caller's transaction, and written twice changes nothing the second time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.incident import LIVE, SEVERITIES, State
from domain.person import SYSTEM, Actor
from domain.wording import Words
from store.database import Database
from store.duty_tables import outbox
from store.incident_events import append, ref, take_turn
from store.incident_tables import LIVE as LIVE_SQL
from store.incident_tables import incident_events, incident_schools, incidents
from store.tables import schools as schools_table

_LIVE = incidents.c.state.in_(sorted(LIVE))
UNACKNOWLEDGED: Mapping[str, Any] = {
    "acknowledged_at": None, "acknowledged_by": "", "acknowledged_name": "", "acknowledged_until": None}
UNRESOLVED: Mapping[str, Any] = {"resolved_at": None, "resolved_by": "", "cause": "", "closed_at": None}


def open_incident(
    db: Database, conn: Connection, *, kind: str, rule: str, subject: str, severity: str, area: str, says: Words,
    started_at: float, at: float, members: Sequence[str] = (), quiet: bool = False, confidence: float | None = None,
    category: str = "", actor: Actor = SYSTEM, client: str | None = None, tell: bool = True, text: str = "",
    parent: int | None = None, schools: int | None = None,
) -> int | None:
    """Open one with its `members` (codes of schools); gives its id. `schools`: how many, if not as many as members.

    None = it is open already (also when two try at once), or this very opening (the same moment, or the same `client`)
    was written before and is over.
    """
    take_turn(db, conn)
    t = incidents.c
    again = () if client else (t.opened_at == at,)
    if _current(conn, t.rule == rule, t.subject == subject, *again, client=client):
        return None
    new = _new_members(conn, 0, members)
    row = {
        "kind": kind, "rule": rule, "subject": subject, "severity": severity, "state": State.OPEN.value, "area": area,
        "says_vi": says.vi, "says_en": says.en, "schools": len(new) if schools is None else schools,
        "started_at": float(started_at), "opened_at": float(at), "quiet": int(quiet), "confidence": confidence,
        "category": category, "parent": parent,
    }
    made = conn.execute(
        _insert(db).values(**row)
        .on_conflict_do_nothing(index_elements=["rule", "subject"], index_where=sa.text(LIVE_SQL))
        .returning(t.id)).scalar_one_or_none()
    if made is not None:
        _add(conn, made, new)
        append(db, conn, made, at=at, what="opened", actor=actor, codes=tuple(new), data=row, client=client,
               text=text, tell=tell and not quiet)
    return made


def join_incident(
    db: Database, conn: Connection, *, members: Sequence[str], at: float, incident_id: int = 0, rule: str = "",
    subject: str = "",
) -> int | None:
    """From now on the live one (by id, or by rule and subject) speaks for these schools too. None = nothing new."""
    take_turn(db, conn)
    found = _found(conn, incident_id, rule, subject)
    new = _new_members(conn, found.id, members) if found else {}
    if not found or not new:
        return None
    _add(conn, found.id, new)
    more = {"schools": found.schools + len(new)}
    return append(db, conn, found.id, at=at, what="joined", codes=tuple(new), data=more)


def leave_incident(
    db: Database, conn: Connection, *, members: Sequence[str], at: float, incident_id: int = 0, rule: str = "",
    subject: str = "", actor: Actor = SYSTEM,
) -> int | None:
    """From now on the live one speaks for these schools no longer. None = it did not."""
    take_turn(db, conn)
    found = _found(conn, incident_id, rule, subject)
    strangers = _new_members(conn, found.id, members) if found else {}
    known = _new_members(conn, 0, [code for code in members if code not in strangers])
    if not found or not known:
        return None
    m = incident_schools.c
    conn.execute(incident_schools.delete().where(m.incident_id == found.id, m.school_id.in_(known.values())))
    left = max(0, found.schools - len(known))
    return append(db, conn, found.id, at=at, what="left", actor=actor, codes=tuple(known), data={"schools": left})


def turn_incident(
    db: Database, conn: Connection, incident_id: int, *, at: float, kind: str | None = None,
    severity: str | None = None, says: Words | None = None, quiet: bool | None = None,
) -> int | None:
    """The centre sees it otherwise now; told when it became graver or loud. None = it is so already, or over."""
    take_turn(db, conn)
    found = _found(conn, incident_id)
    if not found:
        return None
    asked = {"kind": kind, "severity": severity, "says_vi": says and says.vi, "says_en": says and says.en,
             "quiet": None if quiet is None else int(quiet)}
    data = {key: value for key, value in asked.items() if value is not None and value != getattr(found, key)}
    if not data:
        return None
    what = "turned" if "quiet" not in data else "quiet" if quiet else "loud"
    silent = bool(data.get("quiet", found.quiet))
    graver = SEVERITIES.index(data.get("severity", found.severity)) > SEVERITIES.index(found.severity)
    return append(db, conn, incident_id, at=at, what=what, data=data, tell=not silent and (what == "loud" or graver))


def resolve_incident(
    db: Database, conn: Connection, *, rule: str, subject: str, at: float, cause: str = "itself",
) -> int | None:
    """The live one of this rule and subject is over by itself; gives its id, None = there is none."""
    take_turn(db, conn)
    found = _found(conn, 0, rule, subject)
    if not found:
        return None
    append(db, conn, found.id, at=at, what="resolved", before=found.state, tell=was_told(conn, found.id),
           data=resolution(at, SYSTEM, cause))
    return int(found.id)


def resolution(at: float, actor: Actor, cause: str) -> dict[str, Any]:
    """What being resolved changes."""
    return {"state": State.RESOLVED.value, "resolved_at": float(at), "resolved_by": ref(actor), "cause": cause,
            "acknowledged_until": None}


def reopening(times: int) -> dict[str, Any]:
    """What being reopened changes."""
    return {"state": State.OPEN.value, "reopened": times + 1, "level": 0, **UNRESOLVED, **UNACKNOWLEDGED}


def recall_incident(db: Database, conn: Connection, incident_id: int, *, at: float) -> int | None:
    """Its acknowledgement has run out: it is open again, loudly. None = it has not, or was recalled before."""
    take_turn(db, conn)
    found = _found(conn, incident_id)
    if not found or found.state != State.ACKNOWLEDGED or not found.acknowledged_until or found.acknowledged_until > at:
        return None
    return append(db, conn, incident_id, at=at, what="recalled", before=found.state, tell=not found.quiet,
                  data={"state": State.OPEN.value, "level": 0, **UNACKNOWLEDGED})


def escalate_incident(
    db: Database, conn: Connection, incident_id: int, *, at: float, level: int, severity: str | None = None,
) -> int | None:
    """Nobody took it: the next step. None = that step was taken before, or somebody did."""
    take_turn(db, conn)
    found = _found(conn, incident_id)
    if not found or found.state != State.OPEN or found.level >= level:
        return None
    data = {"level": level} | ({"severity": severity} if severity and severity != found.severity else {})
    return append(db, conn, incident_id, at=at, what="escalated", data=data, tell=not found.quiet)


def close_incident(db: Database, conn: Connection, incident_id: int, *, at: float) -> int | None:
    """A resolved one that nobody came back to is closed. None = it is not resolved."""
    take_turn(db, conn)
    found = _current(conn, incidents.c.id == incident_id, incidents.c.state == State.RESOLVED.value)
    if not found:
        return None
    return append(db, conn, incident_id, at=at, what="closed", before=found.state,
                  data={"state": State.CLOSED.value, "closed_at": float(at)})


def reopen_incident(
    db: Database, conn: Connection, *, rule: str, subject: str, at: float, within_s: float, quiet: bool = False,
) -> int | None:
    """The newest one of this rule and subject is back, if it ended at most `within_s` ago; gives its id, or None."""
    take_turn(db, conn)
    t = incidents.c
    if _found(conn, 0, rule, subject):
        return None
    found = _current(conn, t.rule == rule, t.subject == subject, t.resolved_at >= at - within_s)
    if not found or found.resolved_at > at:
        return None
    append(db, conn, found.id, at=at, what="reopened", before=found.state, tell=not quiet,
           data=reopening(found.reopened) | {"quiet": int(quiet)})
    return int(found.id)


def was_told(conn: Connection, incident_id: int) -> bool:
    """Somebody was told of it: then its end is told too."""
    return conn.scalar(sa.select(outbox.c.id).where(outbox.c.incident_id == incident_id).limit(1)) is not None


def cause_of(conn: Connection, incident_id: int) -> Any:
    """The row of its cause among the incidents, whoever may see it: circles are looked for here. None = it has none."""
    found = _current(conn, incidents.c.id == incident_id)
    return _current(conn, incidents.c.id == found.parent) if found and found.parent is not None else None


def live_one(conn: Connection, rule: str, subject: str) -> int | None:
    """The id of the live one of this rule and subject."""
    found = _found(conn, 0, rule, subject)
    return int(found.id) if found else None


def _found(conn: Connection, incident_id: int, rule: str = "", subject: str = "") -> Any:
    t = incidents.c
    which = [t.id == incident_id] if incident_id else [t.rule == rule, t.subject == subject]
    return _current(conn, _LIVE, *which)


def _current(conn: Connection, *where: sa.ColumnElement[bool], client: str | None = None) -> Any:
    """The newest row as it stands; with `client`, only one that has an event of this asker's id."""
    t, e = incidents.c, incident_events.c
    asked = () if client is None else (sa.exists().where(e.incident_id == t.id, e.client == client),)
    return conn.execute(sa.select(incidents).where(*where, *asked).order_by(t.id.desc()).limit(1)).one_or_none()


def _new_members(conn: Connection, incident_id: int, codes: Sequence[str]) -> dict[str, int]:
    """code -> id of those schools that the incident does not speak for yet."""
    if not codes:
        return {}
    s, m = schools_table.c, incident_schools.c
    known = sa.exists().where(m.incident_id == incident_id, m.school_id == s.id)
    rows = conn.execute(sa.select(s.code, s.id).where(s.code.in_(sorted(set(codes))), ~known).order_by(s.id))
    return {row.code: row.id for row in rows}


def _add(conn: Connection, incident_id: int, new: Mapping[str, int]) -> None:
    if new:
        conn.execute(incident_schools.insert(), [{"incident_id": incident_id, "school_id": i} for i in new.values()])


def _insert(db: Database) -> Any:
    if db.sqlite:
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(incidents)
