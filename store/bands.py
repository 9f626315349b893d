"""What administrators decided about indicators: nothing here belongs to single schools."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.catalogue import Decision
from domain.indicator import Bands
from store.band_tables import indicator_bands
from store.database import Database

_LOCK = 0x7464_6261  # PostgreSQL's advisory lock of the bands


def alone(db: Database, conn: Connection) -> None:
    """Until the transaction ends nobody else decides: what stood before is told rightly."""
    if not db.sqlite:  # SQLite's writers are alone anyway
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def read(conn: Connection) -> list[Decision]:
    """Every decision there ever was, oldest first."""
    t = indicator_bands.c
    return [
        Decision(
            id=row.id, indicator=row.indicator, target=row.target, target_by=row.target_by, since=row.since,
            bands=None if row.good is None else Bands(good=row.good, watch=row.watch), why=row.why, at=row.at,
            actor=row.actor)
        for row in conn.execute(sa.select(indicator_bands).order_by(t.since, t.id))
    ]


def add(conn: Connection, one: Decision) -> int:
    """One more; its number. `id` of the given one is not read."""
    values = {"indicator": one.indicator, "good": one.bands.good if one.bands else None,
              "watch": one.bands.watch if one.bands else None, "target": one.target, "target_by": one.target_by,
              "since": one.since, "why": one.why, "at": one.at, "actor": one.actor}
    made = conn.execute(indicator_bands.insert().values(**values)).inserted_primary_key
    assert made is not None
    return int(made[0])
