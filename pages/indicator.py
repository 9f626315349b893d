"""Whoever doubts a number sees its top and bottom, every area, every school, its days and the history of its bands."""

import dash
from dash.development.base_component import Component

from components.indicator_page import catalogue_frame, indicator_frame
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("{label} · Trung tâm điều hành", "{label} · Operations centre")


def title(key: str = "") -> str:
    """The browser tab's title."""
    known = desk().centre.indicators
    return TITLE.text.format(label=known[key].label.text if key in known else key)


def there(key: str = "") -> bool:
    """Is it one of this house?"""
    return key in desk().centre.indicators


dash.register_page(__name__, path_template="/indicators/<key>", title=title, permission=Permission.SCHOOL, there=there)


def layout(key: str = "", **_: str) -> Component:
    """A skeleton; without a key, as at the start, the catalogue's."""
    known = desk().centre.indicators
    return indicator_frame(ground(desk()), known[key]) if key in known else catalogue_frame(ground(desk()))
