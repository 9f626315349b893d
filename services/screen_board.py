"""Every wall as an administrator sees it: what it plays, whether it lives, whether it runs what the centre runs."""

from typing import Any

from domain.person import Actor, Scope
from domain.scene import Scene, SceneKind
from domain.wording import Words
from services import pairing
from services._reach_name import OF_SCREEN, reach_name
from services.desk import Desk
from services.pairing import Screen
from services.register import Register
from services.screens import orders
from services.showing import SCREEN_PAGES, Told, said_by, state_of
from store.screens import Order

PAGES = {path: words for path, (_, words) in SCREEN_PAGES.items()}
ELSEWHERE = Words("Trang khác", "Another page")


def board(desk: Desk, actor: Actor, bundle: str) -> dict[str, Any]:
    """{now, bundle, screens: […]}, those that were revoked last. Raises NotAllowed.

    `bundle`: what the centre serves now; a wall with another one is about to load it.
    """
    centre, register = desk.centre, desk.viewer.picture.register
    now = centre.clock()
    rows = sorted(pairing.listing(centre, actor), key=lambda one: (one.screen.revoked_at is not None, one.screen.id))
    return {"now": now, "bundle": bundle,
            "screens": [_line(one, orders(centre).of(centre, one.screen.id), desk, register, bundle, now)
                        for one in rows]}


def _line(row: Screen, order: Order | None, desk: Desk, register: Register, bundle: str, now: float) -> dict[str, Any]:
    one, told = row.screen, said_by(row.screen)
    seen = None if one.seen_at is None else max(0.0, now - one.seen_at)
    return {
        "id": one.id, "name": one.name, "state": state_of(one, told, now), "seen_s": seen,
        "reach": reach_name(Scope(parts=frozenset(row.parts)), register, OF_SCREEN),
        "page": told.page, "page_words": PAGES.get(told.page.partition("?")[0], _own(told.page)).text,
        "wanted": one.wanted, "scene": _scene(told), "frame_age_s": told.frame_age_s,
        "memory_mb": told.memory_mb, "nodes": told.nodes, "size": [told.wide, told.high], "up_s": told.up_s,
        "culprit": told.culprit, "held": told.held, "echo": told.echo,
        "echo_s": None if told.echo_age_s is None or seen is None else told.echo_age_s + seen, "address": one.address,
        "version": told.version, "current": bool(told.version) and told.version == bundle,
        "created_at": one.created_at, "revoked_at": one.revoked_at,
        "flash_s": max(0.0, (one.flash_until or 0) - now),
        "asked": None if one.asked_scene is None else {"index": one.asked_scene, "hold": bool(one.asked_hold)},
        "playlist": _playlist(order, desk, register, told),
    }


def _own(page: str) -> Words:
    return PAGES["/wall"] if page.startswith("/wall/") else ELSEWHERE


def _scene(told: Told) -> dict[str, Any] | None:
    if told.scene not in set(SceneKind):
        return None
    return {"kind": told.scene, "words": SceneKind(told.scene).words.text, "name": told.name, "index": told.index,
            "count": told.count}


def _playlist(order: Order | None, desk: Desk, register: Register, told: Told) -> dict[str, Any] | None:
    if order is None:
        return None
    playlist, broken = orders(desk.centre).playlist(order)
    return {"version": order.version, "plays": told.playlist, "broken": broken, "visitors": playlist.visitors,
            "scenes": [{"words": scene_name(scene, register), "kind": one.value, "seconds": scene.seconds}
                       for scene in playlist.scenes for one in (scene.kind,)]}


def scene_name(scene: Scene, register: Register) -> str:
    """What a scene is called in a list: an area by its name, by its code when it is not there (any more)."""
    if scene.kind is not SceneKind.AREA:
        return scene.kind.words.text
    for areas in register.trees.values():
        for area in areas:
            if area.code == scene.area:
                return area.name
    return scene.area
