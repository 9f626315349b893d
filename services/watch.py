"""Doubt ourselves, then judge readings, open and clear incidents.

Order of doubt: blind centre (nobody is judged) -> wide (most of one area's schools on one carrier turned at once) ->
single. Missing data neither opens nor resolves. Decisions wait with the scribe until the database has taken them.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Rule, Severity
from domain.measurement import Code
from domain.person import EVERYTHING
from domain.source import SourceStatus
from domain.wording import Words, moment
from services.board import Board
from services.centre import Centre
from services.pulse import SourceState
from services.register import NONE, Register
from services.telling import wide_words
from store import incidents
from store.database import Connection, Database

PATIENCE_S = 10.0  # a ripe single waits this long for its neighbours: one cut cable is one incident
WIDE_LEAST = 5
WIDE_SHARE = 0.5
WIDE_OVER = 0.1  # a wide incident is over when at most this share of its schools, or a single one, is still bad
SOURCE_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One decision waiting to be written: open (with its words), join (`members` only) or resolve."""

    rule: str
    subject: str
    at: float
    kind: str = "single"
    severity: Severity = Severity.HIGH
    area: str = ""
    says: Words | None = None
    started_at: float = 0.0
    members: tuple[str, ...] = ()


@dataclass(slots=True)
class Streaks:
    """Judgements in a row of one rule, per school; `since` = first bad reading, `ripe` = when `after` was reached."""

    bad: NDArray[np.int32]
    good: NDArray[np.int32]
    seen: NDArray[np.float64]
    since: NDArray[np.float64]
    ripe: NDArray[np.float64]
    single: NDArray[np.bool_]
    wide: dict[int, NDArray[np.intp]] = field(default_factory=dict)

    @classmethod
    def empty(cls, count: int) -> "Streaks":
        """Nothing judged yet."""
        return cls(np.zeros(count, np.int32), np.zeros(count, np.int32), np.zeros(count), np.zeros(count),
                   np.zeros(count), np.zeros(count, np.bool_))

    def covered(self) -> NDArray[np.bool_]:
        """Schools that an open incident speaks for."""
        covered = self.single.copy()
        for members in self.wide.values():
            covered[members] = True
        return covered


