"""The pulse: what one commit says about itself. JSON, sealed, small; screens live or grey by it."""

from dataclasses import asdict, dataclass, field
from typing import Any

PULSE_S = 5.0  # a commit happens at least this often, changed or not
LEASE_S = 3 * PULSE_S  # R1: valid_until = received_at + 3 periods
DECLARED = frozenset({"name_vi", "name_en", "every_s", "needs"})  # said by the source's file, never stored


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """One source as people see it; times are epoch seconds UTC. `took_s`: how long the last poll took.

    `every_s`: its interval, None = a stream. `needs`: settings without which it is not configured.
    """

    key: str
    status: str
    name_vi: str = ""
    name_en: str = ""
    every_s: float | None = None
    needs: tuple[str, ...] = ()
    last_attempt_at: float | None = None
    last_success_at: float | None = None
    failing_since: float | None = None
    rows: int = 0
    rejected: int = 0
    took_s: float | None = None
    error_code: str | None = None
    error_vi: str | None = None
    error_en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """`at`: the collector was alive and had verified its desk; `valid_until`: after that nobody believes it.

    `register`: version of the register the layers were made for. `layers`: version of each layer.
    """

    version: int
    at: float
    valid_until: float
    register: int
    layers: dict[str, int]
    blind_since: float | None = None
    spooling: bool = False
    sources: tuple[SourceState, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Pulse":
        """Raises KeyError or TypeError when it is not a pulse of this version of the software."""
        sources = tuple(
            SourceState(**{**state, "needs": tuple(state.get("needs", ()))}) for state in data.pop("sources"))
        return cls(**data, sources=sources)
