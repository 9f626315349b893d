"""Entering and leaving: by password, by one-time code, by one click in the simulated province.

Every refusal reads the same and costs the same work, whoever exists and whoever does not.
"""

import unicodedata

from domain.errors import BadInput, NoEntry, NotAllowed
from domain.person import Actor, ActorKind, Part, Role
from services import _failure_log, _lockout, sessions
from services._first import demo_area, demo_person
from services._lockout import Caller, refusal
from services._named import clean_login, clean_name
from services._opening import Entered, keep_place, open_for, write_down
from services._passwords import hash_password, must_be_good, stale, verify
from services._people import free
from services._secrets import code_digest, digest
from services.centre import Centre
from store import audit, entering, grants, people
from store.audit import Act
from store.database import Connection
from store.people import Person, fold_login

__all__ = ["Caller", "Entered", "change_password", "demo", "demo_area", "enter", "first", "leave", "welcome"]


def enter(centre: Centre, login: str, password: str, caller: Caller) -> Entered:
    """By login and password. Raises NoEntry (one sentence for every cause) or TooManyTries."""
    typed = fold_login(_text(login))[:200]
    with centre.db.read() as conn:
        person = people.by_login(conn, typed)
    attempt = _lockout.begin(centre, _account(typed), person.id if person else 0, caller)
    right = verify(person.password_hash if person else None, _text(password))
    if person is None or not right or not _welcome_here(centre, person):
        why = "unknown" if person is None else "disabled" if person.disabled_at is not None else "password"
        _failure_log.failed(centre, why, attempt.account, person.id if person else 0)
        raise refusal()
    fresh = hash_password(_text(password)) if person.password_hash and stale(person.password_hash) else None
    with centre.db.write() as conn:
        _same(conn, person)
        _lockout.forgive(conn, attempt)
        if fresh is not None:
            people.change(conn, person.id, password_hash=fresh)
        return open_for(centre, conn, person, caller, "password")


def demo(centre: Centre, role: str, caller: Caller) -> Entered:
    """By one click, as a role of the simulated province. Raises NotAllowed elsewhere, BadInput for no such role."""
    if role not in {one.value for one in Role}:
        raise BadInput("Không có vai này.", "No such role.", code="role")
    person = demo_person(centre, Role(role))
    with centre.db.write() as conn:
        return open_for(centre, conn, person, caller, "demo")


def first(centre: Centre, code: str, login: str, name: str, password: str, caller: Caller) -> Entered:
    """The first administrator, by the code `./run.sh` printed. Raises NoEntry, or BadInput: the code lives on."""
    _must_open(centre, "first", code, caller)
    typed, called = clean_login(_text(login)), clean_name(_text(name))
    must_be_good(_text(password), login=typed, name=called)
    hashed, now = hash_password(_text(password)), centre.clock()
    with centre.db.write() as conn:
        people.queue(centre.db, conn)
        taken, _ = people.take_code(conn, "first", code_digest(code), now)
        if not taken or people.administrators(conn):  # somebody was quicker
            raise refusal()
        free(centre, conn, typed)
        person_id = people.insert(conn, {"login": typed, "name": called, "role": Role.ADMINISTRATOR.value,
                                         "password_hash": hashed, "created_at": now})
        grants.insert(conn, "person", person_id, Part(), sessions.today(centre), now)
        person = _there(people.read(conn, person_id))
        told = {"login": typed, "role": person.role.value, "by": "first code"}
        write_down(centre, conn, person, Act(what="person.created", object=f"person:{person_id}", after=told))
        return open_for(centre, conn, person, caller, "code")


def welcome(centre: Centre, code: str, password: str, caller: Caller) -> Entered:
    """A new or lost password, by the code an administrator handed over. Raises NoEntry or BadInput."""
    person_id = _must_open(centre, "welcome", code, caller)
    with centre.db.read() as conn:
        person = _there(people.read(conn, person_id))
    must_be_good(_text(password), login=person.login, name=person.name)
    hashed = hash_password(_text(password))
    with centre.db.write() as conn:
        taken, whose = people.take_code(conn, "welcome", code_digest(code), centre.clock())
        person = _there(people.read(conn, person_id))
        if not taken or whose != person_id or not _welcome_here(centre, person):
            raise refusal()
        _new_password(centre, conn, person, hashed, "code")
        return open_for(centre, conn, person, caller, "code")


