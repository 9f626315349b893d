"""What the collector works out for every school from what it keeps: uptime and drops of 24 hours, the age of the last
contact, how many of its neighbours hang on the same carrier. All schools at once, every 30 seconds.

A drop is a line that was heard and then was not; beats of a maintenance count in no drop, and what the centre could not
see (it was blind, it was not running) is none either.
"""

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from domain.person import EVERYTHING
from services.inspection import Inspection
from services.register import NONE, Register
from services.rollups import DROPS, HOUR, REACHABLE
from store import history

if TYPE_CHECKING:
    from services.ingest import Ingest

Floats = NDArray[np.float64]
CONTACT = "connectivity.last_contact"
CONTACT_HOURS, DROPS_24H, CARRIER_SHARE = "history.contact_hours", "history.drops_24h", "school.carrier_share"
STEP_H = 0.1  # ages are told in steps, downwards: a line that answers is 0, and history has nothing new to keep
LEAST = 3  # schools of one ward below which a share says nothing


class Derived:
    """The collector's memory for it; made after the board was restored, from the same database."""

    def __init__(self, ingest: "Ingest") -> None:
        count, board = len(ingest.register.schools), ingest.board
        self._up = board.metric(REACHABLE).value.astype(np.float32)
        self._at = np.zeros(count)
        self._drops = np.zeros((24, count), np.uint16)
        self._hour = np.zeros(24)
        kept = board.metric(CONTACT_HOURS)
        self._contact = np.asarray(kept.taken, np.float64) - np.asarray(kept.value, np.float64) * HOUR
        self._shares, self._shared_at = carrier_shares(ingest.register), 0.0
        self.inspection = Inspection(ingest)
        self._restore(ingest)

    def _restore(self, ingest: "Ingest") -> None:
        position = {int(school_id): i for i, school_id in enumerate(ingest.register.ids)}
        with ingest.centre.db.read() as conn:
            for row in history.read_hours(conn, EVERYTHING, DROPS, ingest.centre.clock() - 24 * HOUR):
                if row.school_id in position:
                    self._slot(row.start)[position[row.school_id]] = row.n

    def _slot(self, at: float) -> NDArray[np.uint16]:
        start, slot = at // HOUR * HOUR, int(at // HOUR) % 24
        if self._hour[slot] < start:
            self._drops[slot], self._hour[slot] = 0, start
        return cast("NDArray[np.uint16]", self._drops[slot])

    def heard(self, ingest: "Ingest", metric: str, schools: NDArray[np.intp], values: Floats, at: float) -> None:
        """Beats of distinct schools: who was on the line and is not any more?"""
        if metric != REACHABLE:
            return
        known = ~np.isnan(values) & (self._at[schools] <= at)
        schools, values = schools[known], values[known]
        fallen = (self._up[schools] >= 0.5) & (values < 0.5)
        self._up[schools], self._at[schools] = values, at
        if fallen.any():
            if (at_work := ingest.watch.works.at(at)) is not None:
                fallen &= ~at_work[schools]
            fell = schools[fallen]
            self._slot(at)[fell] += 1
            ingest.hour(DROPS, at).add(fell, np.ones(len(fell)))

    def drops(self, now: float) -> Floats:
        """Per school, of the running hour and the 23 before it."""
        inside: Floats = self._drops[self._hour > now - 24 * HOUR].sum(axis=0, dtype=np.float64)
        return inside

    def contact_hours(self, ingest: "Ingest", now: float) -> Floats:
        """Hours since anything was last heard over the line; NaN = never yet, or not known any more."""
        said = np.asarray(ingest.board.metric(CONTACT).value, np.float64)
        self._contact = np.fmax(self._contact, said)
        age: Floats = np.floor(np.maximum(0.0, now - self._contact) / HOUR / STEP_H + 1e-9) * STEP_H
        return age

    def tell(self, ingest: "Ingest", now: float) -> None:
        """Everything onto the board. A blind centre measures nobody's silence: what it knew grows old."""
        np.minimum(self._at, now, out=self._at)  # a clock that was set back makes no beat too old
        share, everybody = ingest.uptime.share(now), np.arange(len(ingest.register.schools))
        ingest.board.take("connectivity.uptime_24h", everybody, share, now)
        ingest.board.take(DROPS_24H, everybody, np.where(np.isnan(share), np.nan, self.drops(now)), now)
        if ingest.blind_since is None:
            ingest.board.take(CONTACT_HOURS, everybody, self.contact_hours(ingest, now), now)
        if not 0 <= now - self._shared_at < HOUR:
            self._shared_at = now
            ingest.board.take(CARRIER_SHARE, everybody, self._shares, now)
        self.inspection.take(ingest, now)
        ingest.board.thin()


def carrier_shares(register: Register) -> Floats:
    """Of the schools of its ward (else its district) whose carrier is known, the share on this school's carrier."""
    names, carrier = np.unique([school.carrier for school in register.schools] or [""], return_inverse=True)
    place = np.where(register.new != NONE, register.new.astype(np.int64), NONE + 1 + register.old.astype(np.int64))
    known = (names[carrier] != "") & (place != 2 * NONE + 1) if len(place) else np.zeros(0, np.bool_)
    share = np.full(len(place), np.nan)
    both = _alike(place[known] * len(names) + carrier[known])
    all_of_it = _alike(place[known])
    share[known] = np.where(all_of_it >= LEAST, both / np.maximum(all_of_it, 1), np.nan)
    return share


def _alike(keys: NDArray[Any]) -> Floats:
    """For each key, how many are the same."""
    _, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return counts[place].astype(np.float64)
