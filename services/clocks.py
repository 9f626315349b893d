"""Clocks of incidents over a period. What each figure means: docs/clocks.md."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from domain.calendar import Calendar
from domain.clock_view import ClockBoard, Figure, Group, Verdict
from domain.given_names import given_words
from domain.incident import Cause, Kind
from domain.indicator import Severity
from domain.person import Actor, Permission, Scope
from domain.service_level import TARGETS, Clock, clock_of, school_span
from domain.silence import SilenceKind
from domain.wording import Words, carrier_name, sort_key
from services.calendar import calendar
from services.centre import Centre
from services.desk import Desk
from services.register import Register
from store import audit, clocks, incident_events, scoping, silences
from store.audit import Act
from store.clocks import Row
from store.database import Connection, Database

__all__ = ["PERIODS", "Clock", "board", "clock_of", "judge"]
PERIODS = (7, 30, 90)
DAY_S, KEPT_S, KEPT = 86400.0, 60.0, 32
EARLIER_S = 40 * DAY_S  # an incident of the period began at most so long before it was opened
NOTHING = Words("", "")
ALL, OTHER_AREA = Words("Tất cả", "All"), Words("Rộng hơn phạm vi của bạn", "Wider than your reach")
NO_AREA, NO_CARRIER = Words("Không theo địa bàn", "No area"), Words("Không rõ nhà mạng", "Carrier not known")
WORDS = {Severity.CRITICAL: Words("Nghiêm trọng", "Critical"), Severity.HIGH: Words("Cao", "High"),
         Severity.MEDIUM: Words("Trung bình", "Medium"), Severity.LOW: Words("Thấp", "Low")}


@dataclass(frozen=True, slots=True)
class Judged:
    """One incident with what became of its two clocks: (verdict, school seconds, wall seconds); None = not stopped."""

    row: Row
    acknowledge: tuple[Verdict, float | None, float | None]
    resolve: tuple[Verdict, float | None, float | None]


_made: WeakKeyDictionary[Database, OrderedDict[tuple[object, ...], ClockBoard]] = WeakKeyDictionary()
_lock = threading.Lock()


def board(desk: Desk, actor: Actor, days: int) -> ClockBoard:
    """Everything of a period, made once a minute and change. Raises NotAllowed."""
    actor.must(Permission.INCIDENTS)
    centre, scope = desk.centre, desk.scope
    with centre.db.read() as conn:
        newest = incident_events.newest(conn)
    key = (scope.key, days, newest, int(centre.clock() // KEPT_S), desk.viewer.picture.register.edition)
    with _lock:
        found = _made.setdefault(centre.db, OrderedDict()).get(key)
    if found is None:
        found = _board(centre, scope, desk.viewer.picture.register, days)
        with _lock:
            kept = _made.setdefault(centre.db, OrderedDict())
            kept[key] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
    return found


def export(desk: Desk, actor: Actor, days: int) -> ClockBoard:
    """The same to be carried away; who took it is written before it leaves. Raises NotAllowed, StoreDown."""
    found, centre = board(desk, actor, days), desk.centre
    with centre.db.write() as conn:
        audit.record(centre.db, conn, actor, Act(what="clocks.exported", object="clocks", after={"days": days}))
    return found


def judge(row: Row, now: float, found: Calendar, *, maintained: bool = False) -> Judged:
    """What became of the clocks of one incident."""
    target, out = TARGETS[Severity(row.severity)], _left_out(row, maintained)
    ended = row.resolved_at
    taken = row.first_acknowledged_at
    return Judged(
        row,
        _clock(row.opened_at, taken if taken is not None else ended, now, target.acknowledge, out, found,
               nobody=taken is None),
        _clock(row.started_at, ended, now, target.resolve, out, found))


def _left_out(row: Row, maintained: bool) -> Verdict | None:
    if maintained or row.cause == Cause.PLANNED:
        return Verdict.MAINTENANCE
    if row.cause == Cause.FALSE_ALARM:
        return Verdict.FALSE_ALARM
    return Verdict.UNKNOWN if row.kind in {Kind.SILENT, Kind.BLIND} else None


def _clock(since: float, until: float | None, now: float, most: float, out: Verdict | None, found: Calendar, *,
           nobody: bool = False) -> tuple[Verdict, float | None, float | None]:
    """`nobody`: it stopped because there was nothing left to do."""
    seconds = found.school_seconds(since, now if until is None else until)
    stopped = (seconds, until - since) if until is not None and not nobody else (None, None)
    if out is not None:
        return out, *stopped
    if seconds == 0 and until is not None:
        return Verdict.OUT_OF_HOURS, *stopped
    if seconds > most:
        return Verdict.MISSED, *stopped
    return (Verdict.WAITS if until is None or nobody else Verdict.MET), *stopped


def _board(centre: Centre, scope: Scope, register: Register, days: int) -> ClockBoard:
    now = centre.clock()
    return of_period(centre, scope, register, now - days * DAY_S, now, now)


def of_period(
    centre: Centre, scope: Scope, register: Register, since: float, until: float, now: float,
    only: Container[int] | None = None,
) -> ClockBoard:
    """The clocks of what was opened between two moments, as they stood at `now`: a stop after it has not happened.

    `only`: of these incidents.
    """
    found, today = calendar(centre), scoping.local_day(now)
    with centre.db.read() as conn:
        rows = [_then(row, now) for row in clocks.read_period(conn, scope, since, until + 1.0, today)
                if only is None or row.id in only]
        maintained = in_maintenance(conn, scope, rows, since, now, today)
    judged = [judge(row, now, found, maintained=row.id in maintained) for row in rows]
    areas = _area_words(register)
    return ClockBoard(
        days=round((until - since) / DAY_S), since=since, now=now, total=_group("", ALL, judged, judged),
        severities=tuple(_severity(one, judged) for one in reversed(Severity)),
        areas=_grouped(judged, lambda j: j.row.area, lambda key: areas.get(key) or (OTHER_AREA if key else NO_AREA)),
        carriers=_grouped(judged, lambda j: j.row.carrier, _carrier_words), people=_people(judged))


def _then(row: Row, now: float) -> Row:
    """As it was known at `now`."""
    taken, over = row.first_acknowledged_at, row.resolved_at
    if taken is not None and taken > now:
        row = replace(row, first_acknowledged_at=None, taken_by="", taken_name="")
    if over is not None and over > now:
        row = replace(row, resolved_at=None, resolved_by="", resolved_name="", cause="")
    return row


def in_maintenance(
    conn: Connection, scope: Scope, rows: Iterable[Row], since: float, now: float, today: str,
) -> set[int]:
    """Ids of the incidents that began within a maintenance of all of their schools."""
    found = set[int]()
    for one in silences.read_touching(conn, since - EARLIER_S, now, SilenceKind.MAINTENANCE):
        began = [row.id for row in rows if row.id not in found and (one.active(row.started_at)
                                                                    or one.active(row.opened_at))]
        if one.incident is not None:
            found.update({one.incident} & set(began))
        elif began:
            found |= clocks.read_inside(conn, scope, one.scope, began, today)
    return found


def _severity(severity: Severity, judged: list[Judged]) -> Group:
    these, target = [j for j in judged if j.row.severity == severity], TARGETS[severity]
    vi, en = (f"{school_span(target.acknowledge, lang)} / {school_span(target.resolve, lang)}" for lang in ("vi", "en"))
    return _group(severity.value, WORDS[severity], these, these, Words(vi, en))


def _grouped(judged: list[Judged], key: Callable[[Judged], str], words: Callable[[str], Words]) -> tuple[Group, ...]:
    parts: dict[Words, list[Judged]] = {}
    for one in judged:
        parts.setdefault(words(key(one)), []).append(one)
    found = [_group("", label, these, these) for label, these in parts.items()]
    return tuple(sorted(found, key=lambda g: (-g.resolve.n, sort_key(g.label.vi))))


def _people(judged: list[Judged]) -> tuple[Group, ...]:
    """Who acknowledged first has the first clock, who resolved the second; the centre itself is nobody."""
    took: dict[str, list[Judged]] = {}
    ended: dict[str, list[Judged]] = {}
    names: dict[str, str] = {}
    for one in judged:
        row = one.row
        for who, name, parts in ((row.taken_by, row.taken_name, took), (row.resolved_by, row.resolved_name, ended)):
            if who and not who.startswith("system:"):
                parts.setdefault(who, []).append(one)
                names[who] = name or names.get(who, "")
    found = [_group(who, given_words(name or who), took.get(who, []), ended.get(who, []))
             for who, name in names.items()]
    return tuple(sorted(found, key=lambda g: (-(g.acknowledge.n + g.resolve.n), sort_key(g.label.vi))))


def _group(key: str, label: Words, first: list[Judged], second: list[Judged], target: Words = NOTHING) -> Group:
    return Group(key=key, label=label, target=target, acknowledge=_figure(j.acknowledge for j in first),
                 resolve=_figure(j.resolve for j in second))


def _figure(told: Iterable[tuple[Verdict, float | None, float | None]]) -> Figure:
    counts, school, wall = Counter[Verdict](), [], []
    for verdict, seconds, whole in told:
        counts[verdict] += 1
        if seconds is not None and whole is not None and verdict in {Verdict.MET, Verdict.MISSED}:
            school.append(seconds)
            wall.append(whole)
    if not school:
        return Figure(counts=dict(counts), median=None, p90=None, wall=None)
    middle, high = np.percentile(school, (50, 90))
    return Figure(counts=dict(counts), median=float(middle), p90=float(high), wall=float(np.median(wall)))


def _area_words(register: Register) -> Mapping[str, Words]:
    known = {area.code: Words(area.name, area.name) for areas in register.trees.values() for area in areas}
    if register.province is not None:
        known[register.province.code] = Words(register.province.name, register.province.name)
    return known


def _carrier_words(key: str) -> Words:
    return Words(carrier_name(key), carrier_name(key)) if key else NO_CARRIER
