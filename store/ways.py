"""Ways by which people are reached, sealed, and what each of them wants to hear."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.notice import Channel, Wants
from domain.person import Role
from store.database import Database, upsert
from store.duty_tables import contact_ways, notice_rules
from store.gate_tables import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of one person. `hint`: what may be shown of its target; `rank`: 1 is tried first."""

    id: int
    person_id: int
    channel: Channel
    target_sealed: str = field(repr=False)
    hint: str
    rank: int
    created_at: float
    proved_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """Somebody who may be told: has a way and may enter."""

    id: int
    name: str
    role: Role
    wants: Wants


def read_ways(conn: Connection, person_ids: Collection[int]) -> dict[int, list[Way]]:
    """person -> ways not taken back, in the order they are tried."""
    t = contact_ways.c
    rows = conn.execute(
        sa.select(contact_ways).where(t.person_id.in_(sorted(person_ids)), t.revoked_at.is_(None))
        .order_by(t.person_id, t.rank, t.id))
    found: dict[int, list[Way]] = {person: [] for person in person_ids}
    for row in rows:
        found[row.person_id].append(_way(row))
    return found


def insert_way(conn: Connection, person_id: int, channel: Channel, sealed: str, hint: str, now: float) -> int:
    """One more way, tried after the others; gives its id."""
    t = contact_ways.c
    last = conn.scalar(sa.select(sa.func.max(t.rank)).where(t.person_id == person_id, t.revoked_at.is_(None)))
    made = conn.execute(contact_ways.insert().values(
        person_id=person_id, channel=channel.value, target_sealed=sealed, hint=hint, rank=(last or 0) + 1,
        created_at=now).returning(t.id))
    return int(made.scalar_one())


def revoke_way(conn: Connection, person_id: int, way_id: int, now: float) -> bool:
    """Nothing goes there any more; False = it is not theirs, or was taken back before."""
    t = contact_ways.c
    gone = conn.execute(
        contact_ways.update().where(t.id == way_id, t.person_id == person_id, t.revoked_at.is_(None))
        .values(revoked_at=now, target_sealed=""))
    return gone.rowcount == 1


def prove_way(conn: Connection, person_id: int, way_id: int, now: float) -> None:
    """A trial message went through."""
    t = contact_ways.c
    conn.execute(contact_ways.update().where(t.id == way_id, t.person_id == person_id).values(proved_at=now))


def order_ways(conn: Connection, person_id: int, order: Sequence[int]) -> None:
    """From now on they are tried in this order."""
    t = contact_ways.c
    for rank, way_id in enumerate(order, start=1):
        conn.execute(contact_ways.update().where(t.id == way_id, t.person_id == person_id).values(rank=rank))


def read_wants(conn: Connection, person_id: int) -> Wants:
    """What somebody wants to hear, as they or nobody chose."""
    row = conn.execute(
        sa.select(notice_rules).where(notice_rules.c.person_id == person_id)).one_or_none()
    return Wants() if row is None else _wants(row)


def put_wants(db: Database, conn: Connection, person_id: int, wants: Wants, now: float) -> None:
    """From now on they want this."""
    names = ("least", "quiet_from", "quiet_to", "digest_min")
    row = {name: getattr(wants, name) for name in names} | {"person_id": person_id, "changed_at": now}
    conn.execute(upsert(db, notice_rules, ("person_id",), (*names, "changed_at")), row)


def read_hearers(conn: Connection, roles: Collection[Role]) -> list[Hearer]:
    """People of these roles who are not disabled and can be reached by a way."""
    p, w, r = people.c, contact_ways.c, notice_rules.c
    reached = sa.exists().where(w.person_id == p.id, w.revoked_at.is_(None))
    rows = conn.execute(
        sa.select(p.id, p.name, p.role, r.least, r.quiet_from, r.quiet_to, r.digest_min)
        .select_from(people.outerjoin(notice_rules, r.person_id == p.id))
        .where(p.role.in_(sorted(role.value for role in roles)), p.disabled_at.is_(None), reached).order_by(p.id))
    return [Hearer(id=row.id, name=row.name, role=Role(row.role), wants=Wants() if row.least is None else _wants(row))
            for row in rows]


def _wants(row: Any) -> Wants:
    return Wants(least=row.least, quiet_from=row.quiet_from, quiet_to=row.quiet_to, digest_min=row.digest_min)


def _way(row: Any) -> Way:
    return Way(
        id=row.id, person_id=row.person_id, channel=Channel(row.channel), target_sealed=row.target_sealed,
        hint=row.hint, rank=row.rank, created_at=row.created_at, proved_at=row.proved_at)
