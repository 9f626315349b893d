"""A new collector goes on where the last one stopped: latest values, running hours, version, open incidents."""

import json
from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import structlog

from domain.person import EVERYTHING
from services.rollups import HOUR, REACHABLE, ROLLED
from store import history

if TYPE_CHECKING:
    from services.ingest import Ingest

PAUSE_S = 30.0  # a collector that committed nothing for so long leaves a gap, not an invented line
DOUBT_S = 30.0  # how long a centre that was blind when it stopped waits to be told what it sees
PART = 8192  # rows of a metric that wait to become a column

_NOBODY = np.empty(0, np.intp)
log = structlog.get_logger()


def restore(ingest: "Ingest") -> None:
    """Fill a fresh `Ingest` from the database and the cache."""
    position = {int(school_id): i for i, school_id in enumerate(ingest.register.ids)}
    centre, now = ingest.centre, ingest.centre.clock()
    with centre.db.read() as conn:
        ingest.version = history.last_sweep_version(conn)
        copy = centre.live.opened({**history.read_boards(conn, ["pulse"])})
        _latest(ingest, position, history.read_latest(conn, EVERYTHING))
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
        metric.rewind(now)
    ingest.watch.rewind(now)


def _latest(ingest: "Ingest", position: dict[int, int], rows: Iterable[Any]) -> None:
    """What was last known becomes columns, a part at a time: there may be millions of rows."""
    parts: dict[str, tuple[array[int], array[float], array[float]]] = {}
    for row in rows:
        i = position.get(row.school_id)
        if i is None:
            continue
        part = parts.setdefault(row.metric, (array("l"), array("d"), array("d")))
        part[0].append(i)
        part[1].append(np.nan if row.value is None else row.value)
        part[2].append(row.taken_at)
        if len(part[0]) >= PART:
            _put(ingest, row.metric, parts.pop(row.metric))
    for metric, part in parts.items():
        _put(ingest, metric, part)


def _put(ingest: "Ingest", metric: str, part: tuple[Any, Any, Any]) -> None:
    which, values, taken = np.array(part[0], np.intp), np.array(part[1]), np.array(part[2])
    column = ingest.board.metric(metric)
    column.put(which, values, taken)
    column.keep(which)
