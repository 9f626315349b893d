"""When schools are at work. Outside these hours an empty computer room is normal, not a fault.

Hours: two sessions, Monday to Friday, September to May (the school year of DOMAIN §9). Holidays, Tết, exam windows
and each school's own shifts belong to the editable calendar of incident rules.
"""

from datetime import UTC, datetime, time

from domain.wording import LOCAL

SESSIONS = ((time(7, 0), time(11, 30)), (time(13, 0), time(17, 0)))
SCHOOL_MONTHS = frozenset({9, 10, 11, 12, 1, 2, 3, 4, 5})


def in_school_hours(at: float) -> bool:
    """`at`: epoch seconds UTC."""
    local = datetime.fromtimestamp(at, UTC).astimezone(LOCAL)
    if local.month not in SCHOOL_MONTHS or local.weekday() >= 5:
        return False
    return any(start <= local.time() < end for start, end in SESSIONS)
