"""The room where papers are made: the press, and – for whoever leads – schedules and the post. One process of its own.

Several may run; the queue gives each paper to one of them. Only the leader looks at schedules and posts: by a lease,
as the collector's.
"""

import os
import signal
import socket
import threading

import structlog

from domain.calendar import Calendar
from domain.errors import StoreDown
from services import schedule_runs
from services.centre import Centre
from services.paper_mail import PaperMail
from services.paper_press import FORGET_S, KEEP_S, Press
from services.papers import MAKER
from store import leases, paper_post, papers
from store.leases import LeaseLost

BEAT_S = 2.0
log = structlog.get_logger()


def work(centre: Centre, press: Press | None = None) -> int:
    """Until TERM or Ctrl-C."""
    ours = press or Press(centre)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ours.stop.set())
    threads = ours.start()
    try:
        Leader(centre, ours.stop).run()
    finally:
        ours.finish(threads)
        centre.close()
    return 0


class Leader:
    """One at a time in the whole house: what must not be done twice at once."""

    def __init__(self, centre: Centre, stop: threading.Event, mail: PaperMail | None = None) -> None:
        self.centre, self.stop = centre, stop
        self.holder, self.token = f"{socket.gethostname()}:{os.getpid()}", 0
        self.mail = mail or PaperMail(centre)
        self._forgot = float("-inf")
        self._days: Calendar | None = None  # what schedules were reckoned with last

    def run(self) -> None:
        """Until `stop`."""
        self.mail.start(self.stop, lambda: self.token)
        while not self.stop.is_set():
            try:
                self.turn()
            except LeaseLost:
                self.token = 0
            except StoreDown as error:
                log.warning("database away", error=error.words.en)
            except Exception:  # noqa: BLE001 - a fault of ours costs one look, never the room
                log.exception("papers broke")
            self.stop.wait(BEAT_S)
        if self.token:
            leases.release(self.centre.db, MAKER, self.token)

    def turn(self) -> bool:
        """Lead if nobody does, and do what is due; False = somebody else leads. Raises LeaseLost, StoreDown."""
        if not self.token:
            self.token = leases.acquire(self.centre.db, MAKER, self.holder) or 0
            if not self.token:
                return False
        with self.centre.db.write() as conn:
            leases.fence(self.centre.db, conn, MAKER, self.token)
        self._duties()
        return True

    def _duties(self) -> None:
        self._days = schedule_runs.judged(self.centre, self.token, self._days)
        schedule_runs.turn(self.centre, self.token)
        now = self.centre.clock()
        if not 0 <= now - self._forgot < FORGET_S:
            self._forgot = now
            with self.centre.db.write() as conn:
                papers.forget(conn, now - KEEP_S)
                paper_post.forget(conn)
