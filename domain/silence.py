"""A silence hides noise, never facts: while it is active what opens is recorded and not shouted. A maintenance is the
same, announced, with a look of its own, and no clock counts it.

Local times (Asia/Ho_Chi_Minh). A recurring one is active only on its weekdays, from `start` to `stop`; a stop that is
not after the start is on the next day, which belongs to the weekday the window began on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.calendar import local_day, moment_of
from domain.person import Part, Scope
from domain.school import SchoolKind
from domain.wording import Words

DAY_S = 86400.0
LONGEST_S = {"silence": 30 * DAY_S, "maintenance": 366 * DAY_S}
SHORTEST_REASON, LONGEST_REASON = 3, 500
EVERY_DAY = frozenset(range(7))
WEEK = 8  # a recurring window comes again within so many days


class SilenceKind(StrEnum):
    """What it is."""

    SILENCE = "silence"
    MAINTENANCE = "maintenance"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _KINDS[self]


class Phase(StrEnum):
    """Where a moment lies in its life."""

    ACTIVE = "active"
    BETWEEN = "between"
    PLANNED = "planned"
    OVER = "over"
    REVOKED = "revoked"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _PHASES[self]


_KINDS = {SilenceKind.SILENCE: Words("Tạm ngưng báo", "Silence"),
          SilenceKind.MAINTENANCE: Words("Bảo trì", "Maintenance")}
_PHASES = {
    Phase.ACTIVE: Words("đang có hiệu lực", "active"), Phase.BETWEEN: Words("chờ lần tới", "between two times"),
    Phase.PLANNED: Words("chưa đến giờ", "planned"), Phase.OVER: Words("đã hết", "over"),
    Phase.REVOKED: Words("đã bỏ", "taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """`incident` alone, or `school` alone, or `area` × `kinds` ("" and none = the whole province). Epoch seconds UTC.

    `weekdays` (Monday = 0) and `start`–`stop`: none = all the time between `since` and `until`.
    """

    what: SilenceKind
    since: float
    until: float
    reason: str
    incident: int | None = None
    area: str = ""
    school: str = ""
    kinds: frozenset[SchoolKind] = frozenset()
    weekdays: frozenset[int] = frozenset()
    start: time | None = None
    stop: time | None = None
    actor: str = ""
    actor_name: str = ""
    created_at: float = 0.0
    revoked_at: float | None = None
    revoked_by: str = ""
    id: int = 0

    @property
    def recurring(self) -> bool:
        """Not all the time."""
        return bool(self.weekdays) or self.start is not None

    @property
    def end(self) -> float:
        """When it is over for good."""
        return self.until if self.revoked_at is None else min(self.until, self.revoked_at)

    @property
    def scope(self) -> Scope:
        """Its schools, as a reach; one for a single incident reaches none by itself."""
        if self.incident is not None:
            return Scope()
        part = Part(school=self.school) if self.school else Part(area=self.area, kinds=self.kinds)
        return Scope(parts=frozenset({part}))

    def active(self, at: float) -> bool:
        """Is `at` within it? The beginning is, the end is not."""
        if not self.since <= at < self.end:
            return False
        if not self.recurring:
            return True
        day = local_day(at)
        windows = (self._window(day - timedelta(days=back)) for back in (1, 0))
        return any(start <= at < stop for start, stop in windows if stop > start)

    def phase(self, at: float) -> Phase:
        """Where `at` lies in its life."""
        if self.active(at):
            return Phase.ACTIVE
        if self.revoked_at is not None and self.revoked_at < self.until and self.revoked_at <= at:
            return Phase.REVOKED
        if at >= self.until:
            return Phase.OVER
        return Phase.PLANNED if at < self.since else Phase.BETWEEN

    def boundary(self, at: float) -> float | None:
        """The next moment at which it begins or ends; None = never again."""
        now = self.active(at)
        edges = {self.since, self.end}
        for start, stop in self._windows(max(at, self.since)):
            edges |= {max(start, self.since), min(stop, self.end)}
        return next((edge for edge in sorted(edges) if edge > at and self.active(edge) is not now), None)

    def seconds(self, since: float, until: float) -> float:
        """How long it was active between two moments."""
        return sum(end - start for start, end in self.spans(since, until))

    def spans(self, since: float, until: float) -> Iterator[tuple[float, float]]:
        """When it was active between two moments, oldest first."""
        at = since
        while at < until:
            edge = min(until, self.boundary(at) or until)
            if self.active(at):
                yield at, edge
            at = edge

    def _windows(self, at: float) -> Iterator[tuple[float, float]]:
        if self.recurring:
            first = local_day(at) - timedelta(days=1)
            for step in range(WEEK + 2):
                start, stop = self._window(first + timedelta(days=step))
                if stop > start:
                    yield start, stop

    def _window(self, day: date) -> tuple[float, float]:
        """The window that begins on this day; empty when none does."""
        if self.weekdays and day.weekday() not in self.weekdays:
            return 0.0, 0.0
        start, stop = self.start or time(), self.stop or time()
        return moment_of(day, start), moment_of(day + timedelta(days=1) if stop <= start else day, stop)
