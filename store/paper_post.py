"""What is to be posted about papers, to whom, and what became of it: outbox and proof in one row.

A line is written in the transaction of what it tells of; whoever posts takes it for a while before anything is sent and
marks it after: a crash between sends the same again under the same key.
"""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.paper_tables import paper_post


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One thing to tell one person, or one address. `tries`: how often it was taken."""

    id: int
    what: str
    run_id: int | None
    paper_id: int | None
    person_id: int | None
    address_sealed: str = field(repr=False)
    hint: str
    at: float
    state: str
    channel: str
    tries: int
    next_at: float
    sent_at: float | None
    error: str


def add(conn: Connection, *, what: str, at: float, run_id: int | None = None, paper_id: int | None = None,
        person_id: int | None = None, address_sealed: str = "", hint: str = "") -> None:
    """One more, due now."""
    conn.execute(paper_post.insert().values(
        what=what, run_id=run_id, paper_id=paper_id, person_id=person_id, address_sealed=address_sealed, hint=hint,
        at=at, state="waiting", next_at=at))


def take(conn: Connection, now: float, until: float, most: int) -> list[Letter]:
    """What is due, oldest first; nobody else takes it before `until`."""
    t = paper_post.c
    due = list(conn.scalars(sa.select(t.id).where(t.state == "waiting", t.next_at <= now).order_by(t.id).limit(most)))
    mine = [one for one in due if conn.execute(
        paper_post.update().where(t.id == one, t.state == "waiting", t.next_at <= now)
        .values(tries=t.tries + 1, next_at=until)).rowcount == 1]
    return _read(conn, t.id.in_(mine))


def of_run(conn: Connection, run_id: int) -> list[Letter]:
    """Every line of one run: the proof."""
    return _read(conn, paper_post.c.run_id == run_id)


def mark_sent(conn: Connection, letter_id: int, channel: str, at: float) -> None:
    """It went; the address outside is needed no more, its hint is the proof."""
    _mark(conn, letter_id, state="sent", channel=channel, sent_at=at, error="", address_sealed="")


def mark_later(conn: Connection, letter_id: int, channel: str, error: str, next_at: float) -> None:
    """It did not go; it is tried again."""
    _mark(conn, letter_id, channel=channel, error=error[:200], next_at=next_at)


def mark_failed(conn: Connection, letter_id: int, channel: str, error: str) -> None:
    """It will not go; nor is its address kept."""
    _mark(conn, letter_id, state="failed", channel=channel, error=error[:200], address_sealed="")


def forget(conn: Connection) -> int:
    """Addresses of letters that are over, from times when they were kept. How many."""
    t = paper_post.c
    return conn.execute(paper_post.update().where(t.state != "waiting", t.address_sealed != "")
                        .values(address_sealed="")).rowcount


def _mark(conn: Connection, letter_id: int, **values: Any) -> None:
    t = paper_post.c
    conn.execute(paper_post.update().where(t.id == letter_id, t.state == "waiting").values(**values))


def _read(conn: Connection, where: sa.ColumnElement[bool]) -> list[Letter]:
    return [Letter(**dict(row._mapping)) for row in conn.execute(
        sa.select(paper_post).where(where).order_by(paper_post.c.id))]
