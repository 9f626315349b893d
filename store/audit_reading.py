"""Reading the log: the chain from end to end, and the rows somebody asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.audit import FIRST, digest, holdable
from store.gate_tables import audit, keys, people, school_moves, screens
from store.tables import areas, schools

CHUNK = 5_000
WINDOW = 100_000  # rows one question looks through
BEFORE_ALL = -(2**63)  # a row put in before the first is found too


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """`rows` that stand in the chain; `broken`: number of the first that does not, None = all do; `head`: the last."""

    rows: int
    broken: int | None
    seq: int = 0
    head: str = FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of the log. `acts`: exact or "login." for all that begin so; times epoch seconds; "" = any."""

    text: str = ""
    act: str = ""
    actor_kind: str = ""
    actor_id: int | None = None
    object: str = ""
    school: str = ""
    area: str = ""
    since: float | None = None
    until: float | None = None


def walk(conn: Connection, heads: Sequence[tuple[int, str]] = (), after: Walked | None = None) -> Walked:
    """The chain, row by row. `heads`: (number, hash) written down elsewhere before: they must still be there.

    `after`: a walk that found the chain whole: go on from there, if its last row still is what it was.
    """
    t, wanted = audit.c, _by_number(heads)
    known = {} if after is None else {after.seq: {after.head}, **{n: h for n, h in wanted.items() if n <= after.seq}}
    if after is None or after.broken is not None or not _stands(conn, known):
        after = Walked(rows=0, broken=None)
    seq, head, rows, past = after.seq, after.head, after.rows, after.seq or BEFORE_ALL
    while True:
        chunk = conn.execute(sa.select(audit).where(t.seq > past).order_by(t.seq).limit(CHUNK)).all()
        for one in chunk:
            row = one._asdict()
            number = int(row["seq"])
            fits = number == seq + 1 and row["previous"] == head and row["hash"] == digest(row)
            if not fits or wanted.get(number, {row["hash"]}) != {row["hash"]}:
                return Walked(rows=rows, broken=min(number, seq + 1), seq=seq, head=head)
            seq, head, rows, past = number, row["hash"], rows + 1, number
        if len(chunk) < CHUNK:
            break
    missing = [number for number in wanted if number > seq]
    return Walked(rows=rows, broken=seq + 1 if missing else None, seq=seq, head=head)


def _by_number(heads: Sequence[tuple[int, str]]) -> dict[int, set[str]]:
    wanted: dict[int, set[str]] = {}
    for number, known in heads:
        wanted.setdefault(number, set()).add(known)
    return wanted


def _stands(conn: Connection, wanted: dict[int, set[str]]) -> bool:
    t = audit.c
    there = {row.seq: {row.hash} for row in conn.execute(sa.select(t.seq, t.hash).where(t.seq.in_(wanted)))}
    return there == wanted


def head(conn: Connection) -> tuple[int, str] | None:
    """The newest row's number and hash, None = nothing was ever written."""
    t = audit.c
    row = conn.execute(sa.select(t.seq, t.hash).order_by(t.seq.desc()).limit(1)).one_or_none()
    return None if row is None else (int(row.seq), str(row.hash))


def search(conn: Connection, asked: Filters, *, simulated: bool, before: int = 0, most: int = 100) -> list[Any]:
    """Rows as mappings, newest first, with numbers below `before` (0 = from the newest). `simulated`: none of them
    by or about a real person."""
    where, found = _where(conn, asked, simulated), list[Any]()
    for low, high in _windows(conn, before):
        query = sa.select(audit).where(audit.c.seq > low, audit.c.seq <= high, *where).order_by(audit.c.seq.desc())
        found += conn.execute(query.limit(most - len(found))).mappings()
        if len(found) >= most:
            break
    return found


def count(conn: Connection, asked: Filters, *, simulated: bool) -> int:
    """How many rows are asked for."""
    t, where = audit.c, _where(conn, asked, simulated)
    query = sa.select(sa.func.count()).select_from(audit)
    return sum(int(conn.scalar(query.where(t.seq > low, t.seq <= high, *where)) or 0)
               for low, high in _windows(conn, 0))


def _windows(conn: Connection, before: int) -> Iterator[tuple[int, int]]:
    """(low, high] from the newest row down: no single question takes longer than a screen waits for an answer."""
    newest = head(conn)
    high = min(before - 1, newest[0]) if before and newest else newest[0] if newest else 0
    while high > 0:
        yield high - WINDOW, high
        high -= WINDOW


