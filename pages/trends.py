"""A manager sees in ten seconds which figures rise, fall or stand, and which will meet their target when."""

import dash
from dash.development.base_component import Component

from components.trends_page import trends_frame
from domain.area import Tree
from domain.groups import GROUPS
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Xu hướng · Trung tâm điều hành", "Trends · Operations centre")
dash.register_page(__name__, path="/trends", title=TITLE.told, permission=Permission.SCHOOL)


def layout(group: str = "data", **_: str) -> Component:
    """A skeleton; lines are fetched by the browser."""
    register = desk().viewer.picture.register
    areas = [(tree.words.text, [(area.code, area.name) for area in register.trees[tree]])
             for tree in (Tree.NEW, Tree.OLD)]
    return trends_frame(ground(desk()), areas, group if group in GROUPS else "data",
                         simulated=register.simulated)
