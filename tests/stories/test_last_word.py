"""A school assessed itself in May: in November that is still the last word, though raw history keeps 35 days."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services._columns import Metric
from services._pace import DAY_S, holds_s, repeat_s, slow
from tests.promises.office import Office, stage
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def test_the_last_word_survives_retention_and_older_ones_do_not(office: Office) -> None:
    for value in (5.0, 9.0):
        office.say(0, "signatures.issued", value)
        office.tick()
        office.settle()
        office.clock.forward(3600)
    office.ingest.save_hours()
    office.clock.forward(90 * DAY_S)
    office.tick()
    office.ingest.housekeep()
    office.settle()
    assert office.rows("SELECT value FROM history WHERE metric = 'signatures.issued'") == [(9.0,)]


def test_a_figure_holds_as_long_as_it_is_believed(office: Office) -> None:
    seldom = slow(office.centre.indicators)
    assert repeat_s("connectivity.reachable", seldom) == 3600
    assert "connectivity.reachable" not in seldom
    yearly = max(seldom, key=lambda metric: seldom[metric])
    assert holds_s(yearly, seldom) >= 30 * DAY_S
    assert repeat_s(yearly, seldom) == DAY_S


def test_a_column_grows_long_only_when_short_floats_would_lie() -> None:
    column, both = Metric(2, exact=False), np.array([0, 1])
    column.put(both, np.array([12.0, np.nan]), 100.9)
    assert column.value.dtype == np.float32
    assert column.taken.tolist() == [100, 100], "whole seconds, downwards"
    column.put(both[:1], np.array([0.95]), 101.0)
    assert column.value[0] == 0.95, "exactly: a band at 0,95 must not be missed by a hair"
