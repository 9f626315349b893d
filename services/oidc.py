"""Entering by the department's own sign-in (OpenID Connect): it names a person; it never makes one, gives no right."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken

from domain.errors import NotFound
from services import _failure_log, _lockout
from services._lockout import Caller
from services._opening import Entered, open_for, write_down
from services._own_path import own_path
from services.centre import Centre, Door, secret
from store import people
from store.audit import Act
from store.database import Connection
from store.people import Person

if TYPE_CHECKING:
    from services._oidc_issuer import Issuer, Said

LASTS_S = 600  # from our door to the provider's and back
BLAMELESS = frozenset({"oidc_unreachable", "oidc_denied"})  # no wrong try of whoever met them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What is sealed in the browser between leaving and coming back. `back`: the address the provider was told."""

    state: str
    nonce: str
    verifier: str
    back: str
    after: str


def begin(centre: Centre, back: str, after: str) -> tuple[str, str]:
    """(where the browser goes, what it keeps sealed for LASTS_S). Raises Refused, or NotFound without a provider."""
    from services._oidc_issuer import secret_words

    state, nonce, verifier = secret_words()
    there = _issuer(centre.door).door(back, state=state, nonce=nonce, verifier=verifier)
    attempt = _Attempt(state=state, nonce=nonce, verifier=verifier, back=back, after=own_path(after))
    sealed = _seal(centre).encrypt_at_time(json.dumps(asdict(attempt)).encode(), int(centre.clock()))
    return there, sealed.decode()


def finish(centre: Centre, sealed: str, query: Mapping[str, str], caller: Caller) -> tuple[Entered, str]:
    """The browser is back: (a session for the person the provider names, where they go). Raises Refused, TooManyTries.

    What fails after it was really begun here is in the log; addresses typed by hand are not.
    """
    from services._oidc_issuer import Refused

    attempt = _unseal(centre, sealed)
    counted = _lockout.begin(centre, "", 0, caller)
    try:
        said = _said(centre, attempt, query)
        with centre.db.write() as conn:
            person = _person(centre, conn, said)
            _lockout.forgive(conn, counted)
            entered = open_for(centre, conn, person, caller, "oidc", strong=said.strong)
    except Refused as error:
        if error.code in BLAMELESS:
            with centre.db.write() as conn:
                _lockout.forgive(conn, counted)
        _failure_log.failed(centre, error.code, "")
        raise
    return entered, f"/second?next={quote(attempt.after)}" if entered.half else attempt.after


def _said(centre: Centre, attempt: _Attempt, query: Mapping[str, str]) -> "Said":
    from services._oidc_issuer import Refused, not_trusted

    if not compare_digest(query.get("state", "").encode(), attempt.state.encode()):
        raise _stale()
    if query.get("iss", centre.door.oidc_issuer) != centre.door.oidc_issuer:  # RFC 9207: another provider answers
        raise not_trusted()
    if not query.get("code"):
        raise Refused("Hệ thống đăng nhập chung không cho vào, hoặc bạn đã dừng giữa chừng. Hãy thử lại.",
                      "The sign-in provider refused, or you stopped half way. Please try again.", code="oidc_denied")
    return _issuer(centre.door).said(query["code"], attempt.back, nonce=attempt.nonce, verifier=attempt.verifier)


def _person(centre: Centre, conn: Connection, said: "Said") -> Person:
    """Whoever is known by this subject; at first, the one whose login the provider vouches for, who is then linked."""
    subject = f"{centre.door.oidc_issuer} {said.subject}"
    people.queue(centre.db, conn)  # two subjects that claim one person: the first is linked, the second is a stranger
    known = people.by_subject(conn, subject)
    if known is None:
        named = {person.id: person for login in said.logins if (person := people.by_login(conn, login))}
        known = next(iter(named.values())) if len(named) == 1 else None
        if known is None or known.oidc_subject or known.demo or known.disabled_at is not None:
            raise _stranger()
        people.change(conn, known.id, oidc_subject=subject)
        told = {"subject": subject}
        write_down(centre, conn, known, Act(what="person.linked", object=f"person:{known.id}", after=told))
    if known.disabled_at is not None:
        raise _stranger()
    return known


def _issuer(door: Door) -> "Issuer":
    if not door.oidc_issuer:
        raise NotFound("Không có địa chỉ này.", "No such address.")
    return _known(door.oidc_issuer, door.oidc_client_id, door.oidc_client_secret.get_secret_value())


@cache
def _known(issuer: str, client: str, secret_word: str) -> "Issuer":
    from pydantic import SecretStr

    from services._oidc_issuer import Issuer  # a centre without a provider does not load its libraries

    return Issuer(issuer, client, SecretStr(secret_word))


def _seal(centre: Centre) -> Fernet:
    """Of this use alone: what is sealed elsewhere with the home's key opens nothing here."""
    key = blake2b(secret(centre.home), digest_size=32, person=b"centre oidc").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _unseal(centre: Centre, sealed: str) -> _Attempt:
    try:
        text = _seal(centre).decrypt_at_time(sealed.encode(), LASTS_S, int(centre.clock()))
        return _Attempt(**json.loads(text))
    except (InvalidToken, ValueError, TypeError) as error:
        raise _stale() from error


def _stale() -> Exception:
    from services._oidc_issuer import Refused

    return Refused("Lần đăng nhập này đã quá 10 phút hoặc không bắt đầu từ trình duyệt này. Hãy đăng nhập lại.",
                   "This attempt is older than 10 minutes or did not begin in this browser. Please sign in again.",
                   code="oidc_stale")


def _stranger() -> Exception:
    from services._oidc_issuer import Refused

    return Refused("Tài khoản của bạn chưa được mở quyền ở trung tâm này. Hãy nhờ quản trị của trung tâm.",
                   "Your account has no access to this centre. Please ask the centre's administrator.",
                   code="oidc_stranger")
