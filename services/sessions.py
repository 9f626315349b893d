"""Sessions of people and wall screens: opened at the door, read from the database on every request.

The id is 256 bits and known to the browser alone; the database holds its hash. It changes at login, at the second
factor and at a password change. While the database is silent, whoever this process saw in the last ten minutes goes
on reading (`verified` False: the gate lets such an actor read, never write).
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from weakref import WeakKeyDictionary

from domain.errors import StoreDown
from domain.person import Actor, ActorKind, Role, Scope
from domain.wording import LOCAL
from services._secrets import digest, fresh
from services.centre import Centre
from services.later import later
from store import grants, sessions
from store.database import Connection, Database
from store.people import Person
from store.sessions import HANDLE, Session

IDLE_S = 30 * 60.0
OPERATOR_IDLE_S = 8 * 3600.0  # the duty desk watches for hours without touching anything
ABSOLUTE_S = 12 * 3600.0
HALF_S = 10 * 60.0  # for typing the second factor
SCREEN_S = 180 * 86400.0
GRACE_S = 10 * 60.0  # how long a silent database is read around
MOST = 5_000
AGENT = 200  # letters kept of what a browser calls itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`verified` False: by memory, the database is silent: reading only."""

    actor: Actor
    verified: bool = True


@dataclass(frozen=True, slots=True)
class _Known:
    found: Found
    at: float
    until: float
    day: date


class _Memory:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: OrderedDict[str, _Known] = OrderedDict()

    def keep(self, session_hash: str, known: _Known) -> None:
        with self.lock:
            self.known[session_hash] = known
            self.known.move_to_end(session_hash)
            if len(self.known) > MOST:
                self.known.popitem(last=False)

    def recall(self, session_hash: str, now: float, day: date) -> Found | None:
        with self.lock:
            one = self.known.get(session_hash)
        fits = one is not None and one.day == day and one.at <= now < min(one.at + GRACE_S, one.until)
        return one.found if one is not None and fits else None

    def forget(self, session_hash: str) -> None:
        with self.lock:
            self.known.pop(session_hash, None)

    def forget_holder(self, kind: ActorKind, holder_id: int, but: str = "") -> None:
        with self.lock:
            for key, one in list(self.known.items()):
                actor = one.found.actor
                if (actor.kind, actor.id) == (kind, holder_id) and not (but and key.startswith(but)):
                    del self.known[key]


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()
_making = threading.Lock()


def _memory(centre: Centre) -> _Memory:
    with _making:
        return _memories.setdefault(centre.db, _Memory())


def today(centre: Centre) -> date:
    """The local day grants are judged by."""
    return datetime.fromtimestamp(centre.clock(), UTC).astimezone(LOCAL).date()


def find(centre: Centre, session_id: str) -> Found | None:
    """Whose session this is, read anew; None = nobody's. Raises StoreDown when only the database could say."""
    found = find_all(centre, [session_id])[session_id]
    if isinstance(found, StoreDown):
        raise found
    return found


def find_all(centre: Centre, session_ids: Sequence[str]) -> dict[str, Found | None | StoreDown]:
    """`find` of many in one trip; a StoreDown is the answer of whom this process does not remember."""
    keys = {session_id: digest(session_id) for session_id in session_ids if 20 <= len(session_id) <= 100}
    told: dict[str, Found | None | StoreDown] = dict.fromkeys(session_ids)
    if not keys:
        return told
    now, day, memory = centre.clock(), today(centre), _memory(centre)
    try:
        with centre.db.read() as conn:
            known = sessions.read_many(conn, list(keys.values()))
            until = {key: _until(centre, session) for key, session in known.items()}
            live = {key: session for key, session in known.items() if until[key] > now}
            scopes = grants.read_scopes(conn, {(one.kind, one.holder_id) for one in live.values()}, day)
    except StoreDown as silent:
        recalled = {session_id: memory.recall(key, now, day) for session_id, key in keys.items()}
        return told | {session_id: silent if one is None else replace(one, verified=False)
                       for session_id, one in recalled.items()}
    for session_id, key in keys.items():
        one = live.get(key)
        if one is None:
            memory.forget(key)
            continue
        found = told[session_id] = Found(actor=_actor(one, scopes[one.kind, one.holder_id]))
        memory.keep(key, _Known(found, now, until[key], day))
    return told


