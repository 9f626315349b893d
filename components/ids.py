"""Ids have owners: `my = owner(__name__)`, then `PANEL = my("panel")` -> "pages-map-panel"."""

from typing import Any


class Ids:
    """A maker of ids that no other module can make."""

    def __init__(self, module: str) -> None:
        self._prefix = module.replace(".", "-").replace("_", "-")

    def __call__(self, name: str) -> str:
        """The id of the one thing of this name."""
        return f"{self._prefix}-{name}"

    def each(self, name: str, index: Any) -> dict[str, Any]:
        """The id of one of several alike; `index` may be a wildcard of Dash (ALL, MATCH)."""
        return {"type": self(name), "index": index}


def owner(module: str) -> Ids:
    """`owner(__name__)`, at the top of every page."""
    return Ids(module)
