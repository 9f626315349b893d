"""How many walls show each school, and how many of them live: a wall shows whatever lies within its reach."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from domain.person import Part, Scope
from services.centre import Centre
from services.register import Register
from services.showing import newest_of, said_by, state_of
from store import grants, scoping, screens
from store.database import Connection

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
ALIVE = frozenset({"live", "pale"})  # pale: it lives by the spare memory


class Walls:
    """Which schools a reach holds is asked once a day."""

    def __init__(self, centre: Centre, register: Register) -> None:
        self.centre, self.register = centre, register
        self._known: dict[tuple[frozenset[Part], str], Places] = {}

    def read(self, conn: Connection, now: float) -> dict[str, Floats]:
        """`operations.walls`, `operations.walls_live`: per school. One of the simulated province counts in it only."""
        reach: dict[int, set[Part]] = {}
        for grant in grants.read_grants(conn, "screen"):
            reach.setdefault(grant.holder_id, set()).add(grant.part)
        rows = [one for one in screens.read_all(conn) if one.revoked_at is None and one.id in reach
                and (self.centre.simulated or not one.demo)]
        today, count = scoping.local_day(now), len(self.register.schools)
        walls, live, known = np.zeros(count), np.zeros(count), dict[tuple[frozenset[Part], str], Places]()
        for one in newest_of(self.centre, rows):
            key = (frozenset(reach[one.id]), today)
            known[key] = self._known[key] if key in self._known else self._places(conn, key[0], today)
            walls[known[key]] += 1
            live[known[key]] += state_of(one, said_by(one), now) in ALIVE
        self._known = known
        return {"operations.walls": walls, "operations.walls_live": live}

    def _places(self, conn: Connection, parts: Iterable[Part], today: str) -> Places:
        ids = scoping.school_ids(conn, Scope(parts=frozenset(parts)), today)
        return np.flatnonzero(np.isin(self.register.ids, np.array(ids, np.int64)))
