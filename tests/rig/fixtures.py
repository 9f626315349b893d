"""What every test may ask for: databases, caches, a browser, a bad line, a clock, the whole product."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rig.browser import WALL, Screen, chromium
from tests.rig.browser import installed as chromium_installed
from tests.rig.caches import Cache, redis_binary, valkey_binary
from tests.rig.clock import Clock
from tests.rig.postgres import Postgres
from tests.rig.postgres import binaries as postgres_binaries
from tests.rig.processes import Child
from tests.rig.product import Product
from tests.rig.proxy import FaultProxy


def _need(present: object, what: str) -> None:
    """In CI everything must be there; elsewhere a missing server is said and its tests are skipped."""
    if not present:
        assert not os.environ.get("CI"), f"{what} is not installed: ./test.sh installs it"
        pytest.skip(f"{what} is not installed: ./test.sh installs it or names the line that does")


@pytest.fixture
def clock() -> Clock:
    """A school morning that stands still."""
    return Clock()


# --- databases ---


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The tests' own PostgreSQL 15."""
    _need(postgres_binaries(), "postgresql-15")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL this test may freeze and kill."""
    _need(postgres_binaries(), "postgresql-15")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, once SQLite and once PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/centre.db"
        return
    server = request.getfixturevalue("postgres")
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy; never opened again itself."""
    from store.database import Database
    from store.migrating import migrate

    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    db = Database(f"sqlite:///{path}")
    migrate(db)
    with db.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a migrated database to use as template."""
    from store.database import Database
    from store.migrating import migrate

    url = postgres.database()
    db = Database(url)
    migrate(db)
    db.close()
    return url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with today's tables and no rows, once SQLite and once PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "centre.db")
        yield f"sqlite:///{tmp_path}/centre.db"
        return
    server = request.getfixturevalue("postgres")
    url = server.database(request.getfixturevalue("migrated_postgres"))
    yield url
    server.drop(url)


@pytest.fixture
def db(migrated_url: str) -> Iterator[Any]:
    """`store.database.Database` on `migrated_url`."""
    from store.database import Database

    opened = Database(migrated_url)
    yield opened
    opened.close()


# --- caches ---


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Cache]]:
    started: dict[str, Cache] = {}
    yield started
    for server in started.values():
        server.stop()


@pytest.fixture(params=["valkey", pytest.param("redis", marks=pytest.mark.redis)])
def cache(request: pytest.FixtureRequest, _caches: dict[str, Cache], tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """An empty cache shared by the session, once the embedded Valkey and once Debian's Redis 7."""
    name = request.param
    if name not in _caches:
        binary = valkey_binary() if name == "valkey" else redis_binary()
        _need(binary, "redis-server")
        _caches[name] = Cache(binary, tmp_path_factory.mktemp(name))
    _caches[name].clear()
    return _caches[name]


@pytest.fixture(params=["valkey", pytest.param("redis", marks=pytest.mark.redis)])
def own_cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cache]:
    """A cache this test may freeze and kill."""
    binary = valkey_binary() if request.param == "valkey" else redis_binary()
    _need(binary, "redis-server")
    server = Cache(binary, tmp_path / "cache")
    yield server
    server.stop()


# --- faults, browser, product ---


@pytest.fixture
def bad_line() -> Iterator[Callable[[str, int], FaultProxy]]:
    """bad_line(host, port) -> a FaultProxy in front of it."""
    lines: list[FaultProxy] = []

    def lay(host: str, port: int, seed: int = 1) -> FaultProxy:
        lines.append(FaultProxy((host, port), seed))
        return lines[-1]

    yield lay
    for line in lines:
        line.close()


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    """child(command, env=…) -> a running Child that ends with the test."""
    children: list[Child] = []

    def start(command: list[str], **options: Any) -> Child:
        children.append(Child(command, log=tmp_path / f"child-{len(children)}.log", **options))
        return children[-1]

    yield start
    for one in children:
        with contextlib.suppress(OSError):
            one.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for the session."""
    _need(chromium_installed(), "chromium")
    with chromium() as opened:
        yield opened


@pytest.fixture
def screen(browser: Any) -> Iterator[Callable[..., Screen]]:
    """screen(size, dark=…, touch=…) -> a Screen of its own; closed with the test."""
    screens: list[Screen] = []

    def show(size: tuple[int, int] = WALL, **options: Any) -> Screen:
        screens.append(Screen(browser, size, **options))
        return screens[-1]

    yield show
    for one in screens:
        one.close()


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One living province for all tests that only look, or that put back what they change: 300 schools, no storm of chance."""
    product = Product(tmp_path_factory.mktemp("living"), SIM_SCHOOLS=300, SIM_STORM=0)
    try:
        yield product.ready()
    finally:
        product.stop()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    """product(verb="", **settings) -> the whole product of this test's own, to be killed and frozen at will."""
    products: list[Product] = []

    def start(verb: str = "", **settings: object) -> Product:
        products.append(Product(tmp_path / f"home{len(products)}", verb, **settings))
        return products[-1]

    yield start
    for one in products:
        one.stop()
