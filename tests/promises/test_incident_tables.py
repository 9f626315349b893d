"""E2, E1, A12 in the tables themselves: whoever goes round the product finds a database that refuses; and what was written before is still there."""

import itertools
import json
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from domain.errors import StoreDown
from domain.incident import LEGAL, LIVE, State
from store.database import Database
from store.incident_tables import incident_events, incidents
from store.migrating import _config, migrate, revision

NUMBERS = itertools.count(1)
WAYS: dict[State, tuple[State, ...]] = {  # how each state is reached
    State.OPEN: (), State.ACKNOWLEDGED: (State.ACKNOWLEDGED,), State.IN_PROGRESS: (State.IN_PROGRESS,),
    State.RESOLVED: (State.RESOLVED,), State.CLOSED: (State.RESOLVED, State.CLOSED),
}
PAIRS = list(itertools.product(State, State))
REFUSALS = (StoreDown, sa.exc.DBAPIError)


def begun(conn: sa.Connection, **other: Any) -> int:
    """A new incident, as anybody might insert it."""
    row = {"kind": "single", "rule": "connectivity", "subject": f"school:{next(NUMBERS)}", "severity": "high", "state": "open", "says_vi": "a", "says_en": "b",
           "started_at": 1.0, "opened_at": 2.0, **other}
    return int(conn.execute(sa.insert(incidents).values(**row).returning(incidents.c.id)).scalar_one())


def put(conn: sa.Connection, which: int, state: State, **other: Any) -> None:
    """Move it, with the stamps the state asks for."""
    stamps = {"resolved_at": None if state in LIVE else 3.0, "closed_at": 4.0 if state is State.CLOSED else None}
    conn.execute(sa.update(incidents).where(incidents.c.id == which).values(**{"state": state.value, **stamps, **other}))


def at(conn: sa.Connection, state: State, **other: Any) -> int:
    """An incident that stands there."""
    which = begun(conn, **other)
    for step in WAYS[state]:
        put(conn, which, step)
    return which


def moved(db: Database, now: State, then: State) -> bool:
    """Does the database let it go from one to the other?"""
    with db.write() as conn:
        which = at(conn, now)
    said = ""
    try:
        with db.write() as conn:
            put(conn, which, then)
    except REFUSALS as refused:
        said = str(refused.__cause__ or refused)
    assert not said or "illegal move" in said, "refused for another reason"
    with db.read() as conn:
        return conn.scalar(sa.select(incidents.c.state).where(incidents.c.id == which)) == then


def trigger(db: Database, name: str, table: str) -> None:
    """The deliberate break: one trigger less."""
    with db.engine.begin() as conn:
        conn.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if db.sqlite else f" ON {table}"))


# --- E2: only where a life may go ---


@pytest.mark.parametrize(("now", "then"), PAIRS, ids=[f"{now}>{then}" for now, then in PAIRS])
def test_each_of_the_25_moves_is_what_the_domain_says(db: Database, now: State, then: State) -> None:
    assert moved(db, now, then) is (then == now or then in LEGAL[now])


def test_mutant_without_the_trigger_an_illegal_move_is_stored(db: Database) -> None:
    trigger(db, "incidents_legal" if db.sqlite else "incidents_guard", "incidents")
    wrong = [(now, then) for now, then in PAIRS if moved(db, now, then) is not (then == now or then in LEGAL[now])]
    assert len(wrong) == len(PAIRS) - len(State) - sum(map(len, LEGAL.values()))


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_an_incident_begins_open(db: Database, state: State) -> None:
    stamps = {"resolved_at": None if state in LIVE else 3.0, "closed_at": 4.0 if state is State.CLOSED else None}
    with pytest.raises(REFUSALS, match="begins open|does not answer"), db.write() as conn:
        begun(conn, state=state.value, **stamps)


@pytest.mark.parametrize("wrong", [
    {"state": "open", "resolved_at": 5.0}, {"state": "acknowledged", "resolved_at": 5.0}, {"state": "resolved", "resolved_at": None}, {"state": "open", "closed_at": 5.0},
    {"state": "resolved", "resolved_at": 5.0, "closed_at": 6.0}, {"severity": "loud"}, {"kind": "rumour"}, {"quiet": 2}, {"confidence": 1.01}, {"confidence": -0.01},
    {"state": "forgotten"}, {"parent": "itself"}, {"parent": 10**6},
], ids=str)
def test_what_contradicts_itself_is_refused(db: Database, wrong: dict[str, Any]) -> None:
    with db.write() as conn:
        which = begun(conn)
    wrong = {**wrong, "parent": which} if wrong.get("parent") == "itself" else wrong
    with pytest.raises(REFUSALS), db.write() as conn:
        conn.execute(sa.update(incidents).where(incidents.c.id == which).values(**wrong))


