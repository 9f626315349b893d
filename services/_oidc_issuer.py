"""The provider of OpenID Connect, asked over the network: its addresses, its keys, its tokens. Nothing it says is
believed unchecked, and however slow it is, it costs one caller a few seconds and nobody else anything."""

import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from pydantic import SecretStr

from domain.errors import CentreError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
KINDS = frozenset({"RSA", "EC", "OKP"})  # never a shared secret: whoever checks with one can also sign with it
SCOPE = "openid email profile"
STEP_S, WHOLE_S = 3.0, 6.0  # one silence, one answer from first to last byte
MOST = 262_144  # bytes of an answer
KEPT_S = 900.0  # how long addresses and keys are believed
AGAIN_S = 10.0  # a key we do not know is looked for again, but not for every token
LEEWAY_S = 60  # two clocks
STRONG = frozenset({"mfa", "otp", "hwk"})  # RFC 8176: a second factor was shown to the provider
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_talks = threading.BoundedSemaphore(4)  # a hung provider holds four threads, never all of the web process


class Refused(CentreError):
    """Entering by the provider did not happen; `code` says which step, the words say what to do."""


def unreachable() -> Refused:
    """The provider does not answer, or not in a way that can be understood."""
    return Refused("Hệ thống đăng nhập chung chưa trả lời. Hãy thử lại sau ít phút hoặc dùng mật khẩu.",
                   "The sign-in provider does not answer. Try again in a few minutes or use your password.",
                   code="oidc_unreachable")


def not_trusted() -> Refused:
    """What came back is not a token for us, for this attempt, from this provider."""
    return Refused("Không tin được câu trả lời của hệ thống đăng nhập chung. Hãy đăng nhập lại từ đầu.",
                   "The sign-in provider's answer cannot be trusted. Please start again.", code="oidc_not_trusted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a verified ID token says. `logins` is empty unless the provider verified the e-mail address."""

    subject: str
    logins: tuple[str, ...] = ()
    strong: bool = False


class Issuer:
    """One provider as the settings name it; its addresses and keys are asked for once in a while."""

    def __init__(self, name: str, client: str, secret: SecretStr, clock: Callable[[], float] = time.time) -> None:
        self.name, self.client, self.secret, self.clock = name, client, secret, clock
        self._book: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def door(self, back: str, *, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent to sign in."""
        address: str = prepare_grant_uri(
            self._address("authorization_endpoint"), self.client, "code", redirect_uri=back, scope=SCOPE, state=state,
            nonce=nonce, code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
        )
        return address

    def said(self, code: str, back: str, *, nonce: str, verifier: str) -> Said:
        """Trade the code for a token and verify it. Raises Refused."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": self.client,
                "code_verifier": verifier}
        secret = self.secret.get_secret_value()
        # RFC 6749 §2.3.1: both parts are form-encoded before they are joined
        auth = httpx.BasicAuth(quote(self.client, safe=""), quote(secret, safe="")) if secret else None
        answer = _ask(self._address("token_endpoint"), form, auth)
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise not_trusted()
        try:
            return self._read(token, nonce, access if isinstance(access, str) else "")
        except (JoseError, ValueError, TypeError, KeyError) as error:  # from hostile bytes: all mean the same
            raise not_trusted() from error

    def _read(self, token: str, nonce: str, access: str) -> Said:
        read = self._decode(token)
        claims = CodeIDToken(
            read.claims, read.header,
            options={"iss": {"essential": True, "value": self.name},
                     "aud": {"essential": True, "value": self.client}},
            params={"nonce": nonce, "client_id": self.client, "access_token": access},
        )
        claims.validate(now=int(self.clock()), leeway=LEEWAY_S)
        subject, methods = claims["sub"], claims.get("amr") or []
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise ValueError("sub")
        return Said(subject=subject, logins=_logins(claims), strong=any(m in STRONG for m in methods))

    def _decode(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._key_set(KEPT_S), algorithms=ALGORITHMS)
        except (InvalidKeyIdError, BadSignatureError):  # the provider may have changed its keys a moment ago
            return jwt.decode(token, self._key_set(AGAIN_S), algorithms=ALGORITHMS)

    def _key_set(self, within: float) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[0] > within:
            told = _ask(self._address("jwks_uri")).get("keys")
            known = [key for key in told if isinstance(key, dict) and key.get("kty") in KINDS] if told else []
            self._keys = (time.monotonic(), KeySet.import_key_set({"keys": known}))
        return self._keys[1]

    def _address(self, name: str) -> str:
        if self._book is None or time.monotonic() - self._book[0] > KEPT_S:
            book = _ask(f"{self.name.rstrip('/')}/.well-known/openid-configuration")
            if book.get("issuer") != self.name:  # OpenID Connect Discovery §4.3
                raise not_trusted()
            self._book = (time.monotonic(), book)
        address = self._book[1].get(name)
        if not isinstance(address, str) or not safe(address, self.name):
            raise not_trusted()
        return address


def safe(address: str, issuer: str) -> bool:
    """https only; plain http only where the provider itself is on this machine."""
    there, home = urlsplit(address), urlsplit(issuer)
    if there.scheme == "https" and there.netloc:
        return True
    return there.scheme == home.scheme == "http" and there.hostname in LOOPBACK and home.hostname in LOOPBACK


def secret_words() -> tuple[str, str, str]:
    """state, nonce and verifier of one attempt: 256 bits each."""
    return secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32)


def _logins(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Names a person may be known by here; without a verified address they are only what somebody typed."""
    if claims.get("email_verified") is not True:
        return ()
    told = (claims.get("email"), claims.get("preferred_username"))
    return tuple(dict.fromkeys(name for name in told if isinstance(name, str) and 0 < len(name) <= 255))


@cache
def _trust() -> ssl.SSLContext:
    """The machine's own certificates: a department's provider often has one of its own authority."""
    return ssl.create_default_context()


def _ask(url: str, form: Mapping[str, str] | None = None, auth: httpx.Auth | None = None) -> dict[str, Any]:
    """The JSON object at `url`: no redirect, no proxy, no second try. Raises Refused."""
    if not _talks.acquire(blocking=False):
        raise unreachable()
    try:
        options: dict[str, Any] = {"timeout": STEP_S, "verify": _trust(), "auth": auth}
        with httpx.Client(follow_redirects=False, trust_env=False, **options) as client:
            body = _read_all(client, url, form)
        told = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RecursionError) as error:
        raise unreachable() from error
    finally:
        _talks.release()
    if not isinstance(told, dict):
        raise unreachable()
    return told


def _read_all(client: httpx.Client, url: str, form: Mapping[str, str] | None) -> bytes:
    until, body = time.monotonic() + WHOLE_S, bytearray()
    headers = {"accept": "application/json", "accept-encoding": "identity"}  # packed bodies could swell past MOST
    with client.stream("POST" if form else "GET", url, data=form, headers=headers) as answer:
        if form and 400 <= answer.status_code < 500:  # "this code is not worth a token": used, too old, not ours
            raise not_trusted()
        if answer.status_code != 200:
            raise ValueError(f"status {answer.status_code}")
        for piece in answer.iter_raw():
            body += piece
            if len(body) > MOST or time.monotonic() > until:
                raise ValueError("too long")
    return bytes(body)
