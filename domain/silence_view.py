"""What the page of silences is told: frozen values, ready to be drawn. Times are epoch seconds UTC."""

from dataclasses import dataclass
from datetime import time

from domain.school import SchoolKind
from domain.silence import Phase, SilenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceLine:
    """One row. `target`: whom it is about, in words, with its page; `schools`: the reader's own among `all`.

    `area`, `school`: codes, "" when they are not the reader's to know; `next`: when it begins or ends next.
    """

    id: int
    what: SilenceKind
    phase: Phase
    target: str
    link: str
    incident: int | None
    area: str
    school: str
    kinds: tuple[SchoolKind, ...]
    schools: int
    all: int
    since: float
    until: float
    next: float | None
    weekdays: frozenset[int]
    start: time | None
    stop: time | None
    reason: str
    actor_name: str
    created_at: float
    revoked_at: float | None
    can_revoke: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceBoard:
    """Everything of the page at `now`."""

    lines: tuple[SilenceLine, ...]
    now: float
    may: bool
