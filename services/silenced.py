"""What is hushed at a moment, for the house itself: the watch opens quietly, the duty turns quiet and loud, the map
draws maintenance. Every answer is worked out from the rows and the moment: a restart changes nothing.

An incident is hushed when it is silenced by name, or when every one of its schools is under a silence or a
maintenance, of one or of several. One that speaks for no school (a source, the centre itself) is hushed by name only.
"""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from domain.person import EVERYTHING, Part, Scope
from domain.silence import Silence, SilenceKind
from services.register import Register
from store import scoping, silences
from store.database import Connection

AHEAD_S = 400 * 86400.0
NONE, SILENCED, MAINTAINED = 0, 1, 2


def covering(conn: Connection, at: float) -> tuple[Silence, ...]:
    """Every silence and maintenance that is active at `at`, epoch seconds UTC."""
    return tuple(one for one in silences.read_touching(conn, at, at) if one.active(at))


def silenced(conn: Connection, now: float) -> frozenset[int]:
    """Ids of the living incidents that are hushed now."""
    return frozenset(quiet_incidents(conn, now))


def quiet_incidents(conn: Connection, at: float) -> dict[int, Silence]:
    """Every living incident that is hushed at `at`, with (one of) what hushes it."""
    active = covering(conn, at)
    if not active:
        return {}
    members = silences.live_members(conn, EVERYTHING)
    found = {one.incident: one for one in active if one.incident is not None and one.incident in members}
    wide = [one for one in active if one.incident is None]
    if not wide:
        return found
    under = silences.codes(conn, _union(wide), scoping.local_day(at))
    for incident, codes in members.items():
        if codes and codes <= under and incident not in found:
            found[incident] = wide[0]
    return found


def hushed(conn: Connection, at: float, codes: Collection[str]) -> Silence | None:
    """What hushes an incident that would open now for these schools; None = it speaks. No school = it speaks."""
    active = [one for one in covering(conn, at) if one.incident is None]
    if not codes or not active:
        return None
    under = silences.codes(conn, _union(active), scoping.local_day(at), codes)
    return active[0] if frozenset(codes) <= under else None


def silenced_schools(conn: Connection, at: float) -> dict[str, Silence]:
    """Code of a school -> what is active over it now; a maintenance before a silence."""
    return _by_school(conn, at, covering(conn, at))


def maintenance_schools(conn: Connection, at: float) -> dict[str, Silence]:
    """Code of a school -> the maintenance it is in now."""
    return _by_school(conn, at, (one for one in covering(conn, at) if one.what is SilenceKind.MAINTENANCE))


def under(conn: Connection, register: Register, now: float) -> NDArray[np.uint8]:
    """For every school of the register, in its order: 0 nothing, 1 silenced now, 2 in maintenance now."""
    marks = np.zeros(len(register.schools), dtype=np.uint8)
    active, today = [one for one in covering(conn, now) if one.incident is None], scoping.local_day(now)
    for what, mark in ((SilenceKind.SILENCE, SILENCED), (SilenceKind.MAINTENANCE, MAINTAINED)):
        if these := [one for one in active if one.what is what]:
            ids = np.array(scoping.school_ids(conn, _union(these), today), dtype=np.int64)
            marks[np.isin(register.ids, ids)] = mark
    return marks


def works(conn: Connection, code: str, since: float, until: float) -> list[tuple[float, float]]:
    """When this school was in maintenance between two moments: one list without overlaps, oldest first."""
    today, found = scoping.local_day(until), list[tuple[float, float]]()
    for one in silences.read_touching(conn, since, until, SilenceKind.MAINTENANCE):
        if one.incident is None and silences.codes(conn, one.scope, today, (code,)):
            found.extend(one.spans(since, until))
    joined: list[tuple[float, float]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def next_boundary(conn: Connection, at: float) -> float | None:
    """When something begins or ends next; None = nothing is planned."""
    edges = (one.boundary(at) for one in silences.read_touching(conn, at, at + AHEAD_S))
    return min((edge for edge in edges if edge is not None), default=None)


def _by_school(conn: Connection, at: float, active: Iterable[Silence]) -> dict[str, Silence]:
    today = scoping.local_day(at)
    found: dict[str, Silence] = {}
    for one in sorted(active, key=lambda s: s.what is SilenceKind.MAINTENANCE):  # the last one written wins
        if one.incident is None:
            found.update(dict.fromkeys(silences.codes(conn, one.scope, today), one))
    return found


def _union(those: Iterable[Silence]) -> Scope:
    parts: set[Part] = set()
    for one in those:
        parts |= one.scope.parts
    return Scope(parts=frozenset(parts))
