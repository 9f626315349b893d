"""The e-office (iDesk): documents of the last 30 days, how many electronic and signed; secret ones apart."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso, local
from simulator.schools import School
from simulator.systems._system import System


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Counts of one school; the small hours of a Monday know no document of the weekend."""
    code, month = school.code, local(now).strftime("%Y-%m")
    in_use = school.pilot or chance(seed, code, "idesk") < 0.985
    documents = round((35 + school.teachers * 0.9) * (0.7 + 0.6 * chance(seed, code, "documents", month)))
    paper = chance(seed, code, "paper")
    electronic = round(documents * (1 if paper < 0.8 else 1 - 0.6 * (paper - 0.8)))
    unsigned = chance(seed, code, "unsigned documents")
    signed = round(electronic * (1 - 0.04 * unsigned if unsigned < 0.9 else 0.9 - 4 * (unsigned - 0.9)))
    secret = int(chance(seed, code, "secret", month) * 4) if school.kind not in ("mam_non", "tthtcd") else 0
    quiet = chance(seed, code, "exchange")
    days = max(0, local(now).weekday() - 4) + (0 if quiet < 0.93 else 3 + int((quiet - 0.93) * 200))
    return {
        "in_use": in_use, "documents": documents, "electronic": electronic if in_use else 0,
        "signed": signed if in_use else 0, "secret": secret, "days_since_exchange": days if in_use else 45 + days,
        "as_of": iso(now),
    }


SYSTEM = System(item=item, daily=True)