def change_password(centre: Centre, actor: Actor, old: str, new: str, caller: Caller) -> Entered:
    """Another password; every other session of the person ends and this one goes on under a new id."""
    person = _own(centre, actor)
    attempt = _lockout.begin(centre, _account(person.login), person.id, caller)
    if not verify(person.password_hash, _text(old)):
        _failure_log.failed(centre, "password", attempt.account, person.id)
        raise BadInput("Mật khẩu đang dùng không đúng.", "The present password is wrong.", code="old")
    with centre.db.write() as conn:
        _lockout.forgive(conn, attempt)
    if _text(old) == _text(new):
        raise BadInput("Mật khẩu mới phải khác mật khẩu đang dùng.", "The new password must differ.", code="new")
    must_be_good(_text(new), login=person.login, name=person.name, code="new")
    hashed = hash_password(_text(new))
    with centre.db.write() as conn:
        _same(conn, person)
        session = sessions.rotate(centre, conn, caller.session)
        if session is None:
            raise refusal()
        _new_password(centre, conn, person, hashed, "old password", but=digest(session))
        return Entered(session=session, device=keep_place(centre, conn, person.id, caller))


def leave(centre: Centre, actor: Actor, session: str, everywhere: bool = False) -> None:
    """This session ends, or every one of the person."""
    with centre.db.write() as conn:
        sessions.end(centre, conn, session)
        ended = 1 + (sessions.end_all(centre, conn, actor.id) if everywhere and actor.kind is ActorKind.PERSON else 0)
        audit.record(centre.db, conn, actor, Act(what="logout", object=f"person:{actor.id}",
                                                 after={"sessions": ended} if everywhere else None))


def _text(typed: str) -> str:
    """As every keyboard writes it: é is one letter, and half a letter is none."""
    return unicodedata.normalize("NFC", typed.encode("utf-8", "replace").decode()).replace("\0", "\ufffd")


def _account(login: str) -> str:
    """What wrong tries are counted under; what was typed may be a password, so it is never kept."""
    return digest(f"account {login}")


def _there(person: Person | None) -> Person:
    if person is None:
        raise refusal()
    return person


def _welcome_here(centre: Centre, person: Person) -> bool:
    """Not disabled, no one-click role; people of the simulated province only in it."""
    return person.disabled_at is None and person.demo != 1 and (not person.demo or centre.door.demo)


def _same(conn: Connection, person: Person) -> None:
    """Nothing about the person changed while the password was looked at. Raises NoEntry."""
    now = people.read(conn, person.id)
    if now is None or now.disabled_at is not None or now.password_hash != person.password_hash:
        raise refusal()


def _own(centre: Centre, actor: Actor) -> Person:
    """The actor's own account with a password. Raises NotAllowed."""
    with centre.db.read() as conn:
        person = people.read(conn, actor.id) if actor.kind is ActorKind.PERSON and not actor.half else None
    if person is None or person.demo == 1 or person.password_hash is None:
        raise NotAllowed("Tài khoản này không có mật khẩu ở đây.", "This account has no password here.")
    return person


def _must_open(centre: Centre, purpose: str, code: str, caller: Caller) -> int:
    """Whose code it is (0 = nobody's yet); it is not used up yet. Raises NoEntry for a wrong, used or old one."""
    attempt = _lockout.begin(centre, "", 0, caller)
    hashed = code_digest(_text(code)[:100])
    with centre.db.read() as conn:
        opens, person_id = entering.code_opens(conn, purpose, hashed, centre.clock())
    if not opens:
        _failure_log.failed(centre, f"{purpose} code", hashed)
        raise NoEntry("Mã không đúng, đã dùng hoặc đã quá hạn. Hãy xin mã mới.",
                      "The code is wrong, used or too old. Ask for a new one.", code="code")
    with centre.db.write() as conn:
        _lockout.forgive(conn, attempt)
    return person_id or 0


def _new_password(centre: Centre, conn: Connection, person: Person, hashed: str, by: str, but: str = "") -> None:
    """Stored; every session but one ends, and no place is known any more."""
    people.change(conn, person.id, password_hash=hashed)
    sessions.end_all(centre, conn, person.id, but=but)
    entering.forget_devices(conn, person.id)
    write_down(centre, conn, person, Act(what="password.changed", object=f"person:{person.id}", after={"by": by}))
