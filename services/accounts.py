"""Accounts: people are made, changed, disabled and given their reach. Nobody ever gives anybody a password.

Every verb asks `PEOPLE` first and writes its record in the same transaction. A role of the simulated province that
entered by one click meets only people of that province: real accounts are not there for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from domain.errors import IllegalMove
from domain.person import Actor, Part, Permission, Role
from services._first import demo_person, first_code, first_waits
from services._named import checked_days, checked_parts, clean_login, clean_name, part_words, person_role
from services._people import fits, free, not_last, record, theirs
from services._secrets import code_digest, fresh_code
from services.centre import Centre
from services.granting import delegate, give, take_back
from services.people import GrantRow, PersonRow, listing, person
from services.sessions import end_all, today
from store import grants, people

__all__ = ["GrantRow", "PersonRow", "Welcome", "change", "create", "delegate", "demo_person", "disable", "enable",
           "end_sessions", "first_code", "first_waits", "give", "listing", "person", "reset", "take_back"]
WELCOME_S = 72 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`code` is shown now and never again; it opens /welcome for 72 h."""

    person_id: int
    code: str


def create(centre: Centre, actor: Actor, *, login: str, name: str, role: Role, parts: Collection[Part],
           since: date | None = None, until: date | None = None) -> Welcome:
    """A new person with a first reach; they choose their own password with the code. Raises BadInput."""
    actor.must(Permission.PEOPLE)
    typed, called, code, now = clean_login(login), clean_name(name), fresh_code(), centre.clock()
    begins = since or today(centre)
    checked_days(begins, until)
    with centre.db.write() as conn:
        free(centre, conn, typed)
        wanted = checked_parts(conn, role, parts)
        person_id = people.insert(conn, {"login": typed, "name": called, "role": person_role(role), "created_at": now,
                                         "demo": 2 if actor.demo else 0})
        for part in wanted:
            grants.insert(conn, "person", person_id, part, begins, now, until=until)
        people.put_code(conn, "welcome", person_id, code_digest(code), now, WELCOME_S)
        record(centre, conn, actor, "person.created", person_id, parts=wanted, after={
            "login": typed, "name": called, "role": role.value, "parts": [part_words(p) for p in wanted],
            "since": begins.isoformat(), "until": until and until.isoformat()})
    return Welcome(person_id=person_id, code=code)


def change(centre: Centre, actor: Actor, person_id: int, *, name: str | None = None, role: Role | None = None,
           login: str | None = None, why: str = "") -> None:
    """Another name, role or login; what is None stays. Another role or login ends the person's sessions."""
    actor.must(Permission.PEOPLE)
    with centre.db.write() as conn:
        held = theirs(conn, actor, person_id)
        wanted = {"name": held.name if name is None else clean_name(name),
                  "role": person_role(held.role if role is None else role),
                  "login": held.login if login is None else clean_login(login)}
        before = {"name": held.name, "role": held.role.value, "login": held.login}
        new = {key: value for key, value in wanted.items() if value != before[key]}
        if not new:
            return
        if "login" in new:
            free(centre, conn, new["login"])
        if "role" in new:
            not_last(centre, conn, held)
            fits(conn, person_id, Role(new["role"]))
        people.change(conn, person_id, **new)
        if new.keys() - {"name"}:
            end_all(centre, conn, person_id)
        record(centre, conn, actor, "person.changed", person_id, before={k: before[k] for k in new}, after=new,
                why=why)


def disable(centre: Centre, actor: Actor, person_id: int, why: str = "") -> None:
    """They may not enter; every session ends now. Raises IllegalMove for the last administrator."""
    actor.must(Permission.PEOPLE)
    with centre.db.write() as conn:
        held = theirs(conn, actor, person_id)
        if held.disabled_at is not None:
            raise IllegalMove("Tài khoản này đã bị khoá.", "This account is disabled already.")
        not_last(centre, conn, held)
        people.change(conn, person_id, disabled_at=centre.clock())
        people.void_codes(conn, "welcome", person_id)
        end_all(centre, conn, person_id)
        record(centre, conn, actor, "person.disabled", person_id, why=why)


def enable(centre: Centre, actor: Actor, person_id: int, why: str = "") -> None:
    """They may enter again, with the password they had."""
    actor.must(Permission.PEOPLE)
    with centre.db.write() as conn:
        if theirs(conn, actor, person_id).disabled_at is None:
            raise IllegalMove("Tài khoản này đang hoạt động.", "This account is enabled already.")
        people.change(conn, person_id, disabled_at=None)
        record(centre, conn, actor, "person.enabled", person_id, why=why)


def reset(centre: Centre, actor: Actor, person_id: int, why: str = "") -> Welcome:
    """Lost password or telephone: both are void, every session ends, a new code opens /welcome."""
    actor.must(Permission.PEOPLE)
    code, now = fresh_code(), centre.clock()
    with centre.db.write() as conn:
        held = theirs(conn, actor, person_id)
        if held.disabled_at is not None:
            raise IllegalMove("Tài khoản này đang bị khoá; hãy mở khoá trước.",
                              "This account is disabled; enable it first.")
        people.change(conn, person_id, password_hash=None, totp_sealed=None, totp_since=None)
        people.put_code(conn, "welcome", person_id, code_digest(code), now, WELCOME_S)
        end_all(centre, conn, person_id)
        record(centre, conn, actor, "person.reset", person_id, why=why)
    return Welcome(person_id=person_id, code=code)


def end_sessions(centre: Centre, actor: Actor, person_id: int, why: str = "") -> int:
    """They must enter again everywhere; how many sessions ended."""
    actor.must(Permission.PEOPLE)
    with centre.db.write() as conn:
        theirs(conn, actor, person_id)
        ended = end_all(centre, conn, person_id)
        record(centre, conn, actor, "person.sessions_ended", person_id, after={"sessions": ended}, why=why)
    return ended
