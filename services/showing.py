"""What a wall screen shows: its beat says so, and hears what it shall show instead."""

from dataclasses import replace
from urllib.parse import urlsplit

from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission
from domain.wording import Words
from services.centre import Centre
from services.later import later
from store import screens
from store.screens import WallScreen

LONGEST_PAGE = 300
SCREEN_PAGES = {
    "/wall": (Permission.WALL, Words("Màn hình lớn", "Wall")),
    "/": (Permission.MAP, Words("Bản đồ", "Map")),
}


def beat(centre: Centre, actor: Actor, *, page: str, version: str, frame_age_s: float | None) -> str:
    """A screen lives and shows `page`; gives the page it shall show, "" = as it is. Raises NotAllowed, NotFound.

    Stored a little later (services.later): a hundred walls are one write.
    """
    actor.must(Permission.BEAT)
    with centre.db.read() as conn:
        one = screens.read(conn, actor.id)
    if one is None or one.revoked_at is not None:
        raise NotFound("Không có màn hình này.", "No such screen.")
    waiting = later(centre)
    with waiting.lock:
        waiting.beats[actor.id] = {
            "seen_at": centre.clock(), "page": printable(page, LONGEST_PAGE), "version": printable(version, 40),
            "frame_age_s": frame_age_s, "address": actor.address}
    return one.wanted


def newest_of(centre: Centre, one: WallScreen) -> WallScreen:
    """The row with what this process heard of the screen since it was written."""
    waiting = later(centre)
    with waiting.lock:
        return replace(one, **waiting.beats.get(one.id, {}))


def clean_page(page: str) -> str:
    """A path of this house that a screen may see, with its query. Raises BadInput."""
    if not page:
        return ""
    parts = urlsplit(page)
    strange = not page.isprintable() or "\\" in page or " " in page or len(page) > LONGEST_PAGE
    if strange or parts.scheme or parts.netloc or parts.fragment or parts.path not in SCREEN_PAGES:
        raise BadInput("Màn hình chỉ mở được trang bản đồ hoặc màn hình lớn.",
                       "A screen can only show the map or the wall.", code="page")
    return page


def printable(text: str, most: int) -> str:
    """What a browser said of itself, as one short line."""
    return "".join(c for c in text if c.isprintable())[:most]
