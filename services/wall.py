"""What a wall shows beside its map: five figures with n of N and trend, the newest incidents. Made once per version.

A figure is {key, value, status, reporting, schools, foot, trend, tone, since}; trends compare with the mean of the hour
before and are absent when that hour has no roll-up.
"""

import json
import threading
from typing import Any

import numpy as np

from domain.calendar import in_school_hours
from domain.errors import StoreDown
from domain.indicator import Severity
from domain.measurement import Status
from domain.wording import Words, number, percent
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
SHOWN = 12
COMPARED = {"connectivity": "connectivity.reachable", "labs": "reading.labs", "epayment": "reading.epayment"}
SINCE = Words("so với 1 giờ trước", "than an hour ago")
AFTER_HOURS = Words("ngoài giờ học", "out of school hours")
SAME = Words("không đổi", "unchanged")
POINTS = Words("điểm %", "points")
WIDE = Words("{count} diện rộng", "{count} wide")


class Wall:
    """One per scope and web worker."""

    def __init__(self, viewer: Seeing) -> None:
        self._viewer = viewer
        self._made: tuple[int, float, bytes] = (-1, 0.0, b"")
        self._past: dict[str, float | None] = {}
        self._incidents: list[dict[str, Any]] = []
        self._open: int | None = None  # None: the database never told, which is not "none"
        self._wide: int | None = None
        self._asked_at = self._hour = 0.0
        self._known: dict[str, float | None] = {}
        self._asking: threading.Thread | None = None

    def ready(self) -> bytes:
        """JSON for every wall; a database that is away leaves the last incidents (the banner says so)."""
        picture, now = self._viewer.picture, self._viewer.centre.clock()
        if self._made[0] == picture.version and now - self._made[1] < FRESH_S:
            return self._made[2]
        if now - self._asked_at >= FRESH_S:
            self._asked_at = now
            self._ask_aside(picture, now)
        body = json.dumps({
            "version": picture.version, "server_time": now, "figures": self._figures(picture, now),
            "incidents": self._incidents, "open": self._open or 0,
        }, ensure_ascii=False, separators=(",", ":")).encode()
        self._made = (picture.version, now, body)
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
                rows = incidents.read_pressing(conn, scope, SHOWN, today)
                told = retold(conn, scope, rows, picture.register, today)
                self._wide = incidents.count_open_at(conn, scope, now, "wide", today)
                self._open = incidents.count_open_at(conn, scope, now, today=today)
        except StoreDown:
            return
        self._incidents = [_incident(row, area) for row, area in told]

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
        line = made["connectivity"]
        wide = WIDE.vi.format(count=number(self._wide))
        offline = opened = None
        past, before = self._past.get("connectivity"), self._past.get("open")
        steps = {key: self._points(key, made[key]) for key in COMPARED}
        if past is not None and line.value is not None:
            offline = float(line.counts[Status.BAD] - round((1 - past) * line.reporting))
        if before is not None and self._open is not None:
            opened = self._open - before
        counted = Status.UNKNOWN if self._open is None else Status.BAD if self._open else Status.GOOD
        return [
            _figure("connected", number(line.counts[Status.GOOD]), line, *steps["connectivity"]),
            _figure("offline", number(line.counts[Status.BAD]), line, _step(offline), _tone(offline, bad=True)),
            _figure("labs", percent(made["labs"].value), made["labs"], *steps["labs"], note=_hours(now)),
            _figure("epayment", percent(made["epayment"].value), made["epayment"], *steps["epayment"]),
            {"key": "incidents", "value": number(self._open), "status": counted,
             "reporting": line.reporting, "schools": line.schools, "foot": wide, "trend": _step(opened),
             "tone": _tone(opened, bad=True), "since": SINCE.vi},
        ]

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


def _hours(now: float) -> str:
    return "" if in_school_hours(now) else f"{AFTER_HOURS.vi} · "


def _figure(key: str, value: str, of: Tally, trend: str = "", tone: str = "", note: str = "") -> dict[str, Any]:
    known = value if of.reporting else "–"
    foot = f"{note}{number(of.reporting)} / {number(of.schools)} trường{'' if note else ' báo cáo'}"
    return {"key": key, "value": known, "status": of.status, "reporting": of.reporting, "schools": of.schools,
            "foot": foot, "trend": trend, "tone": tone, "since": SINCE.vi}


def _incident(row: incidents.Incident, area: str) -> dict[str, Any]:
    loud = row.severity in (Severity.HIGH, Severity.CRITICAL)
    tone = Status.GOOD if row.resolved_at is not None else Status.BAD if loud else Status.WATCH
    return {"id": row.id, "kind": row.kind, "says": row.says.vi, "state": row.state, "tone": tone,
            "area": area, "schools": row.schools, "started_at": row.started_at,
            "resolved_at": row.resolved_at}
