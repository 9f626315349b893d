"""Now: the current picture in Redis, as ready sealed bytes. Everything here may vanish without loss.

One hash `centre:board`: field `pulse` (JSON) and one field per indicator layer. Every value is sealed (length, schema,
keyed hash): a corrupt or foreign value is a miss. Calls cost at most TIMEOUT_S once, then a breaker answers.
"""

import hmac
import json
import struct
import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_S = 0.25
OPEN_S = 1.0  # how long the breaker answers for a cache that failed
KEPT_S = 3600
BOARD = "centre:board"
_SCHEMA = b"CTR1"
_HEAD = struct.Struct("<4s16sI")


def seal(secret: bytes, field: str, body: bytes) -> bytes:
    """Bytes that `unseal` accepts only under the same secret and field name."""
    return _HEAD.pack(_SCHEMA, _mac(secret, field, body), len(body)) + body


def unseal(secret: bytes, field: str, sealed: bytes | None) -> bytes | None:
    """The body, None when anything about it is not ours or not whole."""
    if sealed is None or len(sealed) < _HEAD.size:
        return None
    schema, mac, length = _HEAD.unpack_from(sealed)
    body = sealed[_HEAD.size :]
    if schema != _SCHEMA or length != len(body) or not hmac.compare_digest(mac, _mac(secret, field, body)):
        return None
    return body


def _mac(secret: bytes, field: str, body: bytes) -> bytes:
    return blake2b(body, key=secret, person=blake2b(field.encode(), digest_size=16).digest(), digest_size=16).digest()


class Live:
    """`secret`: 16 to 64 bytes shared by the processes of one centre. Any trouble with Redis reads as a miss."""

    def __init__(self, url: str, secret: bytes) -> None:
        self._secret = secret
        self._redis = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0),
            health_check_interval=0, max_connections=16,
        )
        self._open_until = 0.0
        self.failing_since: float | None = None
        self.last_error = ""

    def publish(self, pulse: Mapping[str, Any], layers: Mapping[str, bytes]) -> bool:
        """The whole commit in one transaction. False = the cache is away (the caller writes the database copy)."""
        fields = self.sealed(pulse, layers)

        def act() -> bool:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hset(BOARD, mapping=cast("Mapping[Any, Any]", fields))
                pipe.expire(BOARD, KEPT_S)
                pipe.execute()
            return True

        return bool(self._guard(act))

    def sealed(self, pulse: Mapping[str, Any], layers: Mapping[str, bytes]) -> dict[str, bytes]:
        """The fields of one commit as both memories keep them."""
        whole = {"pulse": json.dumps(pulse, separators=(",", ":")).encode(), **layers}
        return {field: seal(self._secret, field, body) for field, body in whole.items()}

    def read(self, fields: Sequence[str]) -> dict[str, bytes]:
        """Bodies of the fields that are there and ours, read at one instant."""
        raw = self._guard(lambda: self._redis.hmget(BOARD, list(fields)))
        return self.opened(dict(zip(fields, raw, strict=True))) if raw else {}

    def opened(self, raw: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """Sealed fields from any memory -> bodies of those that are ours."""
        bodies = {field: unseal(self._secret, field, value) for field, value in raw.items()}
        return {field: body for field, body in bodies.items() if body is not None}

    def has_board(self) -> bool:
        """False after a FLUSHALL or a restart of the cache: the next commit must publish everything."""
        return bool(self._guard(lambda: self._redis.exists(BOARD)))

    def _guard(self, act: Any) -> Any:
        now = time.monotonic()
        if now < self._open_until:
            return None
        try:
            result = act()
        except redis.RedisError as error:
            self._open_until = time.monotonic() + OPEN_S
            self.failing_since = self.failing_since or now
            self.last_error = f"{type(error).__name__}: {error}"[:200]
            return None
        self.failing_since = None
        return result

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()
