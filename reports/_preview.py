"""Page one of the report as a picture, at once: what a person sees while choosing. No annex is set for it."""

from domain.snapshot import Snapshot
from reports._told import told
from reports._typeset import pages_png

A4_POINTS = 595.276


def preview(snapshot: Snapshot, width: int = 900) -> bytes:
    """PNG so many pixels wide."""
    return pages_png(told(snapshot, brief=True), 72 * width / A4_POINTS)[0]
