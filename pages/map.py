"""An operator sees every school of the province now, finds the troubled ones and opens one of them."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.ids import owner
from components.map_page import map_page
from components.school_panel import not_found, school_panel
from domain.errors import NotFound
from domain.person import Permission
from domain.wording import Words
from pages._callback import cb
from services.desk import desk
from services.ground import ground
from services.school import card

TITLE = Words("Bản đồ số · Trung tâm điều hành", "Digital map · Operations centre")
dash.register_page(__name__, path="/", title=TITLE.told, permission=Permission.MAP)

my = owner(__name__)
MAP, HEARD, PANEL, TICK = my("map"), my("heard"), my("panel"), my("tick")


def layout(**_: str) -> Component:
    """The map, its tools and an empty panel; statuses arrive by the feed, not from here."""
    return map_page(ground(desk()), place=MAP, heard=HEARD, panel=PANEL, tick=TICK)


@cb(Output(PANEL, "children"), Output(TICK, "disabled"), Input(HEARD, "data"), Input(TICK, "n_intervals"),
    permission=Permission.SCHOOL)
def open_school(heard: dict[str, str] | None, _: int | None) -> tuple[Any, bool]:
    """The URL's school in the panel; refreshed while it is open."""
    code = str(heard.get("school") or "") if isinstance(heard, dict) else ""
    if not code:
        return [], True
    try:
        return school_panel(card(desk(), code)), False
    except NotFound as error:
        return not_found(error.words), True
