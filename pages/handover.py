"""At the end of a shift an operator writes down what to watch; the next one reads it, with what was open then."""

import dash
from dash.development.base_component import Component

from components.handover import handover_page
from components.school_page import absent
from domain.errors import CentreError
from domain.person import Permission
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.ground import ground
from services.handover import book

TITLE = Words("Sổ giao ca · Trung tâm điều hành", "Hand-over book · Operations centre")
dash.register_page(__name__, path="/handover", title=TITLE.told, permission=Permission.INCIDENTS)


def layout(id: str = "", **_: str) -> Component:  # noqa: A002 - the address says ?id=
    """The book, opened at the entry the address names; what is typed is the browser's until it is sent."""
    seat = desk()
    try:
        entry = int(id) if id.isascii() and id.isdecimal() and len(id) < 16 else 0
        return handover_page(book(seat, acting(), entry), seat.centre.clock(), ground(seat).area)
    except CentreError as error:
        return absent(error.words)
