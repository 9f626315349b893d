"""What the page where one screen's scenes are arranged needs to know: its playlist, and what may stand in it."""

from dataclasses import replace
from typing import Any

from domain.area import Tree
from domain.person import Actor, Scope
from domain.scene import LEAST_S, MOST_S, MOST_SCENES, Palette, SceneKind, Theme
from domain.wording import Words
from services._playlist_form import plain
from services._reach_name import OF_SCREEN, reach_name
from services.desk import desk
from services.pairing import listing
from services.screens import played

OLD = Words("{name} (trước 7/2025)", "{name} (before 7/2025)")
THEMES = {Theme.DARK: Words("Tối", "Dark"), Theme.LIGHT: Words("Sáng", "Light"),
          Theme.BY_HOUR: Words("Theo giờ", "By the hour")}
PALETTES = {Palette.STANDARD: Words("Thường", "Standard"),
            Palette.SAFE: Words("An toàn cho mù màu", "Colour-blind safe")}


def bench(actor: Actor, screen_id: int) -> dict[str, Any]:
    """{id, name, version, broken, playlist, reach, limited, areas, kinds, layers, themes, palettes, limits}.

    `areas`: those within the screen's reach only, [code, name, tree]. Raises NotAllowed, NotFound.
    """
    found = played(desk().centre, actor, screen_id)
    rows = listing(desk().centre, actor)
    scope = Scope(parts=frozenset(part for one in rows if one.screen.id == screen_id for part in one.parts))
    own = desk(replace(actor, scope=scope))
    register = own.viewer.picture.register
    areas = [[area.code, area.name if tree is Tree.NEW else OLD.text.format(name=area.name), tree.value]
             for tree in (Tree.NEW, Tree.OLD) for area in register.trees.get(tree, ())]
    return {
        "id": found.id, "name": found.name, "version": found.version, "broken": found.broken,
        "playlist": plain(found.playlist), "areas": areas, "limited": not scope.everything,
        "reach": reach_name(scope, register, OF_SCREEN),
        "kinds": [[kind.value, kind.words.text] for kind in SceneKind],
        "layers": [[key, one.label.text] for key, one in own.centre.indicators.items()],
        "themes": [[key.value, words.text] for key, words in THEMES.items()],
        "palettes": [[key.value, words.text] for key, words in PALETTES.items()],
        "limits": {"least": LEAST_S, "most": MOST_S, "scenes": MOST_SCENES},
    }
