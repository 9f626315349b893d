"""Wrong tries in the log, so that no flood fills it: one by one while they are few, then one count per window."""

import threading
from collections import Counter
from dataclasses import replace
from weakref import WeakKeyDictionary

from domain.person import NOBODY
from services.acting import acting
from services.centre import Centre
from services.later import later
from store import audit
from store.audit import Act
from store.database import Database

WINDOW_S = 15 * 60.0
SINGLY = 300  # wrong tries written one by one per window and worker; more are a flood, and a flood is a number


class _Window:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.since = 0.0
        self.written = 0
        self.counted: Counter[str] = Counter()


_windows: WeakKeyDictionary[Database, _Window] = WeakKeyDictionary()
_making = threading.Lock()


def failed(centre: Centre, why: str, account: str, person_id: int = 0) -> None:
    """A wrong try that was looked at. Who is no account here is written as the hash of what was typed."""
    window = _window(centre)
    with window.lock:
        window.written += 1
        if window.written > SINGLY:
            window.counted[why] += 1
            return
    act = Act(what="login.failed", outcome="failed", object=f"person:{person_id}" if person_id else "", why=why,
              after=None if person_id else {"login_hash": account[:16]})
    with centre.db.write() as conn:
        audit.record(centre.db, conn, replace(acting(), session=""), act)


def blocked(centre: Centre, what: str, account: str, source: str) -> None:
    """A try that was not looked at: the first of its kind is written, further ones are only counted."""
    window = _window(centre)
    waiting = later(centre)
    with window.lock:
        window.counted[f"locked {what}"] += 1
        window.written += 1
        first = window.written <= SINGLY
    if first and waiting.first(("locked", what, account, source), centre.clock(), WINDOW_S):
        waiting.add(acting(), Act(what="login.locked", outcome="refused", why=what,
                                  after={"login_hash": account[:16]} if account else {"source": source}))


def roll(centre: Centre, now: float) -> None:
    """A window is over: what was only counted becomes one row."""
    window = _window(centre)
    with window.lock:
        if window.since and 0 <= now - window.since < WINDOW_S:
            return
        since, counted = window.since, dict(window.counted)
        window.since, window.written = now, 0
        window.counted.clear()
    if counted:
        later(centre).add(NOBODY, Act(what="login.failed", outcome="refused", why="count",
                                      after={"from": round(since), "until": round(now), **counted}))


def _window(centre: Centre) -> _Window:
    with _making:
        return _windows.setdefault(centre.db, _Window())
