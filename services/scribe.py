"""The scribe: writes "then" while "now" goes on. What the database cannot take waits here, in order and bounded.

Sheets are written by a thread of their own, many in one fenced transaction; each may be written twice and changes
nothing the second time, so a crash or an unsure commit is answered by writing again. Past its bound the oldest
measurements become a gap that says so; incidents, sweeps and gaps are never dropped.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import structlog

from domain.errors import StoreDown
from services.centre import Centre
from store import history, leases
from store.database import Connection

SPOOL = 2_000_000  # values that may wait: about 100 MB
CHUNK = 5_000  # values in one transaction: nobody waits long behind it
HOLD_S = 0.25  # the longest "now" waits for "then"
SLOW_S = 5.0  # a transaction that takes longer is told to people as "history is waiting"
REST = 2.0  # between two transactions in a row, so many times what the last one took: probes need the processor first
LEASE = "collector"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One thing to write. `weight`: values in it; `span`: the times it speaks of, None = it may never be dropped."""

    write: Callable[[Connection], None]
    weight: int = 1
    span: tuple[float, float] | None = None


class Scribe:
    """`token`: fencing token of our lease. Everything but `_work` runs in the collector's one thread."""

    def __init__(self, centre: Centre, token: int) -> None:
        self.centre, self.token = centre, token
        self.down_since: float | None = None
        self._sheets: deque[Sheet] = deque()
        self._urgent: deque[Sheet] = deque()
        self._newest: dict[str, Sheet] = {}
        self._lost: tuple[float, float] | None = None
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self._hurry = threading.Event()
        self._ends = False
        self._failure: BaseException | None = None

    @property
    def waiting(self) -> int:
        """Values not yet written, of those that may be dropped."""
        return sum(sheet.weight for sheet in list(self._sheets) if sheet.span is not None)

    @property
    def spooling(self) -> bool:
        """The database is away or too slow."""
        return self.down_since is not None or (self._busy() and time.monotonic() - self._began > SLOW_S)

    def add(self, sheet: Sheet) -> None:
        """Write this after everything before it."""
        self._sheets.append(sheet)

    def urge(self, sheet: Sheet) -> None:
        """Write this before everything that only remembers; in order among its like, never dropped."""
        self._urgent.append(sheet)
        self._hurry.set()

    def add_gap(self, since: float, until: float, why: str) -> None:
        """Nothing is known between two times."""
        self.add(Sheet(write=lambda conn: history.write_gap(self.centre.db, conn, "collector", since, until, why)))

    def keep(self, name: str, sheet: Sheet) -> None:
        """Of these only the newest is worth writing."""
        self._newest[name] = sheet

    def keeps(self, name: str) -> bool:
        """It is not known to be written yet."""
        return name in self._newest

    def forget(self, name: str) -> None:
        """What was kept under this name is out of date."""
        self._newest.pop(name, None)

    def prove(self) -> None:
        """Raises LeaseLost when the lease is not ours, StoreDown when nobody can say."""
        with self.centre.db.write() as conn:
            leases.fence(self.centre.db, conn, LEASE, self.token)

    def finish(self, within_s: float = 4.0) -> None:
        """Write everything before we go. Raises StoreDown when the database would not take it, LeaseLost."""
        deadline = time.monotonic() + within_s
        self._ends = True
        self._hurry.set()
        while not self.write(max(0.0, deadline - time.monotonic())):
            if self.down_since is not None or time.monotonic() >= deadline:
                raise StoreDown("Lịch sử chưa ghi hết khi dừng.", "Stopped before all history was written.")

    def write(self, hold_s: float = HOLD_S) -> bool:
        """Write what waits, in the background after `hold_s`. True = all is written. Raises LeaseLost."""
        if not self._busy():
            self._trim()
            self._began = time.monotonic()
            self._thread = threading.Thread(target=self._work, name="scribe", daemon=True)
            self._thread.start()
        if self._thread is not None:
            self._thread.join(hold_s)
        self.check()
        return not self._busy() and not self._sheets and not self._newest and not self._urgent

    def check(self) -> None:
        """Raises LeaseLost, or whatever else went wrong in the background."""
        failure = self._failure
        if isinstance(failure, StoreDown):
            if self.down_since is None:
                self.down_since = self.centre.clock()
                log.warning("database away", error=failure.words.en)
            self._failure = None
        elif failure is not None:
            raise failure
        elif self.down_since is not None and not self._busy() and not self._sheets and not self._urgent:
            log.info("database recovered", after_s=round(self.centre.clock() - self.down_since))
            self.down_since = None

    def _busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _work(self) -> None:
        try:
            while self._sheets or self._newest or self._urgent:
                self._began = time.monotonic()
                if not self._ends:
                    self._hurry.clear()
                self._transaction()
                if self._sheets:
                    took = time.monotonic() - self._began
                    self._began = inf  # resting is not slow
                    self._hurry.wait(min(SLOW_S, REST * took))
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that asked; `check` raises it there
            self._failure = error

    def _transaction(self) -> None:
        """As many sheets as fit, all or nothing; they leave the spool only when the database has them."""
        began, db = time.monotonic(), self.centre.db
        sheets, newest, weight = 0, [], 0
        urgent = list(self._urgent)
        with db.write() as conn:
            leases.fence(db, conn, LEASE, self.token)
            for sheet in urgent:
                sheet.write(conn)
            for name, sheet in [*(("", sheet) for sheet in list(self._sheets)), *list(self._newest.items())]:
                if weight and weight + sheet.weight > CHUNK:
                    break
                sheet.write(conn)
                weight += sheet.weight
                sheets += not name
                newest += [(name, sheet)] if name else []
            if time.monotonic() - began > SLOW_S:
                leases.fence(db, conn, LEASE, self.token)  # the lease counts from now, not from a slow beginning
        for _ in urgent:
            self._urgent.popleft()
        for _ in range(sheets):
            self._sheets.popleft()
        for name, sheet in newest:
            if self._newest.get(name) is sheet:
                del self._newest[name]

    def _trim(self) -> None:
        """The oldest measurements go first, and their time is named when the database is back."""
        excess = self.waiting - SPOOL
        if excess <= 0:
            return
        kept: deque[Sheet] = deque()
        dropped: list[tuple[float, float]] = []
        for sheet in self._sheets:
            if excess > 0 and sheet.span is not None:
                excess -= sheet.weight
                dropped.append(sheet.span)
            else:
                kept.append(sheet)
        self._sheets = kept
        going_on = self._lost is not None and "gap" in self._newest
        dropped += [self._lost] if self._lost and going_on else []
        since, until = self._lost = min(since for since, _ in dropped), max(until for _, until in dropped)
        if not going_on:
            log.warning("spool full", since=since)
        self.keep("gap", Sheet(
            write=lambda conn: history.write_gap(self.centre.db, conn, "collector", since, until, "spool full")))
