"""The post of papers: takes what is due, sends it, and only then marks it, by the same ways as every other notice.

A crash between sends the same again under the same key. Who got what stands in the letter's row, and every file that
left the house in the log.
"""

import random
import threading
from collections.abc import Callable

import structlog

from domain.errors import StoreDown
from domain.notice import Channel
from domain.person import SYSTEM
from services import _notify_post
from services._notify_post import NotSent, Post
from services._notify_send import FIRST_S, LONGEST_S, MOST_TRIES, NO_WAY, PER_WAY
from services._paper_letters import FOREIGN, Parcel, parcel
from services._way_secrets import unsealed
from services.centre import Centre
from services.papers import MAKER
from store import audit, leases, paper_post, ways
from store.audit import Act
from store.database import Connection
from store.leases import LeaseLost
from store.paper_post import Letter

PAUSE_S = 1.0
TAKEN_S = 60.0  # so long nobody else sends it: longer than all of one round
AT_ONCE = 4
log = structlog.get_logger()
Target = tuple[Channel, str]  # by which way, to what (sealed)


class PaperMail:
    """`post` sends one message; tests bring their own. `dice`: 0..1."""

    def __init__(self, centre: Centre, post: Post = _notify_post.post,
                 dice: Callable[[], float] = random.random) -> None:
        self.centre, self.post, self.dice = centre, post, dice

    def start(self, stop: threading.Event, token: Callable[[], int]) -> None:
        """In the background until `stop`; only while we lead (`token` 0 = we do not)."""
        threading.Thread(target=self._run, args=(stop, token), name="paper-mail", daemon=True).start()

    def turn(self, token: int) -> int:
        """Take what is due and send it here and now; how many letters. Raises LeaseLost, StoreDown."""
        now, db = self.centre.clock(), self.centre.db
        with db.write() as conn:
            leases.hold(conn, MAKER, token)
            letters = paper_post.take(conn, now, now + TAKEN_S, AT_ONCE)
        for letter in letters:
            with db.read() as conn:
                told = parcel(self.centre, conn, letter)
                known = _ways(conn, letter)
            self._carry(told, known)
        return len(letters)

    def _carry(self, told: Parcel, known: list[Target]) -> None:
        letter = told.letter
        if told.message is None or not known:
            why = FOREIGN if told.message is None else NO_WAY
            return self._mark(lambda conn: paper_post.mark_failed(conn, letter.id, "", why.vi))
        channel, hidden = known[(letter.tries - 1) // PER_WAY % len(known)]
        try:
            self.post(self.centre.outlets, channel, unsealed(self.centre, hidden), told.message)
        except Exception as error:  # noqa: BLE001 - whatever a library breaks on is one try that did not go
            if not isinstance(error, NotSent):
                log.exception("way broke", channel=channel.value)
            return self._missed(letter, channel, error)
        at = self.centre.clock()
        return self._mark(lambda conn: self._sent(conn, told, channel, at))

    def _sent(self, conn: Connection, told: Parcel, channel: Channel, at: float) -> None:
        letter = told.letter
        paper_post.mark_sent(conn, letter.id, channel.value, at)
        files = told.files if channel is Channel.EMAIL else ()
        if files:
            to = letter.hint or f"person:{letter.person_id}"
            audit.record(self.centre.db, conn, SYSTEM, Act(
                what="snapshot.posted", object=f"snapshot:{told.snapshot}",
                after={"paper": " ".join(files), "recipients": to, "channel": channel.value}))

    def _missed(self, letter: Letter, channel: Channel, error: Exception) -> None:
        why = error.words.vi if isinstance(error, NotSent) else "Chương trình gửi tin gặp lỗi; đã ghi nhật ký."
        log.warning("letter delayed", letter=letter.id, channel=channel.value, tries=letter.tries)
        if letter.tries >= MOST_TRIES:
            return self._mark(lambda conn: paper_post.mark_failed(conn, letter.id, channel.value, why))
        wait = self.dice() * min(LONGEST_S, FIRST_S * 2 ** min(letter.tries, 8))
        at = self.centre.clock() + wait
        return self._mark(lambda conn: paper_post.mark_later(conn, letter.id, channel.value, why, at))

    def _mark(self, mark: Callable[[Connection], None]) -> None:
        """What the database does not take now is sent again, under the same key."""
        with self.centre.db.write() as conn:
            mark(conn)

    def _run(self, stop: threading.Event, token: Callable[[], int]) -> None:
        while not stop.wait(PAUSE_S):
            try:
                while token() and self.turn(token()):
                    pass
            except (LeaseLost, StoreDown):
                continue
            except Exception:  # noqa: BLE001 - a fault of ours costs one look, never the post
                log.exception("paper mail broke")


def _ways(conn: Connection, letter: Letter) -> list[Target]:
    if letter.person_id is None:
        return [(Channel.EMAIL, letter.address_sealed)] if letter.address_sealed else []
    return [(way.channel, way.target_sealed) for way in ways.read_ways(conn, [letter.person_id])[letter.person_id]]
