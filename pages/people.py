"""An administrator decides who may enter, as what and how far, and sees at once what that changed."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.admin_people import ABOUT, TITLE, new_person, people_list, people_tools
from components.admin_scope import area_picker
from components.ids import owner
from domain.person import Permission
from domain.wording import Words
from pages import _admin_people as own
from pages._admin_wish import answer, number, remade, shown, steps
from pages._callback import cb
from services.desk import desk
from services.ground import ground

TAB = Words("Người dùng · Trung tâm điều hành", "People · Operations centre")
dash.register_page(__name__, path="/admin/people", title=TAB.told, permission=Permission.PEOPLE)

my = owner(__name__)
IDS, MAP = slots(my), my("map")


def layout(**query: str) -> Component:
    """A skeleton, the empty sheet, and the dialog in which areas are chosen."""
    land = ground(desk())
    return admin_page(IDS, "/admin/people", title=TITLE, about=ABOUT, query=query, keys=("person", "new"),
                      area=land.area, place=land.name, tools=people_tools(query.get("q", "")),
                      over=(area_picker(MAP, land),))


@cb(Output(IDS.rows, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.PEOPLE)
def tell(said: Any, _: str | None) -> Component:
    """Who fits the URL; again after every act."""
    at = steps(said)
    role = at.get("role", "")
    return shown(lambda: people_list(own.found(at.get("q", ""), role), role))


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.PEOPLE)
def open_sheet(said: Any, done: str | None) -> Any:
    """The person of the URL, the form for a new one, or nothing."""
    at = steps(said)
    person = number(at, "person")
    if person is not None:
        return remade(my, f"{person} {done}", shown(lambda: own.sheet(person)))
    return remade(my, f"new {done}", new_person()) if at.get("new") else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.PEOPLE,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.ACTS)
