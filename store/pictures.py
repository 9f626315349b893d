"""Pictures of incidents, as far as a reader reaches; `store.incident_events.keep_pictures` writes them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_events import read_events
from store.incident_tables import incident_pictures
from store.incidents import read_one


def read(
    conn: Connection, scope: Scope, incident_id: int, picture_id: int, today: str | None = None, reader: str = "",
) -> Any:
    """The row of one picture; None = no such, or its note is not theirs to read."""
    p, allowed = incident_pictures.c, _readable(conn, scope, incident_id, today, reader)
    row = conn.execute(sa.select(incident_pictures).where(p.id == picture_id, p.incident_id == incident_id)).first()
    return row if row is not None and row.event_id in allowed else None


def read_about(
    conn: Connection, scope: Scope, incident_id: int, today: str | None = None, reader: str = "",
) -> dict[int, Sequence[Any]]:
    """event -> its pictures (id, width, height, media_type), without their bytes."""
    p, allowed = incident_pictures.c, _readable(conn, scope, incident_id, today, reader)
    rows = conn.execute(sa.select(p.id, p.event_id, p.width, p.height, p.media_type)
                        .where(p.incident_id == incident_id).order_by(p.id)).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row.event_id in allowed:
            found.setdefault(row.event_id, []).append(row)
    return dict(found)


def _readable(conn: Connection, scope: Scope, incident_id: int, today: str | None, reader: str) -> set[int]:
    """Events whose words, and so whose pictures, are for this reader: whoever sees an incident in part gets those of
    people who reach everything, and their own."""
    found = read_one(conn, scope, incident_id, today)
    if found is None:
        return set()
    events = read_events(conn, scope, incident_id, today, reader)
    return {event.id for event in events if not found.partial or event.whole or event.actor == reader}
