"""Wall screens: one waits at the door with a code, an administrator accepts it, it gets a read-only session of its own.

The code is for eyes and can open nothing: the session is given only to whoever knows the secret, and only after an
administrator accepted the code with a name and a reach.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from domain.errors import IllegalMove, NotFound, TooManyTries
from domain.person import Actor, ActorKind, Part, Permission, Role, Scope
from services._named import checked_parts, clean_name, clean_why, part_words, reach_of
from services._secrets import digest, fresh
from services.centre import Centre
from services.screens import orders
from services.sessions import end_screen, open_screen, today
from services.showing import clean_page, newest_of, printable
from store import audit, grants, screens
from store.audit import Act
from store.database import Connection
from store.screens import Pairing, WallScreen

# Nothing that looks like something else from four metres: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V; nothing as wide as M or W.
LETTERS = "34679ACDEFGHJKNPQRTXY"
WAITS_S = 600.0
TAKE_S = 120.0  # an accepted screen has at least this long to come for its session
AGAIN_S = 60.0  # an answer that was lost on its way may be asked for again
KEPT_S = 86400.0
MOST, MOST_FROM = 20, 6  # screens that may wait: at all, and behind one address


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a waiting screen holds. `code` is shown, `secret` never."""

    code: str
    secret: str
    expires_at: float
    for_s: float = WAITS_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A paired screen with its reach."""

    screen: WallScreen
    parts: tuple[Part, ...]


def start(centre: Centre, *, address: str, agent: str = "") -> Ticket:
    """A screen waits from now on. Raises TooManyTries when too many do."""
    now, code, secret = centre.clock(), _fresh_code(), fresh()
    with centre.db.write() as conn:
        screens.forget(conn, now - KEPT_S)
        waits = screens.waiting(conn, now)
        if len(waits) >= MOST or sum(one.address == address for one in waits) >= MOST_FROM:
            raise TooManyTries("Đang có quá nhiều màn hình chờ ghép. Hãy thử lại sau ít phút.",
                               "Too many screens are waiting. Try again in a few minutes.")
        screens.wait(conn, {"hash": digest(secret), "code": plain(code), "created_at": now, "expires_at": now + WAITS_S,
                            "address": address, "agent": printable(agent, 200)})
    return Ticket(code=code, secret=secret, expires_at=now + WAITS_S)


def take(centre: Centre, secret: str, *, address: str = "", agent: str = "") -> str | None:
    """The id of the screen's session once it is accepted; None while it waits. Raises NotFound: expired or unknown."""
    key, now = digest(secret), centre.clock()
    with centre.db.read() as conn:
        one = screens.pairing(conn, key)
    if one is None or one.expires_at <= now or (one.taken_at is not None and now - one.taken_at > AGAIN_S):
        raise _expired()
    if one.screen_id is None:
        return None
    with centre.db.write() as conn:
        found = screens.read(conn, one.screen_id)
        if found is None or found.revoked_at is not None:
            raise _expired()
        if screens.take(conn, key, now) is None:
            end_screen(centre, conn, found.id)  # asked again: the first answer opens nothing any more
        session_id = open_screen(centre, conn, found.id, address=address, agent=agent)
        screens.change(conn, found.id, address=address, seen_at=now)
        itself = Actor(kind=ActorKind.SCREEN, id=found.id, name=found.name, role=Role.SCREEN, address=address)
        audit.record(centre.db, conn, itself, Act(what="screen.entered", object=f"screen:{found.id}"))
    return session_id


def waiting(centre: Centre, actor: Actor) -> tuple[Pairing, ...]:
    """Screens at the door, oldest first. Raises NotAllowed."""
    actor.must(Permission.SCREENS)
    with centre.db.read() as conn:
        return tuple(screens.waiting(conn, centre.clock()))


def accept(centre: Centre, actor: Actor, code: str, name: str, parts: Collection[Part]) -> int:
    """The screen that shows `code` becomes one of ours; gives its id. Raises NotAllowed, NotFound."""
    actor.must(Permission.SCREENS)
    called, now = clean_name(name), centre.clock()
    with centre.db.write() as conn:
        reach = checked_parts(conn, Role.SCREEN, parts)
        screen_id = screens.insert(conn, {
            "name": called, "created_at": now, "created_by": actor.id if actor.kind is ActorKind.PERSON else None})
        if not screens.accept(conn, plain(code), screen_id, now, now + TAKE_S):
            raise NotFound("Không có màn hình nào đang chờ với mã này.", "No screen waits with this code.", code="code")
        _give(centre, conn, screen_id, reach)
        _told(centre, conn, actor, "screen.paired", screen_id, reach,
              after={"name": called, "parts": [part_words(p) for p in reach]})
    orders(centre).forget()
    return screen_id


