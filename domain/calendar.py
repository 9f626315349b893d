"""When schools are at work. Outside these hours a dark school is normal: it is recorded, not shouted.

All days are local days (Asia/Ho_Chi_Minh). A year nobody edited follows domain/calendar_facts.py; a year that somebody
edited follows what was typed, and nothing else. School time is taught time and the hours of an exam.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.calendar_facts import SCHOOL_DAYS, SESSIONS, Session, Span, SpanKind, default_spans
from domain.school import SchoolKind
from domain.wording import LOCAL, Words

Stretch = tuple[float, float]  # epoch seconds UTC, the end excluded
FARTHEST_DAYS = 800  # beyond two years without a lesson nothing is due


class DayKind(StrEnum):
    """What a day looks like; the order decides which one is told when a day is several."""

    EXAM = "exam"
    MAKEUP = "makeup"
    TET = "tet"
    HOLIDAY = "holiday"
    SUMMER = "summer"
    FREE = "free"  # no lessons on this weekday
    TAUGHT = "taught"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """One moment. `name`: what this day is called in the calendar, None = an ordinary one."""

    teaching: bool
    exam: bool
    name: Words | None

    @property
    def open(self) -> bool:
        """School time: taught, or an exam."""
        return self.teaching or self.exam


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`years`: those somebody edited, where `spans` alone holds; every other year follows the typed facts.

    `kind` None asks for the province as a whole: what is not said of single kinds of school.
    """

    spans: tuple[Span, ...] = ()
    sessions: tuple[Session, ...] = SESSIONS
    years: frozenset[int] = frozenset()
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, at: float, kind: SchoolKind | None = None) -> Hours:
        """The moment `at`, epoch seconds UTC."""
        last = self._kept.get("hours")
        if last is not None and last[0] == (at, kind):
            known: Hours = last[1]
            return known
        day = local_day(at)
        taught, exams = self._stretches(day, kind)
        named = self.named(day, kind)
        found = Hours(teaching=_inside(taught, at), exam=_inside(exams, at), name=named[0].name if named else None)
        self._kept["hours"] = ((at, kind), found)
        return found

    def school_seconds(self, since: float, until: float, kind: SchoolKind | None = None) -> float:
        """Seconds of school time between two moments; 0 when they are turned round."""
        if until <= since:
            return 0.0
        first, before = self._since_new_year(since, kind)
        kept = self._kept.get("until")  # a list asks for one `now` many times
        if kept is None or kept[0] != (until, kind):
            kept = self._kept["until"] = ((until, kind), self._since_new_year(until, kind))
        last, after = kept[1]
        return after - before + sum(self._sums(year, kind)[-1] for year in range(first, last))

    def due(self, since: float, seconds: float, kind: SchoolKind | None = None) -> float | None:
        """When `seconds` of school time have passed since; None = not within two years."""
        day = local_day(since)
        for _ in range(FARTHEST_DAYS):
            for start, stop in self.school_time(day, kind):
                start = max(start, since)
                if stop - start >= seconds > 0:
                    return start + seconds
                seconds -= max(0.0, stop - start)
            day += timedelta(days=1)
        return None

    def next_change(self, at: float, kind: SchoolKind | None = None) -> float | None:
        """The next moment at which school time begins or ends; None = not within two years."""
        day = local_day(at)
        for _ in range(FARTHEST_DAYS):
            for edges in self.school_time(day, kind):
                for edge in edges:
                    if edge > at:
                        return edge
            day += timedelta(days=1)
        return None

    def school_time(self, day: date, kind: SchoolKind | None = None) -> tuple[Stretch, ...]:
        """Taught time and exams of a local day, in order, without overlap."""
        taught, exams = self._stretches(day, kind)
        return _merged((*taught, *exams)) if exams else taught

    def named(self, day: date, kind: SchoolKind | None = None) -> tuple[Span, ...]:
        """Every span of this day for this kind, the weightiest first."""
        found = [s for s in self.spans_of(day.year) if s.since <= day <= s.until and s.holds(kind)]
        return tuple(sorted(found, key=lambda s: _WEIGHT[DayKind(s.what)]))

    def day_kind(self, day: date, kind: SchoolKind | None = None) -> DayKind:
        """What the day looks like."""
        if named := self.named(day, kind):
            return DayKind(named[0].what)
        return DayKind.TAUGHT if self._stretches(day, kind)[0] else DayKind.FREE

    def spans_of(self, year: int) -> tuple[Span, ...]:
        """Every span that touches a year: typed by somebody, or the facts."""
        key = ("year", year)
        if key not in self._kept:
            mine = tuple(s for s in self.spans if s.since.year <= year <= s.until.year)
            self._kept[key] = mine if year in self.years else default_spans(year)
        found: tuple[Span, ...] = self._kept[key]
        return found

    def sessions_of(self, day: date, kind: SchoolKind | None = None) -> tuple[Session, ...]:
        """The sessions in force on a day: those that name the kind, else those that name none."""
        here = [s for s in self.sessions if s.since <= day and (s.until is None or day <= s.until)]
        own = [s for s in here if kind is not None and kind in s.kinds]
        return tuple(own or [s for s in here if not s.kinds])

    def _stretches(self, day: date, kind: SchoolKind | None) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
        key = (day, kind)
        if key not in self._kept:
            spans = self.named(day, kind)
            whats = {s.what for s in spans}
            made_up = SpanKind.MAKEUP in whats
            off = not made_up and whats & {SpanKind.HOLIDAY, SpanKind.TET, SpanKind.SUMMER}
            taught = [] if off else [_stretch(day, s.start, s.stop) for s in self.sessions_of(day, kind)
                                     if made_up or day.weekday() in s.weekdays]
            exams = [_stretch(day, s.start, s.stop) for s in spans if s.what is SpanKind.EXAM]
            self._kept[key] = (_merged(taught), _merged(exams))
        found: tuple[tuple[Stretch, ...], tuple[Stretch, ...]] = self._kept[key]
        return found

    def _since_new_year(self, at: float, kind: SchoolKind | None) -> tuple[int, float]:
        """(year, school seconds of it before `at`)."""
        day = local_day(at)
        seconds = self._sums(day.year, kind)[day.toordinal() - date(day.year, 1, 1).toordinal()]
        for start, stop in self.school_time(day, kind):
            if at > start:
                seconds += min(stop, at) - start
        return day.year, seconds

    def _sums(self, year: int, kind: SchoolKind | None) -> list[float]:
        """School seconds of a year before each of its days."""
        key = ("sums", year, kind)
        if key not in self._kept:
            sums, day = [0.0], date(year, 1, 1)
            while day.year == year:
                sums.append(sums[-1] + sum(stop - start for start, stop in self.school_time(day, kind)))
                day += timedelta(days=1)
            self._kept[key] = sums
        found: list[float] = self._kept[key]
        return found


