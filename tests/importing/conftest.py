"""Fixtures of the import stories; the made-up province itself is in kit.py."""

from pathlib import Path

import pytest

from services.importing import AreaOptions, import_areas
from store.database import Database
from tests.importing.kit import districts, wards


@pytest.fixture
def province(db: Database, tmp_path: Path) -> Database:
    """A database that knows both trees of the made-up province."""
    for path, since in ((districts(tmp_path / "districts.geojson"), None), (wards(tmp_path / "wards.geojson"), "2025-07-01")):
        result = import_areas(db, [path], AreaOptions(valid_from=since), apply=True)
        assert result.applied, result.say("en")
    return db
