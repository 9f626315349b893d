"""The tables: one schema on both databases, and a database that refuses what the code should never write."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from domain.errors import StoreDown
from store import incident_tables, tables
from store.database import Database
from store.migrating import head, migrate, revision
from tests.rig.postgres import Postgres


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A database nobody has migrated."""
    db = Database(database_url)
    yield db
    db.close()


def test_a_fresh_database_reaches_todays_tables_and_stays_there(empty: Database) -> None:
    assert revision(empty) == ""
    migrate(empty)
    assert revision(empty) == head() != ""
    migrate(empty)
    assert revision(empty) == head()


@pytest.mark.postgres
def test_a_slow_disk_does_not_end_a_migration(postgres: Postgres) -> None:
    """A step may take longer than a screen would wait; the mutant is a connection with a screen's patience."""
    db = Database(postgres.database())
    with db.migrating() as conn:
        assert conn.scalar(sa.text("SELECT 1 FROM pg_sleep(1.5)")) == 1
    with pytest.raises(sa.exc.OperationalError, match="no answer within"), db.engine.connect() as conn:
        conn.scalar(sa.text("SELECT 1 FROM pg_sleep(1.5)"))
    db.close()
    postgres.drop(db.url)


def test_the_migrated_schema_is_the_declared_schema(db: Database) -> None:
    """What `alembic check` says: nothing to migrate."""
    with db.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": False, "render_as_batch": True})
        assert compare_metadata(context, tables.metadata) == []


def test_a_missing_column_would_be_seen(db: Database) -> None:
    """The deliberate break of the test above."""
    with db.engine.connect() as conn:
        conn.exec_driver_sql("ALTER TABLE schools DROP COLUMN pilot")
        found = compare_metadata(MigrationContext.configure(conn), tables.metadata)
        conn.rollback()
    assert any("pilot" in repr(change) for change in found)


def test_constraints_and_partial_indexes_are_there_on_both(db: Database) -> None:
    inspector = sa.inspect(db.engine)
    for name, table in tables.metadata.tables.items():
        every = [*table.constraints, *(c for column in table.columns for c in column.constraints)]  # a column keeps its own
        want = {c.name for c in every if isinstance(c, sa.CheckConstraint)}
        assert want <= {c["name"] for c in inspector.get_check_constraints(name)}, name
        assert {i.name for i in table.indexes} <= {i["name"] for i in inspector.get_indexes(name)}, name
    open_only = next(i for i in inspector.get_indexes("incidents") if i["name"] == "uq_incidents_open")
    assert open_only["unique"]


def a_school(conn: sa.Connection) -> int:
    """One school, so that a measurement has a home."""
    conn.execute(sa.insert(tables.schools).values(id=1, code="79000001", name="THPT Nguyễn Du", kind="thpt", sort_key="", folded=""))
    return 1


MEASUREMENT = "INSERT INTO history (school_id, metric, taken_at, value) VALUES (1, 'm', :at, :value)"


@pytest.mark.parametrize("value", [0.0, -1.5, 9.9e14, None])
def test_a_plain_value_is_kept(db: Database, value: float | None) -> None:
    with db.write() as conn:
        a_school(conn)
        conn.execute(sa.text(MEASUREMENT), {"at": 1.0, "value": value})
        assert conn.scalar(sa.text("SELECT value FROM history")) == value


@pytest.mark.parametrize("value", [1e16, -1e16, float("inf"), float("-inf"), "abc", "12,5", b"\x01"], ids=repr)
def test_an_impossible_value_is_refused_by_the_database_itself(db: Database, value: Any) -> None:
    with db.write() as conn:
        a_school(conn)
    with pytest.raises((StoreDown, sa.exc.DBAPIError)), db.write() as conn:
        conn.execute(sa.text(MEASUREMENT), {"at": 1.0, "value": value})
    with db.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM history")) == 0