_WEIGHT = {kind: rank for rank, kind in enumerate(DayKind)}
DEFAULT = Calendar()


def local_day(at: float) -> date:
    """The local day of a moment, epoch seconds UTC."""
    return datetime.fromtimestamp(at, UTC).astimezone(LOCAL).date()


def moment_of(day: date, clock: time) -> float:
    """A local wall time as epoch seconds UTC."""
    return datetime.combine(day, clock, LOCAL).timestamp()


def read_clock(text: str) -> time | None:
    """"7:00", "07h30", "7h" -> that local time; None = no such time."""
    found = re.fullmatch(r"(\d{1,2})(?:[:hH.](\d{2})?)?", text.strip(), re.ASCII)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def in_school_hours(at: float, calendar: Calendar = DEFAULT) -> bool:
    """`at`: epoch seconds UTC."""
    return calendar.hours(at).open


def _stretch(day: date, start: time | None, stop: time | None) -> Stretch:
    end = moment_of(day + timedelta(days=1), time()) if stop is None else moment_of(day, stop)
    return moment_of(day, start or time()), end


def _merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for start, stop in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        elif stop > start:
            found.append((start, stop))
    return tuple(found)


def _inside(stretches: tuple[Stretch, ...], at: float) -> bool:
    place = bisect_right(stretches, (at, float("inf"))) - 1
    return place >= 0 and at < stretches[place][1]


__all__ = ["DEFAULT", "SCHOOL_DAYS", "SESSIONS", "Calendar", "DayKind", "Hours", "Session", "Span", "SpanKind",
           "default_spans", "in_school_hours", "local_day", "moment_of", "read_clock"]
