"""The sender: takes what is due, sends it, and only then marks it. A crash between sends again, under the same key.

Everything that is due for a person when a message is taken is one message; what it holds is written down before it is
sent. Nobody gets two at a time, nor more than ten in ten minutes. A try takes ten seconds at most, in no transaction.
"""

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from domain.errors import StoreDown
from domain.notice import WINDOW_S, Channel, room_at
from domain.person import MAY, NOTHING, Permission
from domain.wording import Words
from services import _notify_post
from services._notify_post import NotSent, Post
from services._notify_words import Message, message
from services._way_secrets import unsealed
from services.centre import Centre
from services.scribe import LEASE
from services.sessions import today
from store import deliveries, grants, incidents, leases, people, ways
from store.database import Connection
from store.deliveries import Delivery
from store.leases import LeaseLost
from store.ways import Way

PAUSE_S = 0.5
TAKEN_S = 30.0  # so long nobody else sends it: longer than a try, shorter than anybody's patience
PER_WAY = 3  # tries of one way before the next
MOST_TRIES = 24
FIRST_S, LONGEST_S = 4.0, 300.0  # backoff, full jitter
WORKERS = 8
NO_WAY = Words("Người nhận không còn kênh nào.", "No way is left.")
NO_NEWS = Words("Không còn gì để báo: ngoài phạm vi, đã khoá tài khoản, hoặc đã tạm ngưng.",
                "Nothing to tell any more: out of reach, disabled, or silenced.")
