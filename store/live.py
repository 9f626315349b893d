"""Now: the current picture in Redis, as ready sealed bytes. Everything here may vanish without loss.

One hash `centre:board`: field `pulse` (JSON) and one field per indicator layer. Every value is sealed (length, schema,
keyed hash): a corrupt or foreign value is a miss. Calls cost at most TIMEOUT_S once, then a breaker answers.
Field `token` is the fence: a collector that lost its lease cannot overwrite its successor's picture.
"""

import hmac
import json
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from hashlib import blake2b
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_S = 0.25
OPEN_S = 1.0  # how long the breaker answers for a cache that failed
KEPT_S = 3600
PART = 4_000_000  # bytes of layers in one trip: a cache answers it within TIMEOUT_S
BOARD = "centre:board"
OWN = "centre:own:"  # small things beside the board, each under its own name and with its own end
_SCHEMA = b"CTR1"
_HEAD = struct.Struct("<4s16sI")
_PUBLISH = """
local fence = tonumber(redis.call('HGET', KEYS[1], 'token') or '0') or 0
if ARGV[2] ~= 'force' and fence > tonumber(ARGV[1]) then return 3 end
if ARGV[2] == 'part' and redis.call('EXISTS', KEYS[1]) == 0 then return 2 end
redis.call('HSET', KEYS[1], 'token', ARGV[1], unpack(ARGV, 4))
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class Published(IntEnum):
    """What became of a commit; AWAY is false. INCOMPLETE: the board was flushed, it needs every layer.

    REFUSED: a collector with a newer token has published.
    """

    AWAY = 0
    DONE = 1
    INCOMPLETE = 2
    REFUSED = 3


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

    def publish(
        self, pulse: Mapping[str, Any], layers: Mapping[str, bytes], *, token: int = 0, whole: bool = True,
        force: bool = False,
    ) -> Published:
        """The commit in one transaction; a large one in parts, the pulse that proves them last.

        `whole`: `layers` are all of them; `force`: the fence there is not ours.

        AWAY: screens now live by the database's copy, which the caller writes.
        """
        how = "force" if force else "whole" if whole else "part"
        words: list[bytes] = []
        for name, body in layers.items():
            words += (name.encode(), seal(self._secret, name, body))
            if sum(map(len, words)) > PART:
                if (outcome := self._send(token, how, words)) is not Published.DONE:
                    return outcome
                how, words = "force" if force else "part", []
        told = seal(self._secret, "pulse", json.dumps(pulse, separators=(",", ":")).encode())
        return self._send(token, how, [*words, b"pulse", told])

    def _send(self, token: int, how: str, words: Sequence[bytes]) -> Published:
        outcome = self._guard(lambda: self._redis.eval(_PUBLISH, 1, BOARD, str(token), how, str(KEPT_S), *words))
        return Published(int(outcome)) if outcome in (1, 2, 3) else Published.AWAY

    def sealed(self, pulse: Mapping[str, Any], layers: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The fields of one commit as both memories keep them, each made when it is taken."""
        yield "pulse", seal(self._secret, "pulse", json.dumps(pulse, separators=(",", ":")).encode())
        for field, body in layers.items():
            yield field, seal(self._secret, field, body)

    def read(self, fields: Sequence[str]) -> dict[str, bytes]:
        """Bodies of the fields that are there and ours, read at one instant."""
        def act() -> dict[str, bytes]:
            raw: Any = self._redis.hmget(BOARD, list(fields))
            return self.opened(dict(zip(fields, raw, strict=True)))

        found: dict[str, bytes] | None = self._guard(act)
        return found or {}

    def opened(self, raw: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """Sealed fields from any memory -> bodies of those that are ours."""
        bodies = {field: unseal(self._secret, field, value) for field, value in raw.items()}
        return {field: body for field, body in bodies.items() if body is not None}

    def remember(self, bodies: Mapping[str, bytes], for_s: int) -> bool:
        """Small things for a while, in one trip; False = the cache is away."""
        def act() -> bool:
            trip = self._redis.pipeline(transaction=False)
            for name, body in bodies.items():
                trip.set(OWN + name, seal(self._secret, name, body), ex=for_s)
            trip.execute()
            return True

        return bool(self._guard(act))

    def recall(self, names: Sequence[str]) -> dict[str, bytes]:
        """Those of them that are still there and ours."""
        def act() -> dict[str, bytes]:
            raw: Any = self._redis.mget([OWN + name for name in names])
            return self.opened(dict(zip(names, raw, strict=True)))

        found: dict[str, bytes] | None = self._guard(act) if names else None
        return found or {}

    def _guard(self, act: Any) -> Any:
        now = time.monotonic()
        if now < self._open_until:
            return None
        try:
            result = act()
        except (redis.RedisError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError) as error:
            # Beyond RedisError: what a line that spoils bytes makes of the client library (seen: AttributeError).
            self._open_until = time.monotonic() + OPEN_S
            self.failing_since = self.failing_since or now
            self.last_error = f"{type(error).__name__}: {error}"[:200]
            self._redis.connection_pool.disconnect()
            return None
        self.failing_since = None
        return result

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()
