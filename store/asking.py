"""Somebody else's database, asked one named question: read-only, bounded in time and rows, at a checked address."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from domain.errors import SourceError

ROWS, SECONDS = 200_000, 20
Where = Callable[[str, int], str | None]  # (host, port) -> the number to call, None = not allowed
PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
_READ_ONLY = {
    "postgresql": ("SET default_transaction_read_only = on", "SET statement_timeout = '20s'"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION MAX_EXECUTION_TIME = 20000"),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION max_statement_time = 20"),
    "sqlite": ("PRAGMA query_only = ON",),
}


def rows(url: str, query: str, where: Where | None) -> list[dict[str, Any]]:
    """Every row of one SELECT. `where` None = the environment named the address. Raises SourceError, which repeats
    neither the address nor what the server said."""
    engine = _engine(url, where)
    began = time.monotonic()
    try:
        with engine.connect() as conn:
            for statement in _READ_ONLY.get(engine.dialect.name, ()):
                conn.exec_driver_sql(statement)
            if engine.dialect.name not in _READ_ONLY:
                conn.rollback()
            else:
                conn.commit()
            return _fetch(conn, query, began)
    except sa.exc.NoSuchModuleError:
        raise _wrong("no_driver") from None
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise _wrong("refused") from None
    except (sa.exc.SQLAlchemyError, ValueError, OSError):
        raise _wrong("bad_query") from None
    finally:
        engine.dispose()


def _fetch(conn: sa.Connection, query: str, began: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with conn.execution_options(stream_results=True, no_parameters=True).exec_driver_sql(query) as answer:
        while chunk := answer.mappings().fetchmany(2000):
            found += [{str(name).lower(): value for name, value in row.items()} for row in chunk]
            if len(found) > ROWS:
                raise _wrong("too_big")
            if time.monotonic() - began > SECONDS:
                raise _wrong("timeout")
    conn.rollback()
    return found


def _engine(url: str, where: Where | None) -> sa.Engine:
    try:
        made = sa.make_url(url)
        extra: Mapping[str, Any] = {}
        if where is not None:
            port = made.port or PORTS.get(made.get_backend_name(), 0)
            number = where(made.host or "", port) if made.host and not made.query else None
            if number is None:
                raise _wrong("forbidden")
            if made.get_backend_name() == "postgresql":
                extra = {"hostaddr": number}  # the name still proves the certificate
            else:
                made = made.set(host=number)
        elif made.get_backend_name() == "sqlite":
            made = sa.make_url(f"sqlite:///file:{made.database}?mode=ro&uri=true")
        if made.get_backend_name() == "postgresql":
            extra = {**extra, "connect_timeout": 10}
            made = made.set(drivername="postgresql+psycopg")
        return sa.create_engine(made, poolclass=sa.NullPool, connect_args=dict(extra))
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError):
        raise _wrong("no_driver") from None
    except (sa.exc.ArgumentError, ValueError):
        raise _wrong("bad_address") from None


_WORDS = {
    "no_driver": ("Chưa cài trình điều khiển cho loại cơ sở dữ liệu này", "No driver for this kind of database"),
    "refused": ("Không vào được cơ sở dữ liệu: sai máy, sai người, hoặc bị từ chối",
                "The database cannot be entered: wrong host, wrong login, or refused"),
    "bad_query": ("Cơ sở dữ liệu không chấp nhận câu hỏi này (câu hỏi chỉ được đọc)",
                  "The database does not accept this query (it may only read)"),
    "too_big": ("Câu hỏi trả về quá nhiều dòng", "The query returns too many rows"),
    "timeout": ("Câu hỏi chạy quá 20 giây", "The query ran for over 20 s"),
    "forbidden": ("Địa chỉ không có trong SOURCE_HOSTS hoặc dẫn vào chính máy này: không hỏi",
                  "The address is not in SOURCE_HOSTS or leads to this very machine: not asked"),
    "bad_address": ("Địa chỉ cơ sở dữ liệu không đọc được", "The address of the database cannot be read"),
}


def _wrong(code: str) -> SourceError:
    return SourceError(*_WORDS[code], code=code)
