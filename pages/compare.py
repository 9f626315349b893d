"""A manager puts two areas, or two schools, side by side before saying which does better."""

import dash
from dash.development.base_component import Component

from components.compare_page import compare_page
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("So sánh · Trung tâm điều hành", "Compare · Operations centre")
dash.register_page(__name__, path="/compare", title=TITLE.told, permission=Permission.MAP)


def layout(**_: str) -> Component:
    """Which two stands in the address (a=, b=): the browser reads it, as it reads the state of the map."""
    return compare_page(ground(desk()))
