"""Seasons of admissions and registrations: how far one is by the plan at a moment, 0..1."""
from __future__ import annotations

from datetime import date, datetime

from simulator.day import LOCAL


def progress(now: float, opens: tuple[int, int], days: int, lag: float = 0.0) -> float:
    """Share of a yearly season passed by its S-curve. `opens`: (month, day); `lag`: days somebody is behind it.

    Before this year's opening it is 1: what stands in the system is last year's, complete.
    """
    here = datetime.fromtimestamp(now, LOCAL)
    first = datetime(here.year, *opens, tzinfo=LOCAL)
    if here < first:
        return 1.0
    part = min(1.0, max(0.0, ((here - first).total_seconds() / 86_400 - lag) / days))
    return part * part * (3 - 2 * part)


def hours_left(now: float, opens: tuple[int, int], days: int) -> int:
    """Whole hours until this year's season closes; 0 outside it."""
    here = datetime.fromtimestamp(now, LOCAL)
    gone = (here - datetime(here.year, *opens, tzinfo=LOCAL)).total_seconds() / 3600
    return max(0, int(days * 24 - gone)) if gone >= 0 else 0


def season_year(now: float, opens: tuple[int, int]) -> int:
    """The year whose season the system shows."""
    today = datetime.fromtimestamp(now, LOCAL).date()
    return today.year - (today < date(today.year, *opens))


def year_share(now: float) -> float:
    """Share of the school year (15/8 to 31/5) that has passed."""
    today = datetime.fromtimestamp(now, LOCAL).date()
    first = date(today.year - (today < date(today.year, 8, 15)), 8, 15)
    return min(1.0, (today - first).days / 289)
