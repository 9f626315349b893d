"""How the house reads itself: its files as a newcomer would clone them, and their syntax trees."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.rig.product import ROOT

GROWING = ("indicators", "data_sources", "pages", "reports", "api")
ROOMS = ("domain", "indicators", "data_sources", "simulator", "store", "services", "geo", "components", "pages", "reports", "api")
DOORS = tuple(sorted(p.name for p in ROOT.glob("*.py")))  # single files: they may know every room, no room knows them
SHARED_DATA = ROOT.parent / "shared" / "data"


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file that is, or is about to be, committed; relative paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode().split("\0")
    return tuple(sorted(Path(f) for f in set(listed) if f and (not suffixes or f.endswith(suffixes)) and (ROOT / f).is_file()))


def product(*suffixes: str) -> tuple[Path, ...]:
    """Files of the product itself: rooms and doors, without tests, benches and migrations."""
    return tuple(f for f in files(*suffixes) if (f.parts[0] in ROOMS or str(f) in DOORS) and "migrations" not in f.parts)


@cache
def text(path: Path) -> str:
    """A file's text."""
    return (ROOT / path).read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(text(path), str(path))


def name_of(node: ast.expr) -> str:
    """`Output` for Output(...) and dash.Output(...) alike; "" for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def calls(path: Path, *names: str) -> list[ast.Call]:
    """Calls to any of `names` in a file."""
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and name_of(n.func) in names]


def copy_house(to: Path) -> Path:
    """The house as a clone would be, in another place; returns that place."""
    for path in files():
        if path.parts[0] != "bench":
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, to / path)
    return to
