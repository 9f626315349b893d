"""Where pages and routers of one web process find the centre they serve; a test sits another centre down."""

import threading
from dataclasses import dataclass

from services.centre import Centre
from services.feed import Feed
from services.view import Viewer
from services.wall import Wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The centre, what it sees now, and its ready bytes."""

    centre: Centre
    viewer: Viewer
    feed: Feed
    wall: Wall


_seated: list[Desk] = []


def sit(centre: Centre) -> Desk:
    """From now on this process serves `centre`."""
    viewer = Viewer(centre)
    _seated[:] = [Desk(centre=centre, viewer=viewer, feed=Feed(viewer), wall=Wall(viewer))]
    return _seated[0]


def desk() -> Desk:
    """The desk of this process. Raises IndexError before `sit`."""
    return _seated[0]


def follow(stop: threading.Event) -> threading.Thread:
    """Keep the desk's picture fresh in the background until `stop`."""
    thread = threading.Thread(target=desk().viewer.follow, args=(stop,), name="viewer", daemon=True)
    thread.start()
    return thread
