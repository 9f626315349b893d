"""The collector looks over its own figures every few minutes: which claims the week bears out, what cannot be true.

Columns are held as they are; asking the database and judging happen on a thread of their own, writing is the scribe's.
"""

import json
import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import structlog
from numpy.typing import NDArray

from domain.claims import OF
from domain.errors import StoreDown
from domain.person import EVERYTHING
from services._claim_columns import Columns
from services._claim_rules import MODULES, answers
from services._claim_week import MACHINES, PAID, SPEED, WEEKLY, Week
from services._finding_rules import Beside, Judged, inspect
from services.scribe import CHUNK, Sheet
from store import claims, findings
from store.database import Connection, Database
from store.history import DAY_S, local_midnight

if TYPE_CHECKING:
    from services.ingest import Ingest

Floats = NDArray[np.float64]
FIRST_S, EVERY_S = 60.0, 300.0
HOLD_S = 0.05  # the longest "now" waits for it
CHECKED = "checked"  # how many could be judged by each rule, beside the claims
YEARLY = ("network.pupils", "labs.standard_machines")
STILL = {"latency_flat": ("connectivity.latency_ms", 12.0), "machines_flat": (MACHINES, 20.0),
         "download_flat": ("netspeed.download_mbps", 12.0)}
NEEDS = (
    "network.pupils", "network.classes", "sector.pupil_records", "sector.teacher_records", "labs.rooms",
    "labs.standard_machines", "labs.devices", MACHINES, "connectivity.reachable", "connectivity.latency_ms", SPEED,
    "netspeed.download_mbps", "epayment.enabled", "epayment.transactions_30d", PAID, "axis.silent_hours",
    "programme.allocated_million", "programme.disbursed_million", *(f"axis.{name}" for name in MODULES))
log = structlog.get_logger()


class Held:
    """(value, taken) of a metric as long floats, made when they are asked for."""

    def __init__(self, columns: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]) -> None:
        self._columns = columns

    def __getitem__(self, key: str) -> tuple[Floats, Floats]:
        value, taken = self._columns[key]
        return value.astype(np.float64), taken.astype(np.float64)


