"""A workbook reopened: every number is the snapshot's own, nothing in it runs, the same snapshot is the same file."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from domain.section import Cell, Column, Kind, Table
from domain.snapshot import Snapshot
from domain.wording import LOCAL
from reports._said import clean, figures, status_word, tables
from reports.xlsx import render
from tests.rig.papers import HOSTILE, struck
from tests.rig.snapshots import sample

HEAD = 6
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported.*")


def opened(document: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(document))


def expected(cell: Cell, column: Column) -> Any:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return status_word(cell) if column.kind is Kind.STATUS else clean(cell)
    if column.kind is Kind.MOMENT:
        return datetime.fromtimestamp(cell, LOCAL).replace(tzinfo=None)
    return timedelta(seconds=cell) if column.kind is Kind.SPAN else cell


def same_cell(found: Any, cell: Cell, column: Column) -> bool:
    wanted = expected(cell, column)
    if isinstance(wanted, datetime):
        return bool(abs(found - wanted) < timedelta(seconds=1))
    if isinstance(wanted, timedelta):
        told = found if isinstance(found, timedelta) else timedelta(hours=found.hour, minutes=found.minute, seconds=found.second)
        return abs(told - wanted) < timedelta(seconds=1)
    return bool(found == wanted) if isinstance(wanted, str) else bool(abs(found - wanted) < 1e-12)


def sheet_of(book: Any, table: Table) -> Any:
    return next(sheet for sheet in book if sheet["A1"].value == clean(table.title))


def check_tables(book: Any, snapshot: Snapshot) -> int:
    checked = 0
    for _, table in tables(snapshot):
        sheet = sheet_of(book, table)
        lines = [*table.rows, *([table.total] if table.total else [])]
        for r, line in enumerate(lines, HEAD + 1):
            for n, (cell, column) in enumerate(zip(line, table.columns, strict=True), 1):
                if cell == "" and table.total and line is table.total:
                    continue
                assert same_cell(sheet.cell(r, n).value, cell, column), (table.key, r, column.key, sheet.cell(r, n).value, cell)
                checked += 1
    return checked


def test_every_figure_and_every_cell_is_the_snapshots_own() -> None:
    snapshot = sample(schools=400)
    book = opened(render(snapshot))
    assert check_tables(book, snapshot) == 22 * 5 + 4 + 400 * 9
    sheet = book["Số liệu chính"]
    heads = [cell.value for cell in sheet[HEAD]]
    for r, (_, figure) in enumerate(figures(snapshot), HEAD + 1):
        line = dict(zip(heads, (cell.value for cell in sheet[r]), strict=True))
        assert line["Mã chỉ số"] == figure.key
        assert line["Giá trị"] == (figure.text if figure.value is None or figure.key == "line" else figure.value)  # a word is read, not its number
        assert line["Đọc là"] == figure.text
        assert line["Giá trị so sánh"] == ("–" if figure.before is None else figure.before)
        assert (line["Số trường báo cáo"], line["Tổng số trường"]) == ("–" if figure.known is None else figure.known, "–" if figure.total is None else figure.total)
    cover = [cell.value for row in book["Tổng quan"] for cell in row if cell.value is not None]
    for _, figure in figures(snapshot):
        assert (figure.text if figure.value is None or figure.key in {"line", "acknowledge"} else figure.value) in cover


def test_numbers_are_read_as_a_vietnamese_reads_them() -> None:
    book = opened(render(sample(schools=30)))
    sheet = book["Tình hình theo địa bàn"]
    assert sheet["C7"].number_format == "[$-42A]0.0\u00a0%"
    assert sheet["B7"].number_format == "[$-42A]#,##0"
    annex = book["Danh sách trường"]
    assert (annex["G7"].number_format, annex["H7"].number_format) == ("dd/mm/yyyy hh:mm", "[h]:mm:ss")
    assert annex["D7"].number_format.endswith("@")  # the shape before the word is form, the word is the cell


@pytest.mark.parametrize(("share", "form"), [(0.99999, '"99,9\u00a0%"'), (0.00001, '"0,1\u00a0%"'), (1.0, "[$-42A]0.0\u00a0%"), (0.0, "[$-42A]0.0\u00a0%")])
def test_what_is_not_quite_everything_is_not_shown_as_everything(share: float, form: str) -> None:
    from reports._sheet_form import share_form

    assert share_form(share, 1) == form


def test_heads_stay_filters_stand_and_pages_repeat_their_heads() -> None:
    snapshot = sample(schools=60)
    book = opened(render(snapshot))
    for _, table in tables(snapshot):
        sheet = sheet_of(book, table)
        assert sheet.freeze_panes.endswith("7")
        assert re.fullmatch(rf"A6:[A-Z]+{max(7, 6 + len(table.rows))}", sheet.auto_filter.ref)
        assert sheet.print_title_rows == "$6:$6"


def test_charts_are_drawn_by_the_program_from_the_numbers_beside() -> None:
    snapshot = sample(schools=30)
    book = opened(render(snapshot))
    charts = [chart for section in snapshot.sections for chart in section.charts]
    drawn = book["Biểu đồ"]._charts
    assert len(drawn) == len(charts)
    data = book["Số liệu biểu đồ"]
    for chart, picture in zip(charts, drawn, strict=True):
        for series, shown in zip(chart.series, picture.series, strict=True):
            cells = data[shown.val.numRef.f.partition("!")[2].replace("$", "")]
            assert tuple(cell[0].value for cell in cells) == series.values


def test_id_hash_and_marks_stand_on_every_sheet() -> None:
    snapshot = sample(schools=30, marks=("NGUỒN QUÁ HẠN: Phòng máy",))
    for sheet in opened(render(snapshot)):
        told = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=80) for cell in row if cell.value is not None)
        assert snapshot.id in told
        assert snapshot.sha256 in told
        assert all(mark in told for mark in snapshot.marks), sheet.title


def test_definitions_and_sources_are_in_it() -> None:
    snapshot = sample(schools=30)
    book = opened(render(snapshot))
    assert book["Định nghĩa"]["B7"].value == snapshot.definitions[0].text
    cover = " ".join(str(cell.value) for row in book["Tổng quan"] for cell in row)
    assert all(source.label in cover and source.text in cover for source in snapshot.sources)


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(payload: str) -> None:
    snapshot = struck(sample(areas=3, schools=4), payload)
    document = render(snapshot)
    book = opened(document)
    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert check_tables(book, snapshot) > 40
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        told = {name: packed.read(name) for name in packed.namelist()}
    assert not [name for name in told if "vba" in name.lower() or "external" in name.lower()]
    assert not [name for name, part in told.items() if name.startswith("xl/worksheets/sheet") and b"<f>" in part]
    assert not [name for name, part in told.items() if b'TargetMode="External"' in part]
    asked = {one.partition("!")[0] for name, part in told.items() if "charts/chart" in name for one in re.findall(r"<c:f>(.*?)</c:f>", part.decode())}
    assert asked == {"'Số liệu biểu đồ'"}  # what a chart is drawn from is a sheet of this book


def test_mutant_a_book_that_writes_what_looks_like_a_formula_as_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deliberate break: the library's own guess of what a text is."""
    def guessed(sheet: Worksheet, row: int, column: int, text: str, *looks: object) -> int:
        return int(sheet.write_formula(row, column, text, *looks) if text.startswith("=") else plain(sheet, row, column, text, *looks))

    plain = Worksheet.write_string
    monkeypatch.setattr(Worksheet, "write_string", guessed)
    book = opened(render(struck(sample(areas=3, schools=4), "=1+1")))
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_ten_thousand_rows() -> None:
    snapshot = sample(schools=10_000)
    sheet = openpyxl.load_workbook(io.BytesIO(render(snapshot)), read_only=True)["Danh sách trường"]
    rows = list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))
    assert [row[0] for row in rows] == [row[0] for row in snapshot.sections[-1].tables[0].rows]
