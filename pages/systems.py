"""An operator sees which linked system fails, since when and who answers for it, before a citizen telephones."""

import dash
from dash.development.base_component import Component

from components.systems_page import systems_frame
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Hệ thống liên thông · Trung tâm điều hành", "Linked systems · Operations centre")
dash.register_page(__name__, path="/systems", title=TITLE.told, permission=Permission.SOURCES)


def layout(**_: str) -> Component:
    """A skeleton; states are fetched by the browser."""
    return systems_frame(ground(desk()))
