"""Whoever takes an incident on sees its whole story and does everything from there, at a desk or by phone."""

import dash
from dash.development.base_component import Component

from components.ids import owner
from components.incident_story import story_frame
from domain.errors import NotFound
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground
from services.incident_list import one

TITLE = Words("Sự cố số {number} · Trung tâm điều hành", "Incident {number} · Operations centre")

my = owner(__name__)
PLACE = my("map")


def title(number: str = "") -> str:
    """The browser tab's title."""
    return TITLE.text.format(number=number)


def there(number: str = "") -> bool:
    """Is it an incident within reach? Foreign and absent are one."""
    try:
        return number.isascii() and number.isdecimal() and len(number) < 16 and one(desk(), int(number)) is not None
    except NotFound:
        return False


dash.register_page(__name__, path_template="/incidents/<number>", title=title, permission=Permission.INCIDENTS,
                   there=there)


def layout(number: str = "", **_: str) -> Component:
    """The frame; what is in it comes by the browser's own small loop."""
    return story_frame(ground(desk()), number, place=PLACE)
