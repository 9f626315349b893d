"""An administrator arranges by dragging what one wall plays, sees it live beside the list, and saves it to the wall."""

import dash
from dash import html
from dash.development.base_component import Component

from components.screens_arrange import arrange_page
from domain.errors import CentreError
from domain.person import Permission
from domain.wording import Words
from pages._admin_wish import shown
from services.acting import acting
from services.desk import desk
from services.screen_bench import bench
from services.screens import played

TITLE = Words("Sắp xếp cảnh · Trung tâm điều hành", "Arrange scenes · Operations centre")


def there(screen: str = "") -> bool:
    """Is it a screen this person may arrange?"""
    try:
        return screen.isascii() and screen.isdecimal() and len(screen) < 10 and bool(
            played(desk().centre, acting(), int(screen)))
    except CentreError:
        return False


dash.register_page(__name__, path_template="/admin/screens/<screen>", title=TITLE.told, permission=Permission.SCREENS,
                   there=there)


def layout(screen: str = "", **_: str) -> Component:
    """Everything the browser needs to arrange; what is saved goes by /api/v1/screens."""
    return shown(lambda: arrange_page(bench(acting(), int(screen)))) if there(screen) else html.Div()
