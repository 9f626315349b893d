"""The server of the speed agents: a small box in each school tests its line every quarter of an hour, counts rooms."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso, line_load
from simulator.lines import line_of
from simulator.schools import School
from simulator.systems._system import System
from simulator.world import chronic_mode

EVERY_S = 900  # a test fills the line for seconds: no school would bear it every minute
INSTALLED, HALF_WIRED = 0.96, 0.09  # share of schools with an agent; of those, where many rooms have no network
OFFICES = {"mam_non": 2, "tthtcd": 1}  # rooms besides those of the classes


def knows(seed: int, school: School) -> bool:
    """A school without an agent has no row: nobody knows its speed."""
    return school.pilot or chance(seed, school.code, "agent") < INSTALLED


def tested_at(seed: int, school: School, now: float) -> float:
    """The moment of the last test: agents take turns, so that they do not fill each other's lines."""
    offset = EVERY_S * chance(seed, school.code, "turn")
    return (now - offset) // EVERY_S * EVERY_S + offset


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """The last test of one school and the rooms its agent sees."""
    at, code = tested_at(seed, school, now), school.code
    line = line_of(seed, code, school.carrier, school.contracted_mbps, school.district)
    dice = 0.75 * chance(seed, code, "box") + 0.25 * chance(seed, code, "test", int(at))  # a line has its own manner
    slow = chronic_mode(seed, code) == "slow" and not school.pilot
    said = line.reading(line_load(at), slow, dice)
    worn = 0.5 + 2.4 * chance(seed, code, "worn") if line.quality < 0.75 else 0.0  # short of speed, long on loss
    rooms = school.classes + OFFICES.get(school.kind, 6)
    wired = rooms if chance(seed, code, "wired") >= HALF_WIRED else round(rooms * (0.3 + 0.6 * chance(seed, code, "w")))
    return {
        "download_mbps": said["download_mbps"], "upload_mbps": said["upload_mbps"],
        "loss_pct": round(said["loss_pct"] + worn, 2), "jitter_ms": round(1 + 4 * dice + (90 * dice if slow else 0), 1),
        "rooms": rooms, "rooms_online": wired - (chance(seed, code, "socket") < 0.2), "as_of": iso(at),
    }


SYSTEM = System(item=item, knows=knows, by_line=True)