class Inspection:
    """One per register."""

    def __init__(self, ingest: "Ingest") -> None:
        self.ids = ingest.register.ids
        self.week = Week(self.ids)
        self._due = ingest.centre.clock() + FIRST_S
        self._thread: threading.Thread | None = None
        self._sheets: list[tuple[str, Sheet]] = []
        self._before: dict[str, Columns] = {}
        self._year: dict[str, Floats] = {}
        self._year_of = 0.0
        self._still: dict[str, tuple[Floats, Floats, Floats]] = {}  # rule -> value, since, last seen moving on

    def take(self, ingest: "Ingest", now: float) -> None:
        """Hand the scribe what was worked out; begin anew when it is time."""
        busy = self._thread is not None and self._thread.is_alive()
        if not busy:
            sheets, self._sheets = self._sheets, []
            for name, sheet in sheets:
                ingest.scribe.keep(name, sheet)
            if now >= self._due or self._due - now > EVERY_S:
                self._due = now + EVERY_S
                held = self._held(ingest)
                self._thread = threading.Thread(target=self._run, args=(ingest, held, now), name="inspection",
                                                daemon=True)
                self._thread.start()
                self._thread.join(HOLD_S)

    def _held(self, ingest: "Ingest") -> Held:
        """The columns as they are now; the collector goes on with others."""
        board = ingest.board
        nothing = np.zeros(len(self.ids))
        return Held({**{key: board.metric(key).held() for key in NEEDS},
                     **{key: (values, nothing) for key, values in board.facts.items()}})

    def _run(self, ingest: "Ingest", held: Held, now: float) -> None:
        try:
            self._sheets = self.look(ingest, held, now)
        except StoreDown:
            return  # the scribe says so; we look again
        except Exception:  # noqa: BLE001 - a fault of ours costs one look, never the collector
            log.exception("inspection broke")

    def look(self, ingest: "Ingest", held: Held, now: float) -> list[tuple[str, Sheet]]:
        """Everything once. Raises StoreDown."""
        db, register = ingest.centre.db, ingest.register
        with db.read() as conn:
            self.week.load(conn, now)
            self._load_before(conn)
            self._load_year(conn, now)
            standing = findings.standing(conn, EVERYTHING)
        for metric in WEEKLY:
            self.week.see(metric, *held[metric], now)
        told = answers(held.__getitem__, self.week, self._before, now)
        self._before = told
        beside = Beside(year=self._year, still={rule: self._unmoved(rule, held, now) for rule in STILL})
        judged = inspect(register, held.__getitem__, beside)
        payloads = {key: columns.pack() for key, columns in told.items()}
        payloads[CHECKED] = json.dumps(judged.of).encode()
        return [("claims", Sheet(write=lambda conn: claims.write(db, conn, now, payloads))),
                *_finding_sheets(db, self.ids, judged, _gone(self.ids, judged, standing), now)]

    def _load_before(self, conn: Connection) -> None:
        if not self._before:
            found = {key: Columns.unpack(payload, at) for key, (at, payload) in claims.read(conn, tuple(OF)).items()}
            self._before = {key: one for key, one in found.items() if one is not None}

    def _load_year(self, conn: Connection, now: float) -> None:
        """Once a day: what the same weeks of last year said."""
        today = local_midnight(now)
        if self._year_of == today:
            return
        for metric in YEARLY:
            rows = claims.sums(conn, EVERYTHING, metric, today - 380 * DAY_S, today - 350 * DAY_S, days=True)
            if len(rows):
                column = np.full(len(self.ids), np.nan)
                place = np.minimum(np.searchsorted(self.ids, rows[:, 0]), len(self.ids) - 1)
                there = self.ids[place] == rows[:, 0]
                column[place[there]] = rows[there, 2] / rows[there, 1]
                self._year[metric] = column
        self._year_of = today

    def _unmoved(self, rule: str, held: Held, now: float) -> tuple[str, Floats, NDArray[np.bool_]]:
        """(metric, hours without a move where that is too long else 0, who was watched long enough to say)."""
        metric, limit = STILL[rule]
        value, taken = held[metric]
        known, since, began = self._still.get(rule, (np.full(len(value), np.nan), taken, np.full(len(value), now)))
        same = (value == known) & (value > 0)
        since = np.where(same, since, taken)
        began = np.where(np.isnan(value), now, began)  # not heard of: watching begins anew
        self._still[rule] = (value, since, began)
        hours = np.where(same, (taken - since) / 3600.0, 0.0)
        return metric, np.where(hours >= limit, hours, 0.0), (now - began) / 3600.0 >= limit


def _gone(ids: NDArray[np.int64], judged: Judged, standing: list[tuple[int, str, str, int | None]]) -> list[int]:
    """Rows that are not found any more, of schools that could be judged: who is not heard of clears nothing."""
    found = {(one.rule, one.subject) for one in judged.found}
    position = {int(school): i for i, school in enumerate(ids)}

    def sure(rule: str, school: int | None) -> bool:
        if school is None or school not in position:
            return rule in judged.of
        return rule in judged.marks and bool(judged.marks[rule][position[school]])

    return [row for row, rule, subject, school in standing if (rule, subject) not in found and sure(rule, school)]


def _finding_sheets(db: Database, ids: NDArray[np.int64], judged: Judged, gone: list[int],
                    now: float) -> list[tuple[str, Sheet]]:
    """Parts of what was found; the first one also says what is gone."""
    rows: list[dict[str, Any]] = [
        {"rule": one.rule, "subject": one.subject, "value": one.value,
         "school_id": None if one.school is None else int(ids[one.school]),
         "evidence": [list(line) for line in one.evidence]} for one in judged.found]
    parts = [rows[i:i + CHUNK] for i in range(0, len(rows), CHUNK)] or [[]]

    def write(conn: Connection, part: list[dict[str, Any]], gone: list[int]) -> None:
        findings.keep(db, conn, part, gone, now)

    return [(f"findings {i}", Sheet(write=partial(write, part=part, gone=[] if i else gone)))
            for i, part in enumerate(parts)]
