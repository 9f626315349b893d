"""Further figures of an indicator: what its sources also tell, without bands, over an area and of each school.

They are declared in the indicator's own file (`Indicator.further`) and shown on its page, below its schools, and on the
page of a school beside the indicator.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.wording import Words


class Fold(StrEnum):
    """How schools become an area: the SUM of their tops, the SHARE of tops in bottoms, the MOST of all tops."""

    SUM = "sum"
    SHARE = "share"
    MOST = "most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """One figure. `top` and `bottom` are arithmetic of metrics like `Indicator.value`; without a bottom a SHARE is of
    the schools that tell, and a school's own answer is yes or no."""

    key: str
    words: Words
    needs: tuple[str, ...]
    top: Callable[[Mapping[str, Any]], Any]
    bottom: Callable[[Mapping[str, Any]], Any] | None = None
    fold: Fold = Fold.SUM
    unit: Words = Words("", "")
    decimals: int = 0

    @property
    def flag(self) -> bool:
        """A school answers yes or no."""
        return self.fold is Fold.SHARE and self.bottom is None


NO_UNIT = Words("", "")


def metric(key: str, name: str, words: Words, *, fold: Fold = Fold.SUM, unit: Words = NO_UNIT) -> Further:
    """The figure that is one metric as it comes."""
    return Further(key=key, words=words, needs=(name,), top=lambda m: m[name], fold=fold, unit=unit)


def share(key: str, top: str, bottom: str, words: Words) -> Further:
    """One metric of another."""
    return Further(key=key, words=words, needs=(top, bottom), top=lambda m: m[top], bottom=lambda m: m[bottom],
                   fold=Fold.SHARE)
