"""Nothing of the product leaves the room, nothing unsafe is in it, and nothing borrowed is committed."""

import ast
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.reading import ROOT, SHARED_DATA, files, product, text, tree

OWN = re.compile(r"https?://(?:127\.|localhost|\[?::1|\{|\$|\w*:?\{?port|…|h:p|www\.w3\.org/(?:2000|1999)/)")
LINK = re.compile(r"https?://[^\s\"'`)<>]+|(?<=[\"'`(])//[a-z0-9-]+\.[a-z]{2,}[^\s\"'`)]*")


def test_screens_link_to_no_foreign_host() -> None:
    """An offline venue must lose nothing; a basemap comes only from TILE_URL."""
    wrong = []
    for path in files(".py", ".js", ".css", ".html", ".svg"):
        if path.parts[0] in {"assets", "pages", "components"} or str(path) == "app.py":
            if "vendor" in path.parts:
                continue
            wrong += [f"{path}: {link}" for link in LINK.findall(text(path)) if not OWN.match(link)]
    assert not wrong, "\n".join(wrong)


def test_vendored_files_load_nothing_either() -> None:
    loads = re.compile(r"(?:import\s*\(|@import|src\s*=|url\()\s*[\"']?https?://(?!www\.w3\.org)")
    assert not [str(p) for p in files(".js", ".css") if p.parts[0] == "assets" and loads.search(text(p))]


@pytest.mark.parametrize("name", ["pickle", "marshal", "shelve", "dill", "joblib"])
def test_no_value_is_ever_unpickled(name: str) -> None:
    importers = [
        str(p) for p in product(".py") for n in ast.walk(tree(p))
        if (isinstance(n, ast.Import) and name in {a.name for a in n.names}) or (isinstance(n, ast.ImportFrom) and n.module == name)
    ]
    assert not importers


def test_no_switch_turns_verification_off() -> None:
    off = re.compile(r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified_context|trust_env\s*=\s*True|follow_redirects\s*=\s*True")
    assert not [str(p) for p in product(".py") if off.search(text(p))]


def test_time_is_always_aware() -> None:
    naive = re.compile(r"datetime\.utcnow\(|datetime\.utcfromtimestamp\(|datetime\.now\(\)|date\.today\(\)|datetime\.today\(\)|\.fromtimestamp\([^,()]*\)")
    assert not [f"{p}:{n}" for p in product(".py") for n, line in enumerate(text(p).splitlines(), 1) if naive.search(line)]


# One broad except, in the runner; each other one says why it may catch everything.
BROAD: dict[str, str] = {"data_sources/_runner.py": "one bad source never stops the others"}


def test_errors_are_caught_by_name() -> None:
    wrong = []
    for path in product(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
                reraised = any(isinstance(n, ast.Raise) for n in ast.walk(node))
                why = "#" in text(path).splitlines()[node.lineno - 1]
                if broad and not reraised and not why and str(path) not in BROAD:
                    wrong.append(f"{path}:{node.lineno}: catch by name, or say why in a comment on that line")
    assert not wrong, "\n".join(wrong)


# Where time itself is the fault under test, or where another program is waited for outside the rig.
MAY_SLEEP = {
    "tests/probes/outside.py": "lets the kernel fill a listener's backlog",
    "tests/probes/test_engine.py": "our own loop is late: that is the fault",
    "tests/probes/test_http.py": "a name server that takes its time: that is the fault",
    "tests/probes/test_stream.py": "watches for a while that nobody is judged wrongly",
    "tests/promises/test_cache.py": "a breaker's own time must pass",
    "tests/promises/test_frozen_database.py": "a breaker's own time must pass; a lock is held for a while: that is the fault",
    "tests/promises/test_lease.py": "a process is frozen past its lease: that is the fault",
    "tests/promises/test_runner.py": "watches a stream's rhythm for a while",
    "tests/screens/test_map_layer.py": "waits for its own harness process",
    "tests/stories/test_product.py": "watches for a while that nobody is judged wrongly",
}


def test_tests_wait_for_things_not_for_time() -> None:
    """A sleep is either too short (flaky) or too long (slow); the rig's wait_until is the one place that may."""
    wrong = []
    for path in files(".py"):
        if path.parts[0] == "tests" and path.parts[1] != "rig" and str(path) not in MAY_SLEEP:
            sleeps = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and ast.unparse(n.func) in {"time.sleep", "sleep"}]
            wrong += [f"{path}:{n.lineno}" for n in sleeps]
    assert not wrong, f"use tests.rig.processes.wait_until, or say in MAY_SLEEP why time itself is the fault: {wrong}"


# --- nothing of ../shared/data is committed, nor traced ---

BORROWED = pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="../shared/data is not here: nothing to compare with")
STEP = 3  # decimals: the finest our own gazetteer and outline are typed in
Point = tuple[float, float]


