"""An administrator sets one source: where it is asked, how often, its own names of fields; and tries it out first."""

import dash
from dash.development.base_component import Component

from components.source_page import source_settings_frame
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground
from services.source_saving import sources

TITLE = Words("Cấu hình nguồn · Trung tâm điều hành", "A source's settings · Operations centre")


def there(key: str = "") -> bool:
    """Is it one of this house?"""
    return key in sources()


dash.register_page(__name__, path_template="/sources/<key>", title=TITLE.told, permission=Permission.SETTINGS,
                   there=there)


def layout(key: str = "", **_: str) -> Component:
    """A skeleton; without a key, as at the start, nobody's."""
    known = sources()
    return source_settings_frame(key, known[key].label.text if key in known else "", ground(desk()).area)
