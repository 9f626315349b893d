"""An administrator sees where every figure comes from, which source fails and why, and how the centre itself is."""

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.ids import owner
from components.source_list import source_frame, source_list
from domain.person import Permission
from domain.wording import Words
from pages._callback import cb
from services.acting import acting
from services.desk import desk
from services.ground import ground
from services.source_board import board

TITLE = Words("Nguồn dữ liệu · Trung tâm điều hành", "Sources · Operations centre")
dash.register_page(__name__, path="/sources", title=TITLE.told, permission=Permission.SOURCES)

my = owner(__name__)
SLOT, TICK = my("slot"), my("tick")


def layout(**_: str) -> Component:
    """A skeleton; the callback fills it at once and again every five seconds."""
    return source_frame(slot=SLOT, tick=TICK, area=ground(desk()).area)


@cb(Output(SLOT, "children"), Input(TICK, "n_intervals"), permission=Permission.SOURCES)
def tell(_: int | None) -> Component:
    """Every source and every part of the centre, now."""
    return source_list(board(desk()), may_set=acting().may(Permission.SETTINGS))
