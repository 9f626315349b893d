"""The calendar that is in force: read once in half a minute, edited by an administrator, every edit in the log."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from domain.calendar import Calendar
from domain.calendar_facts import SESSIONS, Session, Span, default_spans
from domain.errors import BadInput, NotFound, StoreDown
from domain.person import Actor, ActorKind, Permission
from domain.wording import Words
from services.centre import Centre
from store import audit
from store import calendar as store
from store.audit import Act
from store.database import Connection, Database

AGAIN_S = 30.0
LONGEST_DAYS, LONGEST_NAME = 400, 120
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
GONE = Words("Dòng lịch này không còn.", "This line is gone.")
T = TypeVar("T")


@dataclass(slots=True)
class _Held:
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Calendar | None = None
    at: float = float("-inf")


_held: WeakKeyDictionary[Database, _Held] = WeakKeyDictionary()
_making = threading.Lock()


def calendar(centre: Centre) -> Calendar:
    """What holds now, at most half a minute old; while the database is away, what held before. Raises StoreDown when
    it never answered."""
    with _making:
        held = _held.setdefault(centre.db, _Held())
    now = centre.clock()
    if held.found is not None and 0 <= now - held.at < AGAIN_S:
        return held.found
    with held.lock:
        if held.found is None or not 0 <= now - held.at < AGAIN_S:
            held.found, held.at = _read(centre, held.found), now
        return held.found


def _read(centre: Centre, before: Calendar | None) -> Calendar:
    try:
        with centre.db.read() as conn:
            found = store.read(conn)
    except StoreDown:
        if before is None:
            raise
        return before
    return before if found == before and before is not None else found  # its sums are kept with it


def forget(centre: Centre) -> None:
    """The next one who asks reads anew."""
    with _making:
        _held.pop(centre.db, None)


def add_span(centre: Centre, actor: Actor, span: Span, *, replaces: str = "") -> int:
    """A span, in place of the one that `replaces` names; its number. Raises NotAllowed, BadInput, NotFound."""
    _check_span(span)

    def write(conn: Connection, known: Calendar) -> int:
        before = _drop_span(centre, conn, known, replaces) if replaces else None
        new = store.insert_span(conn, span, at=centre.clock(), actor=actor_ref(actor))
        _note(centre, conn, actor, "calendar.span_changed" if replaces else "calendar.span_added", f"calendar:{new}",
              before, span)
        return new

    return _edit(centre, actor, _years(span.since, span.until) | _years_of_key(replaces), write)


def revoke_span(centre: Centre, actor: Actor, key: str) -> None:
    """Take one back, typed or known. Raises NotAllowed, NotFound."""
    def write(conn: Connection, known: Calendar) -> None:
        before = _drop_span(centre, conn, known, key)
        _note(centre, conn, actor, "calendar.span_revoked", f"calendar:{before.id}", before, None)

    _edit(centre, actor, _years_of_key(key), write)


def add_session(centre: Centre, actor: Actor, session: Session, *, replaces: str = "") -> int:
    """Hours of lessons, in place of those that `replaces` names. Raises NotAllowed, BadInput, NotFound."""
    _check_session(session)

    def write(conn: Connection, known: Calendar) -> int:
        before = _drop_session(centre, conn, known, replaces) if replaces else None
        new = store.insert_session(conn, session, at=centre.clock(), actor=actor_ref(actor))
        _note(centre, conn, actor, "calendar.session_changed" if replaces else "calendar.session_added",
              f"session:{new}", before, session)
        return new

    return _edit(centre, actor, set(), write, sessions=True)


def revoke_session(centre: Centre, actor: Actor, key: str) -> None:
    """Take hours of lessons back. Raises NotAllowed, NotFound."""
    def write(conn: Connection, known: Calendar) -> None:
        before = _drop_session(centre, conn, known, key)
        _note(centre, conn, actor, "calendar.session_revoked", f"session:{before.id}", before, None)

    _edit(centre, actor, set(), write, sessions=True)


def actor_ref(actor: Actor) -> str:
    """"person:7"."""
    return "system:centre" if actor.kind is ActorKind.SYSTEM else f"{actor.kind.value}:{actor.id}"


def _edit(centre: Centre, actor: Actor, years: set[int], write: Callable[[Connection, Calendar], T],
          *, sessions: bool = False) -> T:
    """The first edit of a year writes down what was known of it: from then on only what is typed holds there."""
    actor.must(Permission.CALENDAR)
    at = centre.clock()
    with centre.db.write() as conn:
        store.alone(centre.db, conn)
        known = store.read(conn)
        for year in sorted(years - known.years):
            for span in default_spans(year):
                store.insert_span(conn, span, at=at, actor="system:centre")
        if sessions and not any(session.id for session in known.sessions) and not store.any_session(conn):
            for session in SESSIONS:
                store.insert_session(conn, session, at=at, actor="system:centre")
        done = write(conn, store.read(conn))
    forget(centre)
    return done


def _drop_span(centre: Centre, conn: Connection, known: Calendar, key: str) -> Span:
    found = next((span for span in known.spans if key in {str(span.id), span.key}), None)
    if found is None or not store.revoke_span(conn, found.id, centre.clock()):
        raise NotFound(*GONE)
    return found


def _drop_session(centre: Centre, conn: Connection, known: Calendar, key: str) -> Session:
    found = next((session for session in known.sessions if key in {str(session.id), session.key}), None)
    if found is None or not store.revoke_session(conn, found.id, centre.clock()):
        raise NotFound(*GONE)
    return found


def _note(centre: Centre, conn: Connection, actor: Actor, what: str, target: str, before: Span | Session | None,
          after: Span | Session | None) -> None:
    audit.record(centre.db, conn, actor, Act(what=what, object=target, before=before.told() if before else None,
                                             after=after.told() if after else None))


def _years(since: date, until: date) -> set[int]:
    return set(range(since.year, until.year + 1))


def _years_of_key(key: str) -> set[int]:
    """Of a known day's key, holiday:2026-04-30:2026-04-30; a number names what is typed already."""
    parts = key.split(":")
    return {int(part[:4]) for part in parts[1:] if part[:4].isascii() and part[:4].isdecimal()}


def _check_span(span: Span) -> None:
    if len(" ".join(span.name.vi.split())) < 3 or len(span.name.vi) > LONGEST_NAME:
        raise BadInput("Hãy đặt tên cho những ngày này, ít nhất 3 chữ cái.", "Give these days a name of 3 letters or "
                       "more.", code="name")
    if span.until < span.since:
        raise BadInput("Ngày cuối phải sau ngày đầu.", "The last day comes before the first.", code="until")
    if span.since < EARLIEST or span.until > LATEST or (span.until - span.since).days > LONGEST_DAYS:
        raise BadInput("Khoảng ngày này quá xa hoặc quá dài.", "These days are too far away or too many.", code="until")
    if (span.start is None) != (span.stop is None):
        raise BadInput("Hãy ghi cả giờ bắt đầu và giờ kết thúc.", "Give both the first and the last hour.", code="stop")
    if span.start is not None and span.stop is not None and span.stop <= span.start:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu.", "It ends before it begins.", code="stop")


def _check_session(session: Session) -> None:
    if session.stop <= session.start:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu.", "It ends before it begins.", code="stop")
    if not session.weekdays or not session.weekdays <= set(range(7)):
        raise BadInput("Hãy chọn ít nhất một ngày trong tuần.", "Choose at least one weekday.", code="weekdays")
    if session.until is not None and session.until < session.since:
        raise BadInput("Ngày cuối phải sau ngày đầu.", "The last day comes before the first.", code="until")
