"""What a screen is told of one school: frozen values, ready to be drawn. `services.school` makes them."""

from dataclasses import dataclass

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
class Segment:
    """The line was in one status from `since` to `until` (epoch seconds). UNKNOWN = nobody knows."""

    since: float
    until: float
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local day that begins at `start`: share of known beats that were good, None = nothing known."""

    start: float
    share: float | None


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
