"""The school year as a share: what schools put right in its course."""
from __future__ import annotations

from datetime import datetime

from simulator.day import LOCAL, local

DAYS = 270  # from the first day of school, 5 September, to the end of May


def year_gone(now: float) -> float:
    """0 on the first day of school … 1 at the end of May and over the summer."""
    here = local(now)
    year = here.year if (here.month, here.day) >= (9, 5) else here.year - 1
    return min(1.0, (now - datetime(year, 9, 5, tzinfo=LOCAL).timestamp()) / 86400 / DAYS)
