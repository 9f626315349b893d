"""The census of the house, taken once, and of a copy with one more of everything."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rig.product import ROOT

Census = dict[str, Any]


@pytest.fixture(scope="session")
def take_census(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Census]:
    """take_census(root, *paths to ask) -> what the house in `root` found; AssertionError with its words when it did not start."""

    def take(root: Path = ROOT, *ask: str) -> Census:
        home = tmp_path_factory.mktemp("census")
        run = subprocess.run(
            [sys.executable, "-m", "tests.contracts.census", home, *ask], cwd=root, capture_output=True, text=True, check=False, timeout=120
        )
        if run.returncode:
            raise AssertionError(run.stderr[-4000:])
        counted: Census = json.loads(run.stdout.splitlines()[-1])
        return counted

    return take


@pytest.fixture(scope="session")
def census(take_census: Callable[..., Census]) -> Census:
    """Of the house itself."""
    return take_census(ROOT, "/", "/api/v1/live/directory", "/api/no-such-thing", "/healthz", "/metrics", "/wall", "/sources", "/schools/79000001")
