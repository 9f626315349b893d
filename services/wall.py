"""What a wall shows beside its map: five figures with n of N and trend, the incidents that press. Made once per version
of the picture and of the incidents, for every wall of a reach.

A figure is {key, value, status, reporting, schools, foot, trend, tone, since}; trends compare with the mean of the hour
before and are absent when that hour has no roll-up.
"""

import json
import threading
from typing import Any

import numpy as np

from domain.calendar import DEFAULT, in_school_hours
from domain.errors import StoreDown
from domain.incident import State
from domain.measurement import Status
from domain.wording import Words, number, percent
from services.calendar import calendar
from services.incident_board import IncidentBoard, Pressing, line
from services.incident_marks import shown
from services.seeing import Seeing
from services.telling import retold
from services.view import Picture, Tally, tally
from store import history, incidents, inspecting
from store.database import Connection
from store.scoping import local_day

HOUR = 3600.0
SETTLED_S = 60.0  # after an hour has ended, until its roll-up is whole
FRESH_S = 5.0  # figures that need the database are asked for this often, however many walls there are
PATIENCE_S = 0.25
SHOWN, HELD, OVER = 12, 6, 3  # rows a wall may have room for: nobody has, somebody has, over
SOON_S = 0.5  # and when an incident moved, no sooner than this after the last time
LATELY_S = 900.0  # so long a resolved one still stands there
COMPARED = {"connectivity": "connectivity.reachable", "labs": "reading.labs", "epayment": "reading.epayment"}
SINCE = Words("so với 1 giờ trước", "than an hour ago")
AFTER_HOURS = Words("ngoài giờ học", "out of school hours")
SAME = Words("không đổi", "unchanged")
POINTS = Words("điểm %", "points")
UNHELD = Words("{count} chưa ai nhận · {wide} diện rộng", "{count} unacknowledged · {wide} wide")


