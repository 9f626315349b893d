"""PNG: the figures and the map of a snapshot as one picture of a chosen size."""

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words


def render(snapshot: Snapshot, width: int = 1600, height: int = 1200) -> bytes:
    """`width` by `height` pixels."""
    from reports._poster import poster

    return poster(snapshot, width, height)


PAPER = Paper(
    key="png", label=Words("PNG", "PNG"),
    what=Words("Ảnh bản đồ và con số để gửi tin", "A picture of map and figures to send"),
    media_type="image/png", order=5, render=render, options=(("width", 640, 1600, 3840), ("height", 480, 1200, 3840)),
)
