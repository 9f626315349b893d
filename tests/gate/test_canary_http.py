"""The same through the whole product: every address, page and callback, asked by nine; heads and bodies; also each other's addresses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rig.caches import Cache, valkey_binary
from tests.rig.product import ROOT


@pytest.fixture
def cache(tmp_path: Path) -> Any:
    """This sweep's own."""
    server = Cache(valkey_binary(), tmp_path / "valkey")
    yield server
    server.stop()


def sweep(tmp_path: Path, url: str, cache: Cache, orders: int, *mutant: str) -> dict[str, Any]:
    """What the sweep found; it runs in a process of its own."""
    words = [sys.executable, "-m", "tests.gate.canary_http", str(tmp_path / "home"), url, cache.url, str(orders), *mutant]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert run.returncode == 0, run.stderr[-4000:]
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


def clean(told: dict[str, Any]) -> None:
    """No foreign word, no mishap; and the words were there to be found."""
    assert told["asked"] > 4000
    assert told["wrong"] == []
    assert told["missing"] == {}, "who does not read their own schools has not been asked"
    assert told["nobody"] == [], "who is not in reads nobody's name"


@pytest.mark.timeout(600)
def test_nobody_reads_a_foreign_word_over_http(tmp_path: Path, database_url: str, cache: Cache) -> None:
    clean(sweep(tmp_path, database_url, cache, 1))


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_nobody_reads_a_foreign_word_in_twenty_orders(tmp_path: Path, cache: Cache) -> None:
    clean(sweep(tmp_path, f"sqlite:///{tmp_path}/centre.db", cache, 20))


@pytest.mark.timeout(600)
def test_mutant_without_the_condition_the_sweep_cries(tmp_path: Path, cache: Cache) -> None:
    told = sweep(tmp_path, f"sqlite:///{tmp_path}/centre.db", cache, 1, "mutant")
    assert {who for who, *_ in told["wrong"]} >= {"manager", "operator", "officer", "school_contact", "screen", "client"}
