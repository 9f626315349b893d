"""What stands in the document, from the country's name to the last annex."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

import segno
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm

from domain.section import Column, Figure, Kind, Section, Table
from domain.snapshot import Snapshot
from domain.wording import LOCAL, stamp
from reports import _ink as ink
from reports._document import SANS, finding, first_line, line, ruled, run, small_break
from reports._document_picture import add_chart, add_map, caption
from reports._document_table import add_table, bare, shade
from reports._said import MARKS, apart, change, clean, coverage, status_word, tables
from reports._told import chart_alt, lead, map_alt, roman, symbol


def add_body(file: Any, snapshot: Snapshot) -> None:
    """Everything, in the order of the form: names, title, chapters, who it goes to and who signs, annexes."""
    _top(file, snapshot)
    line(file, lead(snapshot), indent=True)
    numbers = {"chart": count(1), "map": count(1), "table": count(1)}
    shown = [
        s
        for s in snapshot.sections
        if s.findings or s.figures or s.charts or s.maps or any(not table.annex for table in s.tables)
    ]
    for n, section in enumerate(shown, 1):
        heading = file.add_paragraph(style="Heading 1")
        run(heading, f"{roman(n)}. {section.title}")
        _section(file, snapshot, section, numbers)
    _bottom(file, snapshot)
    annexes = [table for _, table in tables(snapshot) if table.annex]
    for n, table in enumerate(annexes, 1):
        _annex(file, snapshot, table, roman(n))
    _origin(file, snapshot, roman(len(annexes) + 1))


def _dated(snapshot: Snapshot) -> str:
    return f"{datetime.fromtimestamp(snapshot.made_at, LOCAL):ngày %d tháng %m năm %Y}"


def _top(file: Any, snapshot: Snapshot) -> None:
    left, right = bare(file, 1, (60, 104)).rows[0].cells
    run(first_line(left, "center", 2), snapshot.agency.upper(), 12.5, bold=True)
    ruled(left, 20, 20, 2)
    line(left, f"Số:          /{symbol(snapshot.agency)}", 13, align="center")
    run(first_line(right, "center"), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, bold=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", 13.5, align="center", after=2, bold=True)
    ruled(right, 21, 21, 2)
    line(right, f"{snapshot.place}, {_dated(snapshot)}", 13.5, align="center", italic=True)
    title = file.add_paragraph(style="Title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(7), Mm(1)
    run(title, "BÁO CÁO")
    line(file, snapshot.title, 14, align="center", after=3, bold=True)
    ruled(file, 58, 58, 12)


def _section(file: Any, snapshot: Snapshot, section: Section, numbers: Mapping[str, Iterator[int]]) -> None:
    for text in section.findings:
        finding(file, text)
    across = max(3, min(4, len(section.figures)))
    for start in range(0, len(section.figures), across):
        _cards(file, snapshot, section.figures[start : start + across], across)
    for one in section.maps:
        add_map(file, one, next(numbers["map"]), map_alt(one))
    for chart in section.charts:
        add_chart(file, chart, next(numbers["chart"]), chart_alt(chart))
    for table in section.tables:
        if not table.annex:
            caption(file, f"Bảng {next(numbers['table'])}. {table.title}").paragraph_format.keep_with_next = True
            _table(file, table)


def _table(file: Any, table: Table, width: float = 162, size: float = 10.5) -> None:
    if table.rows:
        add_table(file, table.columns, table.rows, table.total, width=width, size=size)
        if not table.annex:  # the break behind an annex is paragraph enough
            line(file, "", after=4)
    else:
        line(file, table.empty, align="center", italic=True)


def _cards(file: Any, snapshot: Snapshot, figures: tuple[Figure, ...], across: int) -> None:
    """Figures side by side, each on its tone with its shape and word."""
    table = bare(file, 1, [162 / across] * len(figures), (60, 110), left=True)
    for cell, figure in zip(table.rows[0].cells, figures, strict=True):
        tone = ink.tone(figure.status)
        shade(cell, tone.soft, tone.mark)
        run(first_line(cell, "left", 1), figure.label, 9.5, colour=ink.INK_2, face=SANS)
        number, unit = apart(figure)
        value = line(
            cell,
            number,
            19 if len(number) <= 8 else 13,
            align="left",
            after=1,
            bold=True,
            colour=tone.text,
            face=SANS,
        )
        if unit:
            run(value, f" {unit}", 9.5, bold=True, colour=tone.text, face=SANS)
        if figure.status in MARKS:
            line(
                cell,
                f"{MARKS[figure.status]} {status_word(figure.status)}",
                8.5,
                align="left",
                after=1,
                bold=True,
                colour=tone.text,
                face=SANS,
            )
        for text in (coverage(figure), change(figure, snapshot.compared)):
            if text:
                line(cell, text, 8, align="left", after=1, colour=ink.INK_2, face=SANS)
    line(file, "", 6, after=4)


def _bottom(file: Any, snapshot: Snapshot) -> None:
    """Who it goes to, who signs; never alone on a page."""
    for paragraph in file.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    line(file, "", 6, after=4).paragraph_format.keep_with_next = True
    left, right = bare(file, 1, (81, 81)).rows[0].cells
    run(first_line(left, "left", 2), "Nơi nhận:", 12, bold=True, italic=True)
    for text in (f"Lãnh đạo {snapshot.agency};", "Các bộ phận liên quan;", f"Lưu: VT, hồ sơ {snapshot.id}."):
        line(left, f"- {text}", 11, align="left", after=0)
    run(first_line(right, "center"), "THỦ TRƯỞNG CƠ QUAN", 13, bold=True)
    line(right, "(Ký, ghi rõ họ tên, đóng dấu)", 12, align="center", after=64, italic=True)
    if snapshot.made_by:
        line(right, f"Người lập: {snapshot.made_by}", 11, align="center", colour=ink.INK_2)


def _annex(file: Any, snapshot: Snapshot, table: Table, numeral: str) -> None:
    """A long table on pages of its own, across when it has many columns."""
    across = len(table.columns) > 5
    section = file.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.left_margin, section.right_margin = (Mm(15), Mm(15)) if across else (Mm(30), Mm(18))
    small_break(file)
    _annex_head(file, snapshot, numeral, table.title)
    _table(file, table, 267 if across else 162, 8.5)


def _annex_head(file: Any, snapshot: Snapshot, numeral: str, title: str) -> None:
    head = file.add_paragraph(style="Heading 1")
    head.alignment, head.paragraph_format.space_after = 1, Mm(0)
    run(head, f"Phụ lục {numeral}")
    line(file, title.upper(), 14, align="center", after=2, bold=True)
    said = f"(Kèm theo Báo cáo số          /{symbol(snapshot.agency)} {_dated(snapshot)}; ảnh chụp {snapshot.id})"
    line(file, said, 12, align="center", after=8, italic=True)


def _origin(file: Any, snapshot: Snapshot, numeral: str) -> None:
    """Sources, definitions, and how to ask whether this is ours and unchanged."""
    section = file.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    small_break(file)
    _annex_head(file, snapshot, numeral, "Nguồn số liệu, định nghĩa và kiểm chứng")
    columns = (
        Column(key="s", label="Nguồn", wide=True),
        Column(key="at", label="Lấy lúc", kind=Kind.MOMENT),
        Column(key="t", label="Độ mới", wide=True),
    )
    rows = [(one.label, one.taken_at, ("▲ " if one.late else "● ") + one.text) for one in snapshot.sources]
    add_table(file, columns, rows)
    line(file, "", after=4)
    columns = (
        Column(key="l", label="Chỉ số, từ ngữ"),
        Column(key="t", label="Nghĩa và mức đang hiệu lực", wide=True),
        Column(key="b", label="Căn cứ"),
    )
    add_table(file, columns, [(one.label, one.text, one.basis) for one in snapshot.definitions])
    line(file, "", after=8)
    code = io.BytesIO()
    segno.make(f"{snapshot.id} sha256:{snapshot.sha256}", error="m", micro=False).save(
        code, kind="png", scale=8, border=1
    )
    left, right = bare(file, 1, (38, 124)).rows[0].cells
    picture = first_line(left, "left").add_run().add_picture(io.BytesIO(code.getvalue()), width=Mm(30))
    picture._inline.docPr.set("descr", "Mã QR: mã ảnh chụp và giá trị băm")
    run(first_line(right, "left", 3), f"Ảnh chụp số liệu {snapshot.id}", 12, bold=True)
    for text in (
        f"SHA-256 {snapshot.sha256}",
        f"Số liệu lúc {stamp(snapshot.as_of, seconds=True)} · lập lúc {stamp(snapshot.made_at, seconds=True)}"
        f" · {clean(snapshot.software)}",
        "Kiểm chứng tại trang Báo cáo: nhập mã ảnh chụp hoặc thả tệp. "
        "Tệp Word đã sửa không còn là bản gốc; bản gốc lấy lại được bằng mã.",
    ):
        line(right, text, 9, align="left", after=3, colour=ink.INK_2, face=SANS)
