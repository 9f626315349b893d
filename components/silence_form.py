"""The form of a silence or a maintenance: for whom, from when, until when, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import field, form, select, submit, text
from components.admin_scope import kinds_field, school_field
from components.calendar import SHORT, WEEKDAYS
from components.school_map import attrs
from domain.silence import SilenceKind
from domain.wording import Words

TITLES = {SilenceKind.SILENCE: Words("Tạm ngưng báo", "Silence"),
          SilenceKind.MAINTENANCE: Words("Báo trước bảo trì", "Announce maintenance")}
DOES = {
    SilenceKind.SILENCE: Words("Sự cố vẫn được ghi; không tin nhắn, không tiếng. Dài nhất 30 ngày.",
                               "Recorded, not shouted. 30 days at most."),
    SilenceKind.MAINTENANCE: Words("Việc đã báo trước: có dấu riêng trên bản đồ, không tính giờ. Dài nhất một năm.",
                                   "Announced: its own look, no clock counts it. One year at most."),
}
WHOM, WHEN = Words("Với ai", "For whom"), Words("Khi nào", "When")
INCIDENT = Words("Sự cố", "Incident")
AREA, NO_AREA = Words("Địa bàn", "Area"), Words("– chọn địa bàn –", "– choose an area –")
SCHOOL = Words("hoặc một trường", "or one school")
LASTS = Words("Trong", "For")
LENGTHS = (("0.5", Words("30 phút", "30 minutes")), ("1", Words("1 giờ", "1 hour")), ("2", Words("2 giờ", "2 hours")),
           ("4", Words("4 giờ", "4 hours")), ("8", Words("8 giờ", "8 hours")), ("24", Words("1 ngày", "1 day")),
           ("72", Words("3 ngày", "3 days")), ("168", Words("7 ngày", "7 days")),
           ("", Words("đến lúc ghi bên cạnh", "until the time beside")))
SINCE, UNTIL = Words("Bắt đầu", "From"), Words("Hết lúc", "Until")
MOMENT = Words("ngày/tháng/năm giờ:phút", "day/month/year hour:minute")
NOW_HINT = Words("Bỏ trống = ngay bây giờ.", "Empty = now.")
AGAIN = Words("Lặp lại trong khoảng này", "Recurring")
AGAIN_HINT = Words("Ví dụ T2–T6 từ 22:00 đến 05:00; qua nửa đêm cũng được.", "It may cross midnight.")
DAYS, START, STOP = Words("Các thứ", "Weekdays"), Words("Từ giờ", "From"), Words("Đến giờ", "To")
REASON = Words("Lý do", "Reason")
REASON_LIKE = Words("Nhà mạng thay cáp ở đường Lê Lợi", "The carrier replaces a cable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the URL says already. `incident`: (number, words), `school`: (code, name)."""

    what: SilenceKind
    incident: tuple[int, str] | None = None
    area: str = ""
    school: tuple[str, str] = ("", "")


def silence_form(asked: Asked, areas: Sequence[tuple[str, str]]) -> Component:
    """`areas`: (code, name) of those within reach."""
    left = html.Div([html.H3(WHOM.text), *_target(asked, areas)], className="sheet-main silence-whom")
    days = html.Div([html.Button(SHORT[one].text, type="button", className="choice", title=WEEKDAYS[one].text,
                                 **attrs(data_value=str(one), aria_pressed="false")) for one in range(7)],
                    className="choices", role="group", **attrs(data_many="weekdays", aria_label=DAYS.text))
    again = html.Details([
        html.Summary([html.I(className="icon i-refresh"), AGAIN.text]),
        html.Div([html.Div([html.Span(DAYS.text, className="field-label"), days, _error("weekdays")],
                           className="field"),
                  html.Div([field(START, "start", text("start", placeholder="22:00")),
                            field(STOP, "stop", text("stop", placeholder="05:00"))], className="field-pair"),
                  html.P(AGAIN_HINT.text, className="field-hint")], className="field-group silence-again"),
    ], className="fold")
    lasting = [(key, words.text) for key, words in LENGTHS]
    right = html.Div([
        html.H3(WHEN.text),
        field(SINCE, "since", text("since", placeholder=MOMENT.text), hint=NOW_HINT),
        html.Div([field(LASTS, "lasts", select("lasts", lasting, "1")),
                  field(UNTIL, "until", text("until", placeholder=MOMENT.text))], className="field-pair"),
        again,
        field(REASON, "reason", text("reason", placeholder=REASON_LIKE.text, first=True)),
    ], className="sheet-main")
    inside: list[Any] = [html.Div([left, right], className="sheet-columns silence-columns"),
                         html.Div(submit(TITLES[asked.what]), className="sheet-foot")]
    head = html.Header([html.H2(TITLES[asked.what].text, tabIndex=-1), html.P(DOES[asked.what].text, className="dim")],
                       className="sheet-head")
    fields = {"what": asked.what.value, **({"incident": asked.incident[0]} if asked.incident else {})}
    return html.Div([head, form("make", inside, fields, className="silence-form")], className="sheet-body",
                    **attrs(data_enter=f"new {asked.what}"))


def _target(asked: Asked, areas: Sequence[tuple[str, str]]) -> list[Component]:
    if asked.incident:
        return [html.Div([html.Span(INCIDENT.text, className="field-label"), html.B(asked.incident[1]),
                          _error("incident")], className="field")]
    options = [("", NO_AREA.text), *areas]
    school = school_field(asked.school[0], error="school", words=SCHOOL)
    return [field(AREA, "area", select("area", options, asked.area)), school, kinds_field()]


def _error(name: str) -> Component:
    return html.Span(className="field-error", role="alert", **attrs(data_error_for=name))
