"""JSON: the frozen document itself, byte for byte what the hash was taken of."""

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words


def render(snapshot: Snapshot) -> bytes:
    """The canonical document."""
    return snapshot.body


PAPER = Paper(
    key="json", label=Words("JSON", "JSON"), what=Words("Cho chương trình khác", "For another program"),
    media_type="application/json", order=8, render=render,
)
