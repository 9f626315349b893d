"""Found by convention: one file in a growing room = one thing, declared under the room's constant."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class HouseError(Exception):
    """The house is not in order: the start stops with this sentence."""


def discover(room: str, constant: str, kind: type[T]) -> dict[str, T]:
    """Every file without underscore in package `room` must declare `constant` of type `kind`, keyed by its file name.

    Returns {key: thing} in file-name order. Raises HouseError with the file and what is wrong in it.
    """
    package = importlib.import_module(room)
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{room}.{info.name}")
        thing = _declared(module, constant, kind)
        key = getattr(thing, "key", info.name)
        if key != info.name:
            raise HouseError(f"{room}/{info.name}.py: key is {key!r}, but the file is named {info.name!r}")
        found[key] = thing
    return found


def _declared(module: ModuleType, constant: str, kind: type[T]) -> T:
    thing = getattr(module, constant, None)
    if not isinstance(thing, kind):
        raise HouseError(f"{module.__name__.replace('.', '/')}.py must declare {constant} of type {kind.__name__}")
    return thing
