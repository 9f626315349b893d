"""XLSX: every table on its own sheet with real numbers and filters, charts the program draws; nothing that runs."""

import io
from datetime import UTC, datetime

from domain.paper import Paper
from domain.section import Table
from domain.snapshot import Snapshot
from domain.wording import Words, number
from reports._said import clean, figures, tables
from reports._same import same


def render(snapshot: Snapshot) -> bytes:
    """A workbook that opens on its cover."""
    import xlsxwriter

    from reports._sheet_charts import DATA, PICTURES, add_charts
    from reports._sheet_cover import COVER, Cover
    from reports._sheet_form import Forms
    from reports._sheet_more import DEFINITIONS, MAPS, add_definitions, add_maps
    from reports._sheet_table import FIGURES, add_figures, add_table, sheet_name

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({
        "title": clean(snapshot.title, 250), "author": clean(snapshot.made_by or snapshot.agency, 250),
        "company": clean(snapshot.agency, 250), "keywords": snapshot.id, "comments": f"SHA-256 {snapshot.sha256}",
        "created": datetime.fromtimestamp(snapshot.made_at, UTC)})
    forms, taken = Forms(book), {name.casefold() for name in (COVER, FIGURES, DATA, PICTURES, MAPS, DEFINITIONS)}
    cover, contents = Cover(book, forms, snapshot), list[tuple[str, str]]()
    contents.append((FIGURES, f"{len(list(figures(snapshot)))} chỉ số, giá trị đầy đủ"))
    add_figures(book, forms, snapshot, FIGURES)
    for _, table in tables(snapshot):
        name = sheet_name(table.title, taken)
        add_table(book, forms, snapshot, table, name)
        contents.append((name, _what(table)))
    if add_charts(book, forms, snapshot):
        contents += [(PICTURES, "Biểu đồ vẽ từ chính số liệu trong sổ"), (DATA, "Các con số của biểu đồ")]
    contents += add_maps(book, forms, snapshot) + add_definitions(book, forms, snapshot)
    cover.fill(contents)
    book.close()
    return same(file.getvalue(), snapshot.made_at)


def _what(table: Table) -> str:
    return f"{number(len(table.rows), lang='vi')} dòng" + (" · phụ lục đầy đủ" if table.annex else "")


PAPER = Paper(
    key="xlsx", label=Words("Excel (XLSX)", "Excel (XLSX)"),
    what=Words("Bảng số liệu để lọc, sắp xếp, tính tiếp", "Tables to filter, sort and work on"), order=2, render=render,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
