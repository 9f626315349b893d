"""Where one screen's scenes are arranged: a list to drag, how the wall looks, and the wall itself beside it, live.

Drawn by assets/screens_arrange*.js from one JSON; nothing is sent before somebody saves.
"""

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

BACK = Words("Màn hình", "Screens")
TITLE = Words("Sắp xếp cảnh: {name}", "Arrange scenes: {name}")
SCENES = Words("Các cảnh", "Scenes")
HELP = Words("Kéo để đổi thứ tự. Bằng phím, trên tay nắm: phím cách để nhấc và thả, mũi tên để dời, Esc để thôi.",
             "Drag to reorder. By keyboard: on a handle, space lifts, arrows move, space drops, Esc leaves it.")
ADD = Words("Thêm cảnh", "Add a scene")
LOOKS = Words("Cách hiển thị", "How it looks")
PREVIEW = Words("Xem trước trực tiếp", "Live preview")
FRAME = Words("Màn hình như sẽ chiếu", "The screen as it will be")
SAVE, UNDO = Words("Lưu", "Save"), Words("Bỏ thay đổi", "Undo changes")
BROKEN = Words("Danh sách đã lưu không đọc được; màn hình đang chiếu toàn cảnh và không nêu tên. Sắp xếp lại rồi lưu.",
               "The stored playlist cannot be read: the whole picture is shown, without names. Arrange and save.")


def arrange_page(told: dict[str, Any]) -> Component:
    """`told`: services.screen_bench.bench."""
    back = dcc.Link([html.I(className="icon i-back"), BACK.text], href="/admin/screens", className="arrange-back")
    foot = html.Div([html.P("", className="arrange-state", role="status", **attrs(data_arrange_state="")),
                     _button("undo", UNDO, "quiet"), _button("save", SAVE, "primary")], className="arrange-save")
    head = html.Header([html.Div([back, html.H1(TITLE.text.format(name=told["name"])),
                                  html.P(told["reach"], className="quiet")]), foot], className="arrange-head")
    broken = [html.P(BROKEN.text, className="error", role="alert")] if told["broken"] else []
    return html.Div([head, *broken, html.Div([_list(), _preview()], className="arrange-columns"),
                     html.P("", className="sr-only", role="status", **attrs(aria_live="assertive",
                                                                            data_arrange_said=""))],
                    className="page-body arrange-page", **attrs(data_arrange=json.dumps(told, ensure_ascii=False)))


def _list() -> Component:
    scenes = html.Section([html.Div([html.H2(SCENES.text), html.Span("", className="dim num",
                                                                     **attrs(data_arrange_round=""))],
                                    className="card-head"),
                           html.Ol(className="arrange-list", **attrs(data_arrange_list="")),
                           html.P(HELP.text, className="arrange-help"),
                           html.H3(ADD.text), html.Div(className="arrange-add", **attrs(data_arrange_add=""))],
                          className="card arrange-scenes")
    looks = html.Section([html.Div(html.H2(LOOKS.text), className="card-head"),
                          html.Div(className="arrange-looks", **attrs(data_arrange_looks=""))], className="card")
    return html.Div([scenes, looks], className="arrange-side")


def _preview() -> Component:
    head = html.Div([html.H2(PREVIEW.text), html.Div(className="arrange-shapes", **attrs(data_arrange_shapes=""))],
                    className="card-head")
    glass = html.Div(html.Iframe(title=FRAME.text, **attrs(data_arrange_frame="", tabIndex="-1")),
                     className="arrange-glass", **attrs(data_arrange_glass=""))
    return html.Section([head, glass, html.P("", className="arrange-note dim", **attrs(data_arrange_note=""))],
                        className="card arrange-preview")


def _button(act: str, words: Words, tone: str) -> Component:
    return html.Button(words.text, type="button", className=f"button {tone}", disabled=True,
                       **attrs(data_arrange_act=act))
