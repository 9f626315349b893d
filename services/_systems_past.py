"""What only the database knows of linked systems: failed polls of a day, sums no layer shows. Asked once a minute for
every reader of a reach; a database that is away leaves what was told last, with its age, or nothing.
"""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from domain.errors import StoreDown
from domain.linked import SYSTEMS
from domain.systems import Figure
from services.desk import Desk
from services.wall import Wall
from store import system_reads
from store.scoping import local_day
from store.system_reads import Polls, Sums

FRESH_S, AGAIN_S, DAY_S, BELIEVED_S = 60.0, 10.0, 86_400.0, 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`at` 0 = never read. `sums` by (top, bottom)."""

    at: float = 0.0
    polls: Mapping[str, Polls] = field(default_factory=dict)
    sums: Mapping[tuple[str, str], Sums] = field(default_factory=dict)


_kept: WeakKeyDictionary[Wall, Past] = WeakKeyDictionary()
_tried: WeakKeyDictionary[Wall, float] = WeakKeyDictionary()  # nobody waits twice for a database that is away
_lock = threading.Lock()


def past(desk: Desk) -> Past:
    """What was read at most a minute ago. Only one thread reads; what is older than ten minutes is not told."""
    now = desk.centre.clock()
    with _lock:
        known = _kept.get(desk.wall, Past())
        if not (0 <= now - known.at < FRESH_S or 0 <= now - _tried.get(desk.wall, 0.0) < AGAIN_S):
            _tried[desk.wall] = now
            with suppress(StoreDown):
                known = _kept[desk.wall] = _read(desk, now)
        return known if 0 <= now - known.at < BELIEVED_S else Past()


def _read(desk: Desk, now: float) -> Past:
    today, figures = local_day(now), [one for system in SYSTEMS for one in system.figures]
    with desk.centre.db.read() as conn:
        return Past(
            at=now,
            polls={key: system_reads.polls_since(conn, key, now - DAY_S) for key in sorted(
                {key for system in SYSTEMS for key in system.sources})},
            sums={(one.top, one.bottom): system_reads.sums(conn, desk.scope, one.top, one.bottom, _since(one, now),
                                                           today) for one in figures},
        )


def _since(one: Figure, now: float) -> float:
    return now - one.believed.total_seconds()