def listing(centre: Centre, actor: Actor) -> tuple[Screen, ...]:
    """Every screen ever accepted, newest first. Raises NotAllowed."""
    actor.must(Permission.SCREENS)
    with centre.db.read() as conn:
        reach: dict[int, list[Part]] = {}
        for grant in grants.read_grants(conn, "screen"):
            reach.setdefault(grant.holder_id, []).append(grant.part)
        rows = screens.read_all(conn)
    mine = newest_of(centre, [one for one in rows if one.demo or not actor.demo])
    return tuple(Screen(screen=one, parts=tuple(reach.get(one.id, ()))) for one in mine)


def one(centre: Centre, actor: Actor, screen_id: int) -> WallScreen:
    """One screen, as it is stored. Raises NotAllowed, NotFound."""
    actor.must(Permission.SCREENS)
    with centre.db.read() as conn:
        return known(conn, actor, screen_id)


def rename(centre: Centre, actor: Actor, screen_id: int, name: str) -> None:
    """Another name. Raises NotAllowed, NotFound, BadInput."""
    actor.must(Permission.SCREENS)
    called = clean_name(name)
    with centre.db.write() as conn:
        was = paired(conn, actor, screen_id)
        screens.change(conn, screen_id, name=called)
        _told(centre, conn, actor, "screen.changed", screen_id, (), before={"name": was.name}, after={"name": called})
    orders(centre).forget()


def reach(centre: Centre, actor: Actor, screen_id: int, parts: Collection[Part]) -> None:
    """Another reach, from the screen's next request on. Raises NotAllowed, NotFound, BadInput."""
    actor.must(Permission.SCREENS)
    with centre.db.write() as conn:
        paired(conn, actor, screen_id)
        wanted = checked_parts(conn, Role.SCREEN, parts)
        old = grants.read_grants(conn, "screen", [screen_id])
        for grant in old:
            grants.revoke(conn, grant.id, centre.clock())
        _give(centre, conn, screen_id, wanted)
        before = sorted(part_words(grant.part) for grant in old)
        _told(centre, conn, actor, "screen.changed", screen_id, wanted, before={"parts": before},
              after={"parts": [part_words(p) for p in wanted]})


def want_page(centre: Centre, actor: Actor, screen_id: int, page: str) -> None:
    """What the screen shall show, "" = what it likes; it goes there with its next beat, and again after a restart.

    Raises NotAllowed, NotFound, BadInput for an address that no screen may see.
    """
    actor.must(Permission.SCREENS)
    wanted = clean_page(page, screen_id)
    with centre.db.write() as conn:
        was = paired(conn, actor, screen_id)
        screens.change(conn, screen_id, wanted=wanted)
        _told(centre, conn, actor, "screen.sent", screen_id, (), before={"wanted": was.wanted},
              after={"wanted": wanted})
    orders(centre).forget()


def revoke(centre: Centre, actor: Actor, screen_id: int, why: str = "") -> None:
    """Its next request is refused. Raises NotAllowed, NotFound, IllegalMove."""
    actor.must(Permission.SCREENS)
    with centre.db.write() as conn:
        was = known(conn, actor, screen_id)
        if not screens.revoke(conn, screen_id, centre.clock()):
            raise IllegalMove("Màn hình này đã bị ngắt.", "This screen is revoked already.")
        end_screen(centre, conn, screen_id)
        _told(centre, conn, actor, "screen.revoked", screen_id, (), before={"name": was.name}, why=clean_why(why))
    orders(centre).forget()


def plain(code: str) -> str:
    """A code however it was typed: small letters, spaces, dashes."""
    return "".join(c for c in code.upper() if c in LETTERS)


def _expired() -> NotFound:
    return NotFound("Mã ghép đã hết hạn.", "The pairing code has expired.")


def _fresh_code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def known(conn: Connection, actor: Actor, screen_id: int) -> WallScreen:
    """Somebody of the simulated province has no hand on a real screen: to them it does not exist. Raises NotFound."""
    found = screens.read(conn, screen_id)
    if found is None or (actor.demo and not found.demo):
        raise NotFound("Không tìm thấy màn hình này.", "No such screen.")
    return found


def paired(conn: Connection, actor: Actor, screen_id: int) -> WallScreen:
    """One that may be changed by this actor. Raises NotFound, IllegalMove."""
    found = known(conn, actor, screen_id)
    if found.revoked_at is not None:
        raise IllegalMove("Màn hình này đã bị ngắt.", "This screen is revoked already.")
    return found


def _give(centre: Centre, conn: Connection, screen_id: int, parts: Collection[Part]) -> None:
    for part in parts:
        grants.insert(conn, "screen", screen_id, part, today(centre), centre.clock())


def _told(centre: Centre, conn: Connection, actor: Actor, what: str, screen_id: int, parts: Collection[Part],
          **more: Any) -> None:
    audit.record(centre.db, conn, actor, Act(
        what=what, object=f"screen:{screen_id}", reach=reach_of(Scope(parts=frozenset(parts))), **more))
