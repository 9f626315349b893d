"""An operator opens the centre and sees every school."""

import dash
from dash import html

from components.school_map import MapConfig, school_map

dash.register_page(__name__, path="/", title="Bản đồ số")


def layout(**_: str) -> html.Div:
    """The map."""
    return html.Div(school_map("map", MapConfig()))
