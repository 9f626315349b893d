"""A duty room: a small province, people with ways, the clockwork turned by hand, and a postman who remembers everything."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from domain.notice import Channel, Wants
from domain.person import SYSTEM, Actor, Part, Role
from domain.wording import Words
from services._notify_post import NotSent
from services._notify_send import Sender
from services._notify_words import Message
from services._way_secrets import sealed
from services.duty import Duty
from services.outlets import Outlets
from services.scribe import LEASE
from store import incidents, leases, ways
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code, school
from tests.rig.clock import Clock

EVERYWHERE = (Part(),)
OPEN = Outlets(smtp_host="127.0.0.1", smtp_mode="insecure", hosts=frozenset({"127.0.0.1"}))


class DutyRoom(Gatehouse):
    """`inbox`: (target, message) in the order of arrival. `deaf`: targets where nothing arrives."""

    def __init__(self, home: Path, url: str, clock: Clock) -> None:
        super().__init__(home, url, clock)
        object.__setattr__(self.centre, "outlets", OPEN)
        object.__setattr__(self.centre, "simulated", True)
        self.inbox: list[tuple[str, Message]] = []
        self.deaf: set[str] = set()
        self.lead()

    def lead(self) -> Duty:
        """A collector starts (again); the one before is gone without a word."""
        with self.centre.db.write() as conn:
            conn.execute(sa.text("UPDATE leases SET until = 0"))
        token = leases.acquire(self.centre.db, LEASE, "duty room")
        assert token is not None
        self.duty = Duty(self.centre, token, Sender(self.centre, token, self._post, dice=lambda: 1.0))
        return self.duty

    def _post(self, _: Outlets, channel: Channel, target: str, message: Message) -> None:
        if target in self.deaf:
            raise NotSent("không nghe", "deaf")
        self.inbox.append((target, message))

    def turn(self, seconds: float = 2.0) -> list[Message]:
        """Time passes, one turn, one look of the sender; what arrived in it."""
        self.clock.forward(seconds)
        before = len(self.inbox)
        self.duty.turn()
        while self.duty.sender.turn():
            pass
        return [message for _, message in self.inbox[before:]]

    def hearer(self, name: str, role: Role = Role.OPERATOR, parts: Any = EVERYWHERE, *, target: str = "", **wants: Any) -> int:
        """Somebody with one way, their own name by default."""
        person = self.person(name, role, parts)
        self.way(person, target or f"{name}@so.vn")
        if wants:
            with self.centre.db.write() as conn:
                ways.put_wants(self.centre.db, conn, person, Wants(**wants), self.clock())
        return person

    def way(self, person: int, target: str, channel: Channel = Channel.EMAIL) -> int:
        """One more way."""
        with self.centre.db.write() as conn:
            return ways.insert_way(conn, person, channel, sealed(self.centre, target), target[:3], self.clock())

    def open_one(self, number: int = 0, *, severity: str = "high", kind: str = "single", schools: Any = None, **more: Any) -> int:
        """An incident of the n-th school, or of several."""
        which = [number] if schools is None else list(schools)
        name = school(which[0]).name if which else "Trung tâm"
        with self.centre.db.write() as conn:
            made = incidents.open_incident(self.centre.db, conn, **{
                "kind": kind, "rule": "connectivity", "subject": f"school:{code(number)}" if kind == "single" else f"area:{number}",
                "severity": severity, "area": "", "says": Words(f"{name} mất kết nối", f"{name} is offline"),
                "started_at": self.clock() - 30, "at": self.clock(), "members": [code(i) for i in which], **more})
        assert made is not None
        return made

    def resolve(self, number: int = 0) -> None:
        """It is over by itself."""
        with self.centre.db.write() as conn:
            assert incidents.resolve_incident(self.centre.db, conn, rule="connectivity", subject=f"school:{code(number)}", at=self.clock())

    def acknowledge(self, incident: int, *, until: float, actor: Actor = SYSTEM) -> None:
        """Somebody took it, for so long."""
        from store.incident_events import append

        with self.centre.db.write() as conn:
            append(self.centre.db, conn, incident, at=self.clock(), what="acknowledged", actor=actor, data={
                "state": "acknowledged", "acknowledged_at": self.clock(), "acknowledged_by": "person:1", "acknowledged_name": "Lan",
                "acknowledged_until": until, "first_acknowledged_at": self.clock()})

    def said(self, target: str) -> list[str]:
        """Subjects that arrived there."""
        return [message.subject for to, message in self.inbox if to == target]

    def rows(self, query: str, **words: Any) -> list[Any]:
        """What the database says, past the product."""
        with self.centre.db.read() as conn:
            return [tuple(row) for row in conn.execute(sa.text(query), words)]

    def events(self, incident: int) -> list[str]:
        """What happened to it, in order."""
        return [what for (what,) in self.rows("SELECT what FROM incident_events WHERE incident_id = :i ORDER BY id", i=incident)]
