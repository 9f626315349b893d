"""Doubt ourselves, then judge readings, open and clear incidents.

Order of doubt: blind centre (nobody is judged) -> the source failed -> wide (most of a group of schools turned at once)
-> single. Missing data opens "mất tín hiệu" and never resolves anything. Decisions wait with the scribe until the
database has taken them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Rule, Severity
from domain.source import SourceStatus
from domain.wording import Words
from services import _watch_people, _watch_restless, _watch_silent, _watch_wide
from services._derived_operations import Operations
from services._watch_groups import Groups
from services._watch_hours import SchoolTime
from services._watch_moves import Move, write
from services._watch_people import Ears, Heard
from services._watch_restore import restore
from services._watch_streaks import Places, Streaks
from services._watch_words import BLIND, FLAPPING, graver, milder, school_says
from services.board import Board, Layer
from services.centre import Centre
from services.pulse import SourceState
from services.register import Register
from services.works import Works
from store.database import Connection

PATIENCE_S = 10.0  # a ripe single waits this long for its neighbours: one cut cable is one incident
SOURCE_PATIENCE_S = 60.0
AWAY_S = 30.0  # whoever did not look for so long was away: nobody fell silent meanwhile
MEASURED_S = 5.0
BEGIN_S = 90.0  # after that every school that can be measured has been
__all__ = ["Move", "Watch", "write"]


class Watch:
    """Looks at every commit; `write` puts what was `decided` into the database."""

    def __init__(self, centre: Centre, register: Register) -> None:
        self.centre, self.register = centre, register
        self.rules = {key: i.incident for key, i in centre.indicators.items() if i.incident is not None}
        self.streaks = {key: Streaks.empty(len(register.schools)) for key in self.rules}
        self.groups, self.time, self.works = Groups(register), SchoolTime(register), Works(register)
        self.ears, self.operations = Ears(centre, self.works), Operations(centre, register)
        self.pending: list[Move] = []
        self.blind = False
        self.listening: dict[str, float] = {}
        self.partial: set[str] = set()
        self.held: dict[tuple[str, str], float] = {}
        self.failing: set[str] = set()
        self._sick: set[str] = set()
        self._told: NDArray[np.float64] = np.zeros(len(register.schools))
        self._measured_at = self._looked_at = 0.0
        self._began = centre.clock()

    def look(self, board: Board, now: float, *, blind: bool) -> None:
        """Judge what is fresh. While blind no school is judged at all."""
        self.time.look(now)
        self._hear(self.ears.listen(now), now)
        if blind != self.blind:
            self.blind = blind
            self.pending.append(_blind_move(now, opened=blind))
        if blind or now - self._looked_at > AWAY_S:
            self.listening = dict.fromkeys(self.rules, now)
        for key, rule in self.rules.items() if not blind else ():
            self._judge(key, rule, board.layers[key], now)
        self._looked_at = now
        self._remind(now)
        if now - self._measured_at >= MEASURED_S:
            self._measured_at = now
            counts = sum((streak.count() for streak in self.streaks.values()), self._told.copy())
            board.take("incidents.live", np.arange(len(counts)), counts, now)
        self.operations.take(board, self, now)

    def _judge(self, key: str, rule: Rule, layer: Layer, now: float) -> None:
        streak = self.streaks[key]
        if not streak.seen.any():  # what was known before we started is known
            streak.heard = np.where(np.isnan(layer.value), 0.0, layer.taken)
        streak.take(layer.status, layer.taken)
        if rule.after:
            _watch_restless.settle(self, key, now)
            self._clear(key, rule, streak, now)
            _watch_wide.over(self, key, now)
            _watch_people.remind(self, key, layer.status, now)
            _watch_wide.join(self, key, now)
            _watch_wide.find(self, key, layer, now)
            self._open_singles(key, rule, streak, now)
        _watch_silent.listen(self, key, layer, now)

    def _clear(self, key: str, rule: Rule, streak: Streaks, now: float) -> None:
        well = streak.single & ~streak.flapping & ~streak.stubborn & (streak.good >= rule.clear)
        for i in np.flatnonzero(well):
            streak.single[i], streak.ended[i] = False, now
            self.pending.append(Move(what="resolve", rule=key, subject=f"school:{self.register.schools[i].code}",
                                     at=now))

    def _open_singles(self, key: str, rule: Rule, streak: Streaks, now: float) -> None:
        free = ~streak.covered()
        ripe = (streak.bad >= self.time.patience(rule.after)) & free
        streak.ripe = np.where(ripe, np.where(streak.ripe > 0, streak.ripe, now), 0.0)
        fretting = streak.restless & free
        streak.fretting = np.where(fretting, np.where(streak.fretting > 0, streak.fretting, now), 0.0)
        for times, restless in ((streak.ripe, False), (streak.fretting, True)):
            for i in np.flatnonzero((times > 0) & (now - times >= PATIENCE_S)):
                if not streak.single[i]:
                    self._open_single(key, rule, int(i), now, restless=restless)

    def _open_single(self, key: str, rule: Rule, i: int, now: float, *, restless: bool) -> None:
        streak, school = self.streaks[key], self.register.schools[i]
        flapping = restless or bool(streak.restless[i]) or _watch_restless.slowly(self, key, i, now)
        streak.single[i], streak.flapping[i], streak.ripe[i] = True, flapping, 0
        since = float(streak.since[i])
        severity = milder(rule.severity) if flapping else rule.severity
        self.pending.append(Move(
            what="open", rule=key, subject=f"school:{school.code}", at=now, kind="flapping" if flapping else "single",
            severity=graver(severity) if self.time.exam[i] else severity,
            says=school_says(FLAPPING if flapping else rule.says, school.name, since), members=(school.code,),
            area=school.new_area or school.old_area, started_at=since, quiet=not self.time.open[i]))

    def look_at_sources(self, states: tuple[SourceState, ...], now: float) -> None:
        """A source that fails for longer than SOURCE_PATIENCE_S is one incident of the centre, not of any school."""
        self._sick = {state.key for state in states if state.status != SourceStatus.OK}
        for state in states:
            lasting = state.status == SourceStatus.FAILING and now - (state.failing_since or now) >= SOURCE_PATIENCE_S
            if lasting and state.key not in self.failing:
                self.failing.add(state.key)
                says = Words(f"Nguồn “{state.name_vi}” đang lỗi: {state.error_vi}",
                             f"Source “{state.name_en}” failing: {state.error_en}")
                self.pending.append(Move(what="open", rule="source", subject=f"source:{state.key}", at=now,
                                         kind="source", severity=Severity.MEDIUM, says=says,
                                         started_at=state.failing_since or now))
            elif state.status == SourceStatus.OK and state.key in self.failing:
                self.failing.remove(state.key)
                self.pending.append(Move(what="resolve", rule="source", subject=f"source:{state.key}", at=now))

    def source_of(self, key: str) -> str:
        """The source whose metrics an indicator needs."""
        return self.centre.indicators[key].needs[0].partition(".")[0]

    def listens(self, key: str) -> bool:
        """Whoever is not heard of now is silent himself: we see, and the source answers."""
        return not self.blind and self.source_of(key) not in self._sick

    def undecided(self, rules: Sequence[str], now: float) -> frozenset[str]:
        """Codes of schools about which one of these rules may open something any moment, or has only begun to look."""
        found = np.zeros(len(self.register.schools), np.bool_)
        for key in self.rules.keys() & set(rules):
            streak = self.streaks[key]
            found |= (streak.bad > 0) & ~streak.covered()
            found |= (streak.heard == 0) & (now - self._began < BEGIN_S)
        return frozenset(self.codes(np.flatnonzero(found)))

    def unrest(self) -> set[str]:
        """Subjects of what is wrong with the centre and its sources right now."""
        return ({f"source:{key}" for key in self.failing} | {f"source:{self.source_of(key)}" for key in self.partial}
                | ({"centre:uplink"} if self.blind else set()))

    def _hear(self, heard: Heard | None, now: float) -> None:
        if heard is None:
            return
        if heard.calendar is not None:
            self.time.calendar = heard.calendar
        if heard.works is not None:
            self.works.heard = heard.works
        if heard.told is not None:
            self._told = np.array([heard.told.get(i, 0) for i in self.register.ids.tolist()], np.float64)
        for event, incident, codes in heard.moved:
            _watch_people.follow(self, event, incident, _watch_wide.codes_at(self.register.index, codes), now)

    def _remind(self, now: float) -> None:
        """What a person resolved though it still is: after five minutes it is back."""
        for (rule, subject), until in list(self.held.items()):
            if now >= until:
                del self.held[rule, subject]
                if subject in self.unrest():
                    self.pending.append(Move(what="reopen", rule=rule, subject=subject, at=now))

    def codes(self, which: Places) -> tuple[str, ...]:
        """Codes of schools in directory order."""
        return tuple(self.register.schools[i].code for i in which)

    def decided(self) -> list[Move]:
        """The waiting decisions; from now on they are the caller's to write."""
        moves, self.pending = self.pending, []
        return moves

    def rewind(self, now: float) -> None:
        """The clock was set back: what was seen "later" was seen now."""
        for streak in self.streaks.values():
            streak.rewind(now)
        self.listening = {key: min(at, now) for key, at in self.listening.items()}
        self._measured_at = self._looked_at = 0.0

    def restore(self, conn: Connection) -> None:
        """Open incidents go on after a restart: no second opening, and clearing still counts from good readings."""
        restore(self, conn)


def _blind_move(now: float, *, opened: bool) -> Move:
    return Move(what="open" if opened else "resolve", rule="blind", subject="centre:uplink", at=now, kind="blind",
                severity=Severity.CRITICAL, says=BLIND, started_at=now)
