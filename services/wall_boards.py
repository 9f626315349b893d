"""The boards a wall plays between its maps: indicators, incidents with their owners, one area, the parts of the centre,
the programme, the sources. Each made at most once in five seconds for every wall of a reach, in its language.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from domain.errors import NotFound
from domain.incident import State
from domain.scene import SceneKind
from domain.wording import speaking
from services.acting import acting
from services.calendar import calendar
from services.desk import Desk
from services.incident_marks import counted, shown
from services.register import no_area
from services.wall import Wall
from services.wall_figures import Beside, figures
from services.wall_indicators import indicator_rows
from services.wall_lines import clocked, wall_line
from services.wall_programme import programme
from services.wall_systems import sources, systems

FRESH_S, KEPT = 5.0, 96
UNHELD, HELD, RECORDED = 60, 40, 20  # rows of the board of incidents
OF_AREA = 12
Key = tuple[str, str, str, bool, bool]
Made = tuple[int, float, float, bytes]


class Boards:
    """Ready bodies of one reach. Only one thread makes a body; the others wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made: OrderedDict[Key, Made] = OrderedDict()


_kept: WeakKeyDictionary[Wall, Boards] = WeakKeyDictionary()
_making = threading.Lock()


def boards(wall: Wall) -> Boards:
    """What is ready beside this wall."""
    with _making:
        return _kept.setdefault(wall, Boards())


def board(desk: Desk, kind: str, area: str = "", *, visitors: bool = False) -> bytes:
    """JSON of one scene. `visitors`: without any name of a person. Raises NotFound for an area outside the reach and
    for a kind that has no board."""
    if kind not in MAKERS:
        raise NotFound("Không có bảng này.", "No such board.")
    kept, picture, now = boards(desk.wall), desk.viewer.picture, desk.centre.clock()
    area = area if kind == SceneKind.AREA else ""
    key, moved = (kind, area, speaking(), visitors, acting().demo), desk.incidents.board.version
    with kept.lock:
        made = kept.made.get(key, (-1, -1.0, 0.0, b""))
        if made[:2] == (picture.version, moved) and 0 <= now - made[2] < FRESH_S:
            return made[3]
        told = MAKERS[kind](desk, area, now, visitors)
        told = {"kind": kind, "server_time": now, **told}
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        kept.made[key] = (picture.version, moved, now, body)
        kept.made.move_to_end(key)
        while len(kept.made) > KEPT:
            kept.made.popitem(last=False)
        return body


def _indicators(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    picture = desk.viewer.picture
    return {"rows": indicator_rows(picture, desk.centre.indicators, np.arange(len(picture.register.schools)), now,
                                   worst=True)}


def _area(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    """Its figures, its indicators, what lives there."""
    picture, register = desk.viewer.picture, desk.viewer.picture.register
    place, which = register.area(area), register.within(area)
    if not len(which) and not desk.scope.everything:
        raise no_area()
    live, pressing = desk.incidents.board, desk.incidents.pressing()
    speak = {live.rows[i].id for i in np.unique(live.flat_row[np.isin(live.flat_id, register.ids[which])])}
    rows = [told for told in pressing.rows if told[0].id in speak and shown(told[0])]
    count = counted(row for row, _ in pressing.rows if row.id in speak)
    known = pressing.version > 0
    beside = Beside(count=count, wide=sum(row.kind == "wide" for row, _ in rows), known=known,
                    in_hours=calendar(desk.centre).hours(now).open)
    return {
        "area": {"code": place.code, "name": place.name, "level": place.level.words.text, "bounds": _box(place.bounds)},
        "figures": figures(picture, desk.centre.indicators, which, now, beside), "known": known,
        "as_of": live.heard_at or None,
        "rows": indicator_rows(picture, desk.centre.indicators, which, now),
        "incidents": [wall_line(*told, visitors=visitors) for told in rows[:OF_AREA]], "live": len(rows),
        "unacknowledged": count.unacknowledged,
    }


def _incidents(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    """What nobody has, what somebody has, each with its clock; how many there are of each."""
    pressing, live = desk.incidents.pressing(), desk.incidents.board
    known = calendar(desk.centre)
    seen = [told for told in pressing.rows if shown(told[0])]
    open_, held = ([told for told in seen if (told[0].state == State.OPEN) is mine] for mine in (True, False))

    def lines(rows: list[tuple[Any, str]], most: int) -> list[dict[str, Any]]:
        return [clocked(told, now, known, visitors=visitors) for told in rows[:most]]

    return {"known": pressing.version > 0, "as_of": live.heard_at or None, "open": pressing.count.open,
            "unacknowledged": pressing.count.unacknowledged, "quiet": pressing.count.quiet,
            "silenced": pressing.count.silenced, "held_count": len(held),
            "unheld": lines(open_, UNHELD), "held": lines(held, HELD),
            "recorded": lines([told for told in pressing.rows if not shown(told[0])], RECORDED)}


def _systems(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    return systems(desk, now)


def _sources(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    return sources(desk, now)


def _programme(desk: Desk, area: str, now: float, visitors: bool) -> dict[str, Any]:
    return programme(desk.viewer.picture, desk.centre.indicators, now)


def _box(bounds: tuple[float, float, float, float] | None) -> list[list[float]] | None:
    return None if bounds is None else [[bounds[0], bounds[1]], [bounds[2], bounds[3]]]


MAKERS: Mapping[str, Callable[[Desk, str, float, bool], dict[str, Any]]] = {
    SceneKind.INDICATORS: _indicators, SceneKind.AREA: _area, SceneKind.INCIDENTS: _incidents,
    SceneKind.SYSTEMS: _systems, SceneKind.PROGRAMME: _programme, SceneKind.SOURCES: _sources,
}
