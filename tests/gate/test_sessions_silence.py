"""The database falls silent: whoever was seen lately goes on reading for ten minutes, and nobody else does."""

from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreDown
from domain.person import Role
from services import later, sessions
from store.database import Database
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, leave
from tests.rig.clock import Clock
from tests.rig.postgres import Postgres

HOUR = 3600.0


class Silence:
    """The database says nothing while `fallen`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fallen, right = False, Database.read

        def read(db: Database) -> Any:
            if self.fallen:
                raise StoreDown("im lặng", "silent")
            return right(db)

        monkeypatch.setattr(Database, "read", read)


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Silence:
    return Silence(monkeypatch)


def test_who_was_seen_lately_goes_on_reading_for_ten_minutes(gatehouse: Gatehouse, silence: Silence) -> None:
    session = gatehouse.enter(gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    seen = sessions.find(gatehouse.centre, session)
    assert seen is not None
    assert seen.verified
    silence.fallen = True
    gatehouse.clock.forward(599)
    again = sessions.find(gatehouse.centre, session)
    assert again is not None
    assert (again.actor, again.verified) == (seen.actor, False)
    gatehouse.clock.forward(1)
    with pytest.raises(StoreDown):
        sessions.find(gatehouse.centre, session)
    silence.fallen = False
    assert gatehouse.whose(session) is not None


def test_the_grace_is_for_nobody_else(gatehouse: Gatehouse, silence: Silence) -> None:
    lan = gatehouse.person("Lan")
    never_seen, left, turned, ended = (gatehouse.enter(lan) for _ in range(4))
    idle = gatehouse.enter(gatehouse.person("Minh", Role.OFFICER))
    for session in (left, turned, ended, idle):
        assert gatehouse.whose(session) is not None
    leave(gatehouse, left)
    with gatehouse.centre.db.write() as conn:
        assert sessions.rotate(gatehouse.centre, conn, turned)
        sessions.end_all(gatehouse.centre, conn, lan)
    gatehouse.clock.forward(21 * 60)
    assert gatehouse.whose(idle) is not None
    silence.fallen = True
    gatehouse.clock.forward(9 * 60)  # within the grace, but half an hour of nothing
    for session in (never_seen, left, turned, ended, idle):
        with pytest.raises(StoreDown):
            sessions.find(gatehouse.centre, session)


def test_a_clock_set_back_or_a_new_day_does_not_prolong_the_grace(gatehouse: Gatehouse, silence: Silence) -> None:
    session = gatehouse.enter(gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    assert gatehouse.whose(session) is not None
    silence.fallen = True
    gatehouse.clock.forward(-HOUR)
    with pytest.raises(StoreDown):
        sessions.find(gatehouse.centre, session)


@pytest.mark.postgres
def test_a_killed_server_is_told_from_a_dead_session(tmp_path: Path, clock: Clock, own_postgres: Postgres) -> None:
    from store.migrating import migrate

    url = own_postgres.database()
    db = Database(url)
    migrate(db)
    db.close()
    gatehouse = Gatehouse(tmp_path, url, clock)
    session = gatehouse.enter(gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    assert gatehouse.whose(session) is not None
    own_postgres.kill()
    found = sessions.find(gatehouse.centre, session)
    assert found is not None
    assert not found.verified
    sessions.touch(gatehouse.centre, session)
    with pytest.raises(StoreDown):
        later.flush(gatehouse.centre)
    with pytest.raises(StoreDown):
        sessions.find(gatehouse.centre, "a" * 43)
    assert later.later(gatehouse.centre).seen  # it waits until the server is back
    gatehouse.centre.close()
