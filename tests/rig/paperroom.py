"""A room where papers are made: people, frozen snapshots, the press turned by hand, a postman who remembers everything."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import sqlalchemy as sa

from domain.notice import Channel
from domain.person import Actor, Part, Role, Scope
from domain.schedule import Draft, Plan, Rhythm
from domain.snapshot import Snapshot
from domain.wording import LOCAL
from services import schedule_runs, snapshots
from services._notify_post import NotSent
from services._notify_words import Message
from services._paper_child import NotMade
from services._way_secrets import sealed
from services.centre import Centre
from services.outlets import Outlets
from services.paper_mail import PaperMail
from services.paper_press import Press
from services.paper_room import Leader
from services.snapshots import Wish
from store import snapshots as register
from store import ways
from store.scoping import local_day, school_ids
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.rig.clock import Clock
from tests.rig.snapshots import sample

OPEN = Outlets(smtp_host="127.0.0.1", smtp_mode="insecure", hosts=frozenset({"127.0.0.1"}))


def keep(centre: Centre, number: int = 1, parts: Iterable[Part] = EVERYWHERE, client: str | None = None, **changes: Any) -> Snapshot:
    """A snapshot of these schools in the register of a centre."""
    given = tuple(parts)
    scope = Scope(parts=frozenset(given))
    snapshot = replace(sample(areas=4, schools=20), **{"id": f"AC-2026-{number:06}", "title": f"Tình hình {number}", **changes})
    with centre.db.write() as conn:
        ids = np.array(school_ids(conn, scope, local_day(centre.clock())), dtype=np.int64)
        register.insert(conn, {
            "id": snapshot.id, "year": 2026, "n": number, "template": snapshot.template.value, "title": snapshot.title, "parts": "[]",
            "as_of": snapshot.as_of, "made_at": snapshot.made_at, "person": "", "visitors": 0, "simulated": 1, "marks": "[]", "software": "",
            "folded": "", "client": client, "sha256": snapshot.sha256}, snapshot.body, given, ids, whole=scope.everything)
    return snapshot


class PaperRoom(Gatehouse):
    """`inbox`: (target, message). `made`: words of every child that ran. `broken`: keys whose child dies; `deaf`: targets where nothing arrives."""

    def __init__(self, home: Path, url: str, clock: Clock) -> None:
        super().__init__(home, url, clock)
        object.__setattr__(self.centre, "outlets", OPEN)
        object.__setattr__(self.centre, "simulated", True)
        self.inbox: list[tuple[str, Message]] = []
        self.made: list[str] = []
        self.wishes: list[Wish] = []
        self.broken: dict[str, int] = {}
        self.deaf: set[str] = set()
        self.press = Press(self.centre, self._make, slots=2)
        self.leader = self.leads()

    def leads(self) -> Leader:
        """A maker process starts."""
        return Leader(self.centre, threading.Event(), PaperMail(self.centre, self._post, dice=lambda: 1.0))

    def _make(self, words: list[str], body: bytes, *, step: Any) -> bytes:
        self.made.append(words[0])
        if self.broken.get(words[0], 0) > 0:
            self.broken[words[0]] -= 1
            raise NotMade(schedule_runs.FAULT)
        step(0.5)
        return f"{' '.join(words)}:".encode() + body[:40]

    def _post(self, _: Outlets, channel: Channel, target: str, message: Message) -> None:
        if target in self.deaf:
            raise NotSent("không nghe", "deaf")
        self.inbox.append((target, message))

    def keep(self, number: int = 1, parts: Iterable[Part] = EVERYWHERE, client: str | None = None, **changes: Any) -> Snapshot:
        """A snapshot of these schools in the register."""
        return keep(self.centre, number, parts, client, **changes)

    def take(self, _: Any, actor: Actor, wish: Wish) -> Snapshot:
        """In place of `snapshots.take`: its figures are another story. The same client again is the same snapshot."""
        self.wishes.append(wish)
        with self.centre.db.read() as conn:
            known = conn.scalar(sa.text("SELECT n FROM snapshots WHERE client = :c"), {"c": wish.client})
            number = known or int(conn.scalar(sa.text("SELECT coalesce(max(n), 0) FROM snapshots")) or 0) + 1
        if known:
            return replace(sample(areas=4, schools=20), id=f"AC-2026-{known:06}", title=f"Tình hình {known}")
        return self.keep(number, actor.scope.parts, client=wish.client)

    def look(self, leader: Leader) -> bool:
        """One turn of a maker; False = somebody else leads."""
        with patch.object(snapshots, "take", self.take):
            return leader.turn()

    def beat(self, seconds: float = 2.0) -> list[Message]:
        """Time passes; the leader looks, the press makes all that waits, the leader looks again and posts."""
        self.clock.forward(seconds)
        before = len(self.inbox)
        self.look(self.leader)
        while self.press.turn():
            pass
        self.look(self.leader)
        while self.leader.mail.turn(self.leader.token):
            pass
        return [message for _, message in self.inbox[before:]]

    def manager(self, name: str = "Nguyễn Thị Lan", parts: Any = EVERYWHERE) -> Actor:
        """Somebody who may write schedules, with a way of being told."""
        person = self.person(name, Role.MANAGER, parts)
        self.way(person, f"{person}@so.vn")
        return self.actor(person)

    def way(self, person: int, target: str, channel: Channel = Channel.EMAIL) -> int:
        """One more way."""
        with self.centre.db.write() as conn:
            return ways.insert_way(conn, person, channel, sealed(self.centre, target), target[:3], self.clock())


def moment(text: str) -> float:
    """"23/11/2026 07:00", local."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL).timestamp()


def at(room: PaperRoom, text: str) -> None:
    """The clock shows this."""
    room.clock.forward(moment(text) - room.clock())


def daily(*people: int, **changes: Any) -> Draft:
    """Every school day at seven, to these people."""
    return Draft(**{"name": "Báo cáo sáng", "template": "daily", "plan": Plan(rhythm=Rhythm.DAILY), "people": people, **changes})
