"""What a screen is told of one school: frozen values, ready to be drawn. `services.school` makes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.area import Area
from domain.incident import State
from domain.indicator import Indicator, Reading
from domain.measurement import Status
from domain.school import School
from domain.wording import Words

Series = tuple[tuple[float, float | None], ...]  # (epoch seconds, value); None = nothing is known there


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One indicator's answer for the school, with its last 24 hours when they were asked for."""

    indicator: Indicator
    reading: Reading
    series: Series = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A further figure of an indicator, as this school says it. `says` None = not known; `taken_at` None = never."""

    indicator: str
    label: Words
    says: str | None
    taken_at: float | None


class Line(StrEnum):
    """How a line is told in time. The order is that of `Day.seconds` and of the codes in `Day.slots`."""

    UP = "up"
    WATCH = "watch"
    DOWN = "down"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _LINES[self]


LINES: tuple[Line, ...] = tuple(Line)
AHEAD = 255  # a slot that has not come yet
SLOTS = 96  # quarters of an hour of a day
_LINES = {Line.UP: Words("có kết nối", "up"), Line.WATCH: Words("chập chờn", "flapping"),
          Line.DOWN: Words("mất kết nối", "down"), Line.UNKNOWN: Words("không rõ", "unknown"),
          Line.MAINTENANCE: Words("bảo trì", "maintenance")}
_OF_STATUS = {Status.GOOD: Line.UP, Status.WATCH: Line.WATCH, Status.BAD: Line.DOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The line was in one status from `since` to `until` (epoch seconds). UNKNOWN = nobody knows.

    `maintenance`: the school was in an announced one; whatever was measured then is in no denominator.
    """

    since: float
    until: float
    status: Status
    maintenance: bool = False

    @property
    def line(self) -> Line:
        """As it is drawn."""
        return Line.MAINTENANCE if self.maintenance else _OF_STATUS.get(self.status, Line.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local day that begins at `start`.

    `beats` known, `good` of them, `left_out` of a maintenance beside them. `seconds` per `Line`. `slots`: one code of a
    `Line` per quarter of an hour, AHEAD = still to come.
    """

    start: float
    beats: int = 0
    good: float = 0.0
    left_out: int = 0
    seconds: tuple[float, ...] = (0.0,) * len(LINES)
    slots: bytes = b""

    @property
    def share(self) -> float | None:
        """Share of known beats that were good, None = nothing known."""
        return self.good / self.beats if self.beats else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A metric over the last 30 days: `n` known values, their mean, the least and the greatest."""

    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who answers for `schools` schools, this one among them; None = for the whole province."""

    name: str
    role: Words
    schools: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """What the last 24 hours' share is made of: known beats, those left out, and the maintenance they lay in."""

    beats: int
    left_out: int
    maintenance_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One incident as the school's page tells it. `wide`: it speaks for more schools than this one.

    `state`: of its life; `who` has it, "" = nobody; `quiet`: recorded, not shouted; `id` 0 = there is no story to open.
    """

    says: Words
    wide: bool
    started_at: float
    resolved_at: float | None
    id: int = 0
    state: State = State.OPEN
    who: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolView:
    """Everything of one school at `now` (epoch seconds).

    `believed` False: the collector's proof is too old, nothing may look healthy. `past_known` False: the database did
    not answer, so timeline, days and incidents are empty because nobody could be asked, not because nothing happened.
    `latest`: metric -> (value, taken at) as last written; `month`: metric -> its last 30 days. `contacts` None = the
    reader may not know them. `story`: the reader may open incidents, and the silences. `further`: beside indicators.
    """

    school: School
    old_area: Area | None
    new_area: Area | None
    answers: tuple[Answer, ...]
    now: float
    believed: bool
    past_known: bool
    timeline: tuple[Segment, ...] = ()
    days: tuple[Day, ...] = ()
    incidents: tuple[IncidentLine, ...] = ()
    uptime: Uptime | None = None
    latest: Mapping[str, tuple[float | None, float]] = field(default_factory=dict)
    month: Mapping[str, Span] = field(default_factory=dict)
    contacts: tuple[Contact, ...] | None = None
    story: bool = False
    further: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a map stands on before the first frame: the province, its bounds, a basemap, and where points are missing.

    `name`: what the reader's figures are counted for, the root of the breadcrumb. `bounds`: (south, west, north, east)
    degrees, None = no outline known. `schematic`: outlines are a drawing of ours.
    `limited`: there may be more than this reader reaches.
    """

    area: str
    name: str
    bounds: tuple[float, float, float, float] | None
    tiles: str
    schematic: bool
    schools: int
    limited: bool = False
