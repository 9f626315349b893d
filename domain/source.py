"""Where measurements come from, and what a collector is given to ask with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from domain.measurement import Column, Measurement, Status
from domain.ticket import OpenTickets, SolvedTickets
from domain.wording import Words

UPLINK = "centre.uplink"  # a Column without schools: 1 = the centre sees the world, 0 = it is blind


class SourceStatus(StrEnum):
    """What a person is told about a source."""

    WAITING = "waiting"
    OK = "ok"
    LATE = "late"
    FAILING = "failing"
    OFF = "off"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _WORDS[self]

    @property
    def tone(self) -> Status:
        """The look of a source on screen: one of the five statuses."""
        return _TONES[self]


_TONES = {
    SourceStatus.WAITING: Status.UNKNOWN,
    SourceStatus.OK: Status.GOOD,
    SourceStatus.LATE: Status.STALE,
    SourceStatus.FAILING: Status.BAD,
    SourceStatus.OFF: Status.UNKNOWN,
}
_WORDS = {
    SourceStatus.WAITING: Words("chờ lượt đầu", "waiting for the first poll"),
    SourceStatus.OK: Words("đang thu thập", "collecting"),
    SourceStatus.LATE: Words("trễ hạn", "late"),
    SourceStatus.FAILING: Words("đang lỗi", "failing"),
    SourceStatus.OFF: Words("không thu thập", "not collecting"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A school as a probe sees it: `address` is http://h:p/path, https://…, tcp://h:p, icmp://h; "" = not known."""

    code: str
    address: str


class Ask(Protocol):
    """What the runner hands a collector for one poll. A collector has no other way to the world."""

    @property
    def targets(self) -> Sequence[Target]:
        """Every school, in directory order; `Column.schools` index into it."""

    @property
    def config(self) -> Mapping[str, str]:
        """The source's `needs` as they are set, and `home`: the folder of this centre."""

    @property
    def sentinels(self) -> Sequence[str]:
        """ "host:port" of points that answer as long as the centre's own line is well."""

    @property
    def http(self) -> Any:
        """The REST client (`data_sources._http.Http`), deadlines and limits built in."""

    def now(self) -> float:
        """Epoch seconds by the centre's clock."""

    def stopping(self) -> bool:
        """True when a streaming source must end (shutdown, or `targets` changed)."""

    def reject(self, reason: str, row: object) -> None:
        """Count a row that could not be used; the row itself is never stored or logged."""


Yield = Measurement | Column | OpenTickets | SolvedTickets
Collect = Callable[[Ask], Iterable[Yield]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of data. `every` None = a stream: `collect` yields until `ask.stopping()`.

    `hourly`: its metrics move within the day and are rolled up by the hour; False = declared or collected once a day
    or seldom, history keeps each change. `owner`: who answers for the system at the other end.
    """

    key: str
    label: Words
    collect: Collect
    every: timedelta | None
    needs: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    hourly: bool = True
    owner: Words = Words("", "")


def seconds(count: float) -> timedelta:
    """An interval in seconds."""
    return timedelta(seconds=count)


def minutes(count: float) -> timedelta:
    """An interval in minutes."""
    return timedelta(minutes=count)
