"""The marks of incidents as they then were: every step of every life is kept, so any moment can be told again.

A step counts from the next minute (or hour) of the window on, as a screen that asked then would have seen it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.incident import LIVE
from domain.person import EVERYTHING
from domain.silence import Silence, SilenceKind
from services.incident_marks import LOUD as LOUD
from services.incident_marks import RANK, Count, Marks, counted, marked, shown
from services.register import Register
from services.silenced import MAINTAINED, SILENCED
from store import replaying, scoping, silences
from store.database import Connection
from store.replaying import Step

Places = NDArray[np.intp]
_FIELDS = ("kind", "severity", "state", "quiet")


@dataclass(slots=True, kw_only=True)
class Life:
    """An incident at a moment, as far as a mark needs it; `places`: its schools in the register."""

    kind: str = "single"
    severity: str = "low"
    state: str = "open"
    quiet: bool = False
    places: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """From `at` on: the marked schools, their marks, and the figures."""

    at: float
    places: Places
    marks: Marks
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An incident opened, or came back, and was shown: what the strip of a day ticks. `rank`: severity 0..3."""

    at: float
    incident: int
    rank: int


class Past:
    """The incidents of one window and one register; whole = those without a school count too."""

    def __init__(self, conn: Connection, register: Register, since: float, until: float, step: float, *, whole: bool):
        today = scoping.local_day(until)
        self._register, self._since, self._step, self._whole = register, since, step, whole
        self._steps = replaying.read_steps(conn, EVERYTHING, since, until, today)  # cut by the register, as when live
        wide = [one for one in silences.read_touching(conn, since, until) if one.incident is None]
        self._hushed = {one.id: (one, self._under(conn, one, today)) for one in wide}
        self._edges = {since, *(edge for one in wide for edge in self._boundaries(one, until))}
        self._lives: dict[int, Life] = {}
        self.openings: list[Opening] = []

    def moments(self) -> Iterator[Moment]:
        """What was marked, oldest first; the first one is the beginning of the window."""
        universe, waiting = self._universe(), list(reversed(self._steps))
        turns = sorted(self._edges | {self._turn(step.at) for step in self._steps})
        for at in turns:
            while waiting and self._turn(waiting[-1].at) <= at:
                self._take(waiting.pop())
            yield self._moment(at, universe)

    def _moment(self, at: float, universe: Places) -> Moment:
        lives: list[Any] = [life for life in self._lives.values()
                            if life.state in LIVE and (life.places or self._whole)]
        at_places = [np.searchsorted(universe, sorted(life.places)) for life in lives]
        flat = np.concatenate(at_places) if at_places else np.zeros(0, np.intp)
        spoken = np.repeat(np.arange(len(lives)), [len(one) for one in at_places]).astype(np.intp)
        marks = marked(len(universe), lives, flat, spoken, self._silent(at, universe))
        which = np.flatnonzero(marks)
        return Moment(at=at, places=universe[which], marks=marks[which], count=counted(lives))

    def _take(self, step: Step) -> None:
        life, data = self._lives.setdefault(step.incident_id, Life()), json.loads(step.data)
        before = life.state in LIVE if step.what != "opened" else False
        for name in _FIELDS:
            if name in data:
                setattr(life, name, bool(data[name]) if name == "quiet" else data[name])
        places = {i for code in step.codes if (i := self._register.index.get(code)) is not None}
        if step.what in ("opened", "joined"):
            life.places |= places
        elif step.what == "left":
            life.places -= places
        seen = not before and life.state in LIVE and (life.places or self._whole)
        if seen and step.at > self._since - self._step and shown(life):  # type: ignore[arg-type]
            self.openings.append(Opening(at=self._turn(step.at), incident=step.incident_id, rank=RANK[life.severity]))

    def _turn(self, at: float) -> float:
        """The first minute (or hour) of the window at which this has happened."""
        return float(max(self._since, ceil(at / self._step) * self._step))

    def _universe(self) -> Places:
        """Every school that may be marked: small, however many there are."""
        index = self._register.index
        told = {i for step in self._steps for code in step.codes if (i := index.get(code)) is not None}
        under = [places for _, places in self._hushed.values()]
        return np.unique(np.concatenate([np.array(sorted(told), np.intp), *under]))

    def _under(self, conn: Connection, one: Silence, today: str) -> Places:
        ids = np.array(scoping.school_ids(conn, one.scope, today), dtype=np.int64)
        return np.flatnonzero(np.isin(self._register.ids, ids)).astype(np.intp)

    def _boundaries(self, one: Silence, until: float) -> Iterator[float]:
        at: float | None = one.boundary(self._since)
        while at is not None and at <= until:
            yield self._turn(at)
            at = one.boundary(at)

    def _silent(self, at: float, universe: Places) -> Marks:
        under = np.zeros(len(universe), np.uint8)
        for kind, mark in ((SilenceKind.SILENCE, SILENCED), (SilenceKind.MAINTENANCE, MAINTAINED)):
            for one, places in self._hushed.values():
                if one.what is kind and one.active(at):
                    under[np.searchsorted(universe, places)] = mark
        return under
