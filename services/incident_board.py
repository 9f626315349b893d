"""The live incidents as one reach is told of them: made once per change for everybody there, then only copied."""

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import StoreDown
from domain.given_names import reader_name
from domain.incident import SEEN_ALWAYS, State
from domain.indicator import Severity
from domain.measurement import Status
from services.incident_marks import RANK, Count, Marks, counted, in_words, shown
from services.incident_watch import Board, IncidentWatch
from services.register import Register
from services.seeing import Seeing
from services.telling import retold
from store import incidents
from store.incidents import Incident
from store.scoping import local_day

CALLS = 200  # unheld incidents a wall may hear of
Told = tuple[Incident, str]  # an incident and the name of its area


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """`version` 0 = the database never told. `rows`: what nobody has first, then wide, worst, newest."""

    version: float = 0.0
    head: int = 0
    rows: tuple[Told, ...] = ()
    count: Count = field(default_factory=Count)

    def calls(self) -> list[tuple[int, int]]:
        """(id, severity 0..3) of what is shouted and nobody has: what a wall may sound for."""
        return [(row.id, RANK[row.severity]) for row, _ in self.rows if _loud(row)][:CALLS]


class IncidentBoard:
    """One per reach and web worker."""

    def __init__(self, viewer: Seeing, watch: IncidentWatch | None = None) -> None:
        self._viewer = viewer
        self.watch = watch or IncidentWatch(viewer)
        self._lock = threading.Lock()
        self._made: tuple[tuple[Any, ...], Pressing] = ((), Pressing())

    @property
    def board(self) -> Board:
        """What is known now; where no thread keeps asking, asked now."""
        return self.watch.board if self.watch.followed else self.watch.look()

    def count(self) -> Count:
        """How many live incidents are within reach; costs no database."""
        return self.board.count(self._viewer.picture.register, everything=self._viewer.scope.everything)

    def pressing(self) -> Pressing:
        """The live incidents in this reach's words. A limited reach asks the database once per change."""
        board, register, scope = self.board, self._viewer.picture.register, self._viewer.scope
        today = local_day(self._viewer.centre.clock())
        key = (board.version, register.edition, today)
        if self._made[0] == key or not board.version:
            return self._made[1]
        with self._lock:
            if self._made[0] == key:
                return self._made[1]
            try:
                with self._viewer.centre.db.read() as conn:
                    # A limited reader's rows count their own schools only: the whole house's are not theirs to read.
                    rows = board.rows if scope.everything else incidents.read_open(conn, scope, today)
                    told = tuple(retold(conn, scope, sorted(rows, key=_order), register, today))
            except StoreDown:
                return self._made[1]
            count = counted(rows, board.hushed)
            self._made = (key, Pressing(version=board.version, head=board.head, rows=told, count=count))
            return self._made[1]

    def of_school(self, code: str) -> list[Told]:
        """The live incidents of one school within reach, as told. Raises NotFound."""
        register = self._viewer.picture.register
        ids = {row.id for row in self.board.of_school(int(register.ids[register.position(code)]))}
        return [told for told in self.pressing().rows if told[0].id in ids]


def _loud(row: Incident) -> bool:
    return row.state == State.OPEN and not row.quiet


def _order(row: Incident) -> tuple[Any, ...]:
    held, single = row.state != State.OPEN, row.kind not in SEEN_ALWAYS
    return (not shown(row), held, single, -RANK[row.severity], -row.opened_at, -row.id)


def line(row: Incident, area: str) -> dict[str, Any]:
    """One incident as a screen shows it. `who` has it, "" = nobody; `tone`: the colour of its mark."""
    grave = row.severity in (Severity.HIGH, Severity.CRITICAL)
    tone = Status.GOOD if row.resolved_at is not None else Status.BAD if grave else Status.WATCH
    return {
        "id": row.id, "kind": row.kind, "severity": row.severity, "says": row.says.text, "state": row.state,
        "who": reader_name(row.owner_name or row.acknowledged_name), "tone": tone, "area": area, "schools": row.schools,
        "confidence": row.confidence, "quiet": row.quiet, "started_at": row.started_at, "opened_at": row.opened_at,
        "acknowledged_at": row.acknowledged_at, "resolved_at": row.resolved_at,
    }


def marks_json(board: Board, viewer: Seeing, register: Register, places: NDArray[np.intp]) -> dict[str, Any]:
    """The marked schools among `places` of the register, in words, with the figures of the reach."""
    count = board.count(register, everything=viewer.scope.everything)
    marks = board.marks_of(register, board.version)
    found: Marks = np.zeros(0, np.uint8) if marks is None else marks[places]
    known = marks is not None
    return {"version": board.version, "open": count.open if known else None,
            "unacknowledged": count.unacknowledged if known else None, "quiet": count.quiet if known else None,
            "schools": {register.schools[places[i]].code: in_words(int(found[i])) for i in np.flatnonzero(found)}}
