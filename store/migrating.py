"""Bring a database to today's tables; the same migrations on SQLite and PostgreSQL."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from store import (  # noqa: F401 - declare their tables in the one metadata
    band_tables,
    claim_tables,
    duty_tables,
    gate_tables,
    incident_tables,
    paper_tables,
    push_tables,
    snapshot_tables,
    source_tables,
    trend_tables,
)
from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent / "migrations"


def _config() -> "Config":
    from alembic.config import Config  # 13 MB that no room needs while it runs

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def migrate(db: Database) -> None:
    """Run what is missing. On PostgreSQL a lock lasts at most one second (a wall never waits for a migration)."""
    from alembic import command

    config = _config()
    with db.migrating() as conn:
        if not db.sqlite:
            conn.execute(text("SET LOCAL lock_timeout = '1s'"))
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def head() -> str:
    """The newest revision the code knows: the number its file begins with."""
    return max(path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


def revision(db: Database) -> str:
    """The revision the database stands at, "" = never migrated."""
    with db.read() as conn:
        if not db.engine.dialect.has_table(conn, "alembic_version"):
            return ""
        return str(conn.scalar(text("SELECT version_num FROM alembic_version")) or "")