class Wall:
    """One per scope and web worker."""

    def __init__(self, viewer: Seeing, board: IncidentBoard | None = None) -> None:
        self._viewer = viewer
        self._board = board or IncidentBoard(viewer)
        self._made: tuple[int, float, float, bytes] = (-1, -1.0, 0.0, b"")
        self._past: dict[str, float | None] = {}
        self._over: list[dict[str, Any]] = []
        self._pressing = Pressing()  # version 0: the database never told, which is not "none"
        self._asked_at = self._hour = 0.0
        self._calendar = DEFAULT  # until the database told of the editable one
        self._known: dict[str, float | None] = {}
        self._asking: threading.Thread | None = None

    def ready(self) -> bytes:
        """JSON for every wall; a database that is away leaves the last incidents (`as_of` and the banner say so)."""
        picture, now, moved = self._viewer.picture, self._viewer.centre.clock(), self._board.watch.board.version
        if self._made[:2] == (picture.version, moved) and now - self._made[2] < FRESH_S:
            return self._made[3]
        if now - self._asked_at >= (FRESH_S if moved == self._pressing.version else SOON_S):
            self._asked_at = now
            self._ask_aside(picture, now)
        pressing, board = self._pressing, self._board.watch.board
        seen = [told for told in pressing.rows if shown(told[0])]
        open_, held = ([told for told in seen if (told[0].state == State.OPEN) is mine] for mine in (True, False))
        rows = [line(*told) for told in (*open_[:SHOWN], *held[:HELD])]
        body = json.dumps({
            "version": picture.version, "server_time": now, "figures": self._figures(picture, now),
            "incidents": [*rows, *self._over[:OVER]], "open": pressing.count.open,
            "unacknowledged": pressing.count.unacknowledged, "quiet": pressing.count.quiet,
            "calls": pressing.calls(), "event": pressing.head, "as_of": board.heard_at or None,
        }, ensure_ascii=False, separators=(",", ":")).encode()
        self._made = (picture.version, pressing.version, now, body)
        return body

    def _ask_aside(self, picture: Picture, now: float) -> None:
        """A slow database costs a wall PATIENCE_S at most: the answer then stands in the next body."""
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._ask, args=(picture, now), name="wall", daemon=True)
            self._asking.start()
            self._asking.join(PATIENCE_S)

    def _ask(self, picture: Picture, now: float) -> None:
        scope, today = self._viewer.scope, local_day(now)
        try:
            with self._viewer.centre.db.read() as conn:
                stood = inspecting.stood(conn, now - HOUR)
                self._past = {
                    **self._means(conn, now // HOUR * HOUR - HOUR, now),
                    "open": float(incidents.count_open_at(conn, scope, now - HOUR, today=today)) if stood else None,
                }
                rows = [row for row in incidents.read_pressing(conn, scope, 2 * SHOWN, today)
                        if row.resolved_at is not None and shown(row) and row.resolved_at > now - LATELY_S]
                self._over = [line(*told) for told in retold(conn, scope, rows, picture.register, today)]
            self._calendar = calendar(self._viewer.centre)
        except StoreDown:
            return
        self._pressing = self._board.pressing()

    def _means(self, conn: Connection, start: float, now: float) -> dict[str, float | None]:
        """Means of the hour before: read once an hour, for it is a walk through every school's hour."""
        if self._hour != start:
            scope, today = self._viewer.scope, local_day(now)
            self._known = {
                key: history.mean_of_hour(conn, scope, metric, start, today) for key, metric in COMPARED.items()}
            self._hour = start if now - start > HOUR + SETTLED_S else 0.0
        return self._known

    def _figures(self, picture: Picture, now: float) -> list[dict[str, Any]]:
        indicators, everyone = self._viewer.centre.indicators, np.arange(len(picture.register.schools))
        made = {key: tally(picture, i, everyone, now) for key, i in indicators.items()}
        up = made["connectivity"]
        count, known = self._pressing.count, self._pressing.version > 0
        wide = sum(row.kind == "wide" for row, _ in self._pressing.rows)
        foot = UNHELD.vi.format(count=number(count.unacknowledged if known else None),
                                wide=number(wide if known else None))
        offline = opened = None
        past, before = self._past.get("connectivity"), self._past.get("open")
        steps = {key: self._points(key, made[key]) for key in COMPARED}
        if past is not None and up.value is not None:
            offline = float(up.counts[Status.BAD] - round((1 - past) * up.reporting))
        if before is not None and known:
            opened = count.open + count.quiet - before
        counted = Status.UNKNOWN if not known else Status.BAD if count.open else Status.GOOD
        return [
            _figure("connected", number(up.counts[Status.GOOD]), up, *steps["connectivity"]),
            _figure("offline", number(up.counts[Status.BAD]), up, _step(offline), _tone(offline, bad=True)),
            _figure("labs", percent(made["labs"].value), made["labs"], *steps["labs"], note=self._hours(now)),
            _figure("epayment", percent(made["epayment"].value), made["epayment"], *steps["epayment"]),
            {"key": "incidents", "value": number(count.open if known else None), "status": counted,
             "reporting": up.reporting, "schools": up.schools, "foot": foot, "trend": _step(opened),
             "tone": _tone(opened, bad=True), "since": SINCE.vi},
        ]

    def _hours(self, now: float) -> str:
        return "" if in_school_hours(now, self._calendar) else f"{AFTER_HOURS.vi} · "

    def _points(self, key: str, of: Tally) -> tuple[str, str]:
        """(trend, tone) of a share against the hour before, in percentage points."""
        past = self._past.get(key)
        step = None if past is None or of.value is None else (of.value - past) * 100
        return _step(step, POINTS.vi, 1), _tone(step)


def _step(step: float | None, unit: str = "", decimals: int = 0) -> str:
    """"+12", "−0,4 điểm %", the word for no change; "" = there is nothing to compare with."""
    if step is None:
        return ""
    if round(abs(step), decimals) == 0:
        return SAME.vi
    return f"{'+' if step > 0 else '−'}{number(abs(step), decimals)} {unit}".strip()


def _tone(step: float | None, *, bad: bool = False) -> str:
    """Whether more is good news. `bad`: what is counted is trouble."""
    if step is None or abs(step) < 0.05:
        return ""
    return "better" if (step > 0) != bad else "worse"


def _figure(key: str, value: str, of: Tally, trend: str = "", tone: str = "", note: str = "") -> dict[str, Any]:
    known = value if of.reporting else "–"
    foot = f"{note}{number(of.reporting)} / {number(of.schools)} trường{'' if note else ' báo cáo'}"
    return {"key": key, "value": known, "status": of.status, "reporting": of.reporting, "schools": of.schools,
            "foot": foot, "trend": trend, "tone": tone, "since": SINCE.vi}
