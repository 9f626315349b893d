"""The rooms of the house: each file with its first line, as `./run.sh rooms` prints them."""

import ast
from collections.abc import Iterator
from pathlib import Path


def lines(house: Path) -> Iterator[str]:
    """Room by room, file by file."""
    for package in sorted(house.glob("*/__init__.py")):
        for file in sorted(package.parent.glob("*.py")):
            first = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split("\n")[0]
            name = f"{package.parent.name}/" if file.name == "__init__.py" else f"  {file.name}"
            yield f"{name:<28}{first}"
