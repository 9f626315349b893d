"""Looking back without getting in the way: one worker, a short queue, one building per window however many ask.

Live frames never wait for a replay: what it reads and packs happens on a thread of its own, a full queue or a slow
database is refused in words, and what was built is kept up to a bound of bytes.
"""

import asyncio
import gzip
import json
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.calendar import moment_of
from domain.errors import BadInput, StoreDown
from domain.wording import LOCAL
from services.desk import Desk
from services.feed import no_layer
from services.replay_window import HOUR_S, MINUTE_S, Asked, Told, tell
from store.history import DAY_S, RAW_DAYS
from store.replaying import first_proof

QUEUE = 6  # windows that may wait
PATIENCE_S = 8.0  # the longest somebody waits for one
KEPT_BYTES = 64 * 1024 * 1024
FRESH_S = 600.0  # a kept window is built again after so long: history may have been written late
SETTLE_S = 20.0  # the newest minutes are still being written
Body = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Kept:
    body: Body
    made_at: float


class Replays:
    """One per web process."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "replay")
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
        self._building: dict[tuple[Any, ...], Future[Body]] = {}

    async def get(self, key: tuple[Any, ...], build: Callable[[], Body]) -> Body:
        """What is kept under `key`, else built once for everybody who waits. Raises StoreDown: too many, or too slow.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and time.monotonic() - kept.made_at < FRESH_S:
                self._kept.move_to_end(key)
                return kept.body
            waiting = self._building.get(key)
            if waiting is None:
                if len(self._building) >= QUEUE:
                    raise _busy()
                waiting = self._building[key] = self._pool.submit(self._build, key, build)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(waiting)), PATIENCE_S)
        except TimeoutError:
            raise _busy() from None

    def _build(self, key: tuple[Any, ...], build: Callable[[], Body]) -> Body:
        try:
            body = build()
            with self._lock:
                self._kept[key] = _Kept(body, time.monotonic())
                while sum(len(part) for one in self._kept.values() for part in one.body) > KEPT_BYTES:
                    self._kept.popitem(last=False)
            return body
        finally:
            with self._lock:
                self._building.pop(key, None)


_replays = Replays()


def _busy() -> StoreDown:
    return StoreDown("Đang có nhiều người xem lại; hãy thử lại sau ít giây.",
                     "Many are looking back just now; try again in a few seconds.", code="replay_busy")


async def day(desk: Desk, area: str, layer: str, text: str) -> Body:
    """(plain, gzip) of one local day of an area and layer, packed as docs/feed.md says. Raises NotFound, BadInput."""
    return await _window(desk, area, layer, *_day(text, desk.centre.clock()))


async def moment(desk: Desk, area: str, layer: str, at: float) -> bytes:
    """The frame of one minute, whole. Raises NotFound, BadInput."""
    now = desk.centre.clock()
    if not 0 <= at <= now:
        raise _future()
    step = _step(at, now)
    since = at // step * step
    return frames_of((await _window(desk, area, layer, since, since, step))[0])[0]


def frames_of(body: bytes) -> list[bytes]:
    """The frames of a packed window."""
    offset, found = 8 + struct.unpack_from("<I", body, 4)[0], []
    while offset < len(body):
        size, = struct.unpack_from("<I", body, offset)
        found.append(body[offset + 4 : offset + 4 + size])
        offset += 4 + size
    return found


async def _window(desk: Desk, area: str, layer: str, since: float, until: float, step: float) -> Body:
    if layer not in desk.centre.indicators:
        raise no_layer()
    register = desk.viewer.picture.register
    asked = Asked(
        scope=desk.scope, register=register, places=register.within(area), layer=layer, since=since, until=until,
        digest=desk.feed.directory(area, register)[0], step=step, simulated=register.simulated or desk.centre.simulated,
    )
    house = (id(desk.centre), desk.centre.home, desk.scope, register.edition)
    key = (*house, asked.digest, area, layer, since, until, step)  # the directory is told in the reader's language
    return await _replays.get(key, lambda: _packed(desk, asked))


def _packed(desk: Desk, asked: Asked) -> Body:
    with desk.centre.db.read() as conn:
        told, first = tell(conn, asked), first_proof(conn)
    head = json.dumps(_head(asked, told, first, desk.centre.clock())).encode()
    parts = [b"RPL1", struct.pack("<I", len(head)), head]
    for _, frame in told.frames:
        parts += [struct.pack("<I", len(frame)), frame]
    body = b"".join(parts)
    return body, gzip.compress(body, 4, mtime=0)


def _head(asked: Asked, told: Told, first: float | None, now: float) -> dict[str, Any]:
    return {
        "since": asked.since, "until": asked.until, "step": asked.step, "layer": asked.layer, "now": now,
        "first": first, "raw_since": now - RAW_DAYS * DAY_S, "directory": asked.digest, "unknown": told.unknown,
        "gaps": [[gap.since, gap.until, gap.why] for gap in told.gaps],
        "openings": [[one.at, one.incident, one.rank] for one in told.openings],
    }


def _day(text: str, now: float) -> tuple[float, float, float]:
    """(since, until, step) of a local day: minutes within the raw retention, hours beyond. Raises BadInput."""
    try:
        asked = date.fromisoformat(text) if text else datetime.fromtimestamp(now, LOCAL).date()
        since = moment_of(asked, datetime.min.time())
        if since < 0:
            raise ValueError("before all clocks")
    except (ValueError, OverflowError):
        raise BadInput("Ngày không hợp lệ: hãy viết 2026-11-20.", "No such day: write 2026-11-20.") from None
    step = _step(since, now)
    latest = (now - SETTLE_S) // step * step
    if since > now:
        raise _future()
    return since, max(since, min(since + DAY_S - step, latest)), step


def _step(at: float, now: float) -> float:
    return MINUTE_S if at >= now - RAW_DAYS * DAY_S else HOUR_S


def _future() -> BadInput:
    return BadInput("Chưa tới lúc ấy: chỉ xem lại được điều đã qua.", "That is still to come: only the past is told.")
