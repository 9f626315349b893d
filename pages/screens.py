"""An administrator lets a wall screen in by the code it shows, and sees whether each screen still lives."""

from typing import Any

import dash
from dash import Input, Output, dcc
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.admin_scope import area_picker
from components.admin_screens import ABOUT, TITLE, accept_sheet, screen_board
from components.ids import owner
from components.screens_overview import screens_overview
from domain.person import Permission
from domain.wording import Words
from pages import _admin_boards as own
from pages._admin_wish import answer, number, remade, shown, steps
from pages._callback import cb
from services.desk import desk
from services.ground import ground

TAB = Words("Màn hình được ghép · Trung tâm điều hành", "Paired screens · Operations centre")
dash.register_page(__name__, path="/admin/screens", title=TAB.told, permission=Permission.SCREENS)

my = owner(__name__)
IDS, MAP, TICK = slots(my), my("map"), my("tick")


def layout(**query: str) -> Component:
    """A skeleton; whoever waits is looked for every five seconds, because somebody stands in front of that screen."""
    land = ground(desk())
    return admin_page(IDS, "/admin/screens", title=TITLE, about=ABOUT, query=query, keys=("screen", "accept"),
                      area=land.area, place=land.name,
                      over=(screens_overview(), area_picker(MAP, land), dcc.Interval(id=TICK, interval=5000)))


@cb(Output(IDS.rows, "children"), Input(TICK, "n_intervals"), Input(IDS.done, "data"), permission=Permission.SCREENS)
def tell(_: int | None, __: str | None) -> Component:
    """Who waits."""
    return shown(lambda: screen_board(own.screens()))


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.SCREENS)
def open_sheet(said: Any, done: str | None) -> Any:
    """The screen of the URL, or the form that accepts the one with this code."""
    at = steps(said)
    screen, code = number(at, "screen"), at.get("accept", "")[:12]
    if screen is not None:
        return remade(my, f"{screen} {done}", shown(lambda: own.one_screen(screen)))
    return remade(my, f"{code} {done}", accept_sheet(code)) if code else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.SCREENS,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.SCREEN_ACTS)
