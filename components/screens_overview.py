"""Every wall as a card: the picture it painted last, what it plays, whether it lives (assets/screens_board.js)."""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

PAIRED = Words("Đã ghép", "Paired")
LOADING = Words("Đang lấy danh sách màn hình…", "Asking for the screens…")
LIST = Words("Các màn hình đã ghép", "Paired screens")


def screens_overview() -> Component:
    """The place of the cards, with a summary above them."""
    head = html.Div([html.H2(PAIRED.text), html.P("", className="screen-summary", role="status",
                                                  **attrs(data_screen_summary=""))], className="screen-head")
    cards = html.Ul(html.Li(LOADING.text, className="card empty"), className="screen-cards",
                    **attrs(data_screen_cards="", aria_label=LIST.text))
    return html.Section([head, cards, html.Div(**attrs(data_screen_gone=""))], className="screen-board")
