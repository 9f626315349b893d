"""The rooms of the house: each file with its first line, as `./run.sh rooms` prints them."""

import ast
from collections.abc import Iterator
from pathlib import Path

GROWING = frozenset({"api", "data_sources", "indicators", "pages", "reports"})


def lines(house: Path) -> Iterator[str]:
    """Room by room, file by file; a growing room says how many things are in it: files without an underscore."""
    for package in sorted(house.glob("*/__init__.py")):
        files = sorted(package.parent.glob("*.py"))
        room = package.parent.name
        count = f" {sum(not file.name.startswith('_') for file in files)}" if room in GROWING else ""
        for file in files:
            first = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split("\n")[0]
            name = f"{room}/{count}" if file.name == "__init__.py" else f"  {file.name}"
            yield f"{name:<28}{first}"
