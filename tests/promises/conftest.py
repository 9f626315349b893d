"""Offices on real memory, for promises."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.promises.office import Office
from tests.rig.caches import Cache, valkey_binary
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, cache: Cache, clock: Clock) -> Iterator[Office]:
    """24 schools on SQLite, once with Valkey and once with Redis 7."""
    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    opened = Office(tmp_path, f"sqlite:///{tmp_path}/centre.db", cache.url, clock)
    yield opened
    opened.close()


@pytest.fixture
def office_on(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Office]]:
    """office_on(database_url, redis_url, kinds=("thpt",) * 24) -> an Office; closed with the test."""
    offices: list[Office] = []

    def open_one(database_url: str, redis_url: str = "", **options: Any) -> Office:
        offices.append(Office(tmp_path / f"home{len(offices)}", database_url, redis_url or "redis://127.0.0.1:1/0", clock, **options))
        return offices[-1]

    yield open_one
    for one in offices:
        one.centre.close()


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """A migrated SQLite file of this test's own."""
    shutil.copy(migrated_sqlite, tmp_path / "own.db")
    return f"sqlite:///{tmp_path}/own.db"


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Cache]:
    """The embedded server alone, this test's own: where a second kind of cache would show nothing new."""
    server = Cache(valkey_binary(), tmp_path / "valkey")
    yield server
    server.stop()
