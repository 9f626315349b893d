"""The queue of papers and what came out of it: asked for once or many times, made once, kept with its hash.

Whoever makes one holds it by a lease judged by the database's clock; a maker that died is found out by it, and the
paper is made once more. No function here asks for rights: `services.papers` asks for the snapshot first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.wording import Words
from store.database import Database, upsert
from store.paper_tables import paper_askers, paper_hashes, papers

LEASE_S = 15.0
MOST_TRIES = 2
SCHEDULED = 1  # the rank of a schedule's papers: behind what somebody waits for, before somebody's third
_LOCK = 0x7061_7065  # PostgreSQL's advisory lock: makers choose one after the other
DIED = Words("Chương trình làm giấy tờ dừng giữa chừng.", "The maker stopped half way.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paper. Times are epoch seconds; `progress` 0..1, None = nobody can say."""

    id: int
    snapshot: str
    key: str
    options: str
    state: str
    rank: int
    asked_at: float
    tries: int
    progress: float | None
    began_at: float | None
    finished_at: float | None
    took_s: float | None
    error: Words
    sha256: str
    size: int


def ask(db: Database, conn: Connection, *, snapshot: str, key: str, options: str, actor: str, at: float,
        rank: int = 0) -> Row:
    """Put it into the queue unless it is there or made; one that failed, or whose bytes are gone, is queued again."""
    t = papers.c
    place = {"snapshot": snapshot, "key": key, "options": options}
    conn.execute(upsert(db, papers, ("snapshot", "key", "options"), ()),
                 {**place, "state": "queued", "rank": rank, "asked_at": at})
    here = sa.and_(t.snapshot == snapshot, t.key == key, t.options == options)
    again = sa.or_(t.state == "failed", sa.and_(t.state == "ready", t.body.is_(None)))
    conn.execute(papers.update().where(here, again).values(
        state="queued", rank=rank, asked_at=at, tries=0, progress=None, error_vi="", error_en=""))
    conn.execute(papers.update().where(here, t.state == "queued", t.rank > rank).values(rank=rank))
    row = _one(conn, here)
    assert row is not None
    conn.execute(upsert(db, paper_askers, ("paper_id", "actor"), ("asked_at",)),
                 {"paper_id": row.id, "actor": actor, "asked_at": at})
    return row


def read(conn: Connection, snapshot: str, key: str, options: str) -> Row | None:
    """One paper, None = nobody asked for it."""
    t = papers.c
    return _one(conn, sa.and_(t.snapshot == snapshot, t.key == key, t.options == options))


def by_id(conn: Connection, paper_id: int) -> Row | None:
    """One paper by its number."""
    return _one(conn, papers.c.id == paper_id)


def body(conn: Connection, paper_id: int) -> bytes | None:
    """Its bytes, when it is ready."""
    found = conn.scalar(sa.select(papers.c.body).where(papers.c.id == paper_id, papers.c.state == "ready"))
    return None if found is None else bytes(found)


def waiting_for(conn: Connection, actor: str) -> int:
    """How many papers this actor waits for."""
    a, t = paper_askers.c, papers.c
    return int(conn.scalar(
        sa.select(sa.func.count()).select_from(paper_askers.join(papers, t.id == a.paper_id))
        .where(a.actor == actor, t.state.in_(("queued", "making")))) or 0)


def places(conn: Connection) -> dict[int, int]:
    """paper -> its place in the queue, from 1."""
    t = papers.c
    waiting = conn.scalars(sa.select(t.id).where(t.state == "queued").order_by(t.rank, t.asked_at, t.id))
    return {paper: place for place, paper in enumerate(waiting, start=1)}


def of_actor(conn: Connection, actor: str, most: int) -> list[Row]:
    """What this actor asked for, newest first."""
    a = paper_askers.c
    rows = conn.execute(_select().join(paper_askers, a.paper_id == papers.c.id).where(a.actor == actor)
                        .order_by(a.asked_at.desc(), papers.c.id.desc()).limit(most))
    return [_row(row) for row in rows]


def of_snapshots(conn: Connection, which: Collection[str]) -> list[Row]:
    """Every paper of these snapshots."""
    rows = conn.execute(_select().where(papers.c.snapshot.in_(sorted(which))).order_by(papers.c.id))
    return [_row(row) for row in rows]


def of_hash(conn: Connection, sha256: str) -> Row | None:
    """The paper with these very bytes; the caller asks for the snapshot's rights."""
    h = paper_hashes.c
    return _one(conn, papers.c.id.in_(sa.select(h.paper_id).where(h.sha256 == sha256)))


def usual_s(conn: Connection) -> dict[str, float]:
    """key -> how long one of its kind takes, of the last hundred made."""
    t = papers.c
    last = (sa.select(t.key, t.took_s).where(t.took_s.is_not(None)).order_by(t.finished_at.desc()).limit(100)
            .subquery())
    return {key: float(took) for key, took in conn.execute(
        sa.select(last.c.key, sa.func.avg(last.c.took_s)).group_by(last.c.key))}


