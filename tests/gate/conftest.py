"""What stories of the gate may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.doorstep import looks  # noqa: F401  (a fixture)
from tests.gate.gatehouse import Gatehouse
from tests.gate.whole import Whole
from tests.rig.clock import Clock


@pytest.fixture
def gatehouse(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Gatehouse]:
    """A simulated province's centre with nobody in it, once on SQLite and once on PostgreSQL."""
    opened = Gatehouse(tmp_path / "home", migrated_url, clock)
    yield opened
    opened.centre.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Whole]:
    """The whole product in this process, with everybody who may come; one for each file of stories."""
    home = tmp_path_factory.mktemp("whole")
    shutil.copy(migrated_sqlite, home / "centre.db")
    opened = Whole(Gatehouse(home / "home", f"sqlite:///{home}/centre.db", Clock()))
    yield opened
    opened.close()
    opened.centre.close()