def _actor(session: Session, scope: Scope) -> Actor:
    return Actor(kind=ActorKind(session.kind), id=session.holder_id, name=session.name, role=session.role, scope=scope,
                 half=session.half, demo=session.demo, session=session.hash[:HANDLE])


def _until(centre: Centre, session: Session) -> float:
    """When it ends unless somebody does something; 0 = it has."""
    if session.revoked_at is not None or session.gone or (session.demo and not centre.door.demo):
        return 0.0
    if session.idle_s is None:
        return session.ends_at
    seen = max(session.seen_at, later(centre).seen.get(session.hash, 0.0))
    return min(session.ends_at, seen + session.idle_s)


def open_session(centre: Centre, conn: Connection, person: Person, *, half: bool = False, demo: bool = False,
                 address: str = "", agent: str = "") -> str:
    """A new session in the caller's transaction; gives the id for the cookie, which is kept nowhere."""
    session_id, now = fresh(), centre.clock()
    sessions.insert(conn, {
        "hash": digest(session_id), "kind": "person", "holder_id": person.id, "half": int(half),
        "demo": int(demo or bool(person.demo)), "created_at": now, "seen_at": now, "idle_s": _idle(person.role),
        "ends_at": now + (HALF_S if half else ABSOLUTE_S), "address": address, "agent": _short(agent)})
    if not half:
        sessions.person_seen(conn, person.id, now)
    return session_id


def open_screen(centre: Centre, conn: Connection, screen_id: int, *, address: str = "", agent: str = "") -> str:
    """A wall screen's session: months, no idle end."""
    session_id, now = fresh(), centre.clock()
    sessions.insert(conn, {
        "hash": digest(session_id), "kind": "screen", "holder_id": screen_id, "half": 0, "demo": 0,
        "created_at": now, "seen_at": now, "idle_s": None, "ends_at": now + SCREEN_S, "address": address,
        "agent": _short(agent)})
    return session_id


def rotate(centre: Centre, conn: Connection, session_id: str) -> str | None:
    """The same session under a new id, whole (no longer half); the old id is dead. None = it was dead already."""
    old = sessions.read(conn, digest(session_id))
    now = centre.clock()
    if old is None or _until(centre, old) <= now or not sessions.revoke(conn, old.hash, now):
        return None
    new_id = fresh()
    sessions.insert(conn, {
        "hash": digest(new_id), "kind": old.kind, "holder_id": old.holder_id, "half": 0, "demo": int(old.demo),
        "created_at": now, "seen_at": now, "idle_s": old.idle_s,
        "ends_at": now + ABSOLUTE_S if old.half else old.ends_at, "address": old.address, "agent": old.agent})
    if old.kind == "person":
        sessions.person_seen(conn, old.holder_id, now)
    _memory(centre).forget(old.hash)
    return new_id


def end(centre: Centre, conn: Connection, session_id: str) -> bool:
    """It opens nothing any more; False = it did not before either."""
    key = digest(session_id)
    _memory(centre).forget(key)
    return sessions.revoke(conn, key, centre.clock())


def end_all(centre: Centre, conn: Connection, person_id: int, *, but: str = "") -> int:
    """Every session of a person ends (but the one with this handle, `Actor.session`); how many."""
    _memory(centre).forget_holder(ActorKind.PERSON, person_id, but)
    return sessions.revoke_all(conn, "person", person_id, centre.clock(), but)


def end_screen(centre: Centre, conn: Connection, screen_id: int) -> int:
    """Every session of a wall screen ends; how many."""
    _memory(centre).forget_holder(ActorKind.SCREEN, screen_id)
    return sessions.revoke_all(conn, "screen", screen_id, centre.clock())


def touch(centre: Centre, session_id: str) -> None:
    """Somebody is at work in this session, which `find` has just found; written a little later (services.later)."""
    key, now, waiting = digest(session_id), centre.clock(), later(centre)
    with _memory(centre).lock:
        known = _memory(centre).known.get(key)
    if known is None or now >= known.until:
        return  # it ended meanwhile: nothing wakes it
    with waiting.lock:
        waiting.seen[key] = max(now, waiting.seen.get(key, 0.0))


def _idle(role: Role) -> float:
    return OPERATOR_IDLE_S if role is Role.OPERATOR else IDLE_S


def _short(agent: str) -> str:
    return "".join(c for c in agent if c.isprintable())[:AGENT]
