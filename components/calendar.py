"""The calendar page: a school year at a glance, what its days are called, and the hours of lessons."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import go
from components.school_map import attrs
from domain.calendar import Calendar, DayKind, Session, Span, local_day
from domain.school import KINDS, SchoolKind
from domain.wording import Words, day, moment, number

TITLE = Words("Lịch năm học", "School calendar")
ABOUT = Words("Giờ học quyết định khi nào sự cố được báo ngay và khi nào chỉ ghi lại; đồng hồ xử lý cũng đếm theo lịch "
              "này.", "School hours decide what is shouted and what is only recorded; the clocks follow them too.")
NEW, NEW_LESSON = Words("Thêm ngày", "Add days"), Words("Thêm giờ học", "Add hours")
WEEKDAYS = (Words("Thứ Hai", "Monday"), Words("Thứ Ba", "Tuesday"), Words("Thứ Tư", "Wednesday"),
            Words("Thứ Năm", "Thursday"), Words("Thứ Sáu", "Friday"), Words("Thứ Bảy", "Saturday"),
            Words("Chủ nhật", "Sunday"))
SHORT = (Words("T2", "Mo"), Words("T3", "Tu"), Words("T4", "We"), Words("T5", "Th"), Words("T6", "Fr"),
         Words("T7", "Sa"), Words("CN", "Su"))
MONTH = Words("Tháng {month}/{year}", "{month}/{year}")
YEAR = Words("Năm học {first}–{last}", "School year {first}–{last}")
BEFORE, AFTER = Words("Năm học trước", "The year before"), Words("Năm học sau", "The year after")
ALL_KINDS, FOR = Words("mọi cấp học", "all kinds"), Words("Lịch của", "Calendar of")
FACES = {  # letter, words
    DayKind.TAUGHT: ("", Words("ngày học", "taught")), DayKind.FREE: ("·", Words("không học", "no lessons")),
    DayKind.HOLIDAY: ("L", Words("nghỉ lễ", "holiday")), DayKind.TET: ("T", Words("nghỉ Tết", "Lunar New Year")),
    DayKind.SUMMER: ("H", Words("nghỉ hè", "summer")), DayKind.EXAM: ("K", Words("kỳ thi", "exam")),
    DayKind.MAKEUP: ("B", Words("học bù", "make-up day")),
}
SPANS, LESSONS = Words("Những ngày khác thường", "Days that are not like others"), Words("Giờ học", "Hours of lessons")
SPAN_HEADS = (Words("Từ", "From"), Words("Đến hết", "Until"), Words("Loại", "Kind"), Words("Tên", "Name"),
              Words("Cấp học", "Kinds of school"))
LESSON_HEADS = (Words("Giờ", "Hours"), Words("Thứ", "Weekdays"), Words("Cấp học", "Kinds of school"),
                Words("Hiệu lực", "Valid"))
KNOWN = Words("mặc định", "known")
KNOWN_ABOUT = Words("Các dòng “mặc định” có sẵn theo luật và thông báo nghỉ; sửa hay bỏ dòng nào thì cả năm dương lịch "
                    "đó chuyển sang do Sở quản lý.", "Known lines come with the house; the first edit of a year writes "
                    "all of its lines down as the department's own.")
NONE = Words("Năm học này chưa có dòng nào.", "No lines in this year.")
ALWAYS = Words("luôn luôn", "always")
TODAY = Words("Hôm nay, {day}", "Today, {day}")
ON = Words("đang trong giờ học, đến {until}.", "lessons are on, until {until}.")
EXAM_ON = Words("đang trong giờ thi, đến {until}.", "an exam is on, until {until}.")
OFF = Words("ngoài giờ học; giờ học kế tiếp: {until}.", "no lessons now; the next ones: {until}.")
NEVER = Words("ngoài giờ học; chưa thấy giờ học nào sắp tới.", "no lessons now, and none ahead.")
DAYS = Words("{n} ngày học", "{n} taught days")


def school_year(today: date) -> int:
    """The year a school year begins in."""
    return today.year if today.month >= 9 else today.year - 1


def calendar_tools() -> list[Component]:
    """The two buttons."""
    return [go([html.I(className="icon i-clock"), NEW_LESSON.text], "lesson=new"),
            go([html.I(className="icon i-plus"), NEW.text], "new=1", className="button primary")]


def today_line(calendar: Calendar, now: float, kind: SchoolKind | None) -> Component:
    """What today is, in one sentence."""
    today, hours, turns = local_day(now), calendar.hours(now, kind), calendar.next_change(now, kind)
    name = f" – {hours.name.text}" if hours.name else ""
    if turns is None:
        told = NEVER.text
    elif hours.open:
        told = (EXAM_ON if hours.exam else ON).text.format(until=_clock(turns, today))
    else:
        told = OFF.text.format(until=_clock(turns, today))
    face = calendar.day_kind(today, kind)
    head = TODAY.text.format(day=f"{_weekday(today)} {day(today)}{name}")
    return html.P([html.Span(FACES[face][0] or None, className=f"cal-face is-{face}"),
                   html.Span([html.B(head), f": {told}"])],
                  className="card cal-today is-open" if hours.open else "card cal-today")


def _clock(at: float, today: date) -> str:
    there, told = local_day(at), moment(datetime.fromtimestamp(at, UTC))
    if there == today:
        return told.split(" ")[1]
    year = f"/{there.year}" if there.year != today.year else ""
    return f"{_weekday(there)} {told.split(' ')[0]}{year} {told.split(' ')[1]}"


def _weekday(one: date) -> str:
    """Within a sentence: thứ Hai."""
    name = WEEKDAYS[one.weekday()].text
    return name[0].lower() + name[1:]


def year_board(calendar: Calendar, now: float, year: int, kind: SchoolKind | None) -> Component:
    """Everything of one school year for one kind of school."""
    today = local_day(now)
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    taught = sum(calendar.day_kind(first + timedelta(days=i), kind) in {DayKind.TAUGHT, DayKind.MAKEUP}
                 for i in range((last - first).days + 1))
    return html.Div([today_line(calendar, now, kind), _head(year, kind, taught),
                     _months(calendar, year, today, kind), _legend(),
                     _spans(_of_year(calendar, first, last)), _lessons(calendar.sessions)], className="cal-board")


def _head(year: int, kind: SchoolKind | None, taught: int) -> Component:
    def step(to: int, words: Words, icon: str) -> Component:
        return go([html.I(className=f"icon {icon}"), html.Span(words.text, className="sr-only")], f"year={to}",
                  className="button square")

    options = [("", ALL_KINDS.text), *((one.value, one.words.text) for one in KINDS)]
    shown = [html.Option(label, value=key, selected=key == (kind or "")) for key, label in options]
    choose = html.Label([html.Span(FOR.text, className="dim"), html.Span(
        html.Select(shown, className="select", name="kind"), className="select-box")],
        className="cal-kind", **attrs(data_q="kind"))
    title = html.H2([YEAR.text.format(first=year, last=year + 1), " ", html.Span(DAYS.text.format(n=number(taught)),
                                                                               className="dim num")])
    return html.Div([step(year - 1, BEFORE, "i-back"), title, step(year + 1, AFTER, "i-chevron"), choose],
                    className="cal-head")


def _months(calendar: Calendar, year: int, today: date, kind: SchoolKind | None) -> Component:
    """One component whose days assets/room_calendar.js draws: 365 cells of Dash would hold the page up for seconds."""
    told = {"heads": [(short.text, long.text) for short, long in zip(SHORT, WEEKDAYS, strict=True)],
            "letters": {face.value: letter for face, (letter, _) in FACES.items()}, "today": today.isoformat(),
            "months": [_month(calendar, year + (month > 12), (month - 1) % 12 + 1, kind) for month in range(9, 21)]}
    return html.Div(className="cal-year", **attrs(data_calendar=json.dumps(told, ensure_ascii=False)))


def _month(calendar: Calendar, year: int, month: int, kind: SchoolKind | None) -> dict[str, Any]:
    first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    days = [_cell(calendar, first + timedelta(days=i), kind) for i in range((after - first).days)]
    return {"name": MONTH.text.format(month=month, year=year), "from": first.weekday(), "days": days}


def _cell(calendar: Calendar, one: date, kind: SchoolKind | None) -> tuple[str, str, str, str]:
    """(day, what it looks like, what it is called, the step that opens it)."""
    face, named = calendar.day_kind(one, kind), calendar.named(one, kind)
    names = ", ".join(span.name.text for span in named) or FACES[face][1].text
    told = f"{WEEKDAYS[one.weekday()].text} {day(one)}: {names}"
    step = f"span={named[0].id or named[0].key}" if named else f"new=1&day={one.isoformat()}"
    return one.isoformat(), face.value, told, step


def _legend() -> Component:
    return html.Ul([html.Li([html.Span(letter or None, className=f"cal-face is-{face}"), words.text])
                    for face, (letter, words) in FACES.items()], className="cal-legend")


def _of_year(calendar: Calendar, first: date, last: date) -> list[Span]:
    found = {(span.id or span.key): span for year in (first.year, last.year) for span in calendar.spans_of(year)
             if span.since <= last and span.until >= first}
    return sorted(found.values(), key=lambda span: (span.since, span.until))


def kind_names(kinds: frozenset[SchoolKind]) -> str:
    """"Mầm non, Tiểu học", or that it is all of them."""
    return ", ".join(kind.words.text for kind in KINDS if kind in kinds) or ALL_KINDS.text


def weekday_names(weekdays: frozenset[int]) -> str:
    """"T2–T6", "T3, T5"."""
    found = sorted(weekdays)
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{SHORT[found[0]].text}–{SHORT[found[-1]].text}"
    return ", ".join(SHORT[one].text for one in found)


def span_hours(span: Span) -> str:
    """" 07:00–11:00", "" = all day."""
    return f" {span.start:%H:%M}–{span.stop:%H:%M}" if span.start and span.stop else ""


def _spans(spans: Sequence[Span]) -> Component:
    if not spans:
        return html.Section([html.H2(SPANS.text), html.P(NONE.text, className="card empty")])
    rows = []
    for span in spans:
        face = DayKind(span.what)
        tag = [] if span.id else [html.Span(KNOWN.text, className="tag")]
        step = f"span={span.id or span.key}"
        cells: tuple[Any, ...] = (
            day(span.since), day(span.until),
            html.Span([html.Span(FACES[face][0], className=f"cal-face is-{face}"),
                       span.what.words.text + span_hours(span)], className="cal-what"),
            html.Div([go(span.name.text, step, className="row-name"), *tag], className="row-title"),
            kind_names(span.kinds))
        rows.append(_row(cells, SPAN_HEADS, step))
    note = html.P(KNOWN_ABOUT.text, className="quiet cal-note")
    return html.Section([html.H2(SPANS.text), _table(rows, SPAN_HEADS), note])


def _lessons(sessions: Sequence[Session]) -> Component:
    rows = []
    for one in sessions:
        step = f"lesson={one.id or one.key}"
        valid = day(one.since) if one.id and one.since.year > 1976 else ALWAYS.text
        until = f" – {day(one.until)}" if one.until else ""
        tag = [] if one.id else [html.Span(KNOWN.text, className="tag")]
        hours = html.Div([go(f"{one.start:%H:%M}–{one.stop:%H:%M}", step, className="row-name num"), *tag],
                         className="row-title")
        cells = (hours, weekday_names(one.weekdays), kind_names(one.kinds), valid + until)
        rows.append(_row(cells, LESSON_HEADS, step))
    return html.Section([html.H2(LESSONS.text), _table(rows, LESSON_HEADS)])


def _row(cells: Sequence[Any], heads: Sequence[Words], step: str) -> Component:
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(heads, cells, strict=True)],
                   className="row", **attrs(data_go=step))


def _table(rows: Sequence[Component], heads: Sequence[Words]) -> Component:
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in heads]))
    return html.Div(html.Table([head, html.Tbody(list(rows))], className="table admin-table cal-table"),
                    className="card table-wrap admin-list")
