"""Days that are not like others and the hours of lessons, as an administrator typed them. One calendar for the whole
province: nothing here belongs to single schools."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.calendar import Calendar
from domain.calendar_facts import Session, Span, SpanKind
from domain.school import SchoolKind
from domain.wording import Words
from store.database import Database
from store.duty_tables import calendar_spans, school_sessions

_LOCK = 0x7464_6361  # PostgreSQL's advisory lock of the calendar


def read(conn: Connection) -> Calendar:
    """What holds: typed spans and sessions; a year without any row, also a revoked one, follows the facts."""
    rows = conn.execute(sa.select(calendar_spans).order_by(calendar_spans.c.since)).all()
    years = {year for row in rows for year in range(int(row.since[:4]), int(row.until[:4]) + 1)}
    spans = tuple(_span(row) for row in rows if row.revoked_at is None)
    lessons = conn.execute(sa.select(school_sessions).order_by(school_sessions.c.start)).all()
    if not lessons:
        return Calendar(spans=spans, years=frozenset(years))
    return Calendar(spans=spans, years=frozenset(years),
                    sessions=tuple(_session(row) for row in lessons if row.revoked_at is None))


def alone(db: Database, conn: Connection) -> None:
    """Until the transaction ends nobody else edits: the facts of a year are written down once."""
    if not db.sqlite:  # SQLite's writers are alone anyway
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def any_session(conn: Connection) -> bool:
    """Did anybody ever type hours of lessons, also some that were taken back?"""
    return conn.scalar(sa.select(school_sessions.c.id).limit(1)) is not None


def insert_span(conn: Connection, span: Span, *, at: float, actor: str) -> int:
    """One more span; its number."""
    values = {"what": span.what.value, "name": span.name.vi, "since": span.since.isoformat(),
              "until": span.until.isoformat(), "kinds": _kinds(span.kinds), "start": _clock(span.start),
              "stop": _clock(span.stop), "created_at": at, "actor": actor}
    return _insert(conn, calendar_spans, values)


def insert_session(conn: Connection, session: Session, *, at: float, actor: str) -> int:
    """One more session; its number."""
    values = {"kinds": _kinds(session.kinds), "weekdays": " ".join(str(day) for day in sorted(session.weekdays)),
              "start": _clock(session.start), "stop": _clock(session.stop), "since": session.since.isoformat(),
              "until": session.until.isoformat() if session.until else None, "created_at": at, "actor": actor}
    return _insert(conn, school_sessions, values)


def revoke_span(conn: Connection, span_id: int, at: float) -> bool:
    """Take one back; False = it is not there, or was taken back."""
    return _revoke(conn, calendar_spans, span_id, at)


def revoke_session(conn: Connection, session_id: int, at: float) -> bool:
    """Take one back; False = it is not there, or was taken back."""
    return _revoke(conn, school_sessions, session_id, at)


def _insert(conn: Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    return int(conn.execute(table.insert().values(**values).returning(table.c.id)).scalar_one())


def _revoke(conn: Connection, table: sa.Table, row_id: int, at: float) -> bool:
    where = (table.c.id == row_id, table.c.revoked_at.is_(None))
    return conn.execute(table.update().where(*where).values(revoked_at=at)).rowcount == 1


def _span(row: Any) -> Span:
    return Span(id=row.id, what=SpanKind(row.what), name=Words(row.name, row.name), since=date.fromisoformat(row.since),
                until=date.fromisoformat(row.until), kinds=_read_kinds(row.kinds), start=_read_clock(row.start),
                stop=_read_clock(row.stop))


def _session(row: Any) -> Session:
    return Session(id=row.id, start=time.fromisoformat(row.start), stop=time.fromisoformat(row.stop),
                   weekdays=frozenset(int(day) for day in row.weekdays.split()), since=date.fromisoformat(row.since),
                   until=date.fromisoformat(row.until) if row.until else None, kinds=_read_kinds(row.kinds))


def _kinds(kinds: frozenset[SchoolKind]) -> str:
    return " ".join(kind.value for kind in SchoolKind if kind in kinds)


def _read_kinds(text: str) -> frozenset[SchoolKind]:
    return frozenset(SchoolKind(key) for key in text.split() if key in set(SchoolKind))


def _clock(at: time | None) -> str:
    return "" if at is None else at.strftime("%H:%M")


def _read_clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
