"""The second factor: six figures from a telephone (TOTP). The seed is sealed at rest and no code works twice.

Until it is proved the seed is nowhere: it follows from the home's key and the half session that asks, so asking for
it changes nothing, and what somebody saw in another half session enrols nobody.
"""

import base64
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from domain.errors import IllegalMove, NoEntry
from domain.person import Actor
from domain.wording import Words
from services import _failure_log, _lockout, sessions
from services._lockout import Caller
from services._opening import Entered, keep_place, write_down
from services._secrets import digest
from services.centre import Centre, secret
from store import people
from store.audit import Act
from store.database import Connection
from store.people import Person

STEP_S = 30
AROUND = (0, -1, 1)  # telephones are never quite on time
ISSUER = Words("Trung tâm điều hành", "Operations centre")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an authenticator app is given: its address, that as a picture (data URI), and the bare secret."""

    otpauth: str = field(repr=False)
    qr: str = field(repr=False)
    secret: str = field(repr=False)


def enrolled(centre: Centre, actor: Actor) -> bool:
    """Has this person proved a second factor once?"""
    with centre.db.read() as conn:
        return _person(conn, actor).totp_since is not None


def offer(centre: Centre, actor: Actor, caller: Caller) -> Offer:
    """The key to enrol with, the same as often as this half session asks. Raises IllegalMove once enrolled."""
    with centre.db.read() as conn:
        person = _not_yet(_person(conn, actor))
    seed = _seed(centre, person, caller)
    otpauth = pyotp.TOTP(seed).provisioning_uri(name=person.login, issuer_name=ISSUER.vi)
    picture = segno.make(otpauth, error="l").svg_data_uri(border=2, scale=4, dark="#0a0e13", light="#fff")
    return Offer(otpauth=otpauth, qr=picture, secret=seed)


def enrol(centre: Centre, actor: Actor, code: str, caller: Caller) -> Entered:
    """The first right code: from now on it is asked for. Raises NoEntry, TooManyTries, IllegalMove."""
    with centre.db.read() as conn:
        person = _not_yet(_person(conn, actor))
    attempt = _lockout.begin(centre, _account(person), person.id, caller)
    seed = _seed(centre, person, caller)
    step = _step(centre, seed, code)
    if step is None:
        raise _wrong(centre, person, attempt.account)
    with centre.db.write() as conn:
        if not people.use_step(conn, person.id, step):  # first: the row is ours until the end
            raise _no()
        _not_yet(_person(conn, actor))
        sealed = _vault(centre).encrypt(seed.encode()).decode()
        people.change(conn, person.id, totp_sealed=sealed, totp_since=centre.clock())
        return _whole(centre, conn, person, caller, attempt, "second.enrolled")


def prove(centre: Centre, actor: Actor, code: str, caller: Caller) -> Entered:
    """Today's code: the half session becomes a whole one, under a new id. Raises NoEntry, TooManyTries."""
    with centre.db.read() as conn:
        person = _person(conn, actor)
    if person.totp_sealed is None or person.totp_since is None:
        raise IllegalMove("Hãy bật lớp xác thực thứ hai trước.", "Turn on the second factor first.")
    attempt = _lockout.begin(centre, _account(person), person.id, caller)
    step = _step(centre, _opened(centre, person.totp_sealed), code)
    if step is None:
        raise _wrong(centre, person, attempt.account)
    with centre.db.write() as conn:
        taken = people.use_step(conn, person.id, step)
        if taken:
            return _whole(centre, conn, person, caller, attempt, "second.proved")
    raise _wrong(centre, person, attempt.account)


def _whole(centre: Centre, conn: Connection, person: Person, caller: Caller, attempt: _lockout.Try,
           what: str) -> Entered:
    session = sessions.rotate(centre, conn, caller.session)
    if session is None:
        raise _no()
    _lockout.forgive(conn, attempt)
    write_down(centre, conn, person, Act(what=what, object=f"person:{person.id}"))
    return Entered(session=session, device=keep_place(centre, conn, person.id, caller))


def _person(conn: Connection, actor: Actor) -> Person:
    person = people.read(conn, actor.id) if actor.half else None
    if person is None or person.disabled_at is not None:
        raise _no()
    return person


def _not_yet(person: Person) -> Person:
    if person.totp_since is not None:
        raise IllegalMove("Lớp xác thực thứ hai đã bật rồi.", "The second factor is on already.")
    return person


def _account(person: Person) -> str:
    return digest(f"second {person.id}")


def _seed(centre: Centre, person: Person, caller: Caller) -> str:
    """160 bits of this half session alone."""
    told = f"enrol {person.id} {digest(caller.session)}".encode()
    return base64.b32encode(blake2b(told, digest_size=20, key=secret(centre.home, "gate.key")).digest()).decode()


def _step(centre: Centre, seed: str, code: str) -> int | None:
    """Which half minute the code belongs to; None = to none of the present ones."""
    now, totp = int(centre.clock() // STEP_S), pyotp.TOTP(seed)
    typed = code.strip().encode("utf-8", "replace")
    found = [now + by for by in AROUND if compare_digest(totp.generate_otp(now + by).encode(), typed)]
    return found[0] if found else None


def _vault(centre: Centre) -> Fernet:
    """Seeds are sealed under a key that is not in the database."""
    return Fernet(base64.urlsafe_b64encode(
        blake2b(b"seeds of second factors", digest_size=32, key=secret(centre.home, "gate.key")).digest()))


def _opened(centre: Centre, sealed: str) -> str:
    try:
        return _vault(centre).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise NoEntry(
            "Khoá gate.key của trung tâm đã đổi: hãy nhờ quản trị đặt lại lớp xác thực thứ hai.",
            "The centre's gate.key has changed: ask the administrator to reset the second factor.",
        ) from error


def _wrong(centre: Centre, person: Person, account: str) -> NoEntry:
    _failure_log.failed(centre, "second factor", account, person.id)
    return _no()


def _no() -> NoEntry:
    return NoEntry(
        "Mã không đúng, đã dùng rồi, hoặc đang tạm khoá vì nhiều lần thử sai. Hãy chờ mã kế tiếp rồi thử lại.",
        "The code is wrong, used already, or locked for a while after many wrong tries. Wait for the next one.",
    )
