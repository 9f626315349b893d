"""Keys of programs that read: name, role, reach (grants), days, last use. Only hashes of the tokens are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Role
from store.gate_tables import keys as keys_table
from store.gate_tables import people as people_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One row. `hint`: the token's first letters; `demo`: made by a role of the simulated province."""

    id: int
    name: str
    role: Role
    hint: str
    created_at: float
    created_by: int | None
    created_by_name: str
    expires_at: float | None
    used_at: float | None
    revoked_at: float | None
    demo: bool


def insert(conn: Connection, values: Mapping[str, Any]) -> int:
    """A new key; gives its id."""
    return int(conn.execute(keys_table.insert().values(**values).returning(keys_table.c.id)).scalar_one())


def by_hash(conn: Connection, key_hash: str) -> Key | None:
    """The key of this token's hash, revoked and ended ones too; None = no such."""
    return _one(conn, keys_table.c.hash == key_hash)


def read(conn: Connection, key_id: int) -> Key | None:
    """One key, None = no such."""
    return _one(conn, keys_table.c.id == key_id)


def read_all(conn: Connection) -> list[Key]:
    """Every key ever made, newest first."""
    return [_key(row) for row in conn.execute(_joined().order_by(keys_table.c.id.desc()))]


def revoke(conn: Connection, key_id: int, now: float) -> bool:
    """It opens nothing any more; False = it did not before either."""
    k = keys_table.c
    done = conn.execute(keys_table.update().where(k.id == key_id, k.revoked_at.is_(None)).values(revoked_at=now))
    return done.rowcount == 1


def used(conn: Connection, at_by_id: Mapping[int, float]) -> None:
    """These keys were used at these times; a time never goes back."""
    k = keys_table.c
    for key_id, at in sorted(at_by_id.items()):
        later = sa.or_(k.used_at.is_(None), k.used_at < at)
        conn.execute(keys_table.update().where(k.id == key_id, later).values(used_at=at))


def _joined() -> sa.Select[Any]:
    k, p = keys_table.c, people_table.c
    return sa.select(
        k.id, k.name, k.role, k.hint, k.created_at, k.created_by, k.expires_at, k.used_at, k.revoked_at,
        p.name.label("maker"), p.demo,
    ).select_from(keys_table.outerjoin(people_table, p.id == k.created_by))


def _one(conn: Connection, where: sa.ColumnElement[bool]) -> Key | None:
    row = conn.execute(_joined().where(where)).one_or_none()
    return None if row is None else _key(row)


def _key(row: Any) -> Key:
    return Key(
        id=row.id, name=row.name, role=Role(row.role), hint=row.hint, created_at=row.created_at,
        created_by=row.created_by, created_by_name=row.maker or "", expires_at=row.expires_at, used_at=row.used_at,
        revoked_at=row.revoked_at, demo=bool(row.demo),
    )
