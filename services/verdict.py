"""One precondition and what was found of it."""

from dataclasses import dataclass

from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`found`: what is there now, in words. `stops`: without it the house must not start."""

    what: Words
    found: str
    ok: bool
    stops: bool
