"""What lives among the incidents, read once for all screens of this web process, and again when an event came.

One thread asks once a second for the newest event: one query, whoever looks. Only when that moved, when the register
is another one, or every five seconds for what time alone changes (maintenance begins, ends), is more read. A database
that does not answer leaves the last board, which says its age.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import structlog
from numpy.typing import NDArray

from domain.errors import StoreDown
from domain.person import EVERYTHING
from services.incident_marks import Count, Marks, counted, marked
from services.register import Register
from services.seeing import Seeing
from services.silenced import silenced, under
from store import incident_events, incidents
from store.database import Connection
from store.incidents import Incident

log = structlog.get_logger()
ASK_S = 1.0  # how often the newest event is asked for
TIME_S = 5.0  # how often what time alone changes is asked for
DEAF_S = 5.0  # without an answer for so long, a screen is told that it sees the last known
MANY = 60  # events since the last look that are followed one by one
KEPT = 32  # versions a screen may be behind and still get a delta
_NONE = np.zeros(0, np.int64)
Members = dict[int, NDArray[np.int64]]
Flat = tuple[NDArray[np.int64], NDArray[np.intp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every live incident. `version` grows with every change, 0 = the database never told; `head`: the newest event.

    `members`: incident -> ids of its schools; the same flat: `rows[flat_row[k]]` speaks for the school with database id
    `flat_id[k]`. `ids`, `marks`: the marked schools only, by id; `past`: the same of earlier versions.
    `hushed`: ids of those under a silence or a maintenance.
    """

    version: float = 0.0
    head: int = 0
    heard_at: float = 0.0
    rows: tuple[Incident, ...] = ()
    members: Members = field(default_factory=dict)
    flat_id: NDArray[np.int64] = field(default_factory=lambda: _NONE)
    flat_row: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    ids: NDArray[np.int64] = field(default_factory=lambda: _NONE)
    marks: Marks = field(default_factory=lambda: np.zeros(0, np.uint8))
    past: dict[float, tuple[NDArray[np.int64], Marks]] = field(default_factory=dict)
    hushed: frozenset[int] = frozenset()

    def marks_of(self, register: Register, version: float) -> Marks | None:
        """Marks in the order of a register, whole or restricted: a school it does not hold is not spoken of.

        None = that version is not remembered.
        """
        if version not in self.past:
            return None
        ids, marks = self.past[version]
        made = np.zeros(len(register.ids), np.uint8)
        if len(ids) and len(register.ids):
            at = np.minimum(np.searchsorted(register.ids, ids), len(register.ids) - 1)
            there = register.ids[at] == ids
            made[at[there]] = marks[there]
        return made

    def reached(self, register: Register, *, everything: bool) -> tuple[Incident, ...]:
        """Incidents that speak for a school of this register; those without a school only for who sees everything."""
        if everything:
            return self.rows
        return tuple(self.rows[i] for i in np.unique(self.flat_row[np.isin(self.flat_id, register.ids)]))

    def of_school(self, school_id: int) -> tuple[Incident, ...]:
        """Incidents that speak for this school."""
        return tuple(self.rows[i] for i in np.unique(self.flat_row[self.flat_id == school_id]))

    def count(self, register: Register, *, everything: bool) -> Count:
        """How many there are within reach."""
        return counted(self.reached(register, everything=everything), self.hushed)


class IncidentWatch:
    """One per web process. `board` is what is known; `look` asks; `follow` keeps asking."""

    def __init__(self, viewer: Seeing) -> None:
        self._viewer = viewer
        self._lock = threading.Lock()
        self._register: Register | None = None
        self._timed_at = 0.0
        self.board = Board()
        self.followed = False

    def follow(self, stop: threading.Event) -> None:
        """Look every second until told to stop."""
        self.followed = True
        while not stop.wait(ASK_S):
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the board says its age; the next look may succeed
                log.exception("incident watch broke")

    def look(self) -> Board:
        """Ask for the newest event, and for everything when it is another one. Only one asks at a time."""
        with self._lock:
            now, register = self._viewer.centre.clock(), self._viewer.picture.register
            try:
                with self._viewer.centre.db.read() as conn:
                    self.board = self._newer(conn, register, now)
            except StoreDown:
                return self.board
            self._register = register
            return self.board

    def _newer(self, conn: Connection, register: Register, now: float) -> Board:
        head = incident_events.newest(conn)
        known = self.board.version > 0 and register is self._register
        if known and head == self.board.head and 0 <= now - self._timed_at < TIME_S:
            return replace(self.board, heard_at=now)
        rows, members = self.board.rows, self.board.members
        if not known:
            rows = tuple(incidents.read_open(conn, EVERYTHING))
            members = _members(conn, rows, register)
        elif head != self.board.head:
            rows, members = self._moved(conn, register)
        self._timed_at = now
        flat_id, flat_row = _flat(rows, members)
        places = np.searchsorted(register.ids, flat_id)
        marks = marked(len(register.ids), rows, places, flat_row, under(conn, register, now))
        return self._step(head, now, rows, members, (flat_id, flat_row), register, marks, silenced(conn, now))

    def _moved(self, conn: Connection, register: Register) -> tuple[tuple[Incident, ...], Members]:
        """Only the incidents that moved are read again; in a storm, all of them at once."""
        events = incident_events.changed_since(conn, EVERYTHING, self.board.head, limit=MANY + 1)
        which = sorted({event.incident_id for event in events})
        if len(events) > MANY:
            rows = tuple(incidents.read_open(conn, EVERYTHING))
            return rows, _members(conn, rows, register)
        found = [incidents.read_one(conn, EVERYTHING, one) for one in which]
        live = [row for row in found if row is not None and row.live]
        kept = [row for row in self.board.rows if row.id not in set(which)]
        rest = {one: ids for one, ids in self.board.members.items() if one not in set(which)}
        return (*kept, *live), {**rest, **_members(conn, live, register)}

    def _step(self, head: int, now: float, rows: tuple[Incident, ...], members: Members, flat: Flat,
              register: Register, marks: Marks, hushed: frozenset[int]) -> Board:
        """The same version as before when nothing that a screen shows is another."""
        which = np.flatnonzero(marks)
        ids, found, old = register.ids[which], marks[which], self.board
        same = head == old.head and rows is old.rows and hushed == old.hushed and np.array_equal(ids, old.ids)
        if old.version > 0 and same and np.array_equal(found, old.marks):
            return replace(old, heard_at=now)
        version = max(round(now, 3), round(old.version + 0.001, 3))
        past = dict(sorted({**old.past, version: (ids, found)}.items())[-KEPT:])
        return Board(version=version, head=head, heard_at=now, rows=rows, members=members, flat_id=flat[0],
                     flat_row=flat[1], ids=ids, marks=found, past=past, hushed=hushed)


def _members(conn: Connection, rows: Sequence[Incident], register: Register) -> Members:
    """incident -> database ids of the schools it speaks for."""
    found = incidents.read_members(conn, EVERYTHING, [row.id for row in rows]) if rows else {}
    ids, index = register.ids, register.index
    return {one: ids[[index[code] for code in codes if code in index]] for one, codes in found.items() if codes}


def _flat(rows: Sequence[Incident], members: Members) -> Flat:
    """(school ids, index of the row that speaks for each)."""
    lists = [members.get(row.id, _NONE) for row in rows]
    if not lists:
        return _NONE, np.zeros(0, np.intp)
    return np.concatenate(lists), np.repeat(np.arange(len(lists)), [len(one) for one in lists])
