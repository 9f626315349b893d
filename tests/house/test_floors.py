"""Everything flows from a source to a pixel; and each guard is shown to bark, by an intruder it must catch."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.reading import ROOT, copy_house

BIN = Path(sys.executable).parent

# file that must be refused -> the contract that refuses it
INTRUDERS = {
    "domain/_intruder.py": ("import services.centre", "Floors"),
    "pages/_intruder.py": ("import data_sources", "Floors"),
    "data_sources/_intruder.py": ("import simulator", "Nobody imports the simulator"),
    "simulator/intruder.py": ("import domain.area", "The simulator knows nobody"),
    "components/_intruder.py": ("import store.tables", "Looks are pure"),
    "services/_intruder.py": ("import settings", "The environment is read at the door"),
    "indicators/_intruder.py": ("import dash", "One room per library: dash"),
    "api/_intruder.py": ("import sqlalchemy", "One room per library: memory"),
    "services/_second.py": ("import httpx2", "One room per library: asking"),
    "store/_intruder.py": ("import shapely", "One room per library: geography"),
}

# what ruff must refuse anywhere in the product
SLIPS = {
    "DTZ005": "import datetime\nNOW = datetime.datetime.now()\n",
    "E722": "try:\n    X = 1\nexcept:\n    X = 2\n",
    "S301": "import pickle\nX = pickle.loads(b'')\n",
    "S501": "import requests\nX = requests.get('https://127.0.0.1', verify=False, timeout=1)\n",
    "S307": "X = eval('1')\n",
    "S608": "def find(name: str) -> str:\n    return f\"SELECT * FROM schools WHERE name = '{name}'\"\n",
    "T201": "print('here')\n",
    "F401": "import os\n",
}


def lint_imports(where: Path) -> tuple[int, str]:
    """(exit code, report)"""
    run = subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=where, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "200"}
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(scope="module")
def house_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_house(tmp_path_factory.mktemp("house"))


def test_the_floors_hold() -> None:
    code, report = lint_imports(ROOT)
    assert code == 0, report


def test_each_floor_refuses_its_intruder(house_copy: Path) -> None:
    for name, (line, _) in INTRUDERS.items():
        (house_copy / name).write_text(f'"""An intruder."""\n\n{line}\n')
    code, report = lint_imports(house_copy)
    for name in INTRUDERS:
        (house_copy / name).unlink()
    broken = [line.strip() for line in report.splitlines() if line.strip().endswith("BROKEN")]
    assert code != 0, report
    for name, (line, contract) in INTRUDERS.items():
        assert any(b.startswith(contract) for b in broken), f"{name}: `{line}` passed {contract!r}\n{report}"


def test_every_room_is_under_the_floors() -> None:
    linted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    present = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert present == set(linted) - {"app", "settings", "doors"}


@pytest.mark.parametrize(("rule", "slip"), SLIPS.items(), ids=list(SLIPS))
def test_ruff_refuses_a_slip_in_the_product(rule: str, slip: str) -> None:
    run = subprocess.run(
        [BIN / "ruff", "check", "--output-format=concise", "--stdin-filename", "services/slip.py", "-"],
        cwd=ROOT, input=slip, capture_output=True, text=True, check=False,
    )
    assert rule in run.stdout, run.stdout


def test_types_are_strict(house_copy: Path) -> None:
    """mypy itself runs as a stage of ./test.sh; here it must refuse what strictness refuses."""
    (house_copy / "domain" / "_slip.py").write_text('"""A slip."""\n\n\ndef f(x):\n    return x\n')
    run = subprocess.run([BIN / "mypy", "domain/_slip.py"], cwd=house_copy, capture_output=True, text=True, check=False)
    (house_copy / "domain" / "_slip.py").unlink()
    assert "no-untyped-def" in run.stdout, run.stdout
