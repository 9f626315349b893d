"""What the upstream systems said on an earlier day: their own answer for that moment, less what was only built since.

A roll-out grows: counts shrink, and switches go off, the further one looks back; each school by its own luck. Parts
only ever shrink below wholes that stand, so that an old row adds up as a new one does.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from simulator.day import LOCAL, chance, local
from simulator.schools import School

YEAR_S = 365 * 86_400.0
# System -> field -> share of today's figure that was built in the last year; negative: it was worse then, and is free.
BUILT: dict[str, dict[str, float]] = {
    "signatures": {"issued": 0.16, "oldest_wait_days": -0.5},
    "gradebook": {"transcripts_signed": 0.22, "classes_on": 0.08},
    "sector": {"pupils_verified": 0.05, "teachers_verified": 0.09, "fields_filled": 0.04, "duplicate_ids": -0.6},
    "lms": {"active_classes_7d": 0.3, "active_teachers_7d": 0.24, "active_pupils_7d": 0.34, "repository_items": 0.4,
            "shared_items": 0.5},
    "staff": {"teachers_trained": 0.28, "oldest_request_days": -0.3},
    "steam": {"topics": 0.3},
    "labs": {"machines_online": 0.12, "projectors": 0.15, "projector_rooms": 0.22, "devices_broken": 0.1},
    "epayment": {"fees_cashless": 0.1, "transactions_30d": 0.25, "parents_enrolled": 0.3},
    "onestop": {"on_time": 0.06},
    "eform": {"otp_seconds": -0.4},
    "programme": {"disbursed_million": 0.5},
    "netspeed": {"download_mbps": 0.18, "upload_mbps": 0.2, "rooms_online": 0.15},
    "clc": {"learners": 0.15},
}
# Switches that schools put on one after the other: share of those on today that were off a year ago.
SWITCHED: dict[str, dict[str, float]] = {
    "gradebook": {"records_on": 0.12, "gradebook_on": 0.08},
    "steam": {"coding": 0.2, "robot_club": 0.3},
}
MOST_YEARS = 2.0


def moment(day: str) -> float | None:
    """Ten o'clock of a local day like 2026-05-20; None = no such day."""
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(hour=10, tzinfo=LOCAL).timestamp()
    except ValueError:
        return None


def aged(seed: int, source: str, school: School, row: dict[str, Any], then: float, now: float) -> dict[str, Any]:
    """`row` as it was `then`."""
    years, code = min(MOST_YEARS, max(0.0, (now - then) / YEAR_S)), school.code
    luck, week = 0.4 + 1.2 * chance(seed, code, source, "built"), local(then).toordinal() // 7
    wobble = 0.012 * chance(seed, code, source, week) * min(1.0, 8 * years)
    for field, share in BUILT.get(source, {}).items():
        value = row.get(field)
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        own = share * luck
        factor = max(0.05, 1 - own * years - wobble) if share > 0 else 1 - own * years
        rounding = chance(seed, code, field, "rounds")  # counts of small schools shrink in step with large ones
        row[field] = int(value * factor + rounding) if isinstance(value, int) else round(value * factor, 3)
    for field, share in SWITCHED.get(source, {}).items():
        if row.get(field) is True and chance(seed, code, field, "since") < share * years:
            row[field] = False
    return row
