"""Somebody follows an old link: one clear sentence and the way back. The file's name is Dash Pages' own."""

import dash
from dash import html
from dash.development.base_component import Component

from components.school_page import absent
from domain.person import Permission
from domain.wording import Words

TITLE = Words("Không có trang này", "No such page")
SENTENCE = Words("Không có trang này. Có thể đường dẫn đã cũ hoặc gõ nhầm.",
                 "No such page: the link may be old or mistyped.")

dash.register_page(__name__, title=TITLE.told, permission=Permission.MAP)


def layout(**_: str) -> Component:
    """The sentence, in the frame every page has."""
    return html.Div(absent(SENTENCE), className="school-page")
