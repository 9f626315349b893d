"""E1, E2, E8, E9: one incident each, one winner of a race who is named, rows that are the sum of their events, nothing twice.

E2's 25 moves in the tables themselves: test_incident_tables.py.
"""

import json
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import CentreError, StoreDown
from domain.incident import LEGAL, SEVERITIES, Cause, State, must_move
from domain.person import Actor, Part, Role
from domain.wording import Words
from services import respond
from services._respond_move import Overtaken
from store import incident_events, incident_moves, incidents
from store.database import Database
from store.incident_tables import incidents as table
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code
from tests.rig.clock import Clock

SAYS = Words("mất kết nối", "went offline")
NUMBERS = iter(range(1, 10**9))


class Shift:
    """Lan and Minh on duty: both reach everything."""

    def __init__(self, home: Path, url: str, clock: Clock) -> None:
        self.gatehouse, self.clock = Gatehouse(home, url, clock), clock
        self.centre = self.gatehouse.centre
        self.people = [self.gatehouse.actor(self.gatehouse.person(name, Role.OPERATOR, [Part()])) for name in ("Lan", "Minh")]

    def open(self, *schools: int, **other: Any) -> int:
        """A new incident."""
        told = {"kind": "wide" if len(schools) > 1 else "single", "rule": "connectivity", "subject": f"thing:{next(NUMBERS)}", "severity": "high", "area": "760",
                "says": SAYS, "started_at": self.clock() - 30, "at": self.clock(), **other}
        with self.centre.db.write() as conn:
            made = incidents.open_incident(self.centre.db, conn, members=[code(n) for n in schools], **told)
        assert made is not None
        return made

    def count(self, query: str, **words: Any) -> int:
        """One number."""
        return int(self.gatehouse.rows(query, **words)[0][0])


@pytest.fixture
def shift(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Shift]:
    opened = Shift(tmp_path, migrated_url, clock)
    yield opened
    opened.centre.close()


# --- E1: one live incident each, however many write ---


def e1(db: Database, writers: int, schools: int) -> None:
    """Every writer sweeps twice, twenty schools a transaction, each in an order of its own; then all is written again."""
    def sweep(writer: int, at: float) -> int:
        order, opened = random.Random(writer).sample(range(schools), schools), 0
        for start in range(0, schools, 20):
            for _ in range(50):
                made = 0
                try:
                    with db.write() as conn:
                        for n in order[start:start + 20]:
                            made += incidents.open_incident(
                                db, conn, kind="single", rule="connectivity", subject=f"school:{n}", severity="high", area="760", says=SAYS, started_at=1.0,
                                at=at) is not None
                except StoreDown:  # it waited too long for its turn, and comes again
                    continue
                opened += made
                break
        return opened

    with ThreadPoolExecutor(writers) as pool:
        opened = sum(pool.map(lambda job: sweep(*job), [(w, 10.0 + w + again / 2) for again in range(2) for w in range(writers)]))
    assert opened == schools
    with db.read() as conn:
        for query in ("SELECT count(*) FROM incidents", "SELECT count(*) FROM incident_events WHERE what = 'opened'", "SELECT count(*) FROM outbox",
                      "SELECT count(DISTINCT subject) FROM incidents WHERE state = 'open'"):
            assert conn.scalar(sa.text(query)) == schools, query


def test_e1_eight_writers_two_hundred_schools_one_incident_each(db: Database) -> None:
    e1(db, 8, 200)


def test_e1_mutant_without_the_index_somebody_opens_twice(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incident_moves, "take_turn", lambda db, conn: None)
    monkeypatch.setattr(incident_events, "take_turn", lambda db, conn: None)
    monkeypatch.setattr(incident_moves, "_current", lambda *_, **__: None)
    with db.engine.begin() as conn:
        conn.exec_driver_sql("DROP INDEX uq_incidents_open")
        conn.exec_driver_sql("CREATE UNIQUE INDEX uq_incidents_open ON incidents (rule, subject, id) WHERE state IN ('open','acknowledged','in_progress')")
    insert = incident_moves._insert
    monkeypatch.setattr(incident_moves, "_insert", lambda db: _Plain(insert(db)))
    with pytest.raises(AssertionError):
        e1(db, 2, 20)


