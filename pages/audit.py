"""An administrator answers "who saw or changed this school?" and sees that nobody rewrote the log."""

from typing import Any

import dash
from dash import Input, Output, html
from dash.development.base_component import Component

from components.admin_audit import ABOUT, CHECKING, TITLE, audit_rows, audit_tools, chain, question, search_form
from components.admin_frame import admin_page, slots
from components.ids import owner
from domain.audit_words import act_words
from domain.person import Permission
from domain.wording import Words
from pages._admin_wish import remade, shown, steps
from pages._callback import cb
from services.acting import acting
from services.audit import acts, limited, verify
from services.audit_telling import areas, board, people_choices
from services.desk import desk
from services.ground import ground

TAB = Words("Nhật ký · Trung tâm điều hành", "Audit log · Operations centre")
dash.register_page(__name__, path="/admin/audit", title=TAB.told, permission=Permission.AUDIT)

my = owner(__name__)
IDS, ASK, CHAIN = slots(my), my("ask"), my("chain")


def layout(**query: str) -> Component:
    """A skeleton: the question, the state of the chain, the rows."""
    land = ground(desk())
    state = html.Div(html.P(CHECKING.text, className="chain dim"), id=CHAIN, className="admin-slot")
    return admin_page(IDS, "/admin/audit", title=TITLE, about=ABOUT, query=query, keys=(), area=land.area,
                      place=land.name, tools=audit_tools(query),
                      before=(html.Div(id=ASK, className="admin-slot"), state))


@cb(Output(ASK, "children"), Input(IDS.said, "data"), permission=Permission.AUDIT)
def ask(said: Any) -> Component:
    """The forms, filled in as the URL says."""
    at, actor = steps(said), acting()

    def draw() -> Component:
        found = [(act, act_words(act)) for act in acts(desk().centre, actor)]
        form = search_form(at, found, people_choices(desk().centre, actor), areas(desk()))
        return html.Div([question(at), form], className="asks")

    return remade(my, str(sorted(at.items())), shown(draw))


@cb(Output(IDS.rows, "children"), Input(IDS.said, "data"), permission=Permission.AUDIT)
def tell(said: Any) -> Component:
    """What the URL asks for."""
    at, actor = steps(said), acting()
    return shown(lambda: audit_rows(board(desk(), actor, at), limited=limited(desk().centre, actor)))


@cb(Output(CHAIN, "children"), Input(CHAIN, "id"), permission=Permission.AUDIT)
def walk(_: str) -> Component:
    """The whole chain, row by row: apart from the list, because it may take longer."""

    def draw() -> Component:
        walked = verify(desk().centre, acting(), whole=False)
        return chain(walked.rows, walked.broken)

    return shown(draw)
