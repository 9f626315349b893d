"""The story of one incident: its frame. Everything that moves is written by assets/incident_story*.js into the places
named here, each by itself, so that what is typed and how far one has scrolled stay when something happens."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_story_boxes import story_boxes
from components.incident_story_words import story_words
from components.school_map import MapConfig, attrs, school_map
from domain.school_view import Ground
from domain.wording import Words

LIST = Words("Danh sách sự cố", "The list of incidents")
TIMELINE = Words("Diễn biến", "What happened")
NOTE = Words("Viết ghi chú: đã gọi ai, họ nói gì, cần để ý điều gì", "A note: whom you called, what they said")
NO_PUPILS = Words("Không ghi họ tên, số điện thoại, giấy tờ của học sinh; không chụp mặt học sinh.",
                  "No pupil's name, number, papers or face.")
ADD_PICTURE = Words("Thêm ảnh", "Add a picture")
DROP_PICTURE = Words("Bỏ ảnh", "Drop the picture")
SEND = Words("Gửi", "Send")
SCHOOLS = Words("Trường trong sự cố", "Its schools")
MAP = Words("Các trường của sự cố trên bản đồ", "Its schools on the map")
NEAR = Words("Sự cố khác quanh đây", "Other incidents near it")
LINKS = Words("Nguyên nhân và hệ quả", "Cause and symptoms")
TOLD = Words("Tin đã gửi", "Messages")
KEYS = Words("Phím tắt", "Keys")
LEARNT = Words("Rút kinh nghiệm", "Postmortem")


def story_frame(ground: Ground, incident: str, *, place: str) -> Component:
    """The frame of incident number `incident`; `place`: id of its map."""
    events = html.Div(html.Ol(**_slot("events", "story-events")), role="log", **attrs(aria_label=TIMELINE.text))
    main = html.Div([_composer(), html.Section([html.H2(TIMELINE.text), events], className="card story-card")],
                    className="story-main")
    side = html.Aside([
        html.Section([html.H2(LEARNT.text), html.P(**_slot("learnt", "story-text"))], hidden=True,
                     className="card story-card", **attrs(data_story_when="learnt")),
        html.Section([html.H2(LINKS.text), html.Div(**_slot("links"))], hidden=True, className="card story-card",
                     **attrs(data_story_when="links")),
        html.Section([html.H2([SCHOOLS.text, html.Span(**_slot("many", "dim"))]), _map(ground, place),
                      html.Div(**_slot("schools"))], className="card story-card"),
        html.Section([html.H2(NEAR.text), html.Div(**_slot("near"))], className="card story-card"),
        html.Section([html.H2(TOLD.text), html.Div(**_slot("told"))], className="card story-card"),
    ], className="story-side leased")
    return html.Div(
        [
            html.Nav([dcc.Link([html.I(className="icon i-back"), LIST.text], href="/incidents", className="story-back"),
                      html.Div(className="grow"),
                      html.Button([html.I(className="icon i-keyboard"), html.Span(KEYS.text)], type="button",
                                  className="button quiet incident-keys", **attrs(data_story_act="help"))],
                     className="story-nav"),
            html.P("", hidden=True, className="incident-reach", role="status", **attrs(data_story_away="")),
            html.Header(html.Div(className="skeleton story-bone"), **_slot("head", "story-head leased")),
            html.Div(role="toolbar", **_slot("acts", "story-acts")),
            html.Div([main, side], className="story-body"), *story_boxes(),
        ],
        className="story-page", **attrs(data_incident_story=incident, data_story_words=story_words()),
    )


def _slot(name: str, classes: str = "") -> dict[str, Any]:
    return {"className": classes, **attrs(data_story_slot=name)}


def _composer() -> Component:
    """The field itself is put in by the browser: Dash never hears what is typed."""
    pick = html.Label([html.I(className="icon i-plus"), html.Span(ADD_PICTURE.text),
                       html.Span(**attrs(data_story_file=""))], className="button quiet story-pick")
    shown = html.Div([html.Span(**attrs(data_story_thumb="")), html.Button(DROP_PICTURE.text, type="button",
                      className="button quiet", **attrs(data_story_drop=""))], hidden=True, className="story-picked",
                     **attrs(data_story_picked=""))
    send = html.Button([html.I(className="icon i-send"), SEND.text, html.Kbd("Ctrl Enter")], type="submit",
                       className="button primary")
    return html.Form(
        [html.Div(**attrs(data_story_draft="", data_hint=NOTE.text), className="story-draft"), shown,
         html.P("", hidden=True, className="field-error", role="alert", **attrs(data_story_wrong="")),
         html.Div([html.P(NO_PUPILS.text, className="dim box-warn"), html.Div(className="grow"), pick, send],
                  className="story-send")],
        className="card story-card story-compose", **attrs(data_story_compose=""))


def _map(ground: Ground, place: str) -> Component:
    config = MapConfig(area=ground.area, place=ground.name, tiles=ground.tiles, aggregate="never",
                       pad=(24, 24, 24, 24), state={"fill": "none"})
    return html.Div(school_map(place, config), className="story-map", role="img",
                    **attrs(data_story_map="", aria_label=MAP.text))
