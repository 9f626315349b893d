"""Trends: a frame that assets/trends*.js fill from `/api/v1/trends`; what is chosen stands in the address."""

from dash import html
from dash.development.base_component import Component

from components.school_map import MapConfig, attrs, feed_config
from domain.groups import GROUPS
from domain.school_view import Ground
from domain.wording import Words

TITLE = Words("Xu hướng", "Trends")
ABOUT = Words("Mỗi ô là một chỉ số theo tuần. Nét liền là đã biết, vùng mờ là dự báo kèm sai số đã thử trên quá khứ; "
              "không đủ chắc thì không dự báo.",
              "Each box is one indicator by week. The line is known, the pale band is foretold with the error it had "
              "in the past; what is not sure enough is not foretold.")
GROUPS_NAME = Words("Nhóm chỉ số", "Groups")
AREA, OTHER = Words("Địa bàn", "Area"), Words("So với", "Compared with")
ALL, NONE, YEAR = Words("Toàn bộ", "Everywhere"), Words("không so sánh", "nothing"), Words("năm trước", "last year")
SCHOOL = Words("Mở trang của trường", "Open the school's page")
IN_SHORT = Words("Tóm tắt: bấm để chỉ xem những chỉ số ấy", "In short: press to see those indicators only")
SIMULATED = Words("Quá khứ do tỉnh mô phỏng trả lời, không phải số đo thật.",
                  "The past was told by the simulated province; nobody measured it.")


def trends_frame(ground: Ground, areas: list[tuple[str, list[tuple[str, str]]]], group: str, *, simulated: bool,
                 ) -> Component:
    """`areas`: heading and (code, name) of both trees."""
    def options() -> list[Component]:
        return [html.Optgroup([html.Option(name, value=code) for code, name in some], label=head)
                for head, some in areas if some]

    choices = [html.Button(words.text, type="button", className="choice",
                           **attrs(data_trend_group=key, aria_pressed=str(key == group).lower()))
               for key, words in GROUPS.items()]
    fields = [html.Label([html.Span(AREA.text), html.Select([html.Option(ALL.text, value=""), *options()],
                                                            **attrs(data_trend_area=""))], className="trend-field"),
              html.Label([html.Span(OTHER.text), html.Select(
                  [html.Option(NONE.text, value=""), html.Option(YEAR.text, value="year"), *options()],
                  **attrs(data_trend_other=""))], className="trend-field")]
    school = html.A(SCHOOL.text, hidden=True, className="button",
                    **attrs(data_trend_school=""))
    badge = [html.P(SIMULATED.text, className="badge simulated told trend-simulated")] if simulated else []
    return html.Div(
        [html.Header([html.Div([html.H1(TITLE.text), html.P(ABOUT.text, className="dim")]), school, *fields],
                     className="trend-head"),
         html.Div(choices, className="choices trend-groups", role="group", **attrs(aria_label=GROUPS_NAME.text)),
         html.Div(className="trend-summary", role="group", **attrs(data_trend_summary="", aria_label=IN_SHORT.text)),
         *badge, html.P(className="dim trend-told", role="status", **attrs(data_trend_told="")),
         html.Div(className="trend-grid", **attrs(data_trend_grid="")),
         html.Section(className="card trend-areas", hidden=True, **attrs(data_trend_areas=""))],
        className="page-body trend-page", **attrs(data_trends=group),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )
