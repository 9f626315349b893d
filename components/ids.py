"""Ids have owners: `my = owner(__name__)`, then `PANEL = my("panel")` -> "pages-map-panel"."""

from collections.abc import Callable


def owner(module: str) -> Callable[[str], str]:
    """A maker of ids that no other module can make."""
    prefix = module.replace(".", "-").replace("_", "-")
    return lambda name: f"{prefix}-{name}"
