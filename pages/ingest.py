"""An operator sees which figures came by themselves; an administrator says who may send and what of the held counts."""

from typing import Any

import dash
from dash import Input, Output, dcc
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.ids import owner
from components.push_page import ABOUT, TITLE, push_tools
from domain.person import Permission
from domain.wording import Words
from pages import _push as own
from pages._admin_wish import answer, remade, shown, steps
from pages._callback import cb
from services.acting import acting
from services.desk import desk
from services.ground import ground

TAB = Words("Số liệu gửi đến · Trung tâm điều hành", "Pushed figures · Operations centre")
dash.register_page(__name__, path="/ingest", title=TAB.told, permission=Permission.SOURCES)

my = owner(__name__)
IDS, TICK = slots(my), my("tick")
OPENS = ("new", "sender", "batch", "reason")


def layout(**query: str) -> Component:
    """A skeleton; the list is drawn anew every ten seconds."""
    land = ground(desk())
    return admin_page(IDS, "/ingest", title=TITLE, about=ABOUT, query=query, keys=OPENS, area=land.area,
                      place=land.name, tools=push_tools(acting().may(Permission.SETTINGS)), places=(),
                      over=(dcc.Interval(id=TICK, interval=10_000),))


@cb(Output(IDS.rows, "children"), Input(IDS.done, "data"), Input(TICK, "n_intervals"), permission=Permission.SOURCES)
def tell(_: str | None, __: int | None) -> Component:
    """What is held, who sends, what came."""
    return shown(own.whole)


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.SOURCES)
def open_sheet(said: Any, done: str | None) -> Any:
    """Rows of one reason, one sender, the form for a new one, or nothing."""
    at = steps(said)
    sign = " ".join(f"{key}={at[key]}" for key in OPENS if at.get(key))
    return remade(my, f"{sign} {done}", shown(lambda: own.sheet(at) or dash.html.Div())) if sign else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.SETTINGS,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.ACTS)
