"""Reporting an incident by hand: what, how grave, since when, and which schools, by map, by area or by name."""

import json

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_list_words import SEVERITIES
from components.school_map import MapConfig, attrs, school_map
from domain.incident import Category
from domain.indicator import Severity
from domain.school_view import Ground
from domain.wording import Words

TITLE = Words("Báo sự cố", "Report an incident")
BACK = Words("Danh sách sự cố", "The list of incidents")
WHAT, WHICH = Words("Việc gì?", "What is it?"), Words("Trường nào?", "Which schools?")
SENTENCE = Words("Một câu: việc gì đang xảy ra. Xuống dòng để kể thêm.", "A sentence; more on further lines.")
NO_PUPILS = Words("Chỉ ghi số lượng; không ghi họ tên, số điện thoại hay giấy tờ của học sinh.",
                  "Counts only: no pupil's name, number or papers.")
SEVERITY, SINCE = Words("Mức độ", "Severity"), Words("Bắt đầu lúc", "Since")
FIND = Words("Tìm trường theo tên hoặc mã, không cần dấu", "Find a school by name or code")
AREA = Words("Cả một địa bàn…", "A whole area…")
LASSO = Words("Khoanh trên bản đồ", "Draw around")
CLEAR = Words("Bỏ hết", "None")
HINT = Words("Bấm vào trường trên bản đồ để chọn hoặc bỏ.", "Press a school on the map to choose it or not.")
MAP = Words("Chọn trường trên bản đồ", "Choose schools on the map")
SEND = Words("Báo sự cố", "Report")
CHOSEN = Words("Trường đã chọn", "Chosen schools")
SAID = {
    "none": Words("Chưa chọn trường nào.", "No school chosen."), "many": Words("{n} trường: {kinds}", "{n}: {kinds}"),
    "more": Words("và {n} trường khác", "and {n} more"), "drop": Words("Bỏ {name}", "Drop {name}"),
    "no_category": Words("Hãy chọn việc gì.", "Choose what it is."), "no_text": Words("Hãy ghi một câu.", "Write it."),
    "no_schools": Words("Hãy chọn ít nhất một trường hoặc một địa bàn.", "Choose a school or an area."),
    "whole": Words("Cả {name}", "All of {name}"), "all": Words("Toàn phạm vi của bạn", "All you reach"),
    "wards": Words("Phường, xã", "Wards"), "districts": Words("Quận, huyện cũ", "Former districts"),
    "sent": Words("Đã báo sự cố.", "Reported."), "nothing": Words("Không tìm thấy trường nào", "No school found"),
    "waits": Words("Máy chủ chưa trả lời: sự cố sẽ được gửi khi có mạng, xem “chưa gửi” ở trên.",
                   "No answer: it is sent when the line is back."),
}


def new_frame(ground: Ground, *, place: str) -> Component:
    """The form; `place`: id of its map. Fields are put in by assets/incident_story_new.js."""
    categories = [html.Button(category.words.text, type="button", className="choice new-choice",
                              **attrs(data_new_category=category.value, aria_pressed="false"))
                  for category in Category]
    what = html.Section(
        [html.H2(WHAT.text), html.Div(categories, className="new-choices", role="group", **attrs(aria_label=WHAT.text)),
         html.Div(className="story-draft", **attrs(data_new_text="", data_hint=SENTENCE.text)),
         html.P(NO_PUPILS.text, className="dim box-warn"),
         html.H2(SEVERITY.text), html.Div([_severity(severity, words) for severity, words in SEVERITIES.items()],
                                        className="new-choices new-severities", role="group",
                                        **attrs(aria_label=SEVERITY.text)),
         html.Label([html.Span(SINCE.text), html.Span(**attrs(data_new_since=SINCE.text))], className="new-since")],
        className="card story-card new-what")
    return html.Form(
        [html.Nav(dcc.Link([html.I(className="icon i-back"), BACK.text], href="/incidents", className="story-back"),
                  className="story-nav"),
         html.H1(TITLE.text), html.Div([what, _which(ground, place)], className="story-body new-body"),
         html.Footer([html.P("", className="field-error", role="alert", hidden=True, **attrs(data_new_wrong="")),
                      html.B("", className="new-count", role="status", **attrs(data_new_count="")),
                      html.Div(className="grow"),
                      html.Button([html.I(className="icon i-send"), SEND.text], type="submit",
                                  className="button primary")], className="new-foot")],
        className="story-page new-page",
        **attrs(data_new_incident=json.dumps({key: words.text for key, words in SAID.items()}, ensure_ascii=False)))


def _severity(severity: Severity, words: Words) -> Component:
    face = html.Span([html.I(className="sev-mark"), html.Span(words.text)], className=f"sev {severity.value}")
    return html.Button(face, type="button", className="choice new-choice",
                       **attrs(data_new_severity=severity.value, aria_pressed=str(severity is Severity.MEDIUM).lower()))


def _which(ground: Ground, place: str) -> Component:
    config = MapConfig(area=ground.area, place=ground.name, tiles=ground.tiles, aggregate="never",
                       state={"fill": "none"})
    if ground.bounds is not None:
        south, west, north, east = ground.bounds
        config = MapConfig(area=ground.area, place=ground.name, tiles=ground.tiles, aggregate="never",
                           state={"fill": "none"}, bounds=((south, west), (north, east)))
    find = html.Div([html.I(className="icon i-search"), html.Span(**attrs(data_new_find=FIND.text)),
                     html.Div(className="results card", hidden=True, role="listbox", **attrs(data_new_results=""))],
                    className="search new-find")
    tools = html.Div(
        [find, html.Span(**attrs(data_new_area=AREA.text)),
         html.Button([html.I(className="icon i-area"), html.Span(LASSO.text)], type="button", className="button",
                     **attrs(data_new_lasso="", aria_pressed="false"))], className="new-tools")
    picked = html.Div([html.Ul(className="new-picked", **attrs(data_new_picked="", aria_label=CHOSEN.text)),
                       html.Button(CLEAR.text, type="button", hidden=True, className="button quiet",
                                   **attrs(data_new_clear=""))], className="new-chosen")
    return html.Section(
        [html.H2(WHICH.text), tools,
         html.Div(school_map(place, config), className="story-map new-map",
                  **attrs(data_new_map="", aria_label=MAP.text)),
         html.P(HINT.text, className="quiet"), picked], className="card story-card new-which")
