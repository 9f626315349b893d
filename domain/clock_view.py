"""What the page of clocks is told: frozen values, ready to be drawn. Their meaning: docs/clocks.md."""

from dataclasses import dataclass
from enum import StrEnum

from domain.wording import Words


class Verdict(StrEnum):
    """What became of one clock; the last four are outside of the denominator, with `waits`."""

    MET = "met"
    MISSED = "missed"
    WAITS = "waits"
    MAINTENANCE = "maintenance"
    FALSE_ALARM = "false_alarm"
    UNKNOWN = "unknown"
    OUT_OF_HOURS = "out_of_hours"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.MET: Words("đúng hạn", "met"), Verdict.MISSED: Words("quá hạn", "missed"),
    Verdict.WAITS: Words("chưa xét", "not judged"), Verdict.MAINTENANCE: Words("bảo trì", "maintenance"),
    Verdict.FALSE_ALARM: Words("báo nhầm", "false alarm"), Verdict.UNKNOWN: Words("không rõ", "unknown"),
    Verdict.OUT_OF_HOURS: Words("ngoài giờ học", "out of hours"),
}
OUTSIDE = (Verdict.WAITS, Verdict.MAINTENANCE, Verdict.FALSE_ALARM, Verdict.UNKNOWN, Verdict.OUT_OF_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One clock of one group, in seconds. `median`, `p90`: school time, `wall`: median of wall time; None = none."""

    counts: dict[Verdict, int]
    median: float | None
    p90: float | None
    wall: float | None

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def judged(self) -> int:
        """The denominator."""
        return self.counts.get(Verdict.MET, 0) + self.counts.get(Verdict.MISSED, 0)

    @property
    def outside(self) -> int:
        """What is outside of it."""
        return self.n - self.judged

    @property
    def met(self) -> float | None:
        """Share 0..1, None = nothing was judged."""
        return self.counts.get(Verdict.MET, 0) / self.judged if self.judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row: what it is called, and its two clocks. `target`: "15 phút / 4 giờ", "" = several severities."""

    key: str
    label: Words
    acknowledge: Figure
    resolve: Figure
    target: Words = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBoard:
    """Everything of the page for the last `days` days before `now`."""

    days: int
    since: float
    now: float
    total: Group
    severities: tuple[Group, ...]
    areas: tuple[Group, ...]
    carriers: tuple[Group, ...]
    people: tuple[Group, ...]
