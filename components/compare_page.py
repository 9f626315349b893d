"""Two areas or two schools side by side: the same figures, left and right, and how far they are apart.

Only the frame stands here; assets/compare*.js fill it from `/api/v1/areas/*`, and the address says which two.
"""

from dash import dcc, html
from dash.development.base_component import Component

from components.report_button import report_button
from components.school_map import MapConfig, attrs, feed_config
from domain.school_view import Ground
from domain.snapshot import Template
from domain.wording import Words

TITLE = Words("So sánh hai địa bàn hoặc hai trường", "Two areas or two schools side by side")
HINT = Words("Gõ tên địa bàn, tên trường hoặc mã, không cần dấu.", "Type the name of an area or a school, or its code.")
SIDES = (("a", Words("Bên trái", "Left")), ("b", Words("Bên phải", "Right")))
SWAP = Words("Đổi chỗ hai bên", "Swap the two sides")
RESULTS = Words("Kết quả", "Results")
EMPTY = Words("Chưa có địa bàn và trường nào trong phạm vi của bạn.",
              "There is no area and no school within your reach.")


def compare_page(ground: Ground) -> Component:
    """The two pickers and an empty table; `data-feed` brings directory, statuses and the lease."""
    if not ground.schools:
        return html.Div(html.P(EMPTY.text, className="empty"), className="map-empty")
    swap = html.Button("⇄", type="button", className="button quiet square", title=SWAP.text,
                       **attrs(data_compare_swap="", aria_label=SWAP.text))
    left, right = (_picker(name, words) for name, words in SIDES)
    return html.Div(
        [
            html.Div([html.Div([html.H1(TITLE.text), html.P(HINT.text, className="dim")]),
                      report_button(Template.DAILY)], className="compare-head"),
            html.Div([left, swap, right], className="compare-picks"),
            html.Div(className="compare-body leased", **attrs(data_compare="", aria_live="off")),
            html.Div(hidden=True, **attrs(data_drill="figures")),
        ],
        className="compare-page", **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def _picker(name: str, words: Words) -> Component:
    field = dcc.Input(type="search", autoComplete="off", placeholder=words.text, className="compare-input",
                      id=f"compare-{name}")
    return html.Div(
        [html.Label(words.text, htmlFor=f"compare-{name}", className="sr-only"), field,
         html.Div(className="results card", hidden=True, role="listbox",
                  **attrs(data_compare_results=name, aria_label=RESULTS.text))],
        className="compare-pick", **attrs(data_compare_pick=name),
    )
