"""What people did to incidents, learnt from the database: the ears listen on a thread of their own, "now" never waits.

Resolved by hand is believed for five minutes: whoever is still bad then has the same incident back, reopened.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.calendar import Calendar
from domain.errors import StoreDown
from domain.measurement import Code
from domain.person import EVERYTHING
from domain.silence import Silence
from services._watch_moves import Move
from services._watch_streaks import Held, Places, Streaks
from services.calendar import calendar
from services.centre import Centre
from services.works import Works
from store import incident_events, incidents, tickets
from store.database import Connection
from store.incident_events import Event
from store.incidents import Incident

if TYPE_CHECKING:
    from services.watch import Watch

EVERY_S = 2.0
HOLD_S = 0.25  # the longest "now" waits for the ears
BELIEVED_S = 300.0
MOVED = frozenset({"opened", "resolved", "reopened", "split", "joined", "left"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`moved`: (what a person did, the incident as it stands now, codes of its schools), oldest first.

    `told`: school id -> live incidents told by people, None = as before.
    """

    moved: tuple[tuple[Event, Incident, tuple[str, ...]], ...] = ()
    told: dict[int, int] | None = None
    works: tuple[tuple[Silence, Places], ...] | None = None
    calendar: Calendar | None = None


class Ears:
    """`last`: the newest event heard of."""

    def __init__(self, centre: Centre, works: Works) -> None:
        self.centre, self.works, self.last = centre, works, 0
        self._asked_at = 0.0
        self._thread: threading.Thread | None = None
        self._heard: Heard | None = None
        self._begun = False

    def listen(self, now: float) -> Heard | None:
        """What was heard since the last time, None = nothing yet. Asks again every two seconds."""
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and self._heard is None and not 0 <= now - self._asked_at < EVERY_S:
            self._asked_at = now
            self._thread = threading.Thread(target=self._ask, name="ears", daemon=True)
            self._thread.start()
            self._thread.join(HOLD_S)
        if self._thread is None or self._thread.is_alive():
            return None
        heard, self._heard = self._heard, None
        return heard

    def _ask(self) -> None:
        try:
            found = calendar(self.centre)
            with self.centre.db.read() as conn:
                newest, works = incident_events.newest(conn), self.works.read(conn, self.centre.clock())
                if newest == self.last and self._begun:
                    self._heard = Heard(calendar=found, works=works)
                    return
                events = incident_events.changed_since(conn, EVERYTHING, self.last) if newest > self.last else []
                moved = read_moved(conn, events)
                self._begun = True
                told = tickets.count_told(conn, EVERYTHING)
        except StoreDown:
            return  # the scribe says so; we ask again
        self.last = max([self.last, *(event.id for event in events)])
        self._heard = Heard(moved=moved, told=told, calendar=found, works=works)


def read_moved(conn: Connection, events: Sequence[Event]) -> tuple[tuple[Event, Incident, tuple[str, ...]], ...]:
    """Of these events, what people did to whom."""
    theirs = [event for event in events if event.what in MOVED and not event.actor.startswith("system:")]
    which = sorted({event.incident_id for event in theirs})
    rows = {i: incidents.read_one(conn, EVERYTHING, i) for i in which}
    members = incidents.read_members(conn, EVERYTHING, which) if which else {}
    return tuple((event, row, tuple(members[event.incident_id])) for event in theirs
                 if (row := rows[event.incident_id]) is not None)


def follow(watch: "Watch", event: Event, incident: Incident, members: Places, now: float) -> None:
    """Bring what the watch believes in line with what a person did."""
    key, _, silent = incident.rule.partition(".")
    streak = watch.streaks.get(key)
    if streak is None or not incident.subject.startswith(("school:", "area:", "carrier:")):
        if not incident.live and event.what == "resolved" and incident.subject in watch.unrest():
            watch.held[incident.rule, incident.subject] = event.at + BELIEVED_S
        return
    if silent:
        streak.silent[members] = incident.live
        streak.heard[members] = np.maximum(streak.heard[members], 0.0 if incident.live else event.at)
        return
    if incident.live:
        streak.held.pop(incident.subject, None)
        cover(streak, incident.subject, members, flapping=incident.kind == "flapping")
        if event.what == "split":
            streak.apart.setdefault(incident.subject, set()).update(
                watch.register.index[code] for code in event.codes if code in watch.register.index)
        if event.what == "reopened":
            streak.good[members] = 0
            streak.stubborn[members] = streak.bad[members] == 0
    elif event.what == "resolved":
        uncover(streak, incident.subject, members)
        streak.held[incident.subject] = Held(members, event.at + BELIEVED_S)


def cover(streak: Streaks, subject: str, members: Places, *, flapping: bool = False) -> None:
    """An incident speaks for these schools."""
    streak.ripe[members] = streak.fretting[members] = 0
    if subject.startswith("school:"):
        streak.single[members], streak.flapping[members] = True, flapping
    else:
        streak.wide[subject] = members


def uncover(streak: Streaks, subject: str, members: Places) -> None:
    """It no longer does."""
    if subject.startswith("school:"):
        streak.single[members] = streak.flapping[members] = False
    else:
        streak.wide.pop(subject, None)
        streak.apart.pop(subject, None)
    streak.stubborn[members] = False


def remind(watch: "Watch", key: str, status: "np.typing.NDArray[np.uint8]", now: float) -> None:
    """Five minutes after somebody resolved it: what is still bad is the same incident again."""
    streak = watch.streaks[key]
    for subject, held in list(streak.held.items()):
        if now < held.until:
            continue
        del streak.held[subject]
        bad = int(((status[held.members] == Code.BAD) & (streak.bad[held.members] > 0)).sum())
        if bad > max(1, len(held.members) // 10) or (bad and subject.startswith("school:")):
            cover(streak, subject, held.members)
            watch.pending.append(Move(what="reopen", rule=key, subject=subject, at=now,
                                      members=watch.codes(held.members),
                                      quiet=not watch.time.open[held.members].any()))
