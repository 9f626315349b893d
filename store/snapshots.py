"""The register of snapshots. Whoever reaches every school that one speaks of may open it; nobody else knows of it."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Part, Scope
from store.database import Database
from store.scoping import school_ids
from store.snapshot_tables import snapshot_parts, snapshot_reaches, snapshots

_LOCK = 0x7464_736E  # PostgreSQL's advisory lock of the numbers
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A snapshot without its document. `parts`: words of its scope; `person`: "person:7"."""

    seq: int
    id: str
    template: str
    title: str
    parts: tuple[str, ...]
    as_of: float
    begins: float | None
    ends: float | None
    made_at: float
    made_by: str
    person: str
    visitors: bool
    simulated: bool
    marks: tuple[str, ...]
    sha256: str


def next_number(db: Database, conn: Connection, year: int) -> int:
    """The next free number of a year; until the end of the transaction nobody else gets one."""
    if not db.sqlite:  # SQLite's writers are alone anyway (BEGIN IMMEDIATE)
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    s = snapshots.c
    return int(conn.scalar(sa.select(sa.func.max(s.n)).where(s.year == year)) or 0) + 1


def insert(conn: Connection, values: Mapping[str, Any], body: bytes, parts: Iterable[Part], ids: Ids, *,
           whole: bool) -> None:
    """Keep a frozen document. `ids`: of the schools it speaks of; `whole`: and of the house itself."""
    row = {**values, "reach": _reach(conn, ids, whole=whole), "body": zlib.compress(body, 6)}
    conn.execute(snapshots.insert().values(**row))
    told = [{"snapshot_id": values["id"], "n": n, "area": part.area, "school": part.school,
             "kinds": " ".join(sorted(part.kinds))} for n, part in enumerate(parts)]
    if told:
        conn.execute(snapshot_parts.insert(), told)


def _reach(conn: Connection, ids: Ids, *, whole: bool) -> int:
    steps = np.diff(np.sort(ids), prepend=0).astype("<u4").tobytes()
    key, t = sha256(steps + (b"whole" if whole else b"")).hexdigest(), snapshot_reaches.c
    known = conn.scalar(sa.select(t.id).where(t.key == key))
    if known is not None:
        return int(known)
    made = conn.execute(snapshot_reaches.insert().values(
        key=key, whole=int(whole), schools=len(ids), ids=zlib.compress(steps, 6)).returning(t.id))
    return int(made.scalar_one())


def reached(conn: Connection, scope: Scope, today: str | None = None) -> sa.ColumnElement[bool]:
    """The condition that a snapshot speaks only of schools within reach. Raises TypeError for what is no scope."""
    if not isinstance(scope, Scope):
        raise TypeError(f"an unscoped query: {type(scope).__name__} is no Scope")
    if scope.everything:
        return sa.true()
    own = np.array(school_ids(conn, scope, today or ""), dtype=np.int64)
    t = snapshot_reaches.c
    rows = conn.execute(sa.select(t.id, t.ids).where(t.whole == 0, t.schools <= len(own)))
    inside = [int(row.id) for row in rows if np.isin(_unpacked(row.ids), own).all()]
    return snapshots.c.reach.in_(inside)


def _unpacked(body: bytes) -> Ids:
    return np.cumsum(np.frombuffer(zlib.decompress(bytes(body)), "<u4"), dtype=np.int64)


def body(conn: Connection, scope: Scope, snapshot_id: str, today: str | None = None) -> bytes | None:
    """The frozen document; None = there is none, or it is not theirs."""
    s, mine = snapshots.c, reached(conn, scope, today)
    found = conn.scalar(sa.select(s.body).where(s.id == snapshot_id, mine))
    return None if found is None else zlib.decompress(bytes(found))


def row(conn: Connection, scope: Scope, snapshot_id: str, today: str | None = None) -> Row | None:
    """What the register says of one."""
    mine = reached(conn, scope, today)
    found = conn.execute(_told().where(snapshots.c.id == snapshot_id, mine)).one_or_none()
    return None if found is None else _row(found)


def of_client(conn: Connection, scope: Scope, client: str, today: str | None = None) -> str | None:
    """Its id, when one was taken for this client before."""
    s, mine = snapshots.c, reached(conn, scope, today)
    found = conn.scalar(sa.select(s.id).where(s.client == client, mine))
    return None if found is None else str(found)


def of_hash(conn: Connection, scope: Scope, digest: str, today: str | None = None) -> Row | None:
    """The one whose document has this SHA-256."""
    mine = reached(conn, scope, today)
    found = conn.execute(_told().where(snapshots.c.sha256 == digest, mine).limit(1)).one_or_none()
    return None if found is None else _row(found)


def read_list(
    conn: Connection, scope: Scope, *, words: Sequence[str] = (), template: str = "", before: str = "", most: int = 50,
    today: str | None = None,
) -> list[Row]:
    """Newest first. `words`: folded, all of them must occur; `before`: only older than this one."""
    s, mine = snapshots.c, reached(conn, scope, today)
    where = [mine, *(s.folded.contains(word, autoescape=True) for word in words)]
    if template:
        where.append(s.template == template)
    if before:
        where.append(s.seq < sa.func.coalesce(sa.select(s.seq).where(s.id == before).scalar_subquery(), 0))
    return [_row(found) for found in conn.execute(_told().where(*where).order_by(s.seq.desc()).limit(most))]


def visible(
    conn: Connection, scope: Scope, ids: Sequence[str], today: str | None = None,
) -> dict[str, tuple[str, str, float]]:
    """id -> (title, template, as of), of those of these that are within reach."""
    s, mine, found = snapshots.c, reached(conn, scope, today), dict[str, tuple[str, str, float]]()
    for first in range(0, len(ids), 500):
        rows = conn.execute(sa.select(s.id, s.title, s.template, s.as_of)
                            .where(s.id.in_(list(ids[first:first + 500])), mine))
        found |= {one.id: (one.title, one.template, one.as_of) for one in rows}
    return found


_FIELDS = ("seq", "id", "template", "title", "parts", "as_of", "begins", "ends", "made_at", "made_by", "person",
           "visitors", "simulated", "marks", "sha256")


def _told() -> sa.Select[Any]:
    return sa.select(*(snapshots.c[name] for name in _FIELDS))


def _row(found: Any) -> Row:
    told = dict(found._mapping)
    told |= {"parts": tuple(json.loads(told["parts"])), "marks": tuple(json.loads(told["marks"])),
             "visitors": bool(told["visitors"]), "simulated": bool(told["simulated"])}
    return Row(**told)
