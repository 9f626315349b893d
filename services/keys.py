"""Keys for programs that read: `Authorization: Bearer ttdh_…`. The token is shown once and stored as a hash."""

import math
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from dataclasses import dataclass

from domain.errors import BadInput, IllegalMove, NotFound
from domain.person import Actor, ActorKind, Part, Permission, Role, Scope
from domain.school import KINDS, SchoolKind
from services._named import checked_parts, clean_name, part_words, reach_of
from services._secrets import digest, fresh
from services.centre import Centre
from services.later import later
from services.sessions import Found, today
from store import audit, grants, keys
from store.audit import Act
from store.keys import Key

PREFIX = "ttdh_"
ROLES = (Role.OPERATOR, Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR, Role.SCHOOL_CONTACT)
LONGEST_DAYS = 3660


def arguments(parser: ArgumentParser) -> None:
    """What may stand behind ./run.sh token."""
    parser.add_argument("--name", required=True, help="dùng để làm gì (what it is for)")
    parser.add_argument("--role", required=True, choices=[role.value for role in ROLES])
    parser.add_argument("--area", action="append", default=[], help="mã địa bàn; bỏ trống = cả tỉnh (trừ officer)")
    parser.add_argument("--school", action="append", default=[], help="mã trường (single schools)")
    parser.add_argument("--kinds", default=[], nargs="+", choices=[kind.value for kind in KINDS], metavar="KIND")
    parser.add_argument("--days", type=int, help="số ngày còn hiệu lực; bỏ trống = đến khi thu hồi (until revoked)")


def asked(centre: Centre, actor: Actor, given: Namespace) -> "Made":
    """The key that was asked for at a terminal. Raises NotAllowed, BadInput."""
    kinds = frozenset(SchoolKind(kind) for kind in given.kinds)
    parts = [Part(school=code) for code in given.school]
    parts += [Part(area=code, kinds=kinds) for code in given.area or ([] if parts else [""])]
    role = next(role for role in ROLES if role.value == given.role)
    return make(centre, actor, name=given.name, role=role, parts=parts, days=given.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """`token` is shown now and never again."""

    id: int
    token: str


def make(centre: Centre, actor: Actor, *, name: str, role: Role, parts: Collection[Part],
         days: int | None = None) -> Made:
    """A new key. `days` None = until revoked. Raises NotAllowed, BadInput."""
    actor.must(Permission.KEYS)
    called = clean_name(name)
    if role not in ROLES:
        raise BadInput("Vai trò này không cấp khoá được.", "No key has this role.", code="role")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise BadInput(f"Số ngày phải từ 1 đến {LONGEST_DAYS}.", f"Days go from 1 to {LONGEST_DAYS}.", code="days")
    token, now = PREFIX + fresh(), centre.clock()
    with centre.db.write() as conn:
        wanted = checked_parts(conn, role, parts)
        key_id = keys.insert(conn, {
            "name": called, "role": role.value, "hash": digest(token), "hint": token[:len(PREFIX) + 4],
            "created_at": now, "created_by": actor.id if actor.kind is ActorKind.PERSON else None,
            "expires_at": None if days is None else now + days * 86400.0})
        for part in wanted:
            grants.insert(conn, "client", key_id, part, today(centre), now)
        audit.record(centre.db, conn, actor, Act(
            what="key.made", object=f"key:{key_id}", reach=reach_of(Scope(parts=frozenset(wanted))),
            after={"name": called, "role": role.value, "parts": [part_words(p) for p in wanted], "days": days}))
    return Made(id=key_id, token=token)


def find_key(centre: Centre, bearer: str) -> Found | None:
    """Whose token this is, read anew; None = nobody's. Raises StoreDown: a program can come back."""
    if not bearer.startswith(PREFIX) or len(bearer) > 100:
        return None
    now = centre.clock()
    with centre.db.read() as conn:
        key = keys.by_hash(conn, digest(bearer))
        if key is None or key.revoked_at is not None or now >= (key.expires_at or math.inf) or (
                key.demo and not centre.door.demo):
            return None
        scope = grants.read_scope(conn, "client", key.id, today(centre))
    waiting = later(centre)
    with waiting.lock:
        waiting.used[key.id] = now
    return Found(actor=Actor(kind=ActorKind.CLIENT, id=key.id, name=key.name, role=key.role, scope=scope,
                             demo=key.demo, session=f"key-{key.id}"))


def revoke(centre: Centre, actor: Actor, key_id: int, why: str = "") -> None:
    """The key opens nothing from the next request on. Raises NotAllowed, NotFound, IllegalMove."""
    actor.must(Permission.KEYS)
    with centre.db.write() as conn:
        key = keys.read(conn, key_id)
        if key is None or (actor.demo and not key.demo):
            raise NotFound("Không tìm thấy khoá này.", "No such key.")
        if not keys.revoke(conn, key_id, centre.clock()):
            raise IllegalMove("Khoá này đã bị thu hồi.", "This key is revoked already.")
        audit.record(centre.db, conn, actor, Act(what="key.revoked", object=f"key:{key_id}",
                                                 before={"name": key.name, "role": key.role.value}, why=why))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key with its reach."""

    key: Key
    parts: tuple[Part, ...]


def listing(centre: Centre, actor: Actor) -> tuple[KeyRow, ...]:
    """Every key ever made, newest first; never a token. Raises NotAllowed."""
    actor.must(Permission.KEYS)
    with centre.db.read() as conn:
        reach: dict[int, list[Part]] = {}
        for grant in grants.read_grants(conn, "client"):
            reach.setdefault(grant.holder_id, []).append(grant.part)
        return tuple(KeyRow(key=key, parts=tuple(reach.get(key.id, ()))) for key in keys.read_all(conn)
                     if key.demo or not actor.demo)
