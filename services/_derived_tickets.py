"""What a helpdesk closed, as lives of incidents: its own book says when each ticket was reported, taken and solved.

Nothing counts twice: a ticket that joined an incident we measured is told by that incident; an incident that is nothing
but tickets is told by them, once the helpdesk has closed them.
"""

from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from domain.incident import State
from domain.indicator import Severity
from domain.person import EVERYTHING
from domain.ticket import Solved, SolvedTickets
from services.register import Register
from store import operations
from store.clocks import Row
from store.database import Connection

OURS = "helpdesk:"  # rules of incidents that are made of tickets only


@dataclass(frozen=True, slots=True)
class Told:
    """`rows`: one life per ticket, `places`: its school in the register; `mirrored`: incidents they stand for."""

    rows: list[Row]
    places: list[NDArray[np.intp]]
    mirrored: frozenset[int]


class Tickets:
    """One per register; the newest book of each helpdesk."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._books: dict[str, SolvedTickets] = {}
        self._rows: dict[Solved, Row] = {}
        self._numbers = count(-1, -1)  # no incident's

    def hear(self, book: SolvedTickets) -> bool:
        """False = it says what was known."""
        before = self._books.get(book.source)
        self._books[book.source] = book
        return before is None or set(before.tickets) != set(book.tickets)

    def told(self, conn: Connection, since: float) -> Told:
        """What was reported since then, and is not told by an incident of our own measuring."""
        rows, places, mirrored = list[Row](), list[NDArray[np.intp]](), set[int]()
        kept = dict[Solved, Row]()
        for source, book in tuple(self._books.items()):
            known = operations.read_told(conn, EVERYTHING, source, since)
            for one in book.tickets:
                place = self._register.index.get(one.school)
                incident, rule = known.get(one.ref, (0, ""))
                if place is None or one.opened_at < since or (incident and not rule.startswith(OURS)):
                    continue
                mirrored |= {incident} if incident else set()
                kept[one] = self._rows.get(one) or _life(one, next(self._numbers))
                rows.append(kept[one])
                places.append(np.array([place], np.intp))
        self._rows = kept
        return Told(rows, places, frozenset(mirrored))


def _life(one: Solved, number: int) -> Row:
    """A single school's ticket is never critical: that is said by people."""
    severity = Severity.HIGH if one.severity is Severity.CRITICAL else one.severity
    return Row(id=number, kind="manual", severity=severity.value, state=State.RESOLVED, area="", carrier="",
               started_at=one.opened_at, opened_at=one.opened_at, first_acknowledged_at=one.taken_at,
               resolved_at=one.solved_at, taken_by="", taken_name="", resolved_by="", resolved_name="", cause="")
