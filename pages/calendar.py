"""An administrator says when schools are at work: holidays, Tết, summer, exams, make-up days, hours of lessons."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.calendar import ABOUT, TITLE, calendar_tools
from components.ids import owner
from domain.person import Permission
from domain.wording import Words
from pages import _admin_calendar as own
from pages._admin_wish import answer, remade, shown, steps
from pages._callback import cb
from services.desk import desk
from services.ground import ground

TAB = Words("Lịch năm học · Trung tâm điều hành", "School calendar · Operations centre")
dash.register_page(__name__, path="/admin/calendar", title=TAB.told, permission=Permission.CALENDAR)

my = owner(__name__)
IDS = slots(my)


def layout(**query: str) -> Component:
    """A skeleton."""
    land = ground(desk())
    return admin_page(IDS, "/admin/calendar", title=TITLE, about=ABOUT, query=query, keys=("new", "span", "lesson"),
                      area=land.area, place=land.name, tools=calendar_tools())


@cb(Output(IDS.rows, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.CALENDAR)
def tell(said: Any, _: str | None) -> Component:
    """Today, the school year, its days and hours."""
    return shown(lambda: own.board(steps(said)))


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), permission=Permission.CALENDAR)
def open_sheet(said: Any) -> Any:
    """The form the URL asks for, or nothing."""
    at = steps(said)
    sign = " ".join(at.get(key, "") for key in ("new", "day", "span", "lesson"))
    return remade(my, sign, shown(lambda: own.one(at) or dash.html.Div())) if sign.strip() else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.CALENDAR,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.ACTS)
