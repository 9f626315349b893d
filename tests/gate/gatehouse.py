"""A centre with its gate and nobody behind it yet: what stories about people, sessions, keys and the log play with."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from domain.person import SYSTEM, Actor, ActorKind, Part, Role
from services import accounts, sessions
from services._passwords import hash_password
from services.centre import Centre, Door
from store import people
from store.database import Database
from tests.promises.office import found, school
from tests.rig.clock import Clock

PASSWORD = "mưa rào tháng sáu trên sông"
HASHED = hash_password(PASSWORD)
EVERYWHERE = (Part(),)
NO_CACHE = "redis://127.0.0.1:1/0"


class Gatehouse:
    """24 schools in Quận 1 (760), Gò Vấp (764) and Cần Giờ (787), all in Phường Sài Gòn (26734) today."""

    def __init__(self, home: Path, url: str, clock: Clock) -> None:
        self.home, self.url, self.clock = home, url, clock
        db = Database(url)
        found(db, [school(i) for i in range(24)])
        db.close()
        self.centre = self.open()

    def open(self, *, demo: bool = True) -> Centre:
        """The same house opened by one more process, in the simulated province or (demo=False) outside of it."""
        return Centre.open(home=self.home, database_url=self.url, redis_url=NO_CACHE, clock=self.clock, door=Door(demo=demo))

    def person(self, name: str, role: Role = Role.OFFICER, parts: Iterable[Part] = (Part(area="760"),), *, actor: Actor = SYSTEM) -> int:
        """Somebody who can enter, with PASSWORD; their login is the name without marks."""
        login = ".".join(name.lower().encode("ascii", "ignore").decode().split()) + f".{role.value}"
        made = accounts.create(self.centre, actor, login=login, name=name, role=role, parts=list(parts))
        with self.centre.db.write() as conn:
            people.change(conn, made.person_id, password_hash=HASHED)
        return made.person_id

    def enter(self, person_id: int, **options: Any) -> str:
        """A session of theirs."""
        with self.centre.db.write() as conn:
            who = people.read(conn, person_id)
            assert who is not None
            return sessions.open_session(self.centre, conn, who, **options)

    def whose(self, session: str, centre: Centre | None = None) -> Actor | None:
        """The actor behind a session, as the next request sees it."""
        found = sessions.find(centre or self.centre, session)
        return found.actor if found else None

    def actor(self, person_id: int) -> Actor:
        """The person as the gate would call them now."""
        actor = self.whose(self.enter(person_id))
        assert actor is not None
        return actor

    def rows(self, query: str, **words: Any) -> list[Any]:
        """What the database says, past the product."""
        with self.centre.db.read() as conn:
            return [tuple(row) for row in conn.execute(sa.text(query), words)]

    def acts(self) -> list[str]:
        """Every act in the log, in order."""
        return [row[0] for row in self.rows("SELECT act FROM audit ORDER BY seq")]

    def everything_stored(self) -> str:
        """All cells of all tables, as one text: to look for what must not be there."""
        with self.centre.db.read() as conn:
            names = sa.inspect(conn).get_table_names()
            return "\n".join(str(tuple(row)) for name in names for row in conn.execute(sa.text(f'SELECT * FROM "{name}"')))


def stranger(role: Role, kind: ActorKind = ActorKind.PERSON) -> Actor:
    """Somebody of this role who reaches everything."""
    return Actor(kind=kind, id=9999, name="người lạ", role=role, scope=SYSTEM.scope)


def leave(gatehouse: Gatehouse, session: str) -> None:
    """Whoever has this session leaves."""
    with gatehouse.centre.db.write() as conn:
        assert sessions.end(gatehouse.centre, conn, session)
