"""Reports that make themselves: when one is due, of which period, and for whom. Days are local days.

Daily ones keep to school days when asked to; weekly ones move to the first school day of their week from their weekday
on, and leave a week without lessons out; monthly and term ones tell of a time that is over and move to the next working
day of their month. What the centre missed while it was away is made once, for the newest time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.calendar import DEFAULT, Calendar, Span, SpanKind, local_day, moment_of
from domain.person import Part
from domain.wording import Words

FARTHEST = 800  # days looked ahead
TERMS = ((1, 16), (6, 1))  # month and day after the last day of the first and of the second term; where a calendar has
# a summer of its own, the second term ends with the day before it, and the first begins with the day after
FIRST_TERM = (9, 5)
SPRING = 3  # the month from which on a term that ends is the second
WEEKDAYS = (Words("thứ Hai", "Monday"), Words("thứ Ba", "Tuesday"), Words("thứ Tư", "Wednesday"),
            Words("thứ Năm", "Thursday"), Words("thứ Sáu", "Friday"), Words("thứ Bảy", "Saturday"),
            Words("Chủ nhật", "Sunday"))


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TERM = "term"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _RHYTHMS[self]


_RHYTHMS = {
    Rhythm.DAILY: Words("Hằng ngày", "Daily"), Rhythm.WEEKLY: Words("Hằng tuần", "Weekly"),
    Rhythm.MONTHLY: Words("Hằng tháng", "Monthly"), Rhythm.TERM: Words("Hết học kỳ", "At the end of a term"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`weekday`: Monday = 0; `day`: of the month, at most 28; `school_days`: not on days off."""

    rhythm: Rhythm
    clock: time = time(7)
    weekday: int = 0
    day: int = 1
    school_days: bool = True

    def next_after(self, calendar: Calendar, after: float) -> float | None:
        """The first time it is due after that moment; None = not within two years."""
        first = local_day(after)
        for day in self._days(calendar, first):
            due = moment_of(day, self.clock)
            if due > after:
                return due
        return None

    def last_before(self, calendar: Calendar, since: float, now: float) -> tuple[float, int]:
        """Of the times from `since`, itself due, to now: the newest, and how many came before it."""
        due, missed = since, 0
        while (following := self.next_after(calendar, due)) is not None and following <= now:
            due, missed = following, missed + 1
        return due, missed

    def moved(self, calendar: Calendar, pending: float, now: float) -> float | None:
        """When what was to come at `pending` comes by this calendar. What was told already is not told once more: of a
        week, month or term only the one that is pending moves, also to a time that is over: then it is due now."""
        if self.rhythm is Rhythm.DAILY:
            return self.next_after(calendar, min(now, pending - 1))
        day = local_day(pending)
        if self.rhythm is Rhythm.TERM:
            return self.next_after(calendar, _midnight(term_ends(calendar, day.year)[day.month >= SPRING]) - 1)
        first = day.replace(day=1) if self.rhythm is Rhythm.MONTHLY else day - timedelta(days=day.weekday())
        return self.next_after(calendar, _midnight(first) - 1)

    def period(self, due: float, calendar: Calendar = DEFAULT) -> tuple[float, float] | None:
        """Begin and end of what it tells of; None = the moment itself."""
        day = local_day(due)
        if self.rhythm is Rhythm.DAILY:
            return None
        if self.rhythm is Rhythm.WEEKLY:
            ends = day - timedelta(days=day.weekday())
            return _midnight(ends - timedelta(days=7)), _midnight(ends)
        if self.rhythm is Rhythm.MONTHLY:
            ends = day.replace(day=1)
            return _midnight((ends - timedelta(days=1)).replace(day=1)), _midnight(ends)
        first, second = term_ends(calendar, day.year)
        if day >= second:
            return _midnight(first), _midnight(second)
        return _midnight(first_day(calendar, day.year - 1)), _midnight(first)

    @property
    def words(self) -> Words:
        """"Hằng tuần, thứ Hai lúc 07:00"."""
        name, at = self.rhythm.words, f"{self.clock:%H:%M}"
        if self.rhythm is Rhythm.WEEKLY:
            which = WEEKDAYS[self.weekday]
            return Words(f"{name.vi}, {which.vi} lúc {at}", f"{name.en}, {which.en} at {at}")
        if self.rhythm is Rhythm.MONTHLY:
            return Words(f"{name.vi}, ngày {self.day} lúc {at}", f"{name.en}, day {self.day} at {at}")
        off = self.rhythm is Rhythm.DAILY and self.school_days
        return Words(f"{name.vi} lúc {at}{', ngày đi học' if off else ''}",
                     f"{name.en} at {at}{', on school days' if off else ''}")

    def _days(self, calendar: Calendar, first: date) -> Iterator[date]:
        """Days it is due on, from a little before `first`, in order."""
        start = first - timedelta(days=31)
        for n in range(FARTHEST):
            base = start + timedelta(days=n)
            day = self._moved(calendar, base) if self._falls(calendar, base) else None
            if day is not None:
                yield day

    def _falls(self, calendar: Calendar, day: date) -> bool:
        if self.rhythm is Rhythm.DAILY:
            return True
        if self.rhythm is Rhythm.WEEKLY:
            return day.weekday() == self.weekday
        if self.rhythm is Rhythm.MONTHLY:
            return day.day == self.day
        return day in term_ends(calendar, day.year)

    def _moved(self, calendar: Calendar, base: date) -> date | None:
        if not self.school_days:
            return base
        if self.rhythm is Rhythm.DAILY:
            return base if calendar.school_time(base) else None
        if self.rhythm is Rhythm.WEEKLY:
            rest = (base + timedelta(days=n) for n in range(7 - base.weekday()))
            return next((day for day in rest if calendar.school_time(day)), None)
        rest = (base + timedelta(days=n) for n in range(31))
        month = (day for day in rest if day.month == base.month)
        return next((day for day in month if _working(calendar, day)), base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person of the house, or an address. `hint`: what may be shown of it."""

    person_id: int | None = None
    name: str = ""
    hint: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody types: a schedule before it is checked. `addresses`: e-mail."""

    name: str
    template: str
    plan: Plan
    parts: tuple[Part, ...] = ()
    papers: tuple[str, ...] = ("pdf",)
    people: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()  # ids of recipients with an address that stay
    visitors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One that stands. `next_at` None = paused; `owner`: whose reach it is made with."""

    id: int
    name: str
    template: str
    plan: Plan
    parts: tuple[Part, ...]
    papers: tuple[str, ...]
    visitors: bool
    owner: int
    owner_name: str
    owner_demo: bool
    next_at: float | None
    recipients: tuple[Recipient, ...] = ()
    last: "Run | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One letter of a run: to whom, by which way, what became of it."""

    to: str
    state: str
    channel: str
    tries: int
    sent_at: float | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One time it was due. `missed`: earlier times the centre was away."""

    id: int
    schedule_id: int
    due_at: float
    missed: int
    state: str
    snapshot: str
    tries: int
    ended_at: float | None
    error: Words
    letters: tuple[Sent, ...] = ()


def term_ends(calendar: Calendar, year: int) -> tuple[date, date]:
    """The days after the last day of the first and of the second term: the second is the first day of summer."""
    summer = _summer(calendar, year)
    return date(year, *TERMS[0]), summer.since if summer else date(year, *TERMS[1])


def first_day(calendar: Calendar, year: int) -> date:
    """The day the school year begins: typed summers tell it, the known ones end before the opening ceremony."""
    summer = _summer(calendar, year)
    return summer.until + timedelta(days=1) if summer and summer.id else date(year, *FIRST_TERM)


def _summer(calendar: Calendar, year: int) -> Span | None:
    """The summer of the province as a whole that begins in this year; of several the longest."""
    found = [span for span in calendar.spans_of(year)
             if span.what is SpanKind.SUMMER and not span.kinds and span.since.year == year]
    return max(found, key=lambda span: (span.until - span.since, span.since), default=None)


def _working(calendar: Calendar, day: date) -> bool:
    whats = {span.what for span in calendar.named(day)}
    return SpanKind.MAKEUP in whats or (day.weekday() < 5 and not whats & {SpanKind.HOLIDAY, SpanKind.TET})


def _midnight(day: date) -> float:
    return moment_of(day, time())