# --- E1: one live incident of a rule and a subject ---


@pytest.mark.parametrize("state", sorted(LIVE))
def test_one_live_incident_of_a_rule_and_subject_whichever_live_state(db: Database, state: State) -> None:
    with db.write() as conn:
        at(conn, state, subject="school:one")
        begun(conn, subject="school:one", rule="labs")
    with pytest.raises(REFUSALS), db.write() as conn:
        begun(conn, subject="school:one")


@pytest.mark.parametrize("state", sorted(set(State) - LIVE))
def test_what_is_over_makes_room_and_does_not_come_back_beside_another(db: Database, state: State) -> None:
    with db.write() as conn:
        first = at(conn, state, subject="school:one")
        begun(conn, subject="school:one")
    with pytest.raises(REFUSALS), db.write() as conn:
        put(conn, first, State.OPEN)


def test_mutant_without_the_index_two_live_ones_stand_side_by_side(db: Database) -> None:
    with db.engine.begin() as conn:
        conn.exec_driver_sql("DROP INDEX uq_incidents_open")
    with pytest.raises(pytest.fail.Exception):
        test_one_live_incident_of_a_rule_and_subject_whichever_live_state(db, State.OPEN)


# --- A12: what happened stays ---


@pytest.fixture
def told(db: Database) -> Database:
    """Three incidents, one of them over, with two events each; the events carry ids of their clients."""
    with db.write() as conn:
        for n in range(3):
            which = begun(conn, subject=f"school:{n}")
            for what in ("opened", "noted"):
                conn.execute(sa.insert(incident_events).values(incident_id=which, at=2.0, what=what, text=f"ghi {n}", client=f"{what} {n}"))
            if n == 2:
                put(conn, which, State.RESOLVED)
    return db


EVENT = "incident_id, at, what, detail, actor, actor_name, whole, 'sửa', data, client"
WHOLE = ", ".join(c.name for c in incidents.columns)
BACK = WHOLE.replace("state", "'open'").replace("resolved_at", "NULL", 1)
REWRITES = [
    "UPDATE incident_events SET text = 'x'", "UPDATE incident_events SET at = at + 1 WHERE id = 2", "UPDATE incident_events SET id = id + 100", "DELETE FROM incident_events",
    "DELETE FROM incident_events WHERE id = 6", "TRUNCATE incident_events", "TRUNCATE incident_events CASCADE",
    f"INSERT OR REPLACE INTO incident_events SELECT id, {EVENT} FROM incident_events WHERE id = 2",
    f"INSERT OR REPLACE INTO incident_events (incident_id, at, what, detail, actor, actor_name, whole, text, data, client) SELECT {EVENT} FROM incident_events WHERE id = 2",
    f"INSERT INTO incident_events SELECT id, {EVENT} FROM incident_events WHERE id = 2 ON CONFLICT (id) DO UPDATE SET text = 'x'",
    "DELETE FROM incidents", "DELETE FROM incidents WHERE id = 3", "TRUNCATE incidents", "TRUNCATE incidents CASCADE",
    f"INSERT OR REPLACE INTO incidents SELECT {BACK} FROM incidents WHERE id = 3",
    f"INSERT OR REPLACE INTO incidents SELECT {WHOLE.replace('severity', chr(39) + 'low' + chr(39))} FROM incidents WHERE id = 1",
    "UPDATE OR REPLACE incidents SET id = 1 WHERE id = 2", "UPDATE OR REPLACE incidents SET subject = 'school:0' WHERE id = 2",
]


def stored(db: Database) -> list[Any]:
    with db.read() as conn:
        return [tuple(row) for name in ("incidents", "incident_events") for row in conn.execute(sa.text(f"SELECT * FROM {name} ORDER BY id"))]


@pytest.mark.parametrize("sql", REWRITES)
def test_nobody_rewrites_what_happened(told: Database, sql: str) -> None:
    """REPLACE is SQLite's word, TRUNCATE PostgreSQL's: the other one does not know it."""
    before = stored(told)
    with pytest.raises(sa.exc.DBAPIError), told.engine.begin() as conn:
        conn.execute(sa.text(sql))
    assert stored(told) == before


