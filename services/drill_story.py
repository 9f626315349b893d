"""What one area or one school has to say besides figures: who answers, what is open, what changed since yesterday."""

import json
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Area
from domain.errors import StoreDown
from domain.measurement import Status
from domain.person import Actor, Permission
from domain.pressing import pressing
from domain.wording import carrier_name, speaking
from services.drill_past import Past, concerned, moved
from services.drill_people import answering
from services.incident_board import Told
from services.incident_marks import shown
from services.view import Picture, readings
from services.wall_lines import wall_line

OPEN, CHANGED = 6, 12  # lines of each sort; more are counted
FRESH_S = 2.0
KEPT = 256
Which = NDArray[np.intp]


class Stories:
    """One per scope and worker; a body is made once for all who may read the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, desk: Any, actor: Actor, area: str = "", school: str = "", *, visitors: bool = False) -> bytes:
        """JSON of an area ("" = the whole) or of one school. `visitors`: without any name of a person, and without
        what one wrote by hand. Raises NotFound."""
        picture, now = desk.viewer.picture, desk.centre.clock()
        key = (area, school, speaking(), actor.may(Permission.INCIDENTS), actor.demo, visitors,
               picture.register.edition)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and 0 <= now - kept[0] < FRESH_S:
                return kept[1]
            told = _told(desk, actor, picture, area, school, now, visitors=visitors)
            body = json.dumps(told, ensure_ascii=False).encode()
            self._kept[key] = (now, body)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return body


def _told(
    desk: Any, actor: Actor, picture: Picture, area: str, school: str, now: float, *, visitors: bool,
) -> dict[str, Any]:
    register = picture.register
    place: Area | None = None
    if school:
        which: Which = np.array([register.position(school)], np.intp)
    else:
        place = register.area(area) if area else register.province
        which = register.within(area) if area else np.arange(len(register.schools))
    past = desk.drill.yesterday.now(register)
    try:
        people, away = None if visitors else answering(desk.drill.holders.all(register), actor, which), False
    except StoreDown:
        people, away = None, True
    return {
        "area": area, "school": school, "schools": len(which), "server_time": now, "away": away, "people": people,
        "may": actor.may(Permission.INCIDENTS), "dates": _dates(place),
        **_open(desk, actor, register.ids[which], visitors=visitors),
        "changed": _changed(picture, past, which, now),
        **(_school(desk, picture, int(which[0]), now) if school else {}),
    }


def _school(desk: Any, picture: Picture, i: int, now: float) -> dict[str, Any]:
    """Every indicator's reading of one school, which of them are said first, and what it declared of itself."""
    school, known = picture.register.schools[i], desk.centre.indicators
    read = readings(picture, known, i, now)
    return {
        "readings": {r.indicator: [r.value, r.status.value, r.taken_at] for r in read},
        "pressing": pressing((known[r.indicator], r.status) for r in read),
        "facts": {"kind": school.kind.words.text, "pupils": school.pupils, "teachers": school.teachers,
                  "classes": school.classes, "carrier": carrier_name(school.carrier) if school.carrier else "",
                  "contracted_mbps": school.contracted_mbps},
    }


def _dates(area: Area | None) -> list[str | None]:
    """From, until: the days between which this area is one."""
    days = () if area is None else (area.valid_from, area.valid_to)
    return [day.isoformat() if day else None for day in days]


def _open(desk: Any, actor: Actor, ids: NDArray[np.int64], *, visitors: bool) -> dict[str, Any]:
    """Live incidents that speak for one of these schools: what nobody has first."""
    board = desk.incidents.board
    rows = {board.rows[i].id for i in np.unique(board.flat_row[np.isin(board.flat_id, ids)])}
    told = [one for one in desk.incidents.pressing().rows if one[0].id in rows]
    loud = [one for one in told if shown(one[0])]
    return {
        "known": board.version > 0, "open": len(loud), "quiet": len(told) - len(loud),
        "unheld": sum(one.state == "open" for one, _ in loud),
        "incidents": [_line(one, actor, visitors=visitors) for one in (loud or told)[:OPEN]],
    }


def _line(told: Told, actor: Actor, *, visitors: bool) -> dict[str, Any]:
    """As the lists tell it; who has it, and where its story is, only for who may open it."""
    one, may = wall_line(*told, visitors=visitors), actor.may(Permission.INCIDENTS)
    return {"id": one["id"] if may else 0, "says": one["says"], "who": one["who"] if may else "",
            **{key: one[key] for key in ("kind", "severity", "state", "schools", "quiet", "opened_at")},
            "tone": one["tone"] if isinstance(one["tone"], str) else Status(one["tone"]).value}


def _changed(picture: Picture, past: Past, which: Which, now: float) -> dict[str, Any]:
    """Since the same hour yesterday. `told` False: nobody could be asked; `since` None: that hour is not known."""
    codes = picture.register.schools
    fell, rose = ([codes[which[i]].code for i in some] for some in moved(picture, past, which, now))
    before = past.before.get("connectivity")
    heard = before is not None and bool(np.isfinite(before[which]).any())
    ids = picture.register.ids[which]
    return {
        "told": past.told, "since": past.since if heard else None, "first": past.first,
        "fell": fell[:CHANGED], "fell_count": len(fell), "rose": rose[:CHANGED], "rose_count": len(rose),
        "opened": concerned(past.opened, ids) if past.told else None,
        "resolved": concerned(past.resolved, ids) if past.told else None,
    }
