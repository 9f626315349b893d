"""A manager asks how soon incidents are taken on and ended, where, by whom, and what the figure leaves out."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.clocks import ABOUT, TITLE, clock_board
from components.ids import owner
from domain.person import Permission
from domain.wording import Words
from pages._admin_wish import number, shown, steps
from pages._callback import cb
from services.acting import acting
from services.clocks import PERIODS, board
from services.desk import desk
from services.ground import ground

TAB = Words("Thời gian xử lý · Trung tâm điều hành", "Clocks · Operations centre")
dash.register_page(__name__, path="/clocks", title=TAB.told, permission=Permission.INCIDENTS)

my = owner(__name__)
IDS = slots(my)


def layout(**query: str) -> Component:
    """A skeleton."""
    land = ground(desk())
    return admin_page(IDS, "/clocks", title=TITLE, about=ABOUT, query=query, keys=(), area=land.area, place=land.name,
                      places=())


@cb(Output(IDS.rows, "children"), Input(IDS.said, "data"), permission=Permission.INCIDENTS)
def tell(said: Any) -> Component:
    """The period the URL asks for."""
    days = number(steps(said), "days")
    wanted = days if days in PERIODS else PERIODS[1]
    return shown(lambda: clock_board(board(desk(), acting(), wanted), PERIODS))
