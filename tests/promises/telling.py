"""A sender in a process of its own, killed at any statement, commit or side of a send; begun again it must tell everything.

`python -m tests.promises.telling`, then lines "HOME URL MAIL HOOK CLOCK KILL_AT MUTANT": answers `points N`, `ended CODE`.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from domain.notice import Channel
from services import _notify_apprise, _notify_post
from services._notify_send import Parcel, Sender
from services._notify_words import Message
from services.centre import Centre
from services.duty import Duty
from services.outlets import Outlets
from services.scribe import LEASE
from store import deliveries, leases
from tests.rig.clock import Clock

GONE = "redis://127.0.0.1:1/0"
_notify_post.STEP_S = _notify_apprise.STEP_S = 0.5
_notify_post.WHOLE_S = 1.0


class Marker(Sender):
    """The mutant: says that it was sent before it is."""

    def _deliver(self, parcel: Parcel) -> None:
        with self.centre.db.write() as conn:
            deliveries.mark_sent(conn, parcel.leader.id, "email", self.centre.clock())
        super()._deliver(parcel)


class Renamer(Sender):
    """The mutant: every try has an id of its own."""

    def _deliver(self, parcel: Parcel) -> None:
        assert parcel.message is not None
        renamed = replace(parcel.message, key=f"{parcel.message.key}-{parcel.leader.tries}")
        super()._deliver(replace(parcel, message=renamed))


KINDS = {"": Sender, "mark-first": Marker, "rename": Renamer}


def run(home: str, url: str, mail: int, hook: int, now: float, kill_at: int, mutant: str) -> None:
    """Turn until nothing waits; die by SIGKILL at the `kill_at`-th point (0 = never)."""
    clock = Clock()
    clock.forward(now)
    outlets = Outlets(smtp_host="127.0.0.1", smtp_port=mail, smtp_mode="insecure", smtp_from="centre@so.vn", hosts=frozenset({f"127.0.0.1:{hook}"}))
    centre = Centre.open(home=Path(home), database_url=url, redis_url=GONE, clock=clock, simulated=True, outlets=outlets)
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def post(there: Outlets, channel: Channel, target: str, message: Message) -> None:
        count()
        _notify_post.post(there, channel, target, message)
        count()

    sa.event.listen(centre.db.engine, "before_cursor_execute", count)
    sa.event.listen(centre.db.engine, "commit", count)
    with centre.db.write() as conn:
        conn.execute(sa.text("UPDATE leases SET until = 0"))
    token = leases.acquire(centre.db, LEASE, "sender")
    assert token is not None
    duty = Duty(centre, token, KINDS[mutant](centre, token, post, dice=lambda: 0.0))
    for _ in range(40):
        duty.turn()
        duty.sender.turn()
        clock.forward(31.0)
        with centre.db.read() as conn:
            if not conn.scalar(sa.text("SELECT count(*) FROM deliveries WHERE state = 'waiting'")):
                break
    print("points", seen, flush=True)


def main() -> None:
    """A child forked for each line, so that starting Python is paid once."""
    for line in sys.stdin:
        home, url, mail, hook, now, kill_at, *mutant = line.split()
        child = os.fork()
        if child == 0:
            try:
                run(home, url, int(mail), int(hook), float(now), int(kill_at), mutant[0] if mutant else "")
            finally:
                sys.stdout.flush()
                os._exit(0)
        status = os.waitpid(child, 0)[1]
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
