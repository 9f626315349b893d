"""The log nobody can rewrite (A12, R24): the database refuses; whoever goes round it is found; on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

import doors
from domain.person import EVERYTHING, SYSTEM, Actor, ActorKind, Role
from services import _heads, audit
from services.checking import checks, guard
from settings import Settings
from store import audit_reading
from store.audit import FIRST, Act, digest, record
from store.gate_tables import audit as table
from tests.gate.gatehouse import NO_CACHE, Gatehouse

LAN = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thị Lan", role=Role.OFFICER, scope=EVERYTHING, request="r1", address="10.0.0.7")
ROWS = 12


@pytest.fixture
def told(gatehouse: Gatehouse) -> Gatehouse:
    """A house whose log has twelve rows."""
    with gatehouse.centre.db.write() as conn:
        for n in range(ROWS):
            record(gatehouse.centre.db, conn, LAN, Act(what="school.changed", object=f"school:7900000{n % 3}", reach=("760",), before={"tên": "cũ"}, after={"tên": f"mới {n}"}, why="sửa"))
    return gatehouse


def raw(gatehouse: Gatehouse) -> Any:
    """A connection of somebody who goes round the product."""
    return gatehouse.centre.db.engine.connect()


@pytest.fixture
def open_log(told: Gatehouse) -> tuple[Gatehouse, Callable[[str], None]]:
    """The triggers are gone; tamper(sql) does what it likes."""
    with raw(told) as conn:
        drops = ("audit_no_update", "audit_no_delete", "audit_no_replace") if told.centre.db.sqlite else ("audit_no_change", "audit_no_truncate")
        for name in drops:
            conn.execute(sa.text(f"DROP TRIGGER {name}" + ("" if told.centre.db.sqlite else " ON audit")))
        conn.commit()

    def tamper(sql: str) -> None:
        with raw(told) as conn:
            conn.execute(sa.text(sql))
            conn.commit()

    return told, tamper


# --- the database refuses ---


REWRITES = [
    "UPDATE audit SET why = 'x'", "UPDATE audit SET why = 'x' WHERE seq = 3", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 12", "UPDATE audit SET seq = seq + 100",
    "TRUNCATE audit", "TRUNCATE audit CASCADE",
    "INSERT OR REPLACE INTO audit SELECT seq, at, actor_kind, actor_id, 'X', role, act, outcome, object, reach, before, after, why, request, address, previous, hash FROM audit WHERE seq = 3",
    "REPLACE INTO audit SELECT 99, at, actor_kind, actor_id, 'X', role, act, outcome, object, reach, before, after, why, request, address, previous, hash FROM audit WHERE seq = 3",
    "INSERT INTO audit SELECT * FROM audit WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET why = 'x'",
]


def test_the_database_refuses_to_rewrite_the_log(told: Gatehouse) -> None:
    before = told.rows("SELECT * FROM audit ORDER BY seq")
    for sql in REWRITES:
        refused_by_the_database(told, sql)
    assert told.rows("SELECT * FROM audit ORDER BY seq") == before
    assert audit.verify(told.centre).broken is None


def refused_by_the_database(told: Gatehouse, sql: str) -> None:
    with raw(told) as conn, pytest.raises(sa.exc.DBAPIError) as refused:
        conn.execute(sa.text(sql))
    other_tongue = "syntax error" in str(refused.value)  # REPLACE is SQLite's, TRUNCATE PostgreSQL's
    assert other_tongue or "append-only" in str(refused.value)
    assert other_tongue is ("REPLACE" in sql if not told.centre.db.sqlite else "TRUNCATE" in sql)


# --- who goes round it is found ---

OTHER: dict[str, str] = {
    "at": "at + 1", "actor_kind": "'screen'", "actor_id": "8", "actor_name": "'Trần Thị Lân'", "role": "'manager'", "act": "'school.seen'", "outcome": "'refused'",
    "object": "'school:79000099'", "reach": "' 764 '", "before": "'{}'", "after": "''", "why": "'sửa '", "request": "'r2'", "address": "'10.0.0.8'", "previous": "hash", "hash": "'x'",
}


def test_every_column_is_listed_above() -> None:
    assert set(OTHER) | {"seq"} == {column.name for column in table.columns}


@pytest.mark.parametrize("row", [1, 6, ROWS])
def test_a_changed_cell_is_found(open_log: tuple[Gatehouse, Callable[[str], None]], row: int) -> None:
    gatehouse, tamper = open_log
    for column in OTHER:
        assert audit.verify(gatehouse.centre).broken is None
        tamper(f"CREATE TABLE spared AS SELECT {column} AS cell FROM audit WHERE seq = {row}")
        tamper(f"UPDATE audit SET {column} = {OTHER[column]} WHERE seq = {row}")
        found = audit.verify(gatehouse.centre)
        assert (found.broken, found.rows) == (row, row - 1), column
        tamper(f"UPDATE audit SET {column} = (SELECT cell FROM spared) WHERE seq = {row}")
        tamper("DROP TABLE spared")


@pytest.mark.parametrize(("sql", "broken"), [
    ("DELETE FROM audit WHERE seq = 1", 1), ("DELETE FROM audit WHERE seq = 6", 6), ("DELETE FROM audit WHERE seq BETWEEN 3 AND 5", 3),
    ("UPDATE audit SET seq = CASE seq WHEN 4 THEN -5 ELSE -4 END WHERE seq IN (4, 5); UPDATE audit SET seq = -seq WHERE seq < 0", 4),
    ("UPDATE audit SET seq = seq + 1 WHERE seq = 12", 12), ("UPDATE audit SET seq = 0 WHERE seq = 1", 0),
    ("INSERT INTO audit SELECT 13, at, actor_kind, actor_id, actor_name, role, act, outcome, object, reach, before, after, why, request, address, hash, 'made up' FROM audit WHERE seq = 12", 13),
    ("INSERT INTO audit SELECT -1, at, actor_kind, actor_id, actor_name, role, act, outcome, object, reach, before, after, why, request, address, hash, 'made up' FROM audit WHERE seq = 12", -1),
])
def test_rows_taken_out_put_in_or_turned_round_are_found(open_log: tuple[Gatehouse, Callable[[str], None]], sql: str, broken: int) -> None:
    gatehouse, tamper = open_log
    for one in sql.split("; "):
        tamper(one)
    assert audit.verify(gatehouse.centre).broken == broken


@pytest.mark.parametrize("sql", ["DELETE FROM audit WHERE seq = 12", "DELETE FROM audit WHERE seq > 5", "DELETE FROM audit"])
def test_an_end_cut_off_is_found_by_the_head_kept_elsewhere(open_log: tuple[Gatehouse, Callable[[str], None]], sql: str) -> None:
    gatehouse, tamper = open_log
    assert _heads.write(gatehouse.centre)
    tamper(sql)
    found = audit.verify(gatehouse.centre)
    assert found.broken == found.rows + 1
    (gatehouse.home / _heads.NAME).unlink()
    assert audit.verify(gatehouse.centre).broken is None  # the mutant: without it a shorter chain is a whole chain


def test_a_whole_new_history_is_found_by_the_head_kept_elsewhere(open_log: tuple[Gatehouse, Callable[[str], None]]) -> None:
    gatehouse, _ = open_log
    assert _heads.write(gatehouse.centre)
    with raw(gatehouse) as conn:
        _forge(conn, since=4)
        conn.commit()
    assert audit.verify(gatehouse.centre).broken == ROWS
    (gatehouse.home / _heads.NAME).unlink()
    assert audit.verify(gatehouse.centre).broken is None  # the mutant


def _forge(conn: Connection, since: int) -> None:
    """Another name in row `since`, and every hash after it made anew, by somebody who knows how."""
    previous = FIRST
    for row in [dict(r) for r in conn.execute(sa.select(table).order_by(table.c.seq)).mappings()]:
        if row["seq"] == since:
            row["actor_name"] = "Người khác"
        row["previous"] = previous
        previous = digest(row)
        conn.execute(table.update().where(table.c.seq == row["seq"]).values(**{**row, "hash": previous}))


def test_the_check_of_the_house_says_where_it_is_broken(open_log: tuple[Gatehouse, Callable[[str], None]]) -> None:
    gatehouse, tamper = open_log

    def line() -> str:
        found = next(v for v in checks(gatehouse.home, gatehouse.url, NO_CACHE) if "Nhật ký" in v.what.vi)
        return f"{found.ok} {found.what.vi}: {found.found}"

    assert line() == "True Nhật ký nguyên vẹn: 12 dòng"
    tamper("UPDATE audit SET why = 'x' WHERE seq = 7")
    assert line() == "False Nhật ký BỊ SỬA: đứt ở dòng 7 (6 dòng trước đó còn nguyên)"
    guard(gatehouse.centre.db, gatehouse.home)  # the house starts all the same: schools stay watched


def test_whoever_runs_the_check_gets_an_exit_code(open_log: tuple[Gatehouse, Callable[[str], None]], capsys: pytest.CaptureFixture[str]) -> None:
    gatehouse, tamper = open_log
    settings = Settings(centre_home=gatehouse.home, database_url=gatehouse.url, redis_url=NO_CACHE)
    assert doors.check(settings, []) == 0, capsys.readouterr().out
    tamper("UPDATE audit SET why = 'x' WHERE seq = 5")
    capsys.readouterr()
    assert doors.check(settings, []) == 1
    assert "HỎNG  Nhật ký BỊ SỬA: đứt ở dòng 5 (4 dòng trước đó còn nguyên)" in capsys.readouterr().out


def test_a_page_walks_what_is_new_and_once_an_hour_everything(open_log: tuple[Gatehouse, Callable[[str], None]], monkeypatch: pytest.MonkeyPatch) -> None:
    gatehouse, tamper = open_log

    def looked() -> tuple[int, int | None]:
        walked: list[int] = []
        with monkeypatch.context() as watched:
            watched.setattr(audit_reading, "digest", lambda row: walked.append(row["seq"]) or digest(row))
            found = audit.verify(gatehouse.centre, whole=False)
        return len(walked), found.broken

    assert looked() == (ROWS, None)
    with gatehouse.centre.db.write() as conn:
        record(gatehouse.centre.db, conn, LAN, Act(what="x"))
    assert looked() == (1, None)
    assert looked() == (0, None)
    tamper("UPDATE audit SET why = 'x' WHERE seq = 5")
    assert looked() == (0, None)
    assert audit.verify(gatehouse.centre).broken == 5  # ./run.sh check always walks everything
    assert looked() == (5, 5)  # what is broken stays broken
    gatehouse.clock.forward(3600)
    assert looked() == (5, 5)


@pytest.mark.parametrize("sql", ["DELETE FROM audit WHERE seq > 9", "UPDATE audit SET hash = 'x' WHERE seq = 12", "UPDATE audit SET hash = 'x' WHERE seq = 11"])
def test_where_a_page_stopped_must_still_be_there(open_log: tuple[Gatehouse, Callable[[str], None]], sql: str) -> None:
    gatehouse, tamper = open_log
    assert audit.verify(gatehouse.centre, whole=False).broken is None
    _heads.write(gatehouse.centre)
    tamper(sql)
    found = audit.verify(gatehouse.centre, whole=False).broken
    assert found == (10 if "DELETE" in sql else 12 if "12" in sql else None)  # row 11: at the next whole walk


def test_a_head_is_written_once_a_day_and_only_when_there_is_one(gatehouse: Gatehouse) -> None:
    assert not _heads.write(gatehouse.centre)

    def one_more() -> None:
        with gatehouse.centre.db.write() as conn:
            record(gatehouse.centre.db, conn, LAN, Act(what="x"))

    one_more()
    assert _heads.write(gatehouse.centre)
    one_more()
    assert not _heads.write(gatehouse.centre)
    assert _heads.write(gatehouse.centre, always=True)  # a clean stop
    gatehouse.clock.forward(86400)
    assert not _heads.write(gatehouse.centre)  # nothing happened meanwhile
    one_more()
    assert _heads.write(gatehouse.centre)
    assert [seq for seq, _ in _heads.read(gatehouse.home)] == [1, 2, 3]
    assert audit.verify(gatehouse.centre).broken is None


# --- writing ---


def test_eight_at_once_make_one_chain(gatehouse: Gatehouse) -> None:
    def write() -> None:
        for n in range(15):
            with gatehouse.centre.db.write() as conn:
                record(gatehouse.centre.db, conn, LAN, Act(what="x", object=f"school:{n}"))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = audit.verify(gatehouse.centre)
    assert (found.rows, found.broken) == (120, None)


def test_an_act_undone_leaves_no_row_and_no_gap(told: Gatehouse) -> None:
    with told.centre.db.engine.connect() as conn:
        record(told.centre.db, conn, LAN, Act(what="x"))
        conn.rollback()
    with told.centre.db.write() as conn:
        assert record(told.centre.db, conn, LAN, Act(what="y")) == ROWS + 1
    assert audit.verify(told.centre).broken is None


TEXTS = ["\0", "a\0b", "\ud800", "'; DROP TABLE audit; --", "\n{\"act\":\"x\"}\n", "\x1b[2J", "\u202e", "x" * 100_000, "🏫", "Trường", "%s {} \\"]


def test_a_strangers_text_stays_text(gatehouse: Gatehouse) -> None:
    for text in TEXTS:
        told_and_kept(gatehouse, text)
    assert audit.verify(gatehouse.centre).broken is None


def told_and_kept(gatehouse: Gatehouse, text: str) -> None:
    actor = Actor(kind=ActorKind.NOBODY, name=text, request=text, address=text)
    with gatehouse.centre.db.write() as conn:
        record(gatehouse.centre.db, conn, actor, Act(what="login.failed", object=text, reach=(text,), before={text: text}, after={"tên": [text]}, why=text))
    row = audit.search(gatehouse.centre, SYSTEM, audit.Filters(act="login.failed"))[0]
    assert len(row.why) <= 500
    if "\0" not in text and text != "\ud800" and len(text) < 500:
        assert (row.actor_name, row.object, row.why, row.before, row.after) == (text, text, text, {text: text}, {"tên": [text]})
