"""An area officer opens one school: what is measured there, how old it is, and when its line was down."""

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.ids import owner
from components.school_page import absent, school_frame, school_page
from domain.errors import NotFound
from domain.person import Permission
from domain.wording import Words
from pages._callback import cb
from services.desk import desk
from services.ground import ground, spot
from services.school import page

TITLE = Words("Trường {code} · Trung tâm điều hành", "School {code} · Operations centre")

my = owner(__name__)
SLOT, CODE, TICK, INSET = my("slot"), my("code"), my("tick"), my("inset")


def title(code: str = "") -> str:
    """The browser tab's title."""
    return TITLE.text.format(code=code)


def there(code: str = "") -> bool:
    """Is it a school of theirs?"""
    return code in desk().viewer.picture.register.index


dash.register_page(__name__, path_template="/schools/<code>", title=title, permission=Permission.SCHOOL, there=there)


def layout(code: str = "", **_: str) -> Component:
    """A skeleton and the map of the school's surroundings."""
    area, placed = spot(desk(), code)
    return school_frame(ground(desk()), slot=SLOT, said=CODE, tick=TICK, inset=INSET, code=code, area=area,
                        placed=placed)


def _there(path: str) -> bool:
    """Is there such a page in this house?"""
    return any(entry["path"] == path for entry in dash.page_registry.values())


@cb(Output(SLOT, "children"), Input(CODE, "data"), Input(TICK, "n_intervals"), permission=Permission.SCHOOL)
def tell(code: str, _: int | None) -> Component:
    """The school now; again while the page is open."""
    try:
        return school_page(page(desk(), str(code)), compare=_there("/compare"))
    except NotFound as error:
        return absent(error.words)
