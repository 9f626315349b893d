"""One collector at a time: a lease with a fencing token, judged by the database's clock inside every transaction."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.errors import CentreError
from store.database import Database, upsert
from store.tables import leases

TTL_S = 15.0


class LeaseLost(CentreError):
    """Somebody else holds the lease now; nothing of ours may be written any more."""

    code = "lease_lost"

    def __init__(self) -> None:
        super().__init__("Tiến trình thu thập khác đã tiếp quản.", "Another collector has taken over.")


def acquire(db: Database, name: str, holder: str, ttl_s: float = TTL_S) -> int | None:
    """A new token when the lease is free or expired, else None. Tokens only grow."""
    with db.write() as conn:
        now = db.clock(conn)
        t = leases.c
        conn.execute(upsert(db, leases, ("name",), ()), {"name": name, "holder": "", "token": 0, "until": 0.0})
        row = conn.execute(sa.select(leases).where(t.name == name).with_for_update()).one()
        if row.until > now:
            return None
        token = int(row.token) + 1
        conn.execute(leases.update().where(t.name == name).values(holder=holder, token=token, until=now + ttl_s))
        return token


def fence(db: Database, conn: Connection, name: str, token: int, ttl_s: float = TTL_S) -> None:
    """First statement of a collector's transaction: prolongs our lease, or raises LeaseLost when it is not ours."""
    t = leases.c
    changed = conn.execute(
        leases.update().where(t.name == name, t.token == token).values(until=db.clock(conn) + ttl_s)
    )
    if changed.rowcount != 1:
        raise LeaseLost


def hold(conn: Connection, name: str, token: int) -> None:
    """As `fence`, for whoever works beside the collector: it does not prolong, so that it never hides a hung collector.
    """
    t = leases.c
    if conn.scalar(sa.select(t.token).where(t.name == name).with_for_update()) != token:
        raise LeaseLost


def held(db: Database, conn: Connection, name: str) -> bool:
    """Does somebody hold it now?"""
    until = conn.scalar(sa.select(leases.c.until).where(leases.c.name == name))
    return until is not None and float(until) > db.clock(conn)


def release(db: Database, name: str, token: int) -> None:
    """A clean stop: the next collector need not wait for the time to live."""
    with db.write() as conn:
        conn.execute(leases.update().where(leases.c.name == name, leases.c.token == token).values(until=0.0))
