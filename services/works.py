"""Which schools are in maintenance when a beat is taken: what was measured then is outside of every share of uptime.

Heard every two seconds by the watch's ears, a day ahead: a planned one begins to the second, also while the database is
away; one that begins the moment it is written is heard of two seconds later.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.silence import DAY_S, Silence, SilenceKind
from services.register import Register
from store import scoping, silences
from store.database import Connection

Places = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Works:
    """`heard`: every maintenance about schools that may be active from now on, with their places in the register."""

    register: Register
    heard: tuple[tuple[Silence, Places], ...] = ()
    _known: dict[tuple[int, str], Places] = field(default_factory=dict)

    def read(self, conn: Connection, now: float) -> tuple[tuple[Silence, Places], ...]:
        """What is to be heard; which schools one speaks for is asked once a day."""
        today, found, known = scoping.local_day(now), [], dict[tuple[int, str], Places]()
        for one in silences.read_touching(conn, now - 60, now + DAY_S, SilenceKind.MAINTENANCE):
            if one.incident is None:
                places = self._known.get((one.id, today))
                known[one.id, today] = self._places(conn, one, today) if places is None else places
                found.append((one, known[one.id, today]))
        self._known = known
        return tuple(found)

    def at(self, moment: float) -> Bools | None:
        """For every school: is it in maintenance at this moment? None = nobody is."""
        active = [places for one, places in self.heard if len(places) and one.active(moment)]
        if not active:
            return None
        inside = np.zeros(len(self.register.schools), np.bool_)
        inside[np.concatenate(active)] = True
        return inside

    def _places(self, conn: Connection, one: Silence, today: str) -> Places:
        ids = np.array(scoping.school_ids(conn, one.scope, today), dtype=np.int64)
        return np.flatnonzero(np.isin(self.register.ids, ids))
