"""One incident as a wall tells it: where it is, who has it; before visitors without any name of a person."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from domain.calendar import Calendar
from domain.incident import Category, Kind
from domain.service_level import clock_of
from domain.wording import Words
from services.incident_board import Told, line
from services.incident_watch import Board
from services.register import Register
from store.incidents import Incident

Box = list[list[float]]
BY_HAND = Words("{what}, báo tay", "{what}, told by hand")


def wall_line(row: Incident, area: str, *, visitors: bool = False) -> dict[str, Any]:
    """As `incident_board.line`, in the reader's language. What a person wrote by hand may name anybody: before visitors
    only its sort is said."""
    told = {**line(row, area), "says": row.says.text}
    if visitors:
        told["who"] = ""
        if row.kind == Kind.MANUAL:
            told["says"] = BY_HAND.text.format(what=_sort(row))
    return told


def clocked(told: Told, now: float, calendar: Calendar, *, visitors: bool) -> dict[str, Any]:
    """A line of the board of incidents: also how its clock stands."""
    clock = clock_of(told[0], now, calendar)
    return {**wall_line(*told, visitors=visitors), "clock": clock.words.text, "clock_tone": clock.tone,
            "by_hand": told[0].kind == Kind.MANUAL}


def places(rows: Iterable[Incident], board: Board, register: Register) -> dict[str, Box]:
    """incident -> [[south, west], [north, east]] around its schools within reach; without a point, of its area; an
    incident that stands nowhere is left out."""
    found = {}
    for row in rows:
        box = _around(row, board, register)
        if box is not None:
            found[str(row.id)] = box
    return found


def _around(row: Incident, board: Board, register: Register) -> Box | None:
    ids = board.members.get(row.id)
    if ids is not None and len(ids) and len(register.ids):
        at = np.minimum(np.searchsorted(register.ids, ids), len(register.ids) - 1)
        mine = [register.schools[i] for i in at[register.ids[at] == ids]]
        points = [(s.lat, s.lon) for s in mine if s.lat is not None and s.lon is not None]
        if points:
            lat, lon = zip(*points, strict=True)
            return [[min(lat), min(lon)], [max(lat), max(lon)]]
    area = next((a for areas in register.trees.values() for a in areas if row.area and a.code == row.area), None)
    if area is None or area.bounds is None:
        return None
    south, west, north, east = area.bounds
    return [[south, west], [north, east]]


def _sort(row: Incident) -> str:
    return (Category(row.category) if row.category in set(Category) else Kind(row.kind)).words.text
