"""One table of a snapshot on a sheet of its own: heads that stay, filters, numbers that are numbers."""

import re
from typing import Any

from domain.section import Kind, Table
from domain.snapshot import Snapshot
from reports import _ink as ink
from reports._rows import figure_table
from reports._said import clean, figures, heading, marked, of_what, told, worded
from reports._sheet_form import Forms, figure_form, numeric, put, put_cell

HEAD_ROW, FIGURES = 5, "Số liệu chính"
MARKS_ROOM = 210  # letters of the 255 a page's head takes
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def sheet_name(title: str, taken: set[str]) -> str:
    """A name a workbook allows and has not given yet."""
    plain = _FORBIDDEN.sub(" ", clean(title)).strip() or "Bảng"
    name, n = plain[:31].strip(), 1
    while name.casefold() in taken:
        n += 1
        name = f"{plain[: 31 - len(str(n)) - 1].strip()} {n}"
    taken.add(name.casefold())
    return name


def add_table(book: Any, forms: Forms, snapshot: Snapshot, table: Table, name: str) -> Any:
    """The sheet, set to be read on a screen and printed on A4 with its heads on every page."""
    sheet = book.add_worksheet(name)
    head_sheet(sheet, forms, snapshot, table.title)
    wide = next((n for n, column in enumerate(table.columns[:3]) if column.wide), 0)
    last = HEAD_ROW + max(1, len(table.rows))
    for n, column in enumerate(table.columns):
        put(sheet, forms, (HEAD_ROW, n), heading(column), bold=True, font_color=ink.WHITE, bg_color=ink.NIGHT,
            align="right" if numeric(column) else "left", text_wrap=True, indent=0 if numeric(column) else 1)
        sheet.set_column(n, n, _width(table, n))
    sheet.set_row(HEAD_ROW, 30)
    for r, row in enumerate(table.rows, HEAD_ROW + 1):
        for n, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            put_cell(sheet, forms, (r, n), cell, column, bottom=1, bottom_color=ink.LINE,
                     **({} if numeric(column) else {"indent": 1}))
    if not table.rows:
        put(sheet, forms, (HEAD_ROW + 1, 0), table.empty, italic=True, font_color=ink.INK_2, indent=1)
    for n, (cell, column) in enumerate(zip(table.total, table.columns, strict=False)):
        if cell is None or cell == "":
            put(sheet, forms, (last + 1, n), "", bg_color=ink.GROUND_2, top=1, top_color=ink.INK_2)
        else:
            put_cell(sheet, forms, (last + 1, n), cell, column, bold=True, bg_color=ink.GROUND_2, top=1, indent=1,
                     top_color=ink.INK_2)
    sheet.autofilter(HEAD_ROW, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, wide + 1)
    _bars(sheet, table, last)
    _print(sheet, snapshot, len(table.columns) > 5)
    return sheet


def add_figures(book: Any, forms: Forms, snapshot: Snapshot, name: str) -> None:
    """The figures as a table, each number in its own form."""
    table = figure_table(snapshot)
    sheet = add_table(book, forms, snapshot, table, name)
    keys = [column.key for column in table.columns]
    for r, (_, figure) in enumerate(figures(snapshot), HEAD_ROW + 1):
        look = {"align": "right", "bottom": 1, "bottom_color": ink.LINE, "indent": 1}
        if worded(figure.text) and figure.value is not None:
            put(sheet, forms, (r, keys.index("value")), figure.text, bold=True, **look)
        elif figure.value is not None:
            form = forms(num_format=figure_form(figure), bold=True, **look)
            sheet.write_number(r, keys.index("value"), figure.value, form)
        if worded(figure.before_text) and figure.before is not None:
            put(sheet, forms, (r, keys.index("before")), figure.before_text, **look)
        elif figure.before is not None:
            form = forms(num_format=figure_form(figure, before=True), **look)
            sheet.write_number(r, keys.index("before"), figure.before, form)


def head_sheet(sheet: Any, forms: Forms, snapshot: Snapshot, title: str) -> None:
    """Title, of when and whom, and what stands on every page."""
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    put(sheet, forms, (0, 0), title, bold=True, font_size=16, indent=1)
    put(sheet, forms, (1, 0), of_what(snapshot), font_color=ink.INK_2, indent=1)
    put(sheet, forms, (2, 0), f"Ảnh chụp {snapshot.id} · SHA-256 {snapshot.sha256}", font_color=ink.INK_3, font_size=8,
        indent=1)
    if snapshot.marks:
        put(sheet, forms, (3, 0), f"▲ {marked(snapshot)}", bold=True, font_color=ink.TONES["watch"].text, indent=1)


def _width(table: Table, n: int) -> float:
    """Of the longest text among the first rows, within what a page bears."""
    column = table.columns[n]
    longest = max((len(told(row[n], column)) for row in table.rows[:400]), default=0)
    words = max((len(word) for word in heading(column).split()), default=0) + 4  # the filter's arrow
    least, most = (28, 56) if column.wide else (10, 30)
    status = 4 if column.kind is not Kind.TEXT else 2.5
    return min(most, max(least, words, longest * 1.02 + status, len(heading(column)) / 2 + 4))


def _bars(sheet: Any, table: Table, last: int) -> None:
    """Shares of a short table carry a bar behind their number."""
    if table.annex or not table.rows:
        return
    for n, column in enumerate(table.columns):
        if column.kind is Kind.SHARE:
            sheet.conditional_format(HEAD_ROW + 1, n, last, n, {
                "type": "data_bar", "bar_solid": True, "bar_color": "#CFE0F2", "min_type": "num", "min_value": 0,
                "max_type": "num", "max_value": 1, "bar_border_color": "#CFE0F2"})


def _print(sheet: Any, snapshot: Snapshot, landscape: bool) -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_header(f"&L&8{_inert(_head(snapshot))}&R&8{_inert(snapshot.id)}")
    sheet.set_footer(f"&L&8SHA-256 {snapshot.sha256}&R&8&P / &N")


def _inert(text: str) -> str:
    """A page's head takes & for an order, and no more than 255 letters."""
    return text.replace("&", "&&")


def _head(snapshot: Snapshot) -> str:
    """The marks whole, or where they stand whole: an excerpt would hide one."""
    told = marked(snapshot)
    return told if len(_inert(told)) <= MARKS_ROOM else f"▲ {len(snapshot.marks)} đánh dấu: xem đầu trang tính"
