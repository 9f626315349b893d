"""The book of shifts: what was open, who had it and what to watch, as it stood when a shift was given on."""

from dataclasses import dataclass

from domain.wording import Words

SHORTEST, LONGEST, LONGEST_TAKER = 10, 4000, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """One live incident as it stood. `owner` "" = nobody's; `schools`: how many the writer could see."""

    id: int
    says: Words
    severity: str
    state: str
    owner: str
    started_at: float
    schools: int = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One entry, never changed. `taker`: who takes over, as told; `lines` as far as the reader reaches."""

    id: int
    at: float
    author: str
    taker: str
    text: str
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the page shows: what is live now, the entry that is looked at (None = none is), the newest others."""

    now: tuple[OpenLine, ...]
    shown: Handover | None
    past: tuple[Handover, ...]
    people: tuple[tuple[str, str], ...]  # (reference, name) of whom the shift may be given to
    may: bool
