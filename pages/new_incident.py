"""A school calls: an operator writes down what happens there, picks the schools on the map, and it is an incident."""

import dash
from dash.development.base_component import Component

from components.ids import owner
from components.incident_new import new_frame
from domain.person import Permission
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Báo sự cố · Trung tâm điều hành", "Report an incident · Operations centre")
# Before the page of one incident, whose template would take this address for one of its own.
dash.register_page(__name__, path="/incidents/new", title=TITLE.told, permission=Permission.RESPOND, order=0)

my = owner(__name__)
PLACE = my("map")


def layout(**_: str) -> Component:
    """The form; schools come from the directory the browser has, what is typed is its own until it is sent."""
    return new_frame(ground(desk()), place=PLACE)
