"""An officer with a phone in hand calls one school after the other and presses what came of it."""

from typing import Any

import dash
from dash.development.base_component import Component

from components.incident_calls import calls_frame
from domain.errors import NotFound
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground
from services.incident_list import one

TITLE = Words("Danh sách gọi · sự cố số {number} · Trung tâm điều hành", "Call list · incident {number}")


def title(number: str = "") -> str:
    """The browser tab's title."""
    return TITLE.text.format(number=number)


def there(number: str = "") -> bool:
    """Is it an incident within reach?"""
    try:
        return number.isascii() and number.isdecimal() and len(number) < 16 and one(desk(), int(number)) is not None
    except NotFound:
        return False


# Before the page of the incident, whose template would take this address for one of its own.
dash.register_page(__name__, path_template="/incidents/<number>/calls", title=title, order=1, there=there,
                   permission=Permission.INCIDENTS)


def layout(number: str = "", **_: Any) -> Component:
    """The frame; the list comes by the browser's own small loop."""
    return calls_frame(number, ground(desk()).area)