def rings(node: Any) -> Iterator[list[Point]]:
    """Every list of positions inside a GeoJSON value."""
    if isinstance(node, dict):
        for value in node.values():
            yield from rings(value)
    elif isinstance(node, list):
        if len(node) > 2 and all(isinstance(p, list) and len(p) >= 2 and all(isinstance(n, int | float) for n in p[:2]) for p in node):
            yield [(p[0], p[1]) for p in node]
        else:
            for value in node:
                yield from rings(value)


def runs(points: list[Point]) -> Iterator[tuple[Point, ...]]:
    """Every four neighbours of a line, rounded, either way round and with either axis first, repeats merged."""
    rounded = [key for key, _ in itertools.groupby((round(x, STEP), round(y, STEP)) for x, y in points)]
    for start in range(len(rounded) - 3):
        four = tuple(rounded[start : start + 4])
        yield min(four, four[::-1])


@pytest.fixture(scope="module")
def borrowed() -> set[tuple[Point, ...]]:
    """Every four neighbouring vertices of the borrowed boundaries."""
    return {run for path in SHARED_DATA.glob("*.geojson") for ring in rings(json.loads(path.read_text("utf-8"))) for run in runs(ring)}


NUMBER = re.compile(r"-?\d{1,3}\.\d{2,}")


def drawn(path: Path) -> list[list[Point]]:
    """Lines a text file may hold: its decimal numbers, two by two, from either start, lon first and lat first."""
    numbers = [float(n) for n in NUMBER.findall(text(path))]
    found = []
    for shift in (0, 1):
        pairs = list(zip(numbers[shift::2], numbers[shift + 1 :: 2], strict=False))
        found += [pairs, [(y, x) for x, y in pairs]]
    return found


def traced(path: Path, borrowed: set[tuple[Point, ...]]) -> int:
    """How many runs of four vertices are the borrowed ones."""
    return sum(run in borrowed for line in drawn(path) for run in runs(line))


READABLE = (".py", ".json", ".geojson", ".js", ".csv", ".txt", ".svg", ".md", ".toml", ".kml", ".html", ".css")


@BORROWED
def test_no_geometry_is_traced_from_the_borrowed_boundaries(borrowed: set[tuple[Point, ...]]) -> None:
    wrong = {str(p): n for p in files(*READABLE) if (n := traced(p, borrowed))}
    assert not wrong, f"vertices of ../shared/data: {wrong}"


@BORROWED
def test_a_traced_outline_would_be_found(borrowed: set[tuple[Point, ...]], tmp_path: Path) -> None:
    ring = next(rings(json.loads((SHARED_DATA / "hcm_districts.geojson").read_text("utf-8"))))[:30]
    copy = tmp_path / "outline.py"
    copy.write_text("OUTLINE = " + repr([(round(y, 3), round(x, 3)) for x, y in ring]))
    assert traced(copy, borrowed) > 5


@BORROWED
def test_no_borrowed_file_or_row_is_committed() -> None:
    theirs = {hashlib.sha256(p.read_bytes()).hexdigest(): p.name for p in SHARED_DATA.iterdir() if p.is_file()}
    same = {str(p): theirs[h] for p in files() if (h := hashlib.sha256((ROOT / p).read_bytes()).hexdigest()) in theirs}
    assert not same
    rows = {row.strip() for p in SHARED_DATA.glob("*.csv") for row in p.read_text("utf-8-sig").splitlines()[1:] if len(row) > 25}
    copied = {str(p): n for p in files(*READABLE) if (n := len(rows & {line.strip() for line in text(p).splitlines()}))}
    assert not copied, f"rows of ../shared/data: {copied}"


def test_no_opaque_geography_is_committed() -> None:
    """Tests make their shapefiles and packages themselves, so that everything committed can be read."""
    assert not files(".shp", ".shx", ".dbf", ".gpkg", ".kmz", ".fgb", ".parquet", ".db", ".sqlite", ".zip", ".xlsx", ".tif")
