"""Watch over the electronic forms: how long a one-time code takes to a parent's phone, and how many forms break."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, hour_of, local
from simulator.schools import School
from simulator.systems._system import System, of_kinds

CHRONIC, JAM = 0.004, 0.02  # share of schools whose codes always crawl; chance that a carrier jams within one hour
BROKEN = 0.004  # share of schools whose own form fails often


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`otp_seconds`: median of the last 20 codes sent; forms: opened and failed in the last 24 h."""
    code, hour = school.code, int(now // 3600)
    seconds = 4 + 9 * chance(seed, code, "otp", hour)
    if chance(seed, code, "otp crawls") < CHRONIC:
        seconds += 70 + 110 * chance(seed, code, "otp", int(now // 600))
    elif 6 <= hour_of(local(now)) < 22 and chance(seed, school.carrier, "jam", hour) < JAM:
        seconds += 45 * chance(seed, code, "jam", hour)
    opened = round(school.pupils * 0.03 * (0.4 + 1.2 * chance(seed, code, "forms", int(now // 7200))))
    share = 0.12 + 0.1 * chance(seed, code, "form") if chance(seed, code, "form breaks") < BROKEN else 0.012
    failed = min(opened, round(opened * share * 2 * chance(seed, code, "failed", hour)))
    return {"otp_seconds": round(seconds), "forms_opened": opened, "forms_failed": failed}


SYSTEM = System(item=item, knows=of_kinds("mam_non", "tieu_hoc", "thcs", "thpt", "lien_cap", "gdtx", "gdnn_gdtx"))
