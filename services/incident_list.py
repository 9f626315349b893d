"""What screens ask about incidents: the list, one row of it, how many, and the whole story of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import NotFound
from domain.incident import State
from services._respond_move import NO_SUCH
from services.desk import Desk
from services.incident_rows import Row, rows_of
from services.incident_story import Story, story
from store import incident_events, incidents
from store.scoping import local_day

MOST = 20_000  # rows of one answer
__all__ = ["Counted", "Listing", "Row", "Story", "count", "listing", "one", "some", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`newest`: the event up to which this is true; ask for what changed since by it."""

    rows: tuple[Row, ...]
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Live ones within reach; `unacknowledged` are those of them that are open and not `quiet` (hushed)."""

    live: int
    unacknowledged: int
    quiet: int
    newest: int


def listing(
    desk: Desk, *, state: str = "open", area: str = "", since: int | None = None, limit: int = MOST,
) -> Listing:
    """Live ones ("open") or all, newest first. `since`: only those with a newer event, whatever their state.

    Raises NotFound for an area that is absent or not theirs.
    """
    register, now = desk.viewer.picture.register, desk.centre.clock()
    province = register.area(area).code == (register.province and register.province.code) if area else True
    today = local_day(now)
    with desk.centre.db.read() as conn:
        newest = incident_events.newest(conn)  # before the rows: what comes between is told twice, never missed
        if since is not None and since >= newest:
            return Listing(rows=(), newest=newest)
        found = incidents.read_list(
            conn, desk.scope, state="all" if since is not None else state, area="" if province else area,
            since=since, limit=min(limit, MOST), today=today)
        return Listing(rows=rows_of(desk, conn, found, register, now), newest=newest)


def one(desk: Desk, incident_id: int) -> Row:
    """One incident. Raises NotFound."""
    now = desk.centre.clock()
    with desk.centre.db.read() as conn:
        found = incidents.read_one(conn, desk.scope, incident_id, local_day(now))
        if found is None:
            raise NotFound(*NO_SUCH)
        return rows_of(desk, conn, [found], desk.viewer.picture.register, now)[0]


def some(desk: Desk, which: Sequence[int]) -> tuple[Row, ...]:
    """These incidents, as far as they are within reach."""
    now = desk.centre.clock()
    with desk.centre.db.read() as conn:
        found = incidents.read_some(conn, desk.scope, which, local_day(now))
        return rows_of(desk, conn, found, desk.viewer.picture.register, now)


def count(desk: Desk) -> Counted:
    """How many live now."""
    with desk.centre.db.read() as conn:
        newest = incident_events.newest(conn)
        counted = incidents.count_live(conn, desk.scope, local_day(desk.centre.clock()))
    quiet = sum(number for (_, hushed), number in counted.items() if hushed)
    return Counted(live=sum(counted.values()), unacknowledged=counted.get((State.OPEN.value, False), 0), quiet=quiet,
                   newest=newest)
