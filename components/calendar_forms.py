"""The forms of the calendar page: days that are not like others, hours of lessons."""

from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import button, field, form, select, submit, text
from components.admin_scope import kinds_field
from components.calendar import SHORT, WEEKDAYS, span_hours
from components.school_map import attrs
from domain.calendar import Session, Span, SpanKind
from domain.wording import Words, day

NEW_SPAN, EDIT_SPAN = Words("Thêm ngày vào lịch", "Add days"), Words("Sửa ngày trong lịch", "Change days")
NEW_LESSON, EDIT_LESSON = Words("Thêm giờ học", "Add hours of lessons"), Words("Sửa giờ học", "Change hours of lessons")
WHAT, NAME = Words("Loại", "Kind"), Words("Tên", "Name")
NAME_LIKE = Words("Thi tuyển sinh lớp 10", "Entrance exam")
SINCE, UNTIL = Words("Từ ngày", "From"), Words("Đến hết ngày", "Until")
ONE_DAY = Words("Bỏ trống = một ngày.", "Empty = one day.")
EVER, FROM_HINT = Words("Bỏ trống = không hết.", "Empty = for ever."), Words("Bỏ trống = từ hôm nay.",
                                                                             "Empty = from today.")
DAY_FORM = Words("ngày/tháng/năm", "day/month/year")
START, STOP = Words("Từ giờ", "From"), Words("Đến giờ", "To")
EXAM_HINT = Words("Chỉ dùng cho kỳ thi; bỏ trống = cả ngày.", "For exams only; empty = all day.")
DAYS = Words("Các thứ", "Weekdays")
SAVE, DROP = Words("Lưu", "Save"), Words("Bỏ khỏi lịch", "Take it back")
SURE = Words("Bỏ “{name}” khỏi lịch? Từ đó các ngày này như mọi ngày.", "Take “{name}” back?")
SURE_LESSON = Words("Bỏ giờ học {name}? Ngoài các giờ còn lại, sự cố chỉ được ghi, không báo.",
                    "Take the hours {name} back?")
MAKEUP = Words("Học bù: ngày này học đủ các buổi, dù là thứ Bảy hay rơi vào ngày nghỉ.",
               "A make-up day has all its sessions, whatever its weekday.")


def span_form(span: Span | None, first: date | None = None) -> Component:
    """A new one, or one to change."""
    since, until = (span.since, span.until) if span else (first, None)
    left = html.Div([
        field(WHAT, "what", select("what", [(one.value, one.words.text) for one in SpanKind], span.what
                                   if span else ""),
              hint=MAKEUP),
        field(NAME, "name", text("name", span.name.text if span else "", placeholder=NAME_LIKE.text, first=True)),
        html.Div([field(SINCE, "since", text("since", day(since) if since else "", placeholder=DAY_FORM.text)),
                  field(UNTIL, "until", text("until", day(until) if until else "", placeholder=DAY_FORM.text),
                        hint=ONE_DAY)], className="field-pair"),
    ], className="sheet-side")
    right = html.Div([
        html.Div([field(START, "start", text("start", f"{span.start:%H:%M}" if span and span.start else "",
                                             placeholder="07:00"), hint=EXAM_HINT),
                  field(STOP, "stop", text("stop", f"{span.stop:%H:%M}" if span and span.stop else "",
                                           placeholder="11:30"))], className="field-pair"),
        kinds_field(tuple(span.kinds) if span else ()),
    ], className="sheet-main")
    key = str(span.id or span.key) if span else ""
    drop = [button("drop", DROP, {"key": key}, className="quiet danger-text",
                   sure=SURE.text.format(name=span.name.text + span_hours(span)))] if span else []
    return _sheet(EDIT_SPAN if span else NEW_SPAN, "span", left, right, drop, key)


def lesson_form(session: Session | None) -> Component:
    """New hours, or those to change."""
    chosen = session.weekdays if session else frozenset(range(5))
    days = html.Div([html.Button(SHORT[one].text, type="button", className="choice", title=WEEKDAYS[one].text,
                                 **attrs(data_value=str(one), aria_pressed="true" if one in chosen else "false"))
                     for one in range(7)], className="choices", role="group",
                    **attrs(data_many="weekdays", aria_label=DAYS.text))
    error = html.Span(className="field-error", role="alert", **attrs(data_error_for="weekdays"))
    since = day(session.since) if session and session.since.year > 1976 else ""
    left = html.Div([
        html.Div([field(START, "start", text("start", f"{session.start:%H:%M}" if session else "", placeholder="07:00",
                                             first=True)),
                  field(STOP, "stop", text("stop", f"{session.stop:%H:%M}" if session else "", placeholder="11:30"))],
                 className="field-pair"),
        html.Div([html.Span(DAYS.text, className="field-label"), days, error], className="field"),
        html.Div([field(SINCE, "since", text("since", since, placeholder=DAY_FORM.text), hint=FROM_HINT),
                  field(UNTIL, "until", text("until", day(session.until) if session and session.until else "",
                                             placeholder=DAY_FORM.text), hint=EVER)], className="field-pair"),
    ], className="sheet-side")
    right = html.Div([kinds_field(tuple(session.kinds) if session else ())], className="sheet-main")
    key = str(session.id or session.key) if session else ""
    drop = [button("drop_lesson", DROP, {"key": key}, className="quiet danger-text", sure=SURE_LESSON.text.format(
        name=f"{session.start:%H:%M}–{session.stop:%H:%M}"))] if session else []
    return _sheet(EDIT_LESSON if session else NEW_LESSON, "lesson", left, right, drop, key)


def _sheet(title: Words, act: str, left: Component, right: Component, drop: list[Component], key: str) -> Component:
    inside: list[Any] = [html.Div([left, right], className="sheet-columns"),
                         html.Div([*drop, html.Span(className="grow"), submit(SAVE)], className="sheet-foot")]
    return html.Div([html.Header(html.H2(title.text, tabIndex=-1), className="sheet-head"),
                     form(act, inside, {"key": key}, className="cal-form")], className="sheet-body",
                    **attrs(data_enter=f"{act} {key}"))
