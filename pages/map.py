"""An operator sees every school of the province now, finds the troubled ones and opens one of them."""

import dash
from dash.development.base_component import Component

from components.ids import owner
from components.map_page import map_page
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Bản đồ số · Trung tâm điều hành", "Digital map · Operations centre")
dash.register_page(__name__, path="/", title=TITLE.told, permission=Permission.MAP)

my = owner(__name__)
MAP = my("map")


def layout(**_: str) -> Component:
    """The map, its tools and an empty panel; statuses and schools arrive by the feed and the card, not from here."""
    return map_page(ground(desk()), place=MAP)
