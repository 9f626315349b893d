"""A new collector goes on where the last one stopped: latest values, running hours, version, open incidents."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import structlog

from domain.person import EVERYTHING
from services.board import Metric
from services.rollups import HOUR, REACHABLE, ROLLED
from store import history

if TYPE_CHECKING:
    from services.ingest import Ingest

PAUSE_S = 30.0  # a collector that committed nothing for so long leaves a gap, not an invented line
DOUBT_S = 30.0  # how long a centre that was blind when it stopped waits to be told what it sees

_NOBODY = np.empty(0, np.intp)
log = structlog.get_logger()


def restore(ingest: "Ingest") -> None:
    """Fill a fresh `Ingest` from the database and the cache."""
    position = {int(school_id): i for i, school_id in enumerate(ingest.register.ids)}
    centre, now = ingest.centre, ingest.centre.clock()
    with centre.db.read() as conn:
        ingest.version = history.last_sweep_version(conn)
        copy = centre.live.opened({**history.read_boards(conn, ["pulse"])})
        for row in history.read_latest(conn, EVERYTHING):
            if row.school_id in position:
                _put(ingest.board.metric(row.metric), position[row.school_id], row)
        for key in list(ingest.board.metrics):
            ingest.board.take(key, _NOBODY, np.empty(0), 0.0)  # what is remembered is judged at the first commit
        for metric in ROLLED:
            day = metric == REACHABLE  # of the others only the running hour goes on
            rows = list(history.read_hours(conn, EVERYTHING, metric, now - 24 * HOUR if day else now // HOUR * HOUR))
            ingest.hour(metric, now).restore(position, rows)
            for row in rows if day else ():
                if row.school_id in position:
                    ingest.uptime.put_one(row.start, position[row.school_id], row.n, row.total)
        ingest.watch.restore(conn)
    if ingest.watch.blind:
        ingest.doubt(now)
    published = centre.live.read(["pulse"]).get("pulse")
    pulses = [json.loads(body) for body in (published, copy.get("pulse")) if body]
    ingest.version = max([ingest.version, *(int(pulse["version"]) for pulse in pulses)])
    last = max((pulse["at"] for pulse in pulses), default=now)
    if now - last > PAUSE_S:
        ingest.scribe.add_gap(last, now, "stopped")


def set_back(ingest: "Ingest", now: float, by: float) -> None:
    """A clock that was set back must not make everything we know look like the future."""
    log.warning("clock set back", by_s=round(by))
    ingest.scribe.add_gap(now, now + by, "clock set back")
    for metric in ingest.board.metrics.values():
        np.minimum(metric.taken, now, out=metric.taken)
        np.minimum(metric.stored_at, now, out=metric.stored_at)
    ingest.watch.rewind(now)


def _put(metric: Metric, i: int, row: Any) -> None:
    metric.value[i] = metric.stored[i] = np.nan if row.value is None else row.value
    metric.taken[i] = metric.stored_at[i] = row.taken_at
