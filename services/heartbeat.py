"""Push heartbeats of schools behind NAT: a token per school; late = unknown after its grace, never down."""

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from domain.errors import NotFound
from domain.measurement import Measurement
from domain.person import EVERYTHING
from services.centre import Centre
from services.register import Register
from store import registers

GRACE_S = 120.0  # a school beats every 30 s; after this long its line is unknown


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return blake2b(token.encode(), digest_size=32).hexdigest()


def give_token(centre: Centre, school: str) -> str:
    """A fresh token for the school, shown once. Raises NotFound."""
    token = secrets.token_urlsafe(24)
    with centre.db.write() as conn:
        if not registers.set_heartbeat_hash(conn, school, token_hash(token)):
            raise NotFound("Không tìm thấy trường này.", "No such school.")
    return token


def receive(centre: Centre, token: str) -> str:
    """A school says it is alive; returns its code. Raises NotFound for an unknown token, who only costs a read."""
    with centre.db.read() as conn:
        code = registers.token_owner(conn, token_hash(token))
    if code is None:
        raise NotFound("Mã nhịp không hợp lệ.", "Unknown heartbeat token.")
    with centre.db.write() as conn:
        registers.beat(conn, code, centre.clock())
    return code


def collect(centre: Centre, register: Register) -> Iterable[Measurement]:
    """Measurements of the schools that push: 1 within the grace, unknown after it."""
    now = centre.clock()
    with centre.db.read() as conn:
        beats = registers.read_beats(conn, EVERYTHING, now - 2 * GRACE_S)
    for code, at in beats:
        if code in register.index and not register.schools[register.index[code]].probe:
            alive = now - at <= GRACE_S
            yield Measurement(school=code, metric="connectivity.reachable", value=1.0 if alive else None,
                              taken_at=at if alive else now)
