"""The way into the past: one button; assets/replay*.js draw the rest on the map."""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

REPLAY = Words("Xem lại", "Replay")
WHAT = Words("Xem lại bản đồ ở một thời điểm đã qua", "See the map as it was at a past moment")


def replay_button() -> Component:
    """Opens and closes the replay of the map on the same page."""
    return html.Button([html.I(className="icon i-history"), html.Span(REPLAY.text, className="menu-title")],
                       type="button", className="button replay-open", title=WHAT.text,
                       **attrs(data_replay_open="", aria_pressed="false"))
