"""What stories of the gate may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.doorstep import looks  # noqa: F401  (a fixture)
from tests.gate.gatehouse import Gatehouse
from tests.rig.clock import Clock


@pytest.fixture
def gatehouse(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Gatehouse]:
    """A simulated province's centre with nobody in it, once on SQLite and once on PostgreSQL."""
    opened = Gatehouse(tmp_path / "home", migrated_url, clock)
    yield opened
    opened.centre.close()
