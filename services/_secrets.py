"""Secrets the gate hands out once: session ids, keys, one-time codes. Only their hash is ever stored."""

import secrets
from hashlib import blake2b

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def fresh() -> str:
    """256 bits for a cookie or a header, urlsafe base64."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret, 64 hex digits."""
    return blake2b(secret.encode("utf-8", "replace"), digest_size=32).hexdigest()


def fresh_code() -> str:
    """A one-time code a person can read out and type: XXXX-XXXX-XXXX, 60 bits."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(drawn[i:i + 4] for i in (0, 4, 8))


def code_digest(typed: str) -> str:
    """What is stored of a code, however it was typed: small letters, spaces, no dashes, O for 0."""
    plain = "".join(c for c in typed.upper().translate(_MISREAD) if c in _LETTERS)
    return digest(f"code {plain}")
