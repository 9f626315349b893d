"""The indicators of this house with the bands that hold today, and what an administrator decided about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.groups import rank
from domain.indicator import Bands, Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision about one indicator; the newest that has begun holds, older figures keep what held on their day.

    `bands` None = as the indicator was delivered; `target` in its unit, None = none, to be reached by `target_by`.
    Days are local, ISO; `at` epoch seconds; `actor` "person:7".
    """

    id: int
    indicator: str
    bands: Bands | None
    target: float | None
    target_by: str
    since: str
    why: str
    at: float
    actor: str


class Catalogue(dict[str, Indicator]):
    """Key -> indicator, in the order of lists. Values are exchanged when a decision begins to hold: ask anew."""

    def __init__(self, found: Mapping[str, Indicator]) -> None:
        ordered = sorted(found.values(), key=lambda one: (rank(one.group), one.order, one.key))
        super().__init__({one.key: one for one in ordered})
        self.delivered = dict(self)
        self.decisions: tuple[Decision, ...] = ()
        self.holding: dict[str, Decision] = {}
        self.asked_at = float("-inf")

    def hold(self, decisions: Iterable[Decision], today: str) -> list[str]:
        """Let what was decided hold as of `today`; gives the keys whose bands are others now."""
        self.decisions = tuple(decisions)
        self.holding = {}
        for one in sorted(self.decisions, key=lambda one: (one.since, one.id)):
            if one.since <= today and one.indicator in self.delivered:
                self.holding[one.indicator] = one
        moved = []
        for key, delivered in self.delivered.items():
            found = self.holding.get(key)
            bands = found.bands if found is not None and found.bands is not None else delivered.bands
            if self[key].bands != bands:
                self[key] = replace(delivered, bands=bands)
                moved.append(key)
        return moved
