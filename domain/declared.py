"""What a callback says of itself: what it asks for, and which properties of which components it reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.person import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A property of one component, or of all that a pattern names. In `pattern` a list stands for any value."""

    id: str
    prop: str
    pattern: Mapping[str, object] | None = None

    @property
    def several(self) -> bool:
        """It names any number of components at once."""
        return self.pattern is not None and any(value in (["ALL"], ["ALLSMALLER"]) for value in self.pattern.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """`output` is the name the browser calls it by. `finds_pages`: its first input is an address, not a value."""

    output: str
    permission: Permission
    outputs: tuple[Place, ...]
    inputs: tuple[Place, ...]
    state: tuple[Place, ...]
    many: bool = False
    finds_pages: bool = False