log = structlog.get_logger()
Mark = Callable[[Connection], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way. `message` None: there is nothing to say any more; no way: nowhere to say it."""

    leader: Delivery
    message: Message | None
    ways: tuple[Way, ...]


class Sender:
    """`post` sends one message; tests bring their own. `dice`: 0..1."""

    def __init__(self, centre: Centre, token: int, post: Post = _notify_post.post,
                 dice: Callable[[], float] = random.random) -> None:
        self.centre, self.token, self.post, self.dice = centre, token, post, dice
        self._busy: dict[int, int] = {}  # person -> leader of the message on its way
        self._unmarked: list[tuple[int, Mark]] = []  # sent, and the database did not take it yet
        self._lock, self._ended = threading.Lock(), threading.Event()

    def start(self) -> None:
        """In the background until `stop`, or until somebody else leads."""
        threading.Thread(target=self._run, name="sender", daemon=True).start()

    def stop(self) -> None:
        """Takes nothing any more; what is on its way arrives and is marked."""
        self._ended.set()

    def turn(self, now: float | None = None) -> int:
        """Take what is due and send it here and now; how many messages were tried."""
        parcels = self.take(self.centre.clock() if now is None else now, WORKERS)
        for parcel in parcels:
            self._carry(parcel)
        return len(parcels)

    def take(self, now: float, most: int) -> list[Parcel]:
        """At most so many messages, now ours. Raises LeaseLost, StoreDown."""
        self._mark_again()
        if most <= 0:
            return []
        db = self.centre.db
        with db.read() as conn:
            chosen = self._choose(conn, now)[:most]
        if not chosen:
            return []
        with db.write() as conn:
            leases.hold(conn, LEASE, self.token)
            taken = [found[0] for found in chosen
                     if deliveries.take(conn, found[0].id, [one.id for one in found[1:]], now + TAKEN_S)]
        with self._lock:
            self._busy |= {leader.person_id: leader.id for leader in taken}
        try:
            with db.read() as conn:
                return [self._parcel(conn, leader) for leader in taken]
        except StoreDown:
            self._free(taken)  # taken in vain: again after TAKEN_S
            raise

    def _choose(self, conn: Connection, now: float) -> list[list[Delivery]]:
        """For each person who may get one: the leader and what is folded into it."""
        with self._lock:
            waiting = sorted(deliveries.people_due(conn, now) - self._busy.keys())
        sent = deliveries.sent_times(conn, waiting, now - WINDOW_S)
        found = []
        for person in waiting:
            if room_at(sent[person], now) <= now and (due := deliveries.due(conn, person, now)):
                again = [one for one in due if one.tries]  # what it holds is fixed: it goes alone
                found.append(again[:1] or due)
        return sorted(found, key=lambda group: group[0].id)

    def _parcel(self, conn: Connection, leader: Delivery) -> Parcel:
        day, person = today(self.centre), people.read(conn, leader.person_id)
        scope = grants.read_scope(conn, "person", leader.person_id, day)
        if person is None or person.disabled_at is not None or Permission.NOTICES not in MAY[person.role]:
            scope = NOTHING
        told = []
        for one in (leader, *deliveries.folded(conn, leader.id)):
            incident = incidents.read_one(conn, scope, one.incident_id, day.isoformat())
            if incident is not None and not (incident.quiet and incident.live):  # silenced since: it speaks again later
                told.append((one, incident))
        known = tuple(ways.read_ways(conn, [leader.person_id])[leader.person_id])
        return Parcel(leader=leader, ways=known,
                      message=message(self.centre, leader, told) if told else None)

    def _carry(self, parcel: Parcel) -> None:
        """Send, then mark; whatever breaks, the person is not forgotten."""
        try:
            self._deliver(parcel)
        except Exception:  # noqa: BLE001 - a fault of ours costs one try: it is taken again after TAKEN_S
            log.exception("delivery broke", event_id=parcel.leader.event_id)
            self._free([parcel.leader])

    def _deliver(self, parcel: Parcel) -> None:
        leader, tries, count = parcel.leader, parcel.leader.tries + 1, len(parcel.ways)
        if parcel.message is None or not count:
            why = NO_WAY if parcel.message else NO_NEWS
            return self._mark(leader, lambda conn: deliveries.mark_failed(conn, leader.id, "", why.vi))
        way = parcel.ways[(tries - 1) // PER_WAY % count]
        name = way.channel.value
        try:
            self.post(self.centre.outlets, Channel(name), unsealed(self.centre, way.target_sealed), parcel.message)
        except Exception as error:  # noqa: BLE001 - whatever a library breaks on is one try that did not go
            if not isinstance(error, NotSent):
                log.exception("way broke", channel=name)
            return self._missed(leader, tries, count, name, error)
        at = self.centre.clock()
        return self._mark(leader, lambda conn: deliveries.mark_sent(conn, leader.id, name, at))

    def _missed(self, leader: Delivery, tries: int, count: int, name: str, error: Exception) -> None:
        why = error.words.vi if isinstance(error, NotSent) else "Chương trình gửi tin gặp lỗi; đã ghi nhật ký."
        if tries >= MOST_TRIES:
            log.error("notice failed", event_id=leader.event_id, person=leader.person_id, channel=name, tries=tries)
            return self._mark(leader, lambda conn: deliveries.mark_failed(conn, leader.id, name, why))
        steps = tries % PER_WAY if tries < PER_WAY * count else tries - PER_WAY * count + 1
        wait = self.dice() * min(LONGEST_S, FIRST_S * 2 ** steps)
        log.warning("notice delayed", event_id=leader.event_id, person=leader.person_id, channel=name, tries=tries)
        at = self.centre.clock() + wait
        return self._mark(leader, lambda conn: deliveries.mark_later(conn, leader.id, name, why, at))

    def _mark(self, leader: Delivery, mark: Mark) -> None:
        """Until the database has it, the person gets nothing else, and this not again."""
        try:
            with self.centre.db.write() as conn:
                mark(conn)
        except StoreDown:
            with self._lock:
                self._unmarked.append((leader.person_id, mark))
            return
        self._free([leader])

    def _mark_again(self) -> None:
        with self._lock:
            waiting, self._unmarked = self._unmarked, []
        while waiting:
            person, mark = waiting[0]
            try:
                with self.centre.db.write() as conn:
                    mark(conn)
            except StoreDown:
                with self._lock:
                    self._unmarked = waiting + self._unmarked
                raise
            waiting.pop(0)
            with self._lock:
                self._busy.pop(person, None)

    def _free(self, leaders: Iterable[Delivery]) -> None:
        with self._lock:
            for leader in leaders:
                self._busy.pop(leader.person_id, None)

    def _run(self) -> None:
        while not self._ended.wait(PAUSE_S):
            try:
                with self._lock:
                    room = WORKERS - len(self._busy)
                for parcel in self.take(self.centre.clock(), room):
                    threading.Thread(target=self._carry, args=(parcel,), name="notice", daemon=True).start()
            except LeaseLost:
                return
            except StoreDown:
                continue  # later; duty says so
            except Exception:  # noqa: BLE001 - a fault of ours costs one look, never the sender
                log.exception("sender broke")
