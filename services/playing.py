"""What a wall plays, as its page is told: scenes with the names of their areas, its look, before whom it stands.

A registered screen plays its own playlist, everybody else the default one. The address may ask for something else, to
look at it beforehand; it can take names away and never bring any.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from domain.errors import NotFound
from domain.person import Actor, ActorKind
from domain.scene import LEAST_S, MOST_S, MOST_SCENES, Palette, Playlist, Scene, SceneKind, Theme
from domain.wording import Words
from services import screens
from services.centre import Centre
from services.desk import Desk

SCENE = re.compile(r"([a-z]+)(?:\.([0-9]{1,16}))?(?::([0-9]{1,4}))?")
OUTSIDE = Words("Địa bàn này không nằm trong phạm vi của màn hình.", "This area is not within this screen's reach.")


def playing(desk: Desk, actor: Actor, screen: int = 0, wish: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The config of a wall's page. `screen` 0: the acting screen's own, a person's default. Raises NotFound."""
    playlist, name, version, broken = Playlist(), "", 0, False
    if screen or actor.kind is ActorKind.SCREEN:
        played = screens.played(desk.centre, actor, screen or actor.id)
        playlist, name, version, screen = played.playlist, played.name, played.version, played.id
        broken = played.broken
    wish = wish or {}
    playlist = _wished(playlist, wish)
    told = asdict(playlist)
    if not screen and wish.get("theme") not in set(Theme):
        told["theme"] = ""  # a person who looks keeps the ground they chose
    told["scenes"] = [_scene(desk, scene) for scene in playlist.scenes or (Scene(kind=SceneKind.CITY),)]
    return {**told, "screen": screen, "name": name, "version": version, "broken": broken,
            "pinned": wish.get("scene", ""), "preview": wish.get("preview", "") != ""}


def for_visitors(centre: Centre, actor: Actor, wished: bool = False) -> bool:
    """Are names and phones withheld from who asks now? A screen's playlist decides; asking can only add."""
    return wished or screens.visitors(centre, actor)


def for_visitors_at_once(centre: Centre, actor: Actor, wished: bool = False) -> bool | None:
    """`for_visitors` without asking the database; None = it must be asked."""
    return True if wished else screens.visitors_at_once(centre, actor)


def known(centre: Centre, actor: Actor, screen: int) -> bool:
    """May this actor see what that screen plays? Foreign and absent are one."""
    try:
        return bool(screens.played(centre, actor, screen))
    except NotFound:
        return False


def _scene(desk: Desk, scene: Scene) -> dict[str, Any]:
    told = {**asdict(scene), "name": scene.kind.words.text, "why": ""}
    if scene.kind is SceneKind.AREA:
        register = desk.viewer.picture.register
        try:
            area = register.area(scene.area)
        except NotFound:
            return {**told, "why": OUTSIDE.text}
        whole = register.province is not None and area.code == register.province.code
        tree = "" if whole else next(tree for tree, areas in register.trees.items() if area in areas)
        return {**told, "name": area.name, "tree": tree}
    return told


def _wished(playlist: Playlist, wish: Mapping[str, str]) -> Playlist:
    asked = [found for one in wish.get("scenes", "").split(",")[:MOST_SCENES] if (found := _read(one.strip()))]
    changes: dict[str, Any] = {"scenes": tuple(asked)} if asked else {}
    if wish.get("theme") in set(Theme):
        changes["theme"] = Theme(wish["theme"])
    if wish.get("palette") in set(Palette):
        changes["palette"] = Palette(wish["palette"])
    if wish.get("hold", "").isdecimal():
        changes["hold_s"] = min(MOST_S, max(LEAST_S, int(wish["hold"][:5])))
    if wish.get("visitors"):
        changes["visitors"] = True
    if wish.get("only") in ("0", "1"):
        changes["only_issues"] = wish["only"] == "1"
    return replace(playlist, **changes)


def _read(text: str) -> Scene | None:
    """"area.760:15" -> fifteen seconds of that area; None = not a scene."""
    found = SCENE.fullmatch(text)
    if found is None or found[1] not in set(SceneKind):
        return None
    seconds = min(MOST_S, max(LEAST_S, int(found[3] or 30)))
    return Scene(kind=SceneKind(found[1]), area=found[2] or "", seconds=seconds)
