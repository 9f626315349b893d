"""What a wall screen shows: its beat says so, and hears what it shall show instead."""

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission
from domain.wording import Words
from services import echoes
from services.centre import Centre
from services.later import later
from services.screens import orders
from store.screens import Order, WallScreen

LONGEST_PAGE = 300
EVERY_S = 5.0
SILENT_S = 30.0
OLD_S = 20.0  # as long as colour lasts without proof
A_SECOND = 50  # beats that one house hears at most: many screens speak less often
SCREEN_PAGES = {
    "/wall": (Permission.WALL, Words("Màn hình lớn", "Wall")),
    "/": (Permission.MAP, Words("Bản đồ", "Map")),
    "/compare": (Permission.MAP, Words("So sánh", "Compare")),
}
_OWN_PAGE = re.compile(r"/wall/([1-9]\d{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a screen says of itself. `scene`: a SceneKind; `playlist`: the version it plays; `culprit`: why it is grey,
    "" = it is live; `echo`: stamp of its newest small picture; `memory_mb`: the script's heap, None = not told.
    """

    page: str = ""
    version: str = ""
    frame_age_s: float | None = None
    scene: str = ""
    name: str = ""
    index: int | None = None
    count: int = 0
    playlist: int = 0
    held: bool = False
    culprit: str = ""
    memory_mb: float | None = None
    nodes: int = 0
    wide: int = 0
    high: int = 0
    up_s: float = 0
    echo: str = ""
    echo_age_s: float | None = None


_LENGTHS = {"page": LONGEST_PAGE, "version": 40, "scene": 20, "name": 120, "culprit": 20, "echo": 24}
_COLUMNS = frozenset({"page", "version", "frame_age_s"})


def beat(centre: Centre, actor: Actor, told: Told) -> dict[str, Any]:
    """A screen lives; gives what it shall do. Raises NotAllowed, NotFound.

    {page: "" = as it is, scene: null or {index, hold, n}, playlist: version, flash: null or {name, for_s}, after_ms}.
    Stored a little later (services.later): a hundred walls are one write.
    """
    actor.must(Permission.BEAT)
    order = orders(centre).of(centre, actor.id)
    if order is None:
        raise NotFound("Không có màn hình này.", "No such screen.")
    now = centre.clock()
    said = {name: printable(value, _LENGTHS[name]) if name in _LENGTHS else value
            for name, value in asdict(told).items()}
    columns = {name: said.pop(name) for name in _COLUMNS}
    whole = {"seen_at": now, **columns, "told": json.dumps(said, ensure_ascii=False, separators=(",", ":")),
             "address": actor.address}
    waiting = later(centre)
    with waiting.lock:
        waiting.beats[actor.id] = whole
    echoes.keep_beat(centre, actor.id, whole)
    return _orders(order, now, max(EVERY_S, orders(centre).count / A_SECOND))


def known_by_heart(centre: Centre) -> bool:
    """A beat asks the database nothing now."""
    return orders(centre).fresh() is not None


def _orders(order: Order, now: float, every_s: float) -> dict[str, Any]:
    flash = (order.flash_until or 0) - now
    asked = order.asked_scene
    scene = None if asked is None else {"index": asked, "hold": bool(order.asked_hold), "n": order.asked_n}
    return {"page": order.wanted, "scene": scene, "playlist": order.version, "n": order.asked_n,
            "flash": {"name": order.name, "for_s": round(flash, 1)} if flash > 0 else None,
            "after_ms": round(1000 * _after(order.id, now, every_s))}


def _after(screen_id: int, now: float, every_s: float) -> float:
    """Each screen has its own moment within `every_s`, whenever it came: five hundred never speak at once."""
    wait = (screen_id * 0.618 % 1 * every_s - now) % every_s
    return wait if wait >= every_s / 2 else wait + every_s


def newest_of(centre: Centre, rows: list[WallScreen]) -> list[WallScreen]:
    """The rows with what was heard of the screens since they were written."""
    heard = echoes.beats(centre, [one.id for one in rows if one.revoked_at is None])
    return [replace(one, **heard[one.id]) if one.id in heard and heard[one.id]["seen_at"] >= (one.seen_at or 0)
            else one for one in rows]


def said_by(one: WallScreen) -> Told:
    """What its last beat said, however old; a row of an earlier house says less."""
    try:
        more = json.loads(one.told) if one.told else {}
        return Told(**more, page=one.page, version=one.version, frame_age_s=one.frame_age_s)
    except (ValueError, TypeError):
        return Told(page=one.page, version=one.version, frame_age_s=one.frame_age_s)


def state_of(one: WallScreen, told: Told, now: float) -> str:
    """revoked, new (never spoke), silent, grey (it says why), old (its figures), pale (by the spare memory), live."""
    if one.revoked_at is not None:
        return "revoked"
    if one.seen_at is None or not told.version:
        return "new" if one.seen_at is None or now - one.seen_at <= SILENT_S else "silent"
    if now - one.seen_at > SILENT_S:
        return "silent"
    if told.culprit:
        return "pale" if told.culprit == "cache" else "grey"
    return "live" if told.frame_age_s is not None and told.frame_age_s <= OLD_S else "old"


def clean_page(page: str, screen_id: int = 0) -> str:
    """A path of this house that a screen may see, with its query; its own wall is one. Raises BadInput."""
    if not page:
        return ""
    parts = urlsplit(page)
    own = _OWN_PAGE.fullmatch(parts.path)
    known = parts.path in SCREEN_PAGES or (own is not None and int(own[1]) == screen_id)
    strange = not page.isprintable() or "\\" in page or " " in page or len(page) > LONGEST_PAGE
    if strange or parts.scheme or parts.netloc or parts.fragment or not known:
        raise BadInput("Màn hình chỉ mở được trang màn hình lớn, bản đồ hoặc so sánh.",
                       "A screen can only show the wall, the map or a comparison.", code="page")
    return page


def printable(text: str, most: int) -> str:
    """What a browser said of itself, as one short line."""
    return "".join(c for c in text if c.isprintable())[:most]
