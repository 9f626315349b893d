"""A registered screen in its room plays its own scenes; whoever arranges screens looks at it beforehand."""

import dash
from dash.development.base_component import Component

from components.ids import owner
from components.wall import wall_page
from domain.person import Permission
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.ground import wall_ground
from services.playing import known, playing

TITLE = Words("Màn hình số {number} · Trung tâm điều hành", "Screen {number} · Operations centre")

my = owner(__name__)
MAP = my("map")


def title(number: str = "") -> str:
    """The browser tab's title."""
    return TITLE.text.format(number=number)


def there(number: str = "") -> bool:
    """Is it this screen, or one this person may arrange? Foreign and absent are one."""
    return number.isascii() and number.isdecimal() and len(number) < 10 and known(desk().centre, acting(), int(number))


dash.register_page(__name__, path_template="/wall/<number>", title=title, permission=Permission.WALL, there=there)


def layout(number: str = "", **wish: str) -> Component:
    """The same wall, with what this screen plays."""
    screen = int(number) if there(number) else 0
    return wall_page(wall_ground(desk()), place=MAP, title=desk().centre.title,
                     plan=playing(desk(), acting(), screen, wish))
