"""Somebody who sends figures: the door, a sender behind it, and the collector that empties the box."""

import json
from typing import Any

from data_sources import netspeed
from data_sources._push import Pushed
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.push import SCHEME, signature
from services import push, push_senders, register
from services.push import Asked
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code

PATH = "/api/v1/ingest/netspeed"
HA = Actor(kind=ActorKind.PERSON, id=1, name="Ngô Hà", role=Role.ADMINISTRATOR, scope=Scope(parts=frozenset({Part()})))
GOOD = {"download_mbps": 95.5, "upload_mbps": 40, "loss_pct": 0.5, "jitter_ms": 3, "rooms": 30, "rooms_online": 29}


class Post:
    """The door, a sender behind it, and the collector that empties the box."""

    def __init__(self, house: Gatehouse, school: str = "") -> None:
        self.house, self.centre = house, house.centre
        self.collector = self.another()
        made = push_senders.make(self.centre, HA, name="Máy đo phòng 12", source="netspeed", school=school)
        self.id, self.token = made.id, made.token

    def another(self) -> Pushed:
        """A collector starts."""
        return Pushed(self.centre, {"netspeed": netspeed.SOURCE}, register.load(self.centre.db))

    def asked(self, told: Any, key: str = "", form: str = "") -> Asked:
        """A request with the key."""
        return Asked(method="POST", path=PATH, authorization=f"Bearer {self.token}", body=json.dumps(told).encode(), key=key, form=form)

    def signed(self, told: Any, nonce: str = "abcdefgh", key: str = "", secret: str = "", late: float = 0) -> Asked:
        """A request with a signature."""
        body, at = json.dumps(told).encode(), str(int(self.centre.clock() - late))
        sign = signature(secret or self.token, method="POST", path=PATH, at=at, nonce=nonce, key=key, body=body)
        return Asked(method="POST", path=PATH, body=body, key=key, authorization=f"{SCHEME} sender={self.id},time={at},nonce={nonce},signature={sign}")

    def send(self, asked: Asked) -> push.Receipt:
        """As the route takes it."""
        return push.receive(self.centre, push.prove(self.centre, asked), "netspeed", asked, json.loads(asked.body))

    def collect(self) -> dict[int, list[float]]:
        """School -> what it told, as the writer of the board gets it."""
        found: dict[int, list[float]] = {}
        for heard in self.collector.drain():
            for column in heard.columns:
                for school, value in zip(column.schools, column.values, strict=True):
                    found.setdefault(school, []).append(value)
        return found

    def held(self) -> dict[str, int]:
        """Reason -> rows that wait for a person."""
        return dict(self.house.rows("SELECT reason, count(*) FROM push_rows WHERE state = 'held' GROUP BY reason"))


def rows(*numbers: int, **more: Any) -> dict[str, Any]:
    """Good rows of these schools."""
    return {"rows": [{"school": code(n), **GOOD, **more} for n in numbers]}
