"""What a school's Internet line measures: quality by seed, load by hour, symptoms when it is slow."""
from __future__ import annotations

from typing import Any, NamedTuple

from simulator.day import chance

CARRIER_MS = {"viettel": 12, "vnpt": 11, "fpt": 13, "mobifone": 19, "cmc": 9}
# Far districts answer later; milliseconds on top of the carrier's own.
FAR_MS = {"783": 7, "785": 3, "786": 4, "787": 16}
WEAK, BAD = 0.045, 0.012


class Line(NamedTuple):
    """One school's line: contracted Mbps, quality (measured at rest / contracted), base latency in ms.

    A tuple, because it travels to the halls as a JSON list, 52,000 of them at a start.
    """

    code: str
    carrier: str
    contracted: int
    quality: float
    upload_share: float
    base_ms: float

    def reading(self, load: float, slow: bool, dice: float) -> dict[str, Any]:
        """The /status answer at a load of 0..1; `dice` 0..1 is this moment's luck."""
        down = self.contracted * self.quality * (1 - 0.1 * load) * (0.96 + 0.07 * dice)
        loss = 0.1 * dice + 0.25 * load * dice
        hint = self.base_ms + 7 * load * dice + 2 * dice
        if slow:
            down, loss, hint = down * (0.04 + 0.12 * dice), 3 + 8 * dice, hint + 180 + 260 * dice
        return {
            "school": self.code, "carrier": self.carrier, "download_mbps": round(down, 1),
            "upload_mbps": round(down * self.upload_share, 1), "loss_pct": round(loss, 2),
            "latency_ms_hint": round(hint),
        }


def quality_of(seed: int, code: str) -> float:
    """Measured against contracted at rest: most lines give what was paid for, a few are chronically short of it."""
    luck = chance(seed, code, "line")
    if luck < BAD:
        return 0.2 + 0.25 * chance(seed, code, "bad")
    if luck < BAD + WEAK:
        return 0.55 + 0.2 * chance(seed, code, "weak")
    return 0.93 + 0.1 * chance(seed, code, "fine")


def line_of(seed: int, code: str, carrier: str, contracted: int, district: str) -> Line:
    """The line of one school, the same in every run with this seed."""
    base = CARRIER_MS.get(carrier, 15) + FAR_MS.get(district, 0) + 6 * chance(seed, code, "ms")
    return Line(code=code, carrier=carrier, contracted=contracted, quality=quality_of(seed, code),
                upload_share=0.45 + 0.4 * chance(seed, code, "up"), base_ms=round(base, 1))
