"""A first day: somebody imports before anything ever ran, or starts a centre beside a program that has its port."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WARDS = """{"type": "FeatureCollection", "features": [{"type": "Feature",
 "properties": {"ward_code": "26734", "ward_name": "Phường Sài Gòn"},
 "geometry": {"type": "Polygon", "coordinates": [[[106.69, 10.77], [106.71, 10.77], [106.71, 10.79], [106.69, 10.77]]]}}]}"""


def door(home: Path, *words: str, **said: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CENTRE_HOME": str(home), **said}
    return subprocess.run([sys.executable, str(ROOT / "doors.py"), *words], env=environment, capture_output=True,
                          text=True, timeout=120, check=False)


def test_an_import_is_the_first_thing_that_ever_happens(tmp_path: Path) -> None:
    file = tmp_path / "wards.geojson"
    file.write_text(WARDS, "utf-8")
    told = door(tmp_path / "home", "import-areas", str(file), "--level", "ward", "--apply")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "ĐÃ GHI" in told.stdout


@pytest.mark.parametrize("setting", ["PORT", "SIM_PORT"])
def test_a_taken_port_is_said_at_once_and_never_called_ready(tmp_path: Path, setting: str) -> None:
    with socket.socket() as owner, socket.socket() as spare:
        for one in (owner, spare):
            one.bind(("127.0.0.1", 0))
        owner.listen()
        free, taken = str(spare.getsockname()[1]), str(owner.getsockname()[1])
        spare.close()
        told = door(tmp_path / "home", **{"PORT": free, "SIM_PORT": free, setting: taken})
    assert told.returncode == 1
    assert "Sẵn sàng" not in told.stdout
    assert f"Cổng {taken}" in told.stderr
    assert setting in told.stderr
