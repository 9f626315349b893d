"""What one upstream system knows of one school, and how systems are found."""
from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.schools import School

# (seed, school, epoch seconds) -> the row without `school` and `as_of`; the same for the same seed, school and moment.
Item = Callable[[int, School, float], dict[str, Any]]


def _everybody(_: int, __: School) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One REST system. `daily`: its figures are those of this local midnight, not of this moment, and say so.

    `knows`: (seed, school) -> has it a row for this school at all? Its own `as_of` stands, else it is that moment.
    `by_line`: told over the school's own line: while that is cut, the row stays as it was when it was last heard.
    """

    item: Item
    daily: bool = False
    by_line: bool = False
    knows: Callable[[int, School], bool] = _everybody


def of_kinds(*kinds: str) -> Callable[[int, School], bool]:
    """For `knows`: schools of these kinds only."""
    wanted = frozenset(kinds)
    return lambda _, school: school.kind in wanted


def systems() -> dict[str, System]:
    """{file name: its SYSTEM}, in order of names."""
    package = importlib.import_module("simulator.systems")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if not info.name.startswith("_"))
    return {name: importlib.import_module(f"simulator.systems.{name}").SYSTEM for name in names}
