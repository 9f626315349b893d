"""What the administration pages are told: frozen values, ready to be drawn. Times are epoch seconds UTC."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.measurement import Status
from domain.person import Role
from domain.school import SchoolKind
from domain.wording import Words


class Validity(StrEnum):
    """Where today lies in the days of a grant."""

    NOW = "now"
    LATER = "later"
    OVER = "over"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _VALIDITIES[self]


_VALIDITIES = {
    Validity.NOW: Words("đang có hiệu lực", "in force"),
    Validity.LATER: Words("chưa đến ngày", "not yet"),
    Validity.OVER: Words("đã hết hạn", "over"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPart:
    """Areas × kinds with their days, as one line. `areas`: names, the whole province is its own name.

    `grants`: the rows behind it. `cover_of`: leave cover, whose reach this is, "" = given outright.
    """

    grants: tuple[int, ...]
    areas: tuple[str, ...]
    kinds: tuple[SchoolKind, ...]
    since: date
    until: date | None
    validity: Validity
    cover_of: str = ""
    why: str = ""


class PersonState(StrEnum):
    """Can this person enter?"""

    ACTIVE = "active"
    WAITING = "waiting"
    DISABLED = "disabled"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _STATES[self]

    @property
    def tone(self) -> Status:
        """The colour and mark it is drawn in."""
        return {PersonState.ACTIVE: Status.GOOD, PersonState.WAITING: Status.WATCH,
                PersonState.DISABLED: Status.UNKNOWN}[self]


_STATES = {
    PersonState.ACTIVE: Words("đang dùng", "active"),
    PersonState.WAITING: Words("chờ đặt mật khẩu", "waits for a password"),
    PersonState.DISABLED: Words("đã khoá", "disabled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person. `second_since`: proved then, None = not enrolled; `second_needed`: the role demands it.

    `one_click`: a role of the simulated province, which has no password to lose.
    """

    id: int
    login: str
    name: str
    role: Role
    state: PersonState
    parts: tuple[ReachPart, ...]
    second_since: float | None
    second_needed: bool
    seen_at: float | None
    created_at: float
    demo: bool
    one_click: bool
    sessions: int
    self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """Who was found, at `now`. `counts`: people per role ("" = all), before the role filter. `more`: not shown."""

    lines: tuple[PersonLine, ...]
    counts: tuple[tuple[str, int], ...]
    more: int
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLine:
    """One paired screen. `frame_age_s`: how old its figures were when it last said so."""

    id: int
    name: str
    parts: tuple[ReachPart, ...]
    seen_at: float | None
    created_at: float
    page: str
    version: str
    frame_age_s: float | None
    revoked_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingScreen:
    """A screen at the door: the code it shows, where it stands."""

    code: str
    address: str
    created_at: float
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBoard:
    """Who waits at the door at `now`."""

    waiting: tuple[WaitingScreen, ...]
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One key. `hint`: the first characters of its token."""

    id: int
    name: str
    role: Role
    parts: tuple[ReachPart, ...]
    hint: str
    maker: str
    created_at: float
    expires_at: float | None
    used_at: float | None
    revoked_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBoard:
    """Every key, newest first, at `now`."""

    keys: tuple[KeyLine, ...]
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that an act changed, in words; "" = there was none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One row of the log, in words. `target_link`: page that shows it, "" = none."""

    seq: int
    at: float
    who: str
    role: str
    act: str
    outcome: str
    target: str
    target_link: str
    reach: tuple[str, ...]
    changes: tuple[Change, ...]
    why: str
    address: str
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one person did to the school that was asked about."""

    who: str
    role: str
    seen: int
    changed: int
    last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditBoard:
    """One page of the log.

    `older`: row number to go on from, 0 = nothing there; `newer`: alike, 0 = the newest page, -1 = this is the newest.
    `asked_school`: name and code, when one was asked for; `answer_whole` False: there were more rows than counted.
    """

    lines: tuple[AuditLine, ...]
    newer: int
    older: int
    asked_school: str = ""
    asked_days: str = ""
    answer: tuple[Seen, ...] = ()
    answer_whole: bool = True
