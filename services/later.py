"""What may be written a moment later: when sessions and keys were used, and what was looked at or refused.

One per process and database. A thread writes it away (`kept`); a clean stop writes the rest, a kill loses at most
`ACTS_S` of looks and `USES_S` of "last used".
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from domain.errors import CentreError
from domain.person import SYSTEM, Actor
from services import _heads
from services.centre import Centre
from store import audit, keys, people, screens, sessions
from store.audit import Act
from store.database import Database

ACTS_S = 2.0
USES_S = 25.0
FORGET_S = 90 * 86400.0
AT_ONCE = 200  # rows in one transaction: other writers wait for less than a second
MOST = 20_000  # acts that wait for a database that is away; then the oldest go, and their number is said
log = structlog.get_logger()


class Later:
    """What waits to be written to one database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.writing = threading.Lock()
        self.seen: dict[str, float] = {}
        self.used: dict[int, float] = {}
        self.beats: dict[int, dict[str, Any]] = {}  # screen -> what it said of itself
        self.acts: list[tuple[Actor, Act]] = []
        self.lost = 0
        self.told: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self.counts: OrderedDict[tuple[str, ...], tuple[float, int]] = OrderedDict()

    def first(self, key: tuple[str, ...], now: float, within_s: float) -> bool:
        """Is this the first of its kind within `within_s`? The clock may be set back: then it is."""
        with self.lock:
            at = self.told.get(key)
            if at is not None and 0 <= now - at < within_s:
                return False
            self.told[key] = now
            self.told.move_to_end(key)
            while len(self.told) > MOST:
                self.told.popitem(last=False)
            return True

    def counted(self, who: tuple[str, ...], now: float, within_s: float) -> int:
        """How many times this was asked for `who` within the running window."""
        with self.lock:
            began, times = self.counts.get(who, (now, 0))
            began, times = (began, times + 1) if 0 <= now - began < within_s else (now, 1)
            self.counts[who] = (began, times)
            self.counts.move_to_end(who)
            while len(self.counts) > MOST:
                self.counts.popitem(last=False)
            return times

    def add(self, actor: Actor, act: Act) -> None:
        """To the log, in order."""
        with self.lock:
            self.acts.append((actor, act))
            if len(self.acts) > MOST:
                del self.acts[0]
                self.lost += 1


_waiting: WeakKeyDictionary[Database, Later] = WeakKeyDictionary()
_making = threading.Lock()


def later(centre: Centre) -> Later:
    """What waits in this process."""
    with _making:
        return _waiting.setdefault(centre.db, Later())


def flush_uses(centre: Centre) -> None:
    """Write when sessions and keys were used and what screens said. Raises StoreDown; then they wait on."""
    waiting = later(centre)
    with waiting.lock:
        seen, waiting.seen = waiting.seen, {}
        used, waiting.used = waiting.used, {}
        beats, waiting.beats = waiting.beats, {}
    if not (seen or used or beats):
        return
    try:
        with centre.db.write() as conn:
            sessions.seen(conn, seen)
            keys.used(conn, used)
            screens.beats(conn, beats)
    except BaseException:
        with waiting.lock:
            waiting.seen, waiting.used = seen | waiting.seen, used | waiting.used
            waiting.beats = beats | waiting.beats
        raise


def flush_acts(centre: Centre) -> None:
    """Write what was looked at and refused, in order. Raises StoreDown; then the rest waits on."""
    waiting = later(centre)
    with waiting.writing:  # two at once would turn the order round
        while True:
            with waiting.lock:
                if waiting.lost:
                    lost = Act(what="audit.lost", object="audit", after={"rows": waiting.lost})
                    waiting.acts.insert(0, (SYSTEM, lost))
                    waiting.lost = 0
                acts, waiting.acts = waiting.acts[:AT_ONCE], waiting.acts[AT_ONCE:]
            if not acts:
                return
            try:
                with centre.db.write() as conn:
                    for actor, act in acts:
                        audit.record(centre.db, conn, actor, act)
            except BaseException:
                with waiting.lock:
                    waiting.acts = acts + waiting.acts
                raise


def flush(centre: Centre) -> None:
    """Everything, now."""
    flush_acts(centre)
    flush_uses(centre)


@contextmanager
def kept(centre: Centre) -> Iterator[None]:
    """Inside, a thread writes everything away; leaving writes the rest."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(centre, stop), name="later", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=8.0)


def daily(centre: Centre) -> None:
    """Once a day: the log's head is written down outside of the database, and what ended long ago is forgotten."""
    if _heads.write(centre):
        before = centre.clock() - FORGET_S
        with centre.db.write() as conn:
            sessions.prune(conn, before)
            people.prune_codes(conn, before)
            screens.forget(conn, before)


def _keep(centre: Centre, stop: threading.Event) -> None:
    failing, uses_at = False, time.monotonic() - USES_S
    while True:
        last = stop.wait(ACTS_S)
        try:
            flush_acts(centre)
            if last or time.monotonic() - uses_at >= USES_S:
                uses_at = time.monotonic()
                flush_uses(centre)
                daily(centre)
            if last:
                _heads.write(centre, always=True)
            if failing:
                log.info("audit writing recovered")
            failing = False
        except (CentreError, OSError) as error:  # OSError: the disk of CENTRE_HOME is full
            if not failing:
                log.error("audit waits", error=str(error))
            failing = True
        if last:
            return
