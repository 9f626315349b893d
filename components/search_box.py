"""The one search box: a button in the bar of every page, and the box it opens. Written by assets/search*.js.

Pages are found by the browser itself, among those this person may go to; everything else is asked of `/api/v1/search`.
"""

import json
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.ids import owner
from components.school_map import attrs
from domain.wording import Words, fold

LIST = owner(__name__)("list")
FIND = Words("Tìm", "Search")
HINT = Words("Trường, địa bàn, sự cố, người, trang…", "School, area, incident, person, page…")
NAME = Words("Tìm và đến", "Search and go")
RESULTS = Words("Kết quả", "Results")
CLOSE = Words("Đóng", "Close")
KEYS = ((("↑", "↓"), Words("chọn", "choose")), (("Enter",), Words("mở", "open")),
        (("Ctrl", "Enter"), Words("mở thẻ mới", "new tab")), (("Esc",), Words("đóng", "close")))
Page = tuple[str, str, Words]


def search_button() -> Component:
    """In the bar: a box to look at, a button to press."""
    return html.Button(
        [html.I(className="icon i-search"), html.Span(FIND.text, className="seek-word"), html.Kbd("/")],
        type="button", className="seek-open", title=f"{NAME.text} (/)",
        **attrs(data_seek_open="", aria_label=NAME.text, aria_haspopup="dialog", aria_keyshortcuts="/ Control+K"))


def search_dialog(pages: Sequence[Page]) -> Component:
    """`pages`: (address, icon, words) of every page this person may open."""
    told = [{"href": path, "icon": icon, "title": words.text, "text": f" {fold(words.vi)} {fold(words.en)}"}
            for path, icon, words in pages]
    keys = [html.Span([*[html.Kbd(key) for key in some], html.Span(words.text)]) for some, words in KEYS]
    head = html.Div(
        [html.I(className="icon i-search"), html.Span(**attrs(data_seek_field="", data_hint=HINT.text)),
         html.Button(html.I(className="icon i-close"), type="button", className="button quiet square",
                     **attrs(data_press="close", aria_label=CLOSE.text))], className="seek-head")
    return html.Dialog(
        [head, html.Div(className="seek-list", id=LIST, role="listbox",
                        **attrs(data_seek_list="", aria_label=RESULTS.text)),
         html.P("", className="sr-only", role="status", **attrs(data_seek_said="")),
         html.Footer(keys, className="seek-keys", **attrs(aria_hidden="true"))],
        className="seek", **attrs(data_seek=json.dumps(told, ensure_ascii=False), aria_label=NAME.text),
    )
