"""An area officer sees where a school's claim and a week's measurement part, who is silent, and who disputes."""

import dash
from dash.development.base_component import Component

from components.claims_page import claims_frame
from domain.person import Permission
from domain.wording import Words

TITLE = Words("Khai báo và đo được · Trung tâm điều hành", "Claimed and measured · Operations centre")
dash.register_page(__name__, path="/claims", title=TITLE.told, permission=Permission.SCHOOL)


def layout(**_: str) -> Component:
    """A skeleton; the ledgers are fetched by the browser."""
    return claims_frame()
