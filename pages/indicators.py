"""A fresh reader asks what each number means, on what it rests, how old it is; and finds it without diacritics."""

import dash
from dash.development.base_component import Component

from components.indicator_page import catalogue_frame
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Chỉ số · Trung tâm điều hành", "Indicators · Operations centre")
dash.register_page(__name__, path="/indicators", title=TITLE.told, permission=Permission.SCHOOL)


def layout(**_: str) -> Component:
    """A skeleton; numbers and their meaning are fetched by the browser."""
    return catalogue_frame(ground(desk()))
