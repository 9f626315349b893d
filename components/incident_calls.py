"""Whom to phone about one incident: large numbers for a thumb, what came of each call, and the same on paper."""

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_story_words import story_words
from components.school_map import MapConfig, attrs, feed_config
from domain.wording import Words

TITLE = Words("Danh sách gọi", "Call list")
BACK = Words("Sự cố số {id}", "Incident {id}")
FILE, PRINT = Words("Tải tệp CSV", "CSV file"), Words("In", "Print")
ABOUT = Words("Bấm số để gọi, rồi bấm kết quả: kết quả vào diễn biến của sự cố. "
              "Số là máy bàn của trường, không của cá nhân.",
              "Press a number to call, then what came of it. Numbers are the schools' own, nobody's.")


def calls_frame(incident: str, area: str) -> Component:
    """Filled by assets/incident_story_calls.js. `area`: whose feed tells the time."""
    tools = html.Div(
        [html.A([html.I(className="icon i-download"), html.Span(FILE.text)], className="button",
                href=f"/api/v1/incidents/{incident}/calls.csv", download=""),
         html.Button([html.I(className="icon i-print"), html.Span(PRINT.text)], type="button", className="button",
                     **attrs(data_press="print"))], className="calls-tools")
    return html.Div(
        [html.Nav(dcc.Link([html.I(className="icon i-back"), BACK.text.format(id=incident)],
                           href=f"/incidents/{incident}", className="story-back"), className="story-nav"),
         html.P("", hidden=True, className="incident-reach", role="status", **attrs(data_story_away="")),
         html.Header([html.Div([html.H1(TITLE.text),
                                html.P("", className="dim", **attrs(data_story_slot="callsabout"))]),
                      tools], className="calls-head"),
         html.P(ABOUT.text, className="quiet calls-note"),
         html.Ul(html.Li(className="skeleton story-bone"), className="calls-list card",
                 **attrs(data_story_slot="calls"))],
        className="story-page calls-page",
        **attrs(data_incident_story=incident, data_story_words=story_words(), data_back=f"/incidents/{incident}"),
        **feed_config(MapConfig(area=area)))