class Watch:
    """Looks at every commit; `write` puts what was `decided` into the database."""

    def __init__(self, centre: Centre, register: Register) -> None:
        self.centre, self.register = centre, register
        self.rules = {key: i.incident for key, i in centre.indicators.items() if i.incident is not None}
        self.streaks = {key: Streaks.empty(len(register.schools)) for key in self.rules}
        self.group, self.group_names = _groups(register)
        self.pending: list[Move] = []
        self.blind = False
        self._sources: set[str] = set()
        self._measured_at = 0.0

    def look(self, board: Board, now: float, *, blind: bool) -> None:
        """Judge what is fresh. While blind no school is judged at all."""
        if blind != self.blind:
            self.blind = blind
            self.pending.append(_blind_move(now, opened=blind))
        if not blind:
            for key, rule in self.rules.items():
                self._judge(key, rule, board, now)
        if now - self._measured_at >= 5.0:
            self._measured_at = now
            counts = sum((s.covered().astype(np.float64) for s in self.streaks.values()),
                         np.zeros(len(self.register.schools)))
            board.take("incidents.measured", np.arange(len(counts)), counts, now)

    def _judge(self, key: str, rule: Rule, board: Board, now: float) -> None:
        layer, streak = board.layers[key], self.streaks[key]
        fresh = layer.taken > streak.seen
        bad = fresh & (layer.status == Code.BAD)
        good = fresh & ((layer.status == Code.GOOD) | (layer.status == Code.WATCH))
        streak.since[bad & (streak.bad == 0)] = layer.taken[bad & (streak.bad == 0)]
        streak.bad = np.where(bad, streak.bad + 1, np.where(good, 0, streak.bad)).astype(np.int32)
        streak.good = np.where(good, streak.good + 1, np.where(bad, 0, streak.good)).astype(np.int32)
        streak.seen[fresh] = layer.taken[fresh]
        ripe = (streak.bad >= rule.after) & ~streak.covered()
        streak.ripe = np.where(ripe, np.where(streak.ripe > 0, streak.ripe, now), 0.0)
        self._clear(key, rule, streak, now)
        self._open_wide(key, rule, streak, layer.status, now)
        for i in np.flatnonzero((streak.ripe > 0) & (now - streak.ripe >= PATIENCE_S)):
            self._open_single(key, rule, streak, int(i), now)

    def _clear(self, key: str, rule: Rule, streak: Streaks, now: float) -> None:
        for i in np.flatnonzero(streak.single & (streak.good >= rule.clear)):
            streak.single[i] = False
            self.pending.append(Move(rule=key, subject=f"school:{self.register.schools[i].code}", at=now))
        for group, members in list(streak.wide.items()):
            still_bad = (streak.good[members] < rule.clear).sum()
            if still_bad <= max(1, WIDE_OVER * len(members)):
                del streak.wide[group]
                self.pending.append(Move(rule=key, subject=f"area:{self.group_names[group]}", at=now))

    def _open_wide(self, key: str, rule: Rule, streak: Streaks, status: NDArray[np.uint8], now: float) -> None:
        if not (streak.ripe > 0).any():
            return
        known = np.bincount(self.group[np.isin(status, (Code.GOOD, Code.WATCH, Code.BAD))],
                            minlength=len(self.group_names))
        bad = np.bincount(self.group[status == Code.BAD], minlength=len(self.group_names))
        for group in np.unique(self.group[streak.ripe > 0]):
            ripe = np.flatnonzero((self.group == group) & (streak.ripe > 0))
            if group in streak.wide:
                self.pending.append(Move(rule=key, subject=f"area:{self.group_names[group]}", at=now, kind="wide",
                                         members=self._codes(ripe)))
                streak.wide[group] = np.union1d(streak.wide[group], ripe)
                streak.ripe[ripe] = 0
            elif self.group_names[group] and bad[group] >= WIDE_LEAST and bad[group] >= WIDE_SHARE * known[group]:
                members = np.flatnonzero((self.group == group) & (status == Code.BAD) & ~streak.covered())
                if len(members) < WIDE_LEAST:
                    continue  # most were told of one by one: a wide incident of the rest would be over at once
                streak.wide[int(group)] = members
                streak.ripe[members] = 0
                self.pending.append(self._wide_move(key, int(group), members, streak, now))

    def _wide_move(self, key: str, group: int, members: NDArray[np.intp], streak: Streaks, now: float) -> Move:
        code, carrier = self.group_names[group].split("/")
        name, count = self.register.area(code).name, len(members)
        started = streak.since[members]
        return Move(
            rule=key, subject=f"area:{self.group_names[group]}", at=now, kind="wide", severity=Severity.CRITICAL,
            area=code, started_at=float(started[started > 0].min()) if (started > 0).any() else now,
            members=self._codes(members), says=wide_words(count, name, carrier),
        )

    def _codes(self, which: NDArray[np.intp]) -> tuple[str, ...]:
        return tuple(self.register.schools[i].code for i in which)

    def _open_single(self, key: str, rule: Rule, streak: Streaks, i: int, now: float) -> None:
        school = self.register.schools[i]
        streak.single[i], streak.ripe[i] = True, 0
        since = datetime.fromtimestamp(streak.since[i], UTC)
        says = Words(*(rule.says.say(lang).format(school=school.name, since=moment(since, lang))
                       for lang in ("vi", "en")))
        self.pending.append(Move(
            rule=key, subject=f"school:{school.code}", at=now, severity=rule.severity, says=says,
            area=school.new_area or school.old_area, started_at=float(streak.since[i]), members=(school.code,),
        ))

    def look_at_sources(self, states: tuple[SourceState, ...], now: float) -> None:
        """A source that fails for longer than SOURCE_PATIENCE_S is one incident of the centre, not of any school."""
        for state in states:
            failing = state.status == SourceStatus.FAILING and now - (state.failing_since or now) >= SOURCE_PATIENCE_S
            if failing and state.key not in self._sources:
                self._sources.add(state.key)
                says = Words(f"Nguồn “{state.name_vi}” đang lỗi: {state.error_vi}",
                             f"Source “{state.name_en}” failing: {state.error_en}")
                self.pending.append(Move(rule="source", subject=f"source:{state.key}", at=now, kind="source",
                                         severity=Severity.MEDIUM, says=says, started_at=state.failing_since or now))
            elif state.status == SourceStatus.OK and state.key in self._sources:
                self._sources.remove(state.key)
                self.pending.append(Move(rule="source", subject=f"source:{state.key}", at=now))

    def decided(self) -> list[Move]:
        """The waiting decisions; from now on they are the caller's to write."""
        moves, self.pending = self.pending, []
        return moves

    def rewind(self, now: float) -> None:
        """The clock was set back: what was seen "later" was seen now."""
        for streak in self.streaks.values():
            for times in (streak.seen, streak.since, streak.ripe):
                np.minimum(times, now, out=times)
        self._measured_at = 0.0

    def restore(self, conn: Connection) -> None:
        """Open incidents go on after a restart: no second opening, and clearing still counts from good readings."""
        found = incidents.read_open(conn, EVERYTHING)
        members = incidents.read_members(conn, EVERYTHING, [i.id for i in found if i.kind == "wide"])
        for incident in found:
            what, _, name = incident.subject.partition(":")
            streak = self.streaks.get(incident.rule)
            if what == "source":
                self._sources.add(name)
            elif what == "centre":
                self.blind = True
            elif streak is not None and what == "school" and name in self.register.index:
                streak.single[self.register.index[name]] = True
            elif streak is not None and what == "area" and name in self.group_names:
                streak.wide[self.group_names.index(name)] = np.array(
                    [self.register.index[code] for code in members[incident.id] if code in self.register.index],
                    dtype=np.intp)


