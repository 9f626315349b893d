"""What administrators set for sources: nothing here belongs to single schools."""

import json
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.database import Database, upsert
from store.source_tables import source_settings

_VALUES = ("running", "every_s", "plain", "sealed", "names", "at", "actor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One source's row. `every_s` None = as delivered; `sealed`: its secrets, closed."""

    source: str
    running: bool = True
    every_s: float | None = None
    plain: dict[str, str] = field(default_factory=dict)
    sealed: str = field(default="", repr=False)
    names: dict[str, str] = field(default_factory=dict)
    at: float = 0.0
    actor: str = ""


def read(conn: Connection) -> dict[str, Stored]:
    """Every row, by source."""
    return {row.source: Stored(source=row.source, running=bool(row.running), every_s=row.every_s, sealed=row.sealed,
                               plain=json.loads(row.plain), names=json.loads(row.names), at=row.at, actor=row.actor)
            for row in conn.execute(sa.select(source_settings))}


def put(db: Database, conn: Connection, one: Stored) -> None:
    """From now on it is so."""
    row = {"source": one.source, "running": int(one.running), "every_s": one.every_s, "sealed": one.sealed,
           "plain": json.dumps(one.plain), "names": json.dumps(one.names), "at": one.at, "actor": one.actor}
    conn.execute(upsert(db, source_settings, ("source",), _VALUES), row)
