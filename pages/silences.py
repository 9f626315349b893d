"""An operator hushes what is known already, with a reason and an end; a carrier's announced work is a maintenance."""

from typing import Any

import dash
from dash import Input, Output, dcc
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.ids import owner
from components.silences import ABOUT, TITLE, silence_tools
from domain.person import Permission
from domain.wording import Words
from pages import _silences as own
from pages._admin_wish import answer, remade, shown, steps
from pages._callback import cb
from services.acting import acting
from services.desk import desk
from services.ground import ground

TAB = Words("Tạm ngưng và bảo trì · Trung tâm điều hành", "Silences and maintenance · Operations centre")
dash.register_page(__name__, path="/silences", title=TAB.told, permission=Permission.INCIDENTS)

my = owner(__name__)
IDS, TICK = slots(my), my("tick")
OPENS = ("new", "silence", "incident", "school", "area")


def layout(**query: str) -> Component:
    """A skeleton; the list is drawn anew each half minute."""
    land = ground(desk())
    return admin_page(IDS, "/silences", title=TITLE, about=ABOUT, query=query, keys=OPENS, area=land.area,
                      place=land.name, tools=silence_tools(acting().may(Permission.RESPOND)), places=(),
                      over=(dcc.Interval(id=TICK, interval=30_000),))


@cb(Output(IDS.rows, "children"), Input(IDS.done, "data"), Input(TICK, "n_intervals"), permission=Permission.INCIDENTS)
def tell(_: str | None, __: int | None) -> Component:
    """What is hushed now, ahead, and what was."""
    return shown(own.whole)


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.INCIDENTS)
def open_sheet(said: Any, done: str | None) -> Any:
    """One of them, the form for a new one, or nothing."""
    at = steps(said)
    sign = " ".join(f"{key}={at[key]}" for key in OPENS if at.get(key))
    return remade(my, f"{sign} {done}", shown(lambda: own.sheet(at) or dash.html.Div())) if sign else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.RESPOND,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.ACTS)