def acts(conn: Connection, *, simulated: bool) -> list[str]:
    """Every act in the rows."""
    query = sa.select(audit.c.act).where(*_unreal(simulated)).distinct().order_by(audit.c.act)
    return [str(act) for act in conn.scalars(query)]


def _unreal(simulated: bool) -> list[sa.ColumnElement[bool]]:
    """Rows written by people of the simulated province, their keys and screens, or by nobody in particular; and not
    about anybody else, nor about anybody else's key or screen."""
    if not simulated:
        return []
    t = audit.c
    ours = sa.select(people.c.id).where(people.c.demo != 0)
    holders = {"person": ("person", ours)} | {
        kind: (thing, sa.select(table.c.id).where(table.c.created_by.in_(ours)))
        for kind, thing, table in (("client", "key", keys), ("screen", "screen", screens))}
    by: list[sa.ColumnElement[bool]] = [t.actor_kind.in_(("system", "nobody"))]
    named = sa.or_(*(t.object.startswith(f"{thing}:") for thing, _ in holders.values()))
    about: list[sa.ColumnElement[bool]] = [sa.not_(named)]
    for kind, (thing, ids) in holders.items():
        by.append(sa.and_(t.actor_kind == kind, t.actor_id.in_(ids)))
        held = ids.subquery()
        about.append(t.object.in_(sa.select(sa.literal(f"{thing}:") + sa.cast(held.c.id, sa.Text))))
    return [sa.or_(*by), sa.or_(*about)]


def _where(conn: Connection, asked: Filters, simulated: bool) -> list[sa.ColumnElement[bool]]:
    t = audit.c
    texts = {name: holdable(value) for name, value in asdict(asked).items() if isinstance(value, str)}
    asked = replace(asked, **texts)  # type: ignore[arg-type]  # texts only
    where = _unreal(simulated)
    if asked.act:
        where.append(t.act.startswith(asked.act, autoescape=True) if asked.act.endswith(".") else t.act == asked.act)
    if asked.actor_kind:
        where.append(t.actor_kind == asked.actor_kind)
    if asked.actor_id is not None:
        where.append(t.actor_id == asked.actor_id)
    if asked.object:
        where.append(t.object == asked.object)
    if asked.since is not None:
        where.append(t.at >= asked.since)
    if asked.until is not None:
        where.append(t.at < asked.until)
    if asked.school:
        where.append(_touches(conn, asked.school))
    if asked.area:
        where.append(sa.or_(t.object == f"area:{asked.area}", _within(asked.area)))
    for word in asked.text.split():
        where.append(_says(word))
    return where


def _touches(conn: Connection, school: str) -> sa.ColumnElement[bool]:
    """Who saw or changed the school: itself named, or a reach it lay in, or lists of the whole province."""
    t = audit.c
    near = [f"school:{school}", *sorted(_areas_of(conn, school))]
    whole = sa.and_(t.reach == "", t.act.in_(("directory.seen", "audit.exported")))
    others = t.object.startswith("school:")  # whoever looked at one school of an area did not look at its neighbour
    around = sa.and_(sa.not_(others), sa.or_(*(_within(code) for code in near)))
    return sa.or_(t.object == f"school:{school}", whole, around)


def _areas_of(conn: Connection, school: str) -> set[str]:
    """Areas of any date and level the school lies in or lay in."""
    s, m, a = schools.c, school_moves.c, areas.c
    row = conn.execute(sa.select(s.id, s.old_area, s.new_area).where(s.code == school)).one_or_none()
    if row is None:
        return set()
    found = {row.old_area, row.new_area, *conn.scalars(sa.select(m.area).where(m.school_id == row.id))} - {""}
    reached: set[str] = set()
    while found:
        reached |= found
        found = {p for p in conn.scalars(sa.select(a.parent).where(a.code.in_(found))) if p} - reached
    return reached


def _within(code: str) -> sa.ColumnElement[bool]:
    return audit.c.reach.contains(f" {code} ", autoescape=True)


def _says(word: str) -> sa.ColumnElement[bool]:
    t = audit.c
    columns = (t.actor_name, t.object, t.before, t.after, t.why, t.address, t.request)
    spelled = {word, word.lower(), word.capitalize(), word.upper()}  # SQLite knows the cases of a–z only
    return sa.or_(*(column.icontains(one, autoescape=True) for column in columns for one in sorted(spelled)))
