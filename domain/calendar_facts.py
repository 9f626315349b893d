"""What a calendar is made of, and the days everybody knows: they hold until an administrator types others.

Sources: Labour Code 45/2019/QH14 art. 112 (1/1, Tết five days, Hùng Kings' day, 30/4, 1/5, 2/9 and a day beside it);
the school year of DOMAIN §9. Tết as the government announced it for civil servants in 2025 and 2026; what was not
announced when this was written says "dự kiến".
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.school import SchoolKind
from domain.wording import Words


class SpanKind(StrEnum):
    """Why days are not like others."""

    HOLIDAY = "holiday"
    TET = "tet"
    SUMMER = "summer"
    EXAM = "exam"
    MAKEUP = "makeup"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _SPANS[self]


_SPANS = {
    SpanKind.HOLIDAY: Words("Nghỉ lễ", "Holiday"), SpanKind.TET: Words("Nghỉ Tết", "Lunar New Year"),
    SpanKind.SUMMER: Words("Nghỉ hè", "Summer"), SpanKind.EXAM: Words("Kỳ thi", "Exam"),
    SpanKind.MAKEUP: Words("Học bù", "Make-up day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Local days, both included. `start`, `stop`: of an exam, each day; None = all day. `id` 0 = a typed fact."""

    what: SpanKind
    name: Words
    since: date
    until: date
    kinds: frozenset[SchoolKind] = frozenset()
    start: time | None = None
    stop: time | None = None
    id: int = 0

    @property
    def key(self) -> str:
        """Names a known day, also after it was written down."""
        return f"{self.what}:{self.since}:{self.until}"

    def told(self) -> dict[str, str]:
        """For the log."""
        hours = f"{self.start:%H:%M}–{self.stop:%H:%M}" if self.start and self.stop else ""
        return _said(what=self.what.words.vi, name=self.name.vi, since=str(self.since), until=str(self.until),
                     hours=hours, kinds=_kinds(self.kinds))

    def holds(self, kind: SchoolKind | None) -> bool:
        """Is it said of this kind? None = of the province as a whole."""
        return not self.kinds or (kind is not None and kind in self.kinds)


EVER = date(1976, 1, 1)  # hours without a first day


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Lessons of one shift. `weekdays`: Monday = 0."""

    start: time
    stop: time
    weekdays: frozenset[int]
    since: date = EVER
    until: date | None = None
    kinds: frozenset[SchoolKind] = frozenset()
    id: int = 0

    @property
    def key(self) -> str:
        """Names known hours, also after they were written down."""
        return f"lesson:{self.start:%H%M}-{self.stop:%H%M}"

    def told(self) -> dict[str, str]:
        """For the log."""
        return _said(hours=f"{self.start:%H:%M}–{self.stop:%H:%M}", kinds=_kinds(self.kinds), since=str(self.since),
                     weekdays=" ".join(str(day) for day in sorted(self.weekdays)),
                     until=str(self.until) if self.until else "")


def _said(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _kinds(kinds: frozenset[SchoolKind]) -> str:
    return ", ".join(kind.words.vi for kind in SchoolKind if kind in kinds)


SCHOOL_DAYS = frozenset(range(5))
SESSIONS = (Session(start=time(7), stop=time(11, 30), weekdays=SCHOOL_DAYS),
            Session(start=time(13), stop=time(17), weekdays=SCHOOL_DAYS))

NEW_YEAR, VICTORY = Words("Tết Dương lịch", "New Year's Day"), Words("Ngày Chiến thắng 30/4", "Reunification Day")
LABOUR, NATION = Words("Quốc tế Lao động 1/5", "Labour Day"), Words("Quốc khánh 2/9", "National Day")
HUNG, HUNG_REST = Words("Giỗ Tổ Hùng Vương", "Hung Kings' Day"), Words("Nghỉ bù Giỗ Tổ", "Rest for Hung Kings' Day")
TET, MAYBE_TET = Words("Tết Nguyên đán", "Lunar New Year"), Words("Tết Nguyên đán (dự kiến)", "Lunar New Year (likely)")
SUMMER = Words("Nghỉ hè", "Summer break")
MAYBE_NATION = Words("Quốc khánh 2/9 (ngày liền kề dự kiến)", "National Day (the day beside it is likely)")

_TET = {  # first and last day
    2025: (date(2025, 1, 25), date(2025, 2, 2), TET), 2026: (date(2026, 2, 14), date(2026, 2, 22), TET),
    2027: (date(2027, 2, 4), date(2027, 2, 10), MAYBE_TET),  # New Year's day is 6/2/2027
}
_HUNG = {2025: date(2025, 4, 7), 2026: date(2026, 4, 26), 2027: date(2027, 4, 16)}  # 10/3 of the lunar year
_REST = {2026: date(2026, 4, 27)}  # it fell on a Sunday
_NATION = {2025: (1, 2), 2026: (1, 2)}  # days of September, announced


def default_spans(year: int) -> tuple[Span, ...]:
    """What is known of a year. Exam windows are left to the administrator: their days are announced each year."""
    def off(what: SpanKind, name: Words, since: date, until: date | None = None) -> Span:
        return Span(what=what, name=name, since=since, until=until or since)

    first, last = _NATION.get(year, (1, 2))
    found = [
        off(SpanKind.HOLIDAY, NEW_YEAR, date(year, 1, 1)),
        off(SpanKind.HOLIDAY, VICTORY, date(year, 4, 30)),
        off(SpanKind.HOLIDAY, LABOUR, date(year, 5, 1)),
        off(SpanKind.SUMMER, SUMMER, date(year, 6, 1), date(year, 8, 31)),
        off(SpanKind.HOLIDAY, NATION if year in _NATION else MAYBE_NATION, date(year, 9, first), date(year, 9, last)),
    ]
    if year in _TET:
        since, until, name = _TET[year]
        found.append(off(SpanKind.TET, name, since, until))
    if year in _HUNG:
        found.append(off(SpanKind.HOLIDAY, HUNG, _HUNG[year]))
    if year in _REST:
        found.append(off(SpanKind.HOLIDAY, HUNG_REST, _REST[year]))
    return tuple(sorted(found, key=lambda s: (s.since, s.until)))
