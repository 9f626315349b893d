"""A small real OpenID Connect provider on a real socket: discovery, keys, authorization with PKCE, tokens — and lies."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "centre", "s3cret/with:signs"

# What a provider, or somebody in between, may do wrong. Each must open no session.
LIES = (
    "no_nonce", "wrong_nonce", "wrong_aud", "second_aud", "wrong_iss", "expired", "from_tomorrow", "no_sub", "alg_none", "hmac_of_public_key",
    "wrong_key", "foreign_at_hash", "not_a_token", "no_token", "book_of_another", "book_to_http", "token_redirects", "too_long", "not_json",
)


class OidcProvider:
    """`claims`: who signs in next. `lie`: what goes wrong from now on ("" = honest). `silent`: addresses that never answer."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.foreign = RSAKey.generate_key(2048, {"kid": "one"})  # same name, another key
        self.claims: dict[str, Any] = {"sub": "8801"}
        self.lie = ""
        self.silent: set[str] = set()
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.waiting = threading.Event()  # set when the provider closes: silent requests end
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def issuer(self) -> str:
        """Its name, which is its address."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Nobody answers here any more."""
        self.waiting.set()
        self.server.shutdown()
        self.server.server_close()

    def book(self) -> dict[str, Any]:
        """The discovery document."""
        away = "http://sign-in.example" if self.lie == "book_to_http" else self.issuer
        return {
            "issuer": "https://another.example" if self.lie == "book_of_another" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{away}/token", "jwks_uri": f"{away}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """The person agrees at once; returns where their browser goes."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """One code, one token, and only for whoever began."""
        name, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (unquote(name), unquote(password)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or begun["redirect_uri"] != form.get("redirect_uri") or begun["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        answer = {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(begun["nonce"])}
        if self.lie == "no_token":
            del answer["id_token"]
        return 200, answer

    def id_token(self, nonce: str) -> str:
        """Signed, and as true as `lie` lets it be."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        claims |= {
            "wrong_nonce": {"nonce": secrets.token_urlsafe(32)}, "wrong_aud": {"aud": "another"}, "second_aud": {"aud": [CLIENT, "another"]},
            "wrong_iss": {"iss": "https://another.example"}, "expired": {"iat": now - 7200, "exp": now - 3600},
            "from_tomorrow": {"iat": now + 86400, "nbf": now + 86400, "exp": now + 90000}, "foreign_at_hash": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        }.get(self.lie, {})
        for lie, claim in (("no_nonce", "nonce"), ("no_sub", "sub")):
            if self.lie == lie:
                del claims[claim]
        if self.lie == "not_a_token":
            return "a.b.c"
        if self.lie == "alg_none":
            return ".".join(_b64(part) for part in ({"alg": "none", "typ": "JWT"}, claims)) + "."
        if self.lie == "hmac_of_public_key":  # the public key is public: whoever takes it for a shared secret believes anybody
            text = f"{_b64({'alg': 'HS256', 'kid': 'one'})}.{_b64(claims)}"
            return f"{text}.{_b64(hmac.digest(self.key.as_pem(private=False), text.encode(), 'sha256'))}"
        key = self.foreign if self.lie == "wrong_key" else self.key
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def change_key(self) -> None:
        """As providers do now and then, without telling."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})


def _b64(part: dict[str, Any] | bytes) -> str:
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).rstrip(b"=").decode()


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _handler(provider: OidcProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if self._silent(path):
                return
            if path == "/authorize":
                self._go(provider.authorize(_flat(query)))
            elif path == "/keys":
                self._say(200, {"keys": [provider.key.as_dict(private=False)]})
            elif path == "/.well-known/openid-configuration":
                self._say(200, provider.book())
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            form = _flat(self.rfile.read(int(self.headers["content-length"])).decode())
            path = urlsplit(self.path).path
            if self._silent(path):
                return
            if provider.lie == "token_redirects":
                self._go(f"{provider.issuer}/elsewhere")
            else:
                self._say(*provider.token(form, self.headers.get("authorization", "")))

        def _silent(self, path: str) -> bool:
            provider.asked.append(path)
            return path in provider.silent and bool(provider.waiting.wait(60))

        def _go(self, where: str) -> None:
            self.send_response(302)
            self.send_header("location", where)
            self.send_header("content-length", "0")
            self.end_headers()

        def _say(self, status: int, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            body = {"too_long": body + b" " * 1_000_000, "not_json": b"<html>"}.get(provider.lie, body)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