class _Plain:
    """An insert that never minds a conflict."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement

    def values(self, **row: Any) -> "_Plain":
        """As of the statement."""
        return _Plain(self.statement.values(**row))

    def on_conflict_do_nothing(self, **_: Any) -> Any:
        """Left out."""
        return self.statement


# --- E2: legal moves only; of two in the same moment one wins and the other is told who ---


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("then", State)
def test_e2_the_domain_refuses_what_is_not_listed(now: State, then: State) -> None:
    if then in LEGAL[now]:
        must_move(now, then)
    else:
        with pytest.raises(CentreError):
            must_move(now, then)


def e2(shift: Shift, races: int) -> None:
    lan, minh = shift.people
    verbs: list[Callable[[Actor, int], Any]] = [
        lambda who, one: respond.acknowledge(shift.centre, who, one), lambda who, one: respond.resolve(shift.centre, who, one, cause="cable")]
    with ThreadPoolExecutor(2) as pool:
        for race in range(races):
            one, together, verb = shift.open(race % 24), threading.Barrier(2), verbs[race % 2]

            def go(who: Actor, one: int = one, together: threading.Barrier = together, verb: Callable[[Actor, int], Any] = verb) -> Any:
                together.wait()
                try:
                    return verb(who, one)
                except CentreError as refused:
                    return refused

            answers = list(pool.map(go, (lan, minh)))
            winners = [a for a in answers if not isinstance(a, CentreError)]
            losers = [a for a in answers if isinstance(a, CentreError)]
            assert (len(winners), len(losers)) == (1, 1), answers
            assert isinstance(losers[0], Overtaken), "told that it is too late, not by whom"
            winner = winners[0].acknowledged_name or {f"person:{p.id}": p.name for p in (lan, minh)}[winners[0].resolved_by]
            assert losers[0].by == winner
            assert shift.count("SELECT count(*) FROM incident_events WHERE incident_id = :one", one=one) == 2
            assert shift.count("SELECT count(*) FROM audit WHERE object = :o AND act <> 'access.refused'", o=f"incident:{one}") == 1


def test_e2_two_officers_in_the_same_millisecond(shift: Shift) -> None:
    e2(shift, 40)


@pytest.mark.drill
def test_e2_five_hundred_races(shift: Shift) -> None:
    e2(shift, 500)


@pytest.mark.parametrize("mutant", ["nobody asks whether it may go there", "nobody waits for a turn, nobody looks again"])
def test_e2_mutants(shift: Shift, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    if mutant.startswith("nobody asks"):
        monkeypatch.setattr(respond, "legal", lambda found, then: None)
    else:
        if shift.centre.db.sqlite:  # its writers are alone by themselves: let the look come before the transaction
            monkeypatch.setattr(respond, "legal", lambda found, then: None)
        monkeypatch.setattr(incident_events, "take_turn", lambda db, conn: None)
        whole = incident_events._apply
        monkeypatch.setattr(incident_events, "_apply", lambda conn, one, data, before: whole(conn, one, data, None))
    with pytest.raises(AssertionError):
        e2(shift, 60)


# --- E8: an incident is the sum of its events ---


def replayed(db: Database) -> None:
    """Every row of incidents and of their schools, from the events alone."""
    with db.read() as conn:
        rows = {row["id"]: dict(row) for row in conn.execute(sa.select(table)).mappings()}
        defaults = {c.name: getattr(c.server_default, "arg", None) for c in table.columns}
        members: dict[int, set[str]] = {one: set() for one in rows}
        made: dict[int, dict[str, Any]] = {}
        last = 0
        for event in conn.execute(sa.text("SELECT * FROM incident_events ORDER BY id")).mappings():
            one, data = event["incident_id"], json.loads(event["data"])
            assert event["id"] > last
            last = event["id"]
            if event["what"] == "opened":
                made[one] = {"id": one, **{k: int(v) if isinstance(rows[one][k], int) and v is not None else v for k, v in defaults.items() if k != "id"}}
            made[one] |= data
            if event["what"] in ("opened", "joined"):
                members[one] |= set(event["detail"].split())
            elif event["what"] == "left":
                members[one] -= set(event["detail"].split())
        assert made == rows, [(one, {k: (v, made.get(one, {}).get(k)) for k, v in row.items() if made.get(one, {}).get(k) != v}) for one, row in rows.items() if made.get(one) != row][:3]
        stored: dict[int, set[str]] = {one: set() for one in rows}
        for one, school in conn.execute(sa.text("SELECT m.incident_id, s.code FROM incident_schools m JOIN schools s ON s.id = m.school_id")):
            stored[one].add(school)
        assert members == stored


def walk(shift: Shift, seed: int, steps: int) -> int:
    """Random moves of people, of the clockwork and of the watch; gives how many were done."""
    dice, c, done, known = random.Random(seed), shift.centre, 0, [shift.open(0), shift.open(1, 2, 3, 4)]
    db = c.db

    def system(one: int, now: float) -> Any:
        with db.write() as conn:
            moves: list[Callable[[], Any]] = [
                lambda: incidents.recall_incident(db, conn, one, at=now), lambda: incidents.close_incident(db, conn, one, at=now),
                lambda: incidents.escalate_incident(db, conn, one, at=now, level=dice.randrange(4), severity=dice.choice([None, *SEVERITIES])),
                lambda: incidents.turn_incident(db, conn, one, at=now, quiet=dice.random() < 0.5),
                lambda: incidents.turn_incident(db, conn, one, at=now, severity=dice.choice(SEVERITIES), says=Words(f"câu {dice.random()}", "x")),
                lambda: incidents.join_incident(db, conn, incident_id=one, members=[code(dice.randrange(24))], at=now),
                lambda: incidents.leave_incident(db, conn, incident_id=one, members=[code(dice.randrange(24))], at=now),
                lambda: incidents.resolve_incident(db, conn, rule="connectivity", subject=f"thing:{dice.randrange(50)}", at=now)]
            return dice.choice(moves)()

    for _ in range(steps):
        who, one, now = dice.choice(shift.people), dice.choice(known[-12:]), shift.clock.forward(dice.choice([0.1, 5, 600, 5000]))
        acts: list[Callable[[int, Actor, float], Any]] = [
            lambda one, who, now: system(one, now), lambda one, who, now: system(one, now), lambda one, who, now: system(one, now),
            lambda one, who, now: respond.acknowledge(c, who, one, hours=dice.choice([0.1, 4, 24])),
            lambda one, who, now: respond.assign(c, who, one, to=dice.choice(["me", "", "unit:760", f"person:{shift.people[0].id}"])),
            lambda one, who, now: respond.start(c, who, one), lambda one, who, now: respond.note(c, who, one, text=f"ghi {now}"),
            lambda one, who, now: respond.set_severity(c, who, one, severity=dice.choice(SEVERITIES)), lambda one, who, now: respond.escalate(c, who, one),
            lambda one, who, now: respond.link(c, who, one, parent=dice.choice(known)), lambda one, who, now: respond.unlink(c, who, one),
            lambda one, who, now: respond.split(c, who, one, schools=[code(dice.randrange(24))]), lambda one, who, now: respond.resolve(c, who, one, cause=dice.choice(list(Cause))),
            lambda one, who, now: respond.reopen(c, who, one), lambda one, who, now: respond.close(c, who, one),
            lambda one, who, now: respond.postmortem(c, who, one, text="rút kinh nghiệm"),
            lambda one, who, now: known.append(shift.open(*dice.sample(range(24), dice.randrange(1, 6))))]
        try:
            dice.choice(acts)(one, who, now)
            done += 1
        except StoreDown:
            raise
        except CentreError:
            continue
    return done


def test_e8_two_thousand_random_steps_are_explained_by_their_events(shift: Shift) -> None:
    assert walk(shift, 1, 2000 if shift.centre.db.sqlite else 600) > 200
    replayed(shift.centre.db)


@pytest.mark.drill
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(20))
def test_e8_ten_thousand_random_steps(shift: Shift, seed: int) -> None:
    walk(shift, seed, 10_000)
    replayed(shift.centre.db)


@pytest.mark.parametrize("mutant", ["a column that no event tells", "a school that joins unsaid"])
def test_e8_mutants(shift: Shift, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    whole = incident_events.append

    def forgetful(*told: Any, **words: Any) -> int:
        if mutant.startswith("a school") and words["what"] == "joined":
            words["codes"] = ()
        event = whole(*told, **words)
        if mutant.startswith("a column") and words["what"] == "acknowledged":
            told[1].execute(table.update().where(table.c.id == told[2]).values(level=7))
        return event

    monkeypatch.setattr(incident_events, "append", forgetful)
    monkeypatch.setattr(incident_moves, "append", forgetful)
    walk(shift, 2, 300)
    with pytest.raises(AssertionError):
        replayed(shift.centre.db)


# --- E9: what was typed on a bad line is there once ---


def e9(shift: Shift, notes: int) -> None:
    """Sent, lost on the way back, sent again by several tabs at once, and once more after a restart."""
    one = shift.open(0)
    for n in range(notes):
        def send(_: int, n: int = n) -> int:
            return respond.note(shift.centre, shift.people[0], one, text=f"ghi chú {n}", client=f"tab-{n}").id

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(send, range(4))) == {one}
    again = shift.gatehouse.open()
    for n in range(notes):
        respond.note(again, shift.people[0], one, text=f"ghi chú {n}", client=f"tab-{n}")
    again.close()
    assert shift.count("SELECT count(*) FROM incident_events WHERE what = 'noted'") == notes
    assert shift.count("SELECT count(*) FROM audit WHERE act = 'incident.noted'") == notes
    respond.acknowledge(shift.centre, shift.people[0], one, client="ack")
    assert respond.acknowledge(shift.centre, shift.people[0], one, client="ack").acknowledged_name == "Lan", "the same answer, no refusal"
    with pytest.raises(CentreError):
        respond.note(shift.centre, shift.people[0], one, text="khác", client="ack")


def test_e9_the_same_client_id_is_one_note(shift: Shift) -> None:
    e9(shift, 5)


@pytest.mark.drill
def test_e9_a_hundred_notes(shift: Shift) -> None:
    e9(shift, 100)


def test_e9_mutant_the_client_id_is_forgotten(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    from services import _respond_move

    monkeypatch.setattr(_respond_move, "clean_client", lambda client: None)
    with pytest.raises(AssertionError):
        e9(shift, 2)
