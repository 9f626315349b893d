"""What the sources page is told: frozen values, ready to be drawn. `services.source_board` makes them."""

from dataclasses import dataclass

from domain.measurement import Status
from domain.source import SourceStatus
from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PollBar:
    """One slot of a source's interval. `rows` None = nothing came: it failed, or nobody asked.

    `came` True with `rows` None: something came, but how much is not this reader's to know.
    """

    at: float
    rows: int | None
    share: float = 0.0
    came: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source; times are epoch seconds UTC.

    `every_s` None = a stream. `next_at`: when it is asked next, None = nobody can say. `settings`: the environment
    variables it needs. `bars`: the newest polls, oldest first. `rows`, `rejected` None: counts of the whole province,
    which a limited reader is not told.
    """

    key: str
    name: Words
    status: SourceStatus
    every_s: float | None
    last_success_at: float | None
    next_at: float | None
    took_s: float | None
    rows: int | None
    rejected: int | None
    failing_since: float | None
    error: Words | None
    error_code: str
    settings: tuple[str, ...]
    bars: tuple[PollBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePart:
    """One part of the centre itself. `facts`: what is known of it, each a short text. `since`: age to show, or None."""

    key: str
    name: Words
    status: Status
    says: Words
    facts: tuple[str, ...] = ()
    since: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A time of which nothing is known."""

    since: float
    until: float
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBoard:
    """Everything of the sources page at `now`. `past_known` False: the database did not answer."""

    now: float
    sources: tuple[SourceLine, ...]
    parts: tuple[CentrePart, ...]
    gaps: tuple[GapLine, ...]
    past_known: bool
