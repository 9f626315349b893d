"""An administrator gives a program a key of its own, sees when it was used last, and takes it back."""

from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from components.admin_frame import admin_page, slots
from components.admin_keys import ABOUT, TITLE, key_board, key_sheet, key_tools, new_key
from components.admin_scope import area_picker
from components.ids import owner
from domain.person import Permission
from domain.wording import Words
from pages import _admin_boards as own
from pages._admin_wish import answer, number, remade, shown, steps
from pages._callback import cb
from services.desk import desk
from services.ground import ground
from services.keys import ROLES

TAB = Words("Khoá API · Trung tâm điều hành", "API keys · Operations centre")
dash.register_page(__name__, path="/admin/keys", title=TAB.told, permission=Permission.KEYS)

my = owner(__name__)
IDS, MAP = slots(my), my("map")


def layout(**query: str) -> Component:
    """A skeleton."""
    land = ground(desk())
    return admin_page(IDS, "/admin/keys", title=TITLE, about=ABOUT, query=query, keys=("key", "new"), area=land.area,
                      place=land.name, tools=key_tools(), over=(area_picker(MAP, land),))


@cb(Output(IDS.rows, "children"), Input(IDS.done, "data"), permission=Permission.KEYS)
def tell(_: str | None) -> Component:
    """Every key."""
    return shown(lambda: key_board(own.key_list()))


@cb(Output(IDS.sheet, "children"), Input(IDS.said, "data"), Input(IDS.done, "data"), permission=Permission.KEYS)
def open_sheet(said: Any, done: str | None) -> Any:
    """The key of the URL, the form for a new one, or nothing."""
    at = steps(said)
    key = number(at, "key")
    if key is not None:
        return remade(my, f"{key} {done}", shown(lambda: key_sheet(own.one_key(key), desk().centre.clock())))
    return remade(my, f"new {done}", new_key(ROLES)) if at.get("new") else []


@cb(Output(IDS.told, "children"), Output(IDS.done, "data"), Input(IDS.asked, "data"), permission=Permission.KEYS,
    prevent_initial_call=True)
def act(asked: Any) -> tuple[Any, Any]:
    """One act; its sentence, and the news for the list."""
    return answer(asked, own.KEY_ACTS)
