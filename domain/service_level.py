"""How soon an incident is to be acknowledged and resolved, and how its clock stands. Defined in docs/clocks.md.

The targets are the house's own until the department decides others; they are counted in school time, where a school
day is eight and a half hours (7:00–11:30 and 13:00–17:00).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.calendar import Calendar
from domain.indicator import Severity
from domain.wording import Words, span

MINUTE, HOUR = 60.0, 3600.0
SCHOOL_DAY = 8.5 * HOUR
SOON = 0.25  # of its target left: the clock turns yellow


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """School seconds from opening to the first acknowledgement, and from the first bad reading to the end."""

    acknowledge: float
    resolve: float


TARGETS: Mapping[Severity, Target] = {
    Severity.CRITICAL: Target(acknowledge=15 * MINUTE, resolve=4 * HOUR),
    Severity.HIGH: Target(acknowledge=30 * MINUTE, resolve=8 * HOUR),
    Severity.MEDIUM: Target(acknowledge=SCHOOL_DAY, resolve=3 * SCHOOL_DAY),
    Severity.LOW: Target(acknowledge=3 * SCHOOL_DAY, resolve=10 * SCHOOL_DAY),
}


class Tone(StrEnum):
    """How a clock is drawn."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What an incident's clock says. `what`: acknowledge, resolve, done or paused. `until`: when the target runs out,
    `left_s`: school seconds until then, below 0 = overdue; both None when nothing runs."""

    words: Words
    tone: Tone
    what: str
    until: float | None = None
    left_s: float | None = None


class Counted(Protocol):
    """What a clock is read from: any incident."""

    @property
    def severity(self) -> str:
        """low, medium, high, critical."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def started_at(self) -> float:
        """The first bad reading."""

    @property
    def opened_at(self) -> float:
        """When it was opened."""

    @property
    def first_acknowledged_at(self) -> float | None:
        """When a person first took it on."""

    @property
    def resolved_at(self) -> float | None:
        """When it ended."""


LEFT = {"acknowledge": Words("còn {t} để tiếp nhận", "{t} left to acknowledge"),
        "resolve": Words("còn {t} để khắc phục", "{t} left to resolve")}
LATE = {"acknowledge": Words("quá hạn tiếp nhận {t}", "{t} late to acknowledge"),
        "resolve": Words("quá hạn khắc phục {t}", "{t} late to resolve")}
PAUSED = {"acknowledge": Words("ngoài giờ học, còn {t} để tiếp nhận", "out of hours, {t} left to acknowledge"),
          "resolve": Words("ngoài giờ học, còn {t} để khắc phục", "out of hours, {t} left to resolve")}
IN_TIME, TOO_LATE = Words("xong sau {t}, đúng hạn", "done in {t}, in time"), Words("xong sau {t}, quá hạn",
                                                                                   "done in {t}, late")
OUTSIDE = Words("xong ngoài giờ học", "done out of hours")


def clock_of(incident: Counted, now: float, calendar: Calendar) -> Clock:
    """The clock that runs for an incident: to its first acknowledgement, then to its end; or how it ended."""
    target = TARGETS[Severity(incident.severity)]
    if incident.resolved_at is not None:
        return _done(calendar.school_seconds(incident.started_at, incident.resolved_at), target.resolve)
    waits = incident.first_acknowledged_at is None and incident.state == "open"
    what, since, most = (("acknowledge", incident.opened_at, target.acknowledge) if waits
                         else ("resolve", incident.started_at, target.resolve))
    left = most - calendar.school_seconds(since, now)
    if left < 0:
        return Clock(words=_said(LATE[what], -left), tone=Tone.BAD, what=what, until=calendar.due(since, most),
                     left_s=left)
    running = calendar.hours(now).open
    tone = Tone.NONE if not running else Tone.WATCH if left < most * SOON else Tone.GOOD
    return Clock(words=_said((LEFT if running else PAUSED)[what], left), tone=tone,
                 what=what if running else "paused", until=calendar.due(since, most), left_s=left)


def _done(seconds: float, most: float) -> Clock:
    if seconds == 0:
        return Clock(words=OUTSIDE, tone=Tone.NONE, what="done")
    late = seconds > most
    return Clock(words=_said(TOO_LATE if late else IN_TIME, seconds), tone=Tone.BAD if late else Tone.GOOD, what="done")


def school_span(seconds: float, lang: str = "vi") -> str:
    """School time in words: a day of it is a school day, "2 ngày học 3 giờ"."""
    if seconds < SCHOOL_DAY:
        return span(seconds, "vi" if lang == "vi" else "en").removesuffix(" 00 phút").removesuffix(" 00 min")
    days, rest = divmod(seconds, SCHOOL_DAY)
    hours = int(rest // HOUR)
    if lang == "vi":
        return f"{int(days)} ngày học" + (f" {hours} giờ" if hours else "")
    return f"{int(days)} school day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")


def _said(words: Words, seconds: float) -> Words:
    return Words(words.vi.format(t=school_span(seconds)), words.en.format(t=school_span(seconds, "en")))
