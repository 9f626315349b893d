"""An operator looks up from eight metres and knows what is down, since when, and whether the screen may be believed."""

import dash
from dash.development.base_component import Component

from components.ids import owner
from components.wall import wall_page
from domain.person import Permission
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.ground import wall_ground
from services.playing import playing

TITLE = Words("Màn hình lớn · Trung tâm điều hành", "Wall · Operations centre")

my = owner(__name__)
MAP = my("map")


dash.register_page(__name__, path="/wall", title=TITLE.told, permission=Permission.WALL)


def layout(**wish: str) -> Component:
    """The whole wall: a screen's own playlist, or the default one; figures arrive by its own loop, not from here."""
    return wall_page(wall_ground(desk()), place=MAP, title=desk().centre.title, plan=playing(desk(), acting(), 0, wish))
