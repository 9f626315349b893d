"""An operator sees what is wrong, the most urgent first, and takes it in hand by one key; nothing is lost."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.ids import owner
from components.incident_list import incident_frame
from components.incident_list_grid import incident_grid
from domain.person import Permission
from domain.wording import Words
from pages._callback import cb, page_of
from services.desk import desk
from services.ground import ground

TITLE = Words("Sự cố · Trung tâm điều hành", "Incidents · Operations centre")
dash.register_page(__name__, path="/incidents", title=TITLE.told, permission=Permission.INCIDENTS)

my = owner(__name__)
SLOT, WISH, GRID = my("slot"), my("wish"), my("grid")


def layout(**_: str) -> Component:
    """A skeleton; rows come by the browser's own small loop, filters are read from the address by it."""
    new = page_of("/incidents/new") is not None
    return incident_frame(slot=SLOT, wish=WISH, grid=GRID, area=ground(desk()).area, new=new)


@cb(Output(SLOT, "children"), Input(WISH, "data"), permission=Permission.INCIDENTS, prevent_initial_call=True)
def draw(wish: Any) -> Any:
    """The grid, once the browser has its file; a phone never asks."""
    return incident_grid(GRID) if wish else dash.no_update