def askers(conn: Connection, paper_id: int) -> list[tuple[str, float]]:
    """(actor, when they asked)."""
    a = paper_askers.c
    return [(row.actor, row.asked_at) for row in conn.execute(
        sa.select(a.actor, a.asked_at).where(a.paper_id == paper_id).order_by(a.actor))]


# --- whoever makes them ---


def waits(db: Database, conn: Connection, most: int) -> bool:
    """May anything be begun? A cheap look before `next_for`."""
    t = papers.c
    rows = conn.execute(sa.select(t.state, t.lease_until).where(t.state.in_(("queued", "making")))).all()
    making = [row.lease_until for row in rows if row.state == "making"]
    return len(rows) > len(making) and len(making) < most or bool(making and min(making) < db.clock(conn))


def next_for(db: Database, conn: Connection, holder: str, at: float, most: int) -> Row | None:
    """The next one, now ours; None = nothing waits, or `most` are being made. Whose maker died comes back, or fails."""
    if not db.sqlite:  # SQLite's writers are alone anyway
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    t, now = papers.c, db.clock(conn)
    dead = sa.and_(t.state == "making", t.lease_until < now)
    conn.execute(papers.update().where(dead, t.tries >= MOST_TRIES).values(
        state="failed", holder="", progress=None, finished_at=at, error_vi=DIED.vi, error_en=DIED.en))
    conn.execute(papers.update().where(dead).values(state="queued", holder="", progress=None))
    if int(conn.scalar(sa.select(sa.func.count()).where(t.state == "making")) or 0) >= most:
        return None
    first = conn.scalar(sa.select(t.id).where(t.state == "queued").order_by(t.rank, t.asked_at, t.id).limit(1))
    if first is None:
        return None
    conn.execute(papers.update().where(t.id == first).values(
        state="making", holder=holder, tries=t.tries + 1, lease_until=now + LEASE_S, began_at=at, progress=0.0))
    return _one(conn, t.id == first)


def prolong(db: Database, conn: Connection, paper_id: int, holder: str, progress: float | None) -> bool:
    """Still at it; False = it is somebody else's now."""
    return _held(conn, paper_id, holder, lease_until=db.clock(conn) + LEASE_S, progress=progress)


def finish(conn: Connection, paper_id: int, holder: str, *, made: bytes, sha256: str, at: float,
           took_s: float) -> bool:
    """Here it is; False = it is somebody else's now, and these bytes are not kept."""
    kept = _held(conn, paper_id, holder, state="ready", holder="", progress=1.0, finished_at=at, took_s=took_s,
                 body=made, sha256=sha256, size=len(made), error_vi="", error_en="")
    h = paper_hashes.c
    if kept and not conn.scalar(sa.select(h.paper_id).where(h.sha256 == sha256, h.paper_id == paper_id)):
        conn.execute(paper_hashes.insert(), {"sha256": sha256, "paper_id": paper_id})
    return kept


def give_up(conn: Connection, paper_id: int, holder: str, *, error: Words, at: float, again: bool) -> bool:
    """It did not come out: `again` = once more, else it failed."""
    return _held(conn, paper_id, holder, state="queued" if again else "failed", holder="", progress=None,
                 finished_at=None if again else at, error_vi=error.vi, error_en=error.en)


def give_back(conn: Connection, holder: str) -> None:
    """A maker that stops leaves what it had begun to the next one, as if it had not been tried."""
    t = papers.c
    its = sa.or_(t.holder == holder, t.holder.like(f"{holder}:%"))
    conn.execute(papers.update().where(t.state == "making", its).values(
        state="queued", holder="", tries=t.tries - 1, progress=None))


def forget(conn: Connection, before: float) -> int:
    """Bytes nobody asked for since are dropped: they can be made again, and their hash stays. How many."""
    t, a = papers.c, paper_askers.c
    wanted = sa.exists().where(a.paper_id == t.id, a.asked_at >= before)
    return conn.execute(papers.update().where(
        t.state == "ready", t.body.is_not(None), t.finished_at < before, ~wanted).values(body=None)).rowcount


def _held(conn: Connection, paper_id: int, by: str, /, **values: Any) -> bool:
    t = papers.c
    return conn.execute(papers.update().where(t.id == paper_id, t.holder == by, t.state == "making")
                        .values(**values)).rowcount == 1


def _select() -> sa.Select[Any]:
    t = papers.c
    return sa.select(t.id, t.snapshot, t.key, t.options, t.state, t.rank, t.asked_at, t.tries, t.progress, t.began_at,
                     t.finished_at, t.took_s, t.error_vi, t.error_en, t.sha256, t.size)


def _one(conn: Connection, where: sa.ColumnElement[bool]) -> Row | None:
    row = conn.execute(_select().where(where).limit(1)).one_or_none()
    return None if row is None else _row(row)


def _row(row: Any) -> Row:
    told = dict(row._mapping)
    return Row(**{name: value for name, value in told.items() if not name.startswith("error_")},
               error=Words(told["error_vi"], told["error_en"]))
