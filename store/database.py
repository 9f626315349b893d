"""The database: one way to read, one way to write, on SQLite and PostgreSQL alike.

Write transactions are IMMEDIATE on SQLite and bounded by timeouts on PostgreSQL; whoever waits too long gets
`StoreDown`, never a frozen screen. A server that fell silent is not asked again for a moment: one caller pays, not all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
import sqlalchemy as sa
from sqlalchemy.engine import Connection as Connection
from sqlalchemy.engine import Engine

from domain.errors import StoreDown

WAIT_S = 5.0  # the longest a writer queues behind another writer
READ_S = 3.0  # the longest a screen waits for an answer
WRITE_S = 10.0  # the longest a writer waits for any sign of life within one statement
MIGRATE_S = 60.0  # the longest one step of a migration may take: nobody watches a screen while it runs
BREAK_S = 3.0  # after a silent server, answers come from here at once for so long


class Database:
    """`url`: sqlite:///path or postgresql://…; `reader` connections never begin a write transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.sqlite else _postgres_engine(url)
        self._silent_until = 0.0

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short read. Raises StoreDown when the database does not answer within READ_S."""
        try:
            with self._connect(READ_S) as conn:
                yield conn
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise _down(error) from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: everything inside is committed together or not at all. Raises StoreDown."""
        try:
            with self._connect(WRITE_S) as conn:
                if self.sqlite:
                    conn.info["immediate"] = True
                with conn.begin():
                    yield conn
        except (sa.exc.OperationalError, sa.exc.InternalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
            raise _down(error) from error

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """As `write`, for changes of tables: patient, and its errors are told as they are."""
        with self._connect(MIGRATE_S) as conn:
            if self.sqlite:
                conn.info["immediate"] = True
            with conn.begin():
                yield conn

    @contextmanager
    def _connect(self, patience_s: float) -> Iterator[Connection]:
        if time.monotonic() < self._silent_until:
            raise _refused("it was silent a moment ago")
        try:
            conn = self.engine.connect()
        except sa.exc.OperationalError:
            if not self.sqlite:
                self._silent_until = time.monotonic() + BREAK_S
            raise
        prompt: Any = None if self.sqlite else conn.connection.dbapi_connection  # a store._prompt.Prompt
        if prompt is not None:
            prompt.patience_s = patience_s
        with conn:
            try:
                yield conn
            finally:
                if prompt is not None:
                    prompt.patience_s = type(prompt).patience_s  # the next one asks whether it lives

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def clock(self, conn: Connection) -> float:
        """The database's own time, epoch seconds: leases are judged by it, not by any host's clock."""
        if self.sqlite:
            return float(conn.scalar(sa.text("SELECT (julianday('now') - 2440587.5) * 86400.0")) or 0)
        return float(conn.scalar(sa.text("SELECT extract(epoch FROM clock_timestamp())")) or 0)


def upsert(db: Database, table: sa.Table, keys: tuple[str, ...], changes: tuple[str, ...], newer: str = "") -> Any:
    """An INSERT that updates `changes` where `keys` already exist; works on both databases.

    `newer`: column that must not go back: an older row leaves the stored one as it is.
    """
    if db.sqlite:
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    statement = insert(table)
    if not changes:
        return statement.on_conflict_do_nothing(index_elements=list(keys))
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in changes},
        where=statement.excluded[newer] >= table.c[newer] if newer else None,
    )


def _down(error: Exception) -> StoreDown:
    orig = getattr(error, "orig", error)
    return _refused(str(orig).splitlines()[0][:200] if str(orig) else type(orig).__name__)


def _refused(reason: str) -> StoreDown:
    return StoreDown(
        "Cơ sở dữ liệu chưa trả lời; thao tác chưa được ghi. Hãy thử lại sau ít phút.",
        f"The database does not answer; nothing was written. ({reason})",
    )


def _sqlite_engine(url: str) -> Engine:
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, module=pysqlite3.dbapi2, connect_args={"timeout": WAIT_S, "check_same_thread": False},
        pool_size=8, max_overflow=8, pool_timeout=READ_S,
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves, so that writers can say IMMEDIATE
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=1000",
                       "cache_size=-512",  # kB a connection: the kernel keeps the pages anyway, once for all processes
                       "journal_size_limit=67108864", "recursive_triggers=ON"):  # REPLACE asks triggers of DELETE too
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.info.pop("immediate", False) else "BEGIN")

    return engine


def _postgres_engine(url: str) -> Engine:
    options = (
        f"-c statement_timeout={int(READ_S * 20)}s -c lock_timeout={int(WAIT_S)}s "
        "-c idle_in_transaction_session_timeout=60s -c timezone=UTC"
    )
    from store._prompt import Prompt

    engine = sa.create_engine(url, pool_size=8, max_overflow=8, pool_timeout=READ_S, pool_pre_ping=True)

    @sa.event.listens_for(engine, "do_connect")
    def _promptly(_dialect: Any, _record: Any, words: Any, settings: Any) -> Any:
        connection: Any = Prompt.connect(
            *words, **settings, connect_timeout=2, options=options, application_name="centre", tcp_user_timeout=5000,
            keepalives_idle=5,
        )
        return connection

    return engine
