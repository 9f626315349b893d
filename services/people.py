"""Who there is: people with their reach, as administrators see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.errors import NotFound
from domain.given_names import reader_name
from domain.person import Actor, Part, Permission, Role
from domain.wording import fold, sort_key
from services._people import NOBODY_THERE
from services.centre import Centre
from store import grants, people, sessions
from store.grants import Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """A grant not taken back, past and future ones too. `delegated_by`: whose reach it lends."""

    id: int
    part: Part
    since: date
    until: date | None
    delegated_by: int | None
    delegated_by_name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Times are epoch seconds UTC. `can_enter`: has a way in and is not disabled."""

    id: int
    login: str
    name: str
    role: Role
    demo: bool
    can_enter: bool
    has_password: bool
    second_factor_since: float | None
    created_at: float
    seen_at: float | None
    disabled_at: float | None
    live_sessions: int
    grants: tuple[GrantRow, ...]


def listing(centre: Centre, actor: Actor, text: str = "") -> tuple[PersonRow, ...]:
    """Everybody whose name or login has every word of `text`, marks or not, in Vietnamese order of given name."""
    actor.must(Permission.PEOPLE)
    words = fold(text).split()
    rows = [row for row in _rows(centre, actor)
            if all(word in f"{fold(row.name)} {fold(row.login)}" for word in words)]
    return tuple(sorted(rows, key=lambda row: (_by_given_name(row.name), row.login)))


def person(centre: Centre, actor: Actor, person_id: int) -> PersonRow:
    """One of them. Raises NotFound."""
    actor.must(Permission.PEOPLE)
    for row in _rows(centre, actor):
        if row.id == person_id:
            return row
    raise NotFound(*NOBODY_THERE)


def _rows(centre: Centre, actor: Actor) -> list[PersonRow]:
    with centre.db.read() as conn:
        everybody = people.read_all(conn)
        given = grants.read_grants(conn, "person")
        living = sessions.counts(conn, "person", centre.clock())
    names = {one.id: reader_name(one.name) for one in everybody}
    held: dict[int, list[GrantRow]] = {}
    for grant in given:
        held.setdefault(grant.holder_id, []).append(_grant(grant, names))
    return [
        PersonRow(
            id=one.id, login=one.login, name=one.name, role=one.role, demo=bool(one.demo), can_enter=one.can_enter,
            has_password=one.password_hash is not None, second_factor_since=one.totp_since, created_at=one.created_at,
            seen_at=one.seen_at, disabled_at=one.disabled_at, live_sessions=living.get(one.id, 0),
            grants=tuple(held.get(one.id, ())))
        for one in everybody if one.demo or not actor.demo
    ]


def _grant(grant: Grant, names: Mapping[int, str]) -> GrantRow:
    by = grant.delegated_by
    return GrantRow(id=grant.id, part=grant.part, since=grant.since, until=grant.until, delegated_by=by,
                    delegated_by_name=names.get(by, "") if by else "", why=grant.why)


def _by_given_name(name: str) -> str:
    """Vietnamese lists go by the given name, which stands last."""
    parts = name.split()
    return sort_key(" ".join([*parts[-1:], *parts[:-1]]))
