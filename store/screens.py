"""Wall screens and those that wait at the door to become one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from store.gate_tables import pairings as pairings_table
from store.gate_tables import people as people_table
from store.gate_tables import playlists as playlists_table
from store.gate_tables import screens as screens_table


@dataclass(frozen=True, slots=True, kw_only=True)
class WallScreen:
    """One row. `page`: what it shows, by its own word; `wanted`: what it shall show next, "" = as it is.

    `demo`: accepted by a role of the simulated province; outside of that it is nobody.
    """

    id: int
    name: str
    created_at: float
    created_by: int | None
    revoked_at: float | None
    seen_at: float | None
    page: str
    wanted: str
    version: str
    frame_age_s: float | None
    address: str
    told: str = ""
    asked_scene: int | None = None
    asked_hold: int = 0
    asked_n: int = 0
    flash_until: float | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one screen that is in shall do. `playlist`: its body as it is stored, "" = none; `version`: 0 = none."""

    id: int
    name: str
    wanted: str
    asked_scene: int | None
    asked_hold: int
    asked_n: int
    flash_until: float | None
    playlist: str
    version: int
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A screen that waits. `screen_id`: accepted as; `taken_at`: it has its session."""

    hash: str
    code: str
    created_at: float
    expires_at: float
    screen_id: int | None
    taken_at: float | None
    address: str
    agent: str


def insert(conn: Connection, values: Mapping[str, Any]) -> int:
    """A new screen; gives its id."""
    return int(conn.execute(screens_table.insert().values(**values).returning(screens_table.c.id)).scalar_one())


def read(conn: Connection, screen_id: int) -> WallScreen | None:
    """One screen, None = no such."""
    row = conn.execute(_joined().where(screens_table.c.id == screen_id)).one_or_none()
    return None if row is None else _screen(row)


def read_all(conn: Connection) -> list[WallScreen]:
    """Every screen ever accepted, newest first."""
    return [_screen(row) for row in conn.execute(_joined().order_by(screens_table.c.id.desc()))]


def change(conn: Connection, screen_id: int, **values: Any) -> bool:
    """Set columns of one screen; False = no such screen."""
    done = conn.execute(screens_table.update().where(screens_table.c.id == screen_id).values(**values))
    return done.rowcount == 1


def revoke(conn: Connection, screen_id: int, now: float) -> bool:
    """It shows nothing any more; False = it did not before either. Its sessions: store.sessions.revoke_all."""
    t = screens_table.c
    done = conn.execute(screens_table.update().where(t.id == screen_id, t.revoked_at.is_(None)).values(revoked_at=now))
    return done.rowcount == 1


def orders(conn: Connection) -> list[Order]:
    """What every screen that is in shall do: one question for all of them."""
    t, p, lists = screens_table.c, people_table.c, playlists_table.c
    rows = conn.execute(
        sa.select(t.id, t.name, t.wanted, t.asked_scene, t.asked_hold, t.asked_n, t.flash_until,
                  sa.func.coalesce(lists.body, "").label("playlist"),
                  sa.func.coalesce(lists.version, 0).label("version"),
                  sa.func.coalesce(p.demo, 0).label("demo"))
        .select_from(screens_table.outerjoin(people_table, p.id == t.created_by)
                     .outerjoin(playlists_table, lists.screen_id == t.id))
        .where(t.revoked_at.is_(None)))
    return [Order(**{**row._mapping, "demo": bool(row.demo)}) for row in rows]


def read_playlist(conn: Connection, screen_id: int) -> tuple[str, int]:
    """(its body as it is stored, its version); ("", 0) = none."""
    t = playlists_table.c
    row = conn.execute(sa.select(t.body, t.version).where(t.screen_id == screen_id)).one_or_none()
    return ("", 0) if row is None else (str(row.body), int(row.version))


def arrange(conn: Connection, screen_id: int, version: int, body: str, now: float, by: int | None) -> bool:
    """Its playlist number `version + 1`; False = it is not number `version` any more: somebody else was faster."""
    t, values = playlists_table.c, {"body": body, "changed_at": now, "changed_by": by}
    if version:
        done = conn.execute(playlists_table.update().where(t.screen_id == screen_id, t.version == version)
                            .values(version=version + 1, **values))
        return done.rowcount == 1
    if conn.execute(sa.select(t.version).where(t.screen_id == screen_id)).one_or_none() is not None:
        return False
    try:
        conn.execute(playlists_table.insert().values(screen_id=screen_id, version=1, **values))
    except IntegrityError:  # somebody's first one came between; PostgreSQL has ended this transaction: undo all of it
        return False
    return True


def beats(conn: Connection, told: Mapping[int, Mapping[str, Any]]) -> None:
    """What screens said of themselves: screen -> columns."""
    for screen_id, values in sorted(told.items()):  # one order for all: no two writers wait for each other
        change(conn, screen_id, **values)


def wait(conn: Connection, values: Mapping[str, Any]) -> None:
    """A screen waits at the door."""
    conn.execute(pairings_table.insert().values(**values))


def waiting(conn: Connection, now: float) -> list[Pairing]:
    """Those that wait and were not accepted yet, oldest first."""
    t = pairings_table.c
    rows = conn.execute(sa.select(pairings_table).where(t.screen_id.is_(None), t.expires_at > now)
                        .order_by(t.created_at))
    return [Pairing(**row._mapping) for row in rows]


def pairing(conn: Connection, secret_hash: str) -> Pairing | None:
    """By the hash of the secret only the screen knows."""
    row = conn.execute(sa.select(pairings_table).where(pairings_table.c.hash == secret_hash)).one_or_none()
    return None if row is None else Pairing(**row._mapping)


def by_code(conn: Connection, code: str, now: float) -> Pairing | None:
    """By what it shows, while it waits."""
    t = pairings_table.c
    row = conn.execute(sa.select(pairings_table).where(
        t.code == code, t.expires_at > now, t.screen_id.is_(None))).one_or_none()
    return None if row is None else Pairing(**row._mapping)


def accept(conn: Connection, code: str, screen_id: int, now: float, until: float) -> bool:
    """The one who waits with this code is this screen, once, and may take its session up to `until` at least;
    False = nobody waits with it (any more)."""
    t = pairings_table.c
    later = sa.case((t.expires_at < until, until), else_=t.expires_at)
    done = conn.execute(pairings_table.update().where(t.code == code, t.expires_at > now, t.screen_id.is_(None))
                        .values(screen_id=screen_id, expires_at=later))
    return done.rowcount == 1


def take(conn: Connection, secret_hash: str, now: float) -> int | None:
    """The accepted screen, for the one who takes it first in time; None for everybody else."""
    t = pairings_table.c
    row = conn.execute(
        pairings_table.update().where(t.hash == secret_hash, t.screen_id.is_not(None), t.taken_at.is_(None),
                                      t.expires_at > now)
        .values(taken_at=now).returning(t.screen_id)).one_or_none()
    return None if row is None else int(row.screen_id)


def forget(conn: Connection, before: float) -> None:
    """Pairings that ended before then."""
    conn.execute(pairings_table.delete().where(pairings_table.c.expires_at < before))


def _joined() -> sa.Select[Any]:
    p = people_table.c
    return sa.select(screens_table, p.demo).select_from(
        screens_table.outerjoin(people_table, p.id == screens_table.c.created_by))


def _screen(row: Any) -> WallScreen:
    return WallScreen(**{**row._mapping, "demo": bool(row.demo)})
