"""The press: makes what waits in the queue, each in a child of its own: one at a time in the whole house, two where
there are eight cores or more, so that whoever looks at a screen never waits for a paper (bench/README.md).

What a maker has begun is held by a lease it prolongs; a maker that dies is found out by the next look, and the paper is
made once more. A child that dies costs one try; the second time the paper failed, and says why.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from hashlib import sha256

import structlog

from domain.errors import StoreDown
from domain.person import EVERYTHING
from services import _paper_child, paper_news
from services._paper_child import NotMade
from services.centre import Centre
from store import papers, snapshots
from store.papers import MOST_TRIES, Row

SLOTS = 2 if len(os.sched_getaffinity(0)) >= 8 else 1
LOOK_S = 0.25
SILENT_S = 2.0  # after a database that did not answer
PROLONG_S = 3.0
KEEP_S = 90 * 86400.0  # bytes nobody asked for since; they can be made again
FORGET_S = 3600.0
Make = Callable[..., bytes]
log = structlog.get_logger()


class Press:
    """One maker process. `make` sets one paper; tests bring their own."""

    def __init__(self, centre: Centre, make: Make = _paper_child.make, slots: int = SLOTS) -> None:
        self.centre, self.make, self.slots = centre, make, slots
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        self.stop = threading.Event()

    def start(self) -> list[threading.Thread]:
        """A thread for each child there may be; they end with `stop`."""
        threads = [threading.Thread(target=self._run, args=(f"{self.holder}:{n}",), name=f"press-{n}", daemon=True)
                   for n in range(self.slots)]
        for thread in threads:
            thread.start()
        return threads

    def finish(self, threads: Sequence[threading.Thread]) -> None:
        """A clean stop: what is begun goes back to the queue as if it had not been tried."""
        self.stop.set()
        for thread in threads:
            thread.join(5.0)
        with self.centre.db.write() as conn:
            papers.give_back(conn, self.holder)

    def turn(self, holder: str = "") -> bool:
        """Make the next one here and now; False = nothing waits. Raises StoreDown."""
        mine, db = holder or self.holder, self.centre.db
        with db.read() as conn:
            if not papers.waits(db, conn, self.slots):
                return False
        with db.write() as conn:
            row = papers.next_for(db, conn, mine, self.centre.clock(), self.slots)
        if row is None:
            return False
        self._one(row, mine)
        return True

    def _one(self, row: Row, holder: str) -> None:
        began = time.monotonic()
        try:
            with self.centre.db.read() as conn:
                body = snapshots.body(conn, EVERYTHING, row.snapshot)
            if body is None:
                raise NotMade(_paper_child.BROKE)
            made = self.make([row.key, *row.options.split()], body, step=self._step(row, holder))
        except NotMade as error:
            if not self.stop.is_set():  # else it goes back with `finish`
                self._failed(row, holder, error)
            return
        took = time.monotonic() - began
        kept = self._keep(row, holder, made, took)
        log.info("paper made", snapshot=row.snapshot, key=row.key, took_s=round(took, 2), size=len(made), kept=kept)

    def _keep(self, row: Row, holder: str, made: bytes, took: float) -> bool:
        """What cost seconds is not lost to a database that is away for a moment."""
        deadline = time.monotonic() + papers.LEASE_S / 2
        while True:
            at = self.centre.clock()
            try:
                with self.centre.db.write() as conn:
                    kept = papers.finish(conn, row.id, holder, made=made, sha256=sha256(made).hexdigest(), at=at,
                                         took_s=round(took, 3))
                    if kept:
                        paper_news.lay(conn, row.id, at)
                return kept
            except StoreDown:
                if time.monotonic() > deadline or self.stop.wait(SILENT_S / 2):
                    raise

    def _failed(self, row: Row, holder: str, error: NotMade) -> None:
        again = row.tries < MOST_TRIES
        log.warning("paper failed", snapshot=row.snapshot, key=row.key, tries=row.tries, again=again,
                    error=error.words.en)
        with self.centre.db.write() as conn:
            papers.give_up(conn, row.id, holder, error=error.words, at=self.centre.clock(), again=again)

    def _step(self, row: Row, holder: str) -> Callable[[float | None], bool]:
        """Prolongs the lease and says how far it is; False when we stop, or it is somebody else's."""
        told, wrote = -1.0, time.monotonic()

        def step(progress: float | None) -> bool:
            nonlocal told, wrote
            now, new = time.monotonic(), progress if progress is not None else 0.0
            if self.stop.is_set():
                return False
            if now - wrote < (1.0 if new > told else PROLONG_S):
                return True
            told, wrote = new, now
            try:
                with self.centre.db.write() as conn:
                    return papers.prolong(self.centre.db, conn, row.id, holder, progress)
            except StoreDown:
                return True  # the lease may run out; then somebody makes it again and ours is not kept

        return step

    def _run(self, holder: str) -> None:
        while not self.stop.is_set():
            wait = LOOK_S
            try:
                if self.turn(holder):
                    continue
            except StoreDown:
                wait = SILENT_S
            except Exception:  # noqa: BLE001 - a fault of ours costs one try: its lease runs out
                log.exception("press broke")
                wait = SILENT_S
            self.stop.wait(wait)
