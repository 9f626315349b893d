"""The house does not start on ground that can lose what it was told to keep (promise C9)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rig.postgres import Postgres
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.product, pytest.mark.timeout(180)]
Start = Callable[..., Product]
UNSAFE = {"fsync": "off", "synchronous_commit": "off"}


@pytest.fixture(scope="module", params=UNSAFE, ids=list(UNSAFE))
def unsafe(request: pytest.FixtureRequest, postgres: Postgres) -> Iterator[tuple[str, str]]:
    """(name of the unsafe setting, URL of a database that has it)."""
    server = Postgres("-c", f"{request.param}={UNSAFE[request.param]}")
    yield request.param, server.database()
    server.stop()


@pytest.mark.postgres
def test_an_unsafe_postgres_is_refused_with_the_reason(product: Start, unsafe: tuple[str, str]) -> None:
    name, url = unsafe
    check = product("check", DATABASE_URL=url)
    assert check.child.process.wait(60) == 1, check.child.text()
    assert name in check.child.text()
    start = product("", DATABASE_URL=url, SIM_SCHOOLS=10)
    wait_until(lambda: not start.child.alive(), within=60, what="it refuses to start")
    assert start.child.process.returncode != 0
    assert name in start.child.text()
    assert "Traceback" not in start.child.text()
    assert start.family() == {}


@pytest.mark.postgres
def test_a_safe_postgres_is_accepted(product: Start, postgres: Postgres) -> None:
    url = postgres.database()
    assert product("migrate", DATABASE_URL=url).child.process.wait(60) == 0
    check = product("check", DATABASE_URL=url)
    check.child.process.wait(60)
    assert not [line for line in check.child.text().splitlines() if line.startswith("HỎNG") and "fsync" in line]
    postgres.drop(url)


def test_a_home_that_cannot_be_written_is_said(product: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    mine = product("migrate", CENTRE_HOME=tmp_path / "file" / "home", DATABASE_URL="")
    assert mine.child.process.wait(60) != 0
