"""Incidents to be searched: what lives within reach, and the newest that are over, in this reader's words."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from domain.errors import NotFound
from domain.wording import fold
from services.desk import Desk
from services.incident_board import Told
from services.incident_list import one
from services.telling import retold
from store import incidents
from store.database import Database
from store.scoping import local_day

PAST, FOR_S, KEPT = 400, 15.0, 48  # so many of the newest, read again at most so often, of so many reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Rows with their folded text, live ones first."""

    key: tuple[object, ...]
    at: float
    rows: tuple[tuple[Told, str], ...]


_made: WeakKeyDictionary[Database, OrderedDict[str, Searched]] = WeakKeyDictionary()
_lock = threading.Lock()


def searched(desk: Desk) -> tuple[tuple[Told, str], ...]:
    """(incident with its area, folded text), live ones first. Raises StoreDown when the database never told."""
    db, now = desk.centre.db, desk.centre.clock()
    pressing = desk.incidents.pressing()
    key = (desk.viewer.picture.register.edition, local_day(now), pressing.version)
    with _lock:
        kept = _made.setdefault(db, OrderedDict())
        found = kept.get(desk.scope.key)
    if found is not None and found.key == key and 0 <= now - found.at < FOR_S:
        return found.rows
    made = Searched(key=key, at=now, rows=_rows(desk, pressing.rows, now))
    with _lock:
        kept[desk.scope.key] = made
        kept.move_to_end(desk.scope.key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made.rows


def _rows(desk: Desk, live: tuple[Told, ...], now: float) -> tuple[tuple[Told, str], ...]:
    today, register = local_day(now), desk.viewer.picture.register
    with desk.centre.db.read() as conn:
        newest = incidents.read_list(conn, desk.scope, state="all", before=2**53, limit=PAST, today=today)
        known = {row.id for row, _ in live}
        past = retold(conn, desk.scope, [row for row in newest if row.id not in known], register, today)
    return tuple((told, _text(told)) for told in (*live, *past))


def _text(told: Told) -> str:
    incident, area = told
    return fold(f" {incident.id} #{incident.id} {incident.says.vi} {incident.says.en} {area} {incident.owner_name}")


def numbered(desk: Desk, number: int) -> Told | None:
    """The incident of this number, however old; None = no such, or not theirs."""
    try:
        row = one(desk, number)
    except NotFound:
        return None
    return row.incident, row.area_name
