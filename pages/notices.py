"""Somebody on duty chooses how the centre reaches them, tries it, and says when they want to be left alone."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.admin_frame import slots
from components.ids import owner
from components.notices import new_way, notice_board, notices_page, wants_form
from domain.person import Permission
from domain.wording import Words
from pages import _notices as own
from pages._admin_wish import answer, number, remade, shown, steps
from pages._callback import cb

TAB = Words("Kênh nhận tin · Trung tâm điều hành", "My notices · Operations centre")
dash.register_page(__name__, path="/notices", title=TAB.told, permission=Permission.NOTICES)

my = owner(__name__)
IDS = slots(my)


def layout(**query: str) -> Component:
    """A skeleton."""
    return notices_page(IDS, query)


@cb(Output(IDS.rows, "children"), Input(IDS.done, "data"), permission=Permission.NOTICES)
def tell(_: str | None) -> Component:
    """One's own ways and wishes; again after every act."""
    return shown(lambda: notice_board(own.board()))


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.NOTICES)
def open_sheet(said: Any, done: str | None) -> Any:
    """The way of the URL, a form, or nothing."""
    at = steps(said)
    way = number(at, "way")
    if way is not None:
        return remade(my, f"{way} {done}", shown(lambda: own.sheet(way)))
    if at.get("wants"):
        return remade(my, f"wants {done}", shown(lambda: wants_form(own.board().wants)))
    return remade(my, f"new {done}", shown(lambda: new_way(own.board()))) if at.get("new") else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.NOTICES,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the page."""
    return answer(asked, own.ACTS)