def write(db: Database, conn: Connection, moves: list[Move]) -> None:
    """Decisions into the caller's transaction; doing it twice changes nothing."""
    for move in moves:
        if move.says is None and move.members:
            incidents.join_incident(db, conn, rule=move.rule, subject=move.subject, members=move.members)
        elif move.says is None:
            incidents.resolve_incident(conn, rule=move.rule, subject=move.subject, at=move.at)
        else:
            incidents.open_incident(
                db, conn, kind=move.kind, rule=move.rule, subject=move.subject, severity=move.severity,
                area=move.area, says=move.says, schools=len(move.members), started_at=move.started_at, at=move.at,
                members=move.members,
            )


def _blind_move(now: float, *, opened: bool) -> Move:
    says = Words("Trung tâm mất tầm nhìn: đường truyền của chính trung tâm không thông",
                 "The centre is blind: its own line is down")
    return Move(rule="blind", subject="centre:uplink", at=now, kind="blind", severity=Severity.CRITICAL,
                says=says if opened else None, started_at=now)


def _groups(register: Register) -> tuple[NDArray[np.int64], list[str]]:
    """Group number per school and "AREA/carrier" per group; "" = a group that cannot be wide (no area or carrier)."""
    places = register.old if (register.old != NONE).any() else register.new
    areas = register.trees[next(t for t in register.trees if register.leaf(t) is places)]
    names: dict[str, int] = {"": 0}
    numbers = np.zeros(len(register.schools), np.int64)
    for i, school in enumerate(register.schools):
        name = f"{areas[places[i]].code}/{school.carrier}" if places[i] != NONE and school.carrier else ""
        numbers[i] = names.setdefault(name, len(names))
    return numbers, list(names)
