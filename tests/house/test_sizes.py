"""Small files, small functions, known rooms: a newcomer reads any one of them in a sitting."""

import ast
from pathlib import Path

import pytest

from tests.house.reading import GROWING, ROOMS, ROOT, files, product, text, tree

FILE, GROWING_FILE, FUNCTION, DOOR, STORIES = 250, 80, 40, 100, 350

# Sizes are an example, not a cage: who stands here says why it reads better whole.
LONGER: dict[str, tuple[int, str]] = {}
LONGER_FUNCTIONS: dict[str, tuple[int, str]] = {}

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc", "lib", "shared", "base"}


def length(path: Path) -> int:
    return len(text(path).splitlines())


def limit(path: Path) -> int:
    if str(path) in LONGER:
        return LONGER[str(path)][0]
    if str(path) == "app.py":
        return DOOR
    if path.name.startswith("test_"):
        return STORIES  # one file of tests tells one subject to its end
    grows = path.parts[0] in GROWING and len(path.parts) == 2 and not path.name.startswith("_")
    return GROWING_FILE if grows else FILE


def own(path: Path) -> bool:
    """Written by us: not vendored, not generated."""
    return not {"vendor", "migrations", "data"} & set(path.parts)


def test_files_are_short() -> None:
    written = [f for f in files(".py", ".js", ".css", ".sh") if own(f)]
    long = {str(f): length(f) for f in written if length(f) > limit(f)}
    assert not long, f"longer than their limit: {long}"


def test_functions_are_short() -> None:
    long = {}
    for path in product(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                key = f"{path}:{node.name}"
                if lines > LONGER_FUNCTIONS.get(key, (FUNCTION, ""))[0]:
                    long[key] = lines
    assert not long, f"longer than {FUNCTION} lines: {long}"


@pytest.mark.parametrize("allowed", [LONGER, LONGER_FUNCTIONS], ids=["files", "functions"])
def test_exceptions_are_justified_and_still_needed(allowed: dict[str, tuple[int, str]]) -> None:
    for key, (_, why) in allowed.items():
        path = Path(key.partition(":")[0])
        assert len(why) > 20, f"{key}: say why"
        assert (ROOT / path).is_file(), f"{key} is gone: take it off the list"
        if ":" not in key:
            assert length(path) > limit(Path("x") / path.name), f"{key} is short now: take it off the list"


def test_no_room_or_file_is_called_utils() -> None:
    wrong = [str(f) for f in files() if own(f) and FORBIDDEN & {p.removesuffix(".py").strip("_") for p in f.parts}]
    assert not wrong


def test_every_folder_is_a_room_of_the_plan() -> None:
    assert {f.parts[0] for f in files() if len(f.parts) > 1} <= {*ROOMS, "assets", "tests", "bench", "docs", ".ci", "agent"}


def test_every_module_says_what_it_is() -> None:
    silent = [str(f) for f in files(".py") if "versions" not in f.parts and text(f).strip() and not ast.get_docstring(tree(f))]
    assert not silent


def test_every_public_thing_says_what_it_gives() -> None:
    silent = []
    for path in product(".py"):
        holders: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree(path))]
        holders += [(f"{n.name}.", n) for n in tree(path).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
        for prefix, holder in holders:
            for node in holder.body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    setter = any(isinstance(d, ast.Attribute) and d.attr == "setter" for d in node.decorator_list)
                    if not setter and not ast.get_docstring(node):
                        silent.append(f"{path}:{node.lineno} {prefix}{node.name}")
    assert not silent, "\n".join(silent)
