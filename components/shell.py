"""The frame around every page: title, places to go, the badge of simulated data."""

from dash import dcc, html
from dash.development.base_component import Component


def shell(page: Component, simulated: bool) -> Component:
    """`page`: the container Dash Pages fills."""
    badge = [html.Span("DỮ LIỆU MÔ PHỎNG", className="badge-simulated")] if simulated else []
    return html.Div([dcc.Location(id="shell-url"), html.Header(badge), page])
