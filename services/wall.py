"""What a wall shows beside its map: five figures with n of N and trend, the incidents that press. Made once per version
of the picture and of the incidents, for every wall of a reach that reads the same language.
"""

import json
import threading
from collections.abc import Iterable
from typing import Any

import numpy as np

from domain.calendar import DEFAULT, in_school_hours
from domain.errors import StoreDown
from domain.incident import State
from domain.indicator import Severity
from domain.wording import speaking
from services.calendar import calendar
from services.incident_board import IncidentBoard, Pressing, Told
from services.incident_marks import shown
from services.seeing import Seeing
from services.telling import retold
from services.view import Picture
from services.wall_figures import COMPARED, Beside, figures
from services.wall_lines import places, wall_line
from store import history, incidents, inspecting
from store.database import Connection
from store.scoping import local_day

HOUR = 3600.0
SETTLED_S = 60.0  # after an hour has ended, until its roll-up is whole
FRESH_S = 5.0  # figures that need the database are asked for this often, however many walls there are
PATIENCE_S = 0.25
SHOWN, HELD, OVER = 12, 6, 3  # rows a wall may have room for: nobody has, somebody has, over
PLACED = 20  # critical ones a wall is told the place of: it flies there
SOON_S = 0.5  # and when an incident moved, no sooner than this after the last time
LATELY_S = 900.0  # so long a resolved one still stands there
Made = tuple[int, float, float, bytes]


class Wall:
    """One per scope and web worker."""

    def __init__(self, viewer: Seeing, board: IncidentBoard | None = None) -> None:
        self._viewer = viewer
        self._board = board or IncidentBoard(viewer)
        self._made: dict[str, Made] = {}
        self._making = threading.Lock()  # one makes, however many walls ask
        self._past: dict[str, float | None] = {}
        self._over: list[Told] = []
        self._pressing = Pressing()  # version 0: the database never told, which is not "none"
        self._asked_at = self._hour = 0.0
        self._calendar = DEFAULT  # until the database told of the editable one
        self._known: dict[str, float | None] = {}
        self._asking: threading.Thread | None = None

    def ready(self, *, visitors: bool = False) -> bytes:
        """JSON for every wall; a database that is away leaves the last incidents (`as_of` and the banner say so).

        `visitors`: without any name of a person.
        """
        made = self._made_for(visitors)
        if made is not None and self._holds(made):
            return made[3]
        if not self._making.acquire(blocking=not self._lately(made)) and made is not None:
            return made[3]  # somebody is making the next one: until then, the one before
        try:
            made = self._made_for(visitors)  # made while this one waited?
            return made[3] if made is not None and self._holds(made) else self._make(visitors)
        finally:
            self._making.release()

    def fresh(self, *, visitors: bool = False) -> bytes | None:
        """`ready` when nothing needs to be made; never waits."""
        made = self._made_for(visitors)
        return made[3] if made is not None and self._holds(made) else None

    def _made_for(self, visitors: bool) -> Made | None:
        return self._made.get(f"{speaking()} {visitors}")

    def _lately(self, made: Made | None) -> bool:
        """Young enough to stand for now, for a moment."""
        return made is not None and 0 <= self._viewer.centre.clock() - made[2] < 2 * FRESH_S

    def _holds(self, made: Made) -> bool:
        """Nothing moved, or what moved may not be asked for yet: another one would say the same."""
        moved, now = self._board.watch.board.version, self._viewer.centre.clock()
        soon = made[1] == self._pressing.version and 0 <= now - self._asked_at < SOON_S
        return made[0] == self._viewer.picture.version and (made[1] == moved or soon) and now - made[2] < FRESH_S

    def _make(self, visitors: bool) -> bytes:
        picture, now, moved = self._viewer.picture, self._viewer.centre.clock(), self._board.watch.board.version
        if now - self._asked_at >= (FRESH_S if moved == self._pressing.version else SOON_S):
            self._asked_at = now
            self._ask_aside(picture, now)
        pressing = self._pressing
        body = json.dumps(self._told(picture, pressing, now, visitors=visitors), ensure_ascii=False,
                          separators=(",", ":")).encode()
        self._made[f"{speaking()} {visitors}"] = (picture.version, pressing.version, now, body)
        return body

    def _told(self, picture: Picture, pressing: Pressing, now: float, *, visitors: bool) -> dict[str, Any]:
        board = self._board.watch.board
        seen = [told for told in pressing.rows if shown(told[0])]
        open_, held = ([told for told in seen if (told[0].state == State.OPEN) is mine] for mine in (True, False))
        rows: Iterable[Told] = (*open_[:SHOWN], *held[:HELD], *self._over[:OVER])
        grave = [row for row, _ in open_ if row.severity == Severity.CRITICAL and not row.quiet][:PLACED]
        return {
            "version": picture.version, "server_time": now, "figures": self._figures(picture, now),
            "incidents": [wall_line(*told, visitors=visitors) for told in rows], "open": pressing.count.open,
            "unacknowledged": pressing.count.unacknowledged, "quiet": pressing.count.quiet,
            "silenced": pressing.count.silenced,
            "calls": pressing.calls(), "places": places(grave, board, picture.register), "event": pressing.head,
            "as_of": board.heard_at or None, "known": pressing.version > 0,
        }

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
                self._over = retold(conn, scope, rows, picture.register, today)
            self._calendar = calendar(self._viewer.centre)
        except StoreDown:
            return
        self._pressing = self._board.pressing()

    def _means(self, conn: Connection, start: float, now: float) -> dict[str, float | None]:
        """Means of the hour before: read once an hour, for it is a walk through every school's hour."""
        if self._hour != start:
            scope, today = self._viewer.scope, local_day(now)
            self._known = {
                key: history.mean_of_hour(conn, scope, metrics, start, today) for key, metrics in COMPARED.items()}
            self._hour = start if now - start > HOUR + SETTLED_S else 0.0
        return self._known

    def _figures(self, picture: Picture, now: float) -> list[dict[str, Any]]:
        pressing = self._pressing
        return figures(picture, self._viewer.centre.indicators, np.arange(len(picture.register.schools)), now, Beside(
            count=pressing.count, wide=sum(row.kind == "wide" for row, _ in pressing.rows), known=pressing.version > 0,
            past=self._past, in_hours=in_school_hours(now, self._calendar)))