MUTANTS = {
    "events may change": (("incident_events_no_update", "incident_events_no_change"), "incident_events", "UPDATE incident_events SET text = 'x'"),
    "events may go": (("incident_events_no_delete", "incident_events_no_change"), "incident_events", "DELETE FROM incident_events"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_mutant_one_trigger_less_and_it_is_rewritten(told: Database, name: str) -> None:
    triggers, table, sql = MUTANTS[name]
    trigger(told, triggers[0] if told.sqlite else triggers[1], table)
    with pytest.raises(pytest.fail.Exception):
        test_nobody_rewrites_what_happened(told, sql)


# --- what was written before there was a life ---


OLD = [  # id, kind, subject, state, resolved_at
    (4, "single", "school:79000001", "resolved", 9.0), (5, "wide", "area:760/viettel", "open", None), (9, "blind", "centre:uplink", "resolved", 8.5),
]


@pytest.fixture
def old(database_url: str) -> Any:
    """A database as it stood before: three incidents with their events and schools."""
    opened = Database(database_url)
    with opened.migrating() as conn:
        config = _config()
        config.attributes["connection"] = conn
        command.upgrade(config, "0002")
    with opened.write() as conn:
        for n in (1, 2):
            conn.execute(sa.text("INSERT INTO schools (id, code, name, kind, sort_key, folded) VALUES (:n, :code, 'x', 'thpt', '', '')"), {"n": n, "code": f"7900000{n}"})
        for which, kind, subject, state, resolved in OLD:
            conn.execute(sa.text(
                "INSERT INTO incidents (id, kind, rule, subject, severity, state, area, says_vi, says_en, schools, started_at, opened_at, resolved_at) "
                "VALUES (:id, :kind, 'connectivity', :subject, 'high', :state, '760', 'Trường “một” mất kết nối', 'One''s gone', 2, 1.5, 2.5, :resolved)"),
                {"id": which, "kind": kind, "subject": subject, "state": state, "resolved": resolved})
            events = [("opened", 2.5, "79000001 79000002")] + ([("resolved", resolved, "")] if resolved else [])
            for what, when, detail in events:
                conn.execute(sa.text("INSERT INTO incident_events (incident_id, at, what, detail) VALUES (:i, :at, :what, :detail)"), {"i": which, "at": when, "what": what, "detail": detail})
        conn.execute(sa.text("INSERT INTO incident_schools (incident_id, school_id) VALUES (5, 1), (5, 2)"))
    yield opened
    opened.close()


def rows(db: Database, query: str) -> list[Any]:
    with db.read() as conn:
        return [dict(row) for row in conn.execute(sa.text(query)).mappings()]


def test_what_was_written_before_is_kept_and_its_events_explain_it(old: Database) -> None:
    before = {name: rows(old, f"SELECT * FROM {name} ORDER BY 1, 2") for name in ("incidents", "incident_events", "incident_schools")}
    migrate(old)
    assert revision(old) >= "0003"
    for name, was in before.items():
        now = rows(old, f"SELECT * FROM {name} ORDER BY 1, 2")
        assert [{k: row[k] for k in one} for row, one in zip(now, was, strict=True)] == was, name
    for row in rows(old, "SELECT * FROM incidents"):
        replayed: dict[str, Any] = {}
        for event in rows(old, f"SELECT data FROM incident_events WHERE incident_id = {row['id']} ORDER BY id"):
            replayed |= json.loads(event["data"])
        assert {k: row[k] for k in replayed} == replayed
        assert set(replayed) >= {"state", "kind", "rule", "subject", "severity", "says_vi", "started_at", "opened_at"}


def test_after_the_migration_numbers_go_on_and_the_database_guards(old: Database) -> None:
    migrate(old)
    with old.write() as conn:
        assert begun(conn) > max(which for which, *_ in OLD)
        assert conn.execute(sa.insert(incident_events).values(incident_id=4, at=10.0, what="noted").returning(incident_events.c.id)).scalar_one() > 5
    with pytest.raises(REFUSALS), old.write() as conn:
        begun(conn, subject="area:760/viettel")
    with pytest.raises(REFUSALS), old.write() as conn:
        conn.execute(sa.text("UPDATE incidents SET state = 'acknowledged', resolved_at = NULL WHERE id = 4"))
    with pytest.raises(REFUSALS), old.write() as conn:
        conn.execute(sa.text("DELETE FROM incident_events"))
