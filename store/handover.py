"""The book of shifts: entries are added, never changed. Whose entry a reader may have is the service's to decide."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.audit import holdable
from store.incident_tables import handovers


def add(conn: Connection, *, at: float, actor: str, actor_name: str, taker: str, text: str, body: str,
        client: str) -> int:
    """Write one entry and give its number."""
    made = conn.execute(handovers.insert().values(
        at=at, actor=actor, actor_name=holdable(actor_name), taker=holdable(taker), text=holdable(text, 5000),
        body=body, client=client).returning(handovers.c.id))
    return int(made.scalar_one())


def of_client(conn: Connection, client: str) -> Any:
    """The entry an asking program wrote under this id of its own; None = none."""
    return conn.execute(sa.select(handovers).where(handovers.c.client == client)).one_or_none()


def read(conn: Connection, entry: int) -> Any:
    """One row, None = no such."""
    return conn.execute(sa.select(handovers).where(handovers.c.id == entry)).one_or_none()


def newest(conn: Connection, limit: int, *, concerns: str = "") -> Sequence[Any]:
    """The newest rows first, without their frozen lines; `concerns` "person:7": only those this person wrote or takes
    over."""
    t = handovers.c
    heads = [column for column in t if column.name != "body"]
    theirs = sa.or_(t.actor == concerns, t.taker == concerns, t.taker.startswith(f"{concerns} ", autoescape=True))
    query = sa.select(*heads).where(theirs if concerns else sa.true())
    return conn.execute(query.order_by(t.id.desc()).limit(limit)).all()
