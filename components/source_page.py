"""One source's settings: a frame that assets/source_settings.js fills from `/api/v1/sources/<key>`."""

from dash import dcc, html
from dash.development.base_component import Component

from components.school_map import MapConfig, attrs, feed_config
from domain.wording import Words

BACK = Words("Mọi nguồn", "All sources")
ABOUT = Words(
    "Đặt nơi hỏi, chu kỳ và tên trường; hỏi thử trước khi lưu. Mã truy cập được niêm phong và không hiện lại.",
    "Where it is asked, how often, and the names of its fields; test before saving. A token is sealed and never shown "
    "again.")
FORM, TRIAL = Words("Cách hỏi", "How it is asked"), Words("Hỏi thử", "Test")
WAIT = Words("Đang lấy…", "Loading…")


def source_settings_frame(key: str, label: str, area: str) -> Component:
    """The skeleton. `area`: whose feed tells this screen's age."""
    crumbs = html.Nav(dcc.Link([html.I(className="icon i-back"), BACK.text], href="/sources",
                               className="indicator-back"), className="indicator-crumbs", **attrs(aria_label=BACK.text))
    head = html.Header([html.H1(label), html.P(ABOUT.text, className="quiet")], className="sources-head")
    return html.Div(
        [crumbs, head, html.Div([_part("form", FORM), _part("trial", TRIAL)], className="source-set")],
        className="page-body sources-page", **attrs(data_source_settings=key), **feed_config(MapConfig(area=area)))


def _part(name: str, words: Words) -> Component:
    return html.Section([html.H2(words.text), html.Div(html.P(WAIT.text, className="dim"), className="source-set-slot",
                                                       **attrs(data_source_slot=name))],
                        className="card source-set-part")