def test_not_a_number_never_becomes_a_value(db: Database) -> None:
    """PostgreSQL refuses it; SQLite has no such number and stores absence, which is the truth."""
    with db.write() as conn:
        a_school(conn)
    try:
        with db.write() as conn:
            conn.execute(sa.text(MEASUREMENT), {"at": 1.0, "value": float("nan")})
    except (StoreDown, sa.exc.DBAPIError):
        assert not db.sqlite
    with db.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM history WHERE value IS NOT NULL")) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO areas (code, name, level, sort_key, folded) VALUES ('1', 'x', 'village', '', '')",
        "INSERT INTO schools (code, name, kind, lat, sort_key, folded) VALUES ('1', 'x', 'thpt', 106.7, '', '')",
        "INSERT INTO schools (code, name, kind, pupils, sort_key, folded) VALUES ('1', 'x', 'thpt', 'many', '', '')",
        "INSERT INTO schools (code, name, kind, sort_key, folded) VALUES (NULL, 'x', 'thpt', '', '')",
        "INSERT INTO incidents (kind, rule, subject, severity, state, says_vi, says_en, started_at, opened_at) "
        "VALUES ('single', 'r', 's', 'high', 'forgotten', 'a', 'b', 1, 1)",
    ],
    ids=["level", "swapped coordinates", "text as number", "no code", "unknown state"],
)
def test_impossible_rows_are_refused(db: Database, statement: str) -> None:
    with pytest.raises((StoreDown, sa.exc.DBAPIError)), db.write() as conn:
        conn.execute(sa.text(statement))


def incident(conn: sa.Connection, state: str) -> None:
    t = incident_tables.incidents
    made = conn.execute(sa.insert(t).values(
        kind="single", rule="connectivity", subject="school:79000001", severity="high", state="open", says_vi="a", says_en="b",
        started_at=1.0, opened_at=1.0,
    ).returning(t.c.id)).scalar_one()
    if state == "resolved":
        conn.execute(sa.update(t).where(t.c.id == made).values(state=state, resolved_at=2.0))


def test_one_open_incident_per_rule_and_subject(db: Database) -> None:
    with db.write() as conn:
        incident(conn, "resolved")
        incident(conn, "resolved")
        incident(conn, "open")
    with pytest.raises((StoreDown, sa.exc.DBAPIError)), db.write() as conn:
        incident(conn, "open")


def test_every_sqlite_table_is_strict(migrated_sqlite: Path) -> None:
    with pysqlite3.dbapi2.connect(migrated_sqlite) as conn:
        loose = [row[1] for row in conn.execute("PRAGMA table_list") if row[2] == "table" and not row[5] and not row[1].startswith("sqlite_")]
    assert loose in ([], ["alembic_version"])


def test_writers_take_their_turn_at_the_start_not_in_the_middle(tmp_path: Path, migrated_sqlite: Path) -> None:
    """BEGIN IMMEDIATE: a second writer waits before it has read anything, so SQLITE_BUSY_SNAPSHOT cannot happen (C3)."""
    path = tmp_path / "centre.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    db = Database(f"sqlite:///{path}")
    with db.write() as conn:
        conn.execute(sa.text("SELECT 1"))
        other = pysqlite3.dbapi2.connect(path, timeout=0)
        with pytest.raises(pysqlite3.dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    with db.read() as conn:
        conn.execute(sa.text("SELECT 1"))
        free = pysqlite3.dbapi2.connect(path, timeout=0)
        free.execute("BEGIN IMMEDIATE")
        free.close()
    db.close()


def test_a_failed_transaction_leaves_nothing(db: Database) -> None:
    def half_done() -> None:
        with db.write() as conn:
            a_school(conn)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        half_done()
    with db.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM schools")) == 0


def test_the_sqlite_we_use_cannot_lose_commits() -> None:
    """SQLite before 3.51.3 can lose committed writes in WAL mode; Python 3.11 carries such a one, so we carry our own."""
    assert tuple(int(n) for n in pysqlite3.dbapi2.sqlite_version.split(".")) >= (3, 51, 3)
