"""The last sheets of a workbook: maps with the areas' figures, and what every indicator means."""

import io
from typing import Any

from domain.section import Chorograph, Column, Kind
from domain.snapshot import Snapshot
from reports import _ink as ink
from reports._said import clean
from reports._sheet_form import Forms, put, put_cell
from reports._sheet_table import head_sheet

MAPS, DEFINITIONS = "Bản đồ", "Định nghĩa"
_AREAS = (Column(key="code", label="Mã"), Column(key="name", label="Địa bàn", wide=True),
          Column(key="value", label="Giá trị", kind=Kind.NUMBER, decimals=3), Column(key="text", label="Đọc là"),
          Column(key="status", label="Tình trạng", kind=Kind.STATUS))


def add_maps(book: Any, forms: Forms, snapshot: Snapshot) -> list[tuple[str, str]]:
    """A picture of each map beside the figures of its areas."""
    maps = [one for section in snapshot.sections for one in section.maps]
    if not maps:
        return []
    sheet = book.add_worksheet(MAPS)
    head_sheet(sheet, forms, snapshot, MAPS)
    for n, width in enumerate((9, 28, 11, 14, 20, 3)):
        sheet.set_column(n, n, width)
    row = 5
    for one in maps:
        _picture(sheet, one, row)
        row = max(_areas(sheet, forms, one, row), row + 28) + 2
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return [(MAPS, "Bản đồ lúc chụp và số liệu từng địa bàn")]


def _areas(sheet: Any, forms: Forms, one: Chorograph, row: int) -> int:
    put(sheet, forms, (row, 0), one.title, bold=True, font_size=12, indent=1)
    put(sheet, forms, (row + 1, 0), one.bands, font_color=ink.INK_2, indent=1)
    for n, column in enumerate(_AREAS):
        put(sheet, forms, (row + 2, n), column.label, bold=True, font_color=ink.WHITE, bg_color=ink.NIGHT, indent=1)
    for r, area in enumerate(one.areas, row + 3):
        cells = (area.code, area.name, area.value, area.text, area.status)
        for n, (cell, column) in enumerate(zip(cells, _AREAS, strict=True)):
            put_cell(sheet, forms, (r, n), cell, column, bottom=1, bottom_color=ink.LINE, indent=1)
    return row + 3 + len(one.areas)


def _picture(sheet: Any, one: Chorograph, row: int) -> None:
    from reports._pictures import map_png

    drawn = map_png(one, 1400, 1000)
    sheet.insert_image(row + 2, 6, "map.png", {
        "image_data": io.BytesIO(drawn), "x_scale": 0.5, "y_scale": 0.5, "object_position": 3,
        "description": clean(f"{one.title}. {one.bands}")})


def add_definitions(book: Any, forms: Forms, snapshot: Snapshot) -> list[tuple[str, str]]:
    """The rules in force when the snapshot was taken."""
    sheet = book.add_worksheet(DEFINITIONS)
    head_sheet(sheet, forms, snapshot, DEFINITIONS)
    for n, (label, width) in enumerate((("Chỉ số, từ ngữ", 30), ("Nghĩa và mức", 90), ("Căn cứ", 34))):
        sheet.set_column(n, n, width)
        put(sheet, forms, (5, n), label, bold=True, font_color=ink.WHITE, bg_color=ink.NIGHT, indent=1)
    look = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": ink.LINE, "indent": 1}
    for r, one in enumerate(snapshot.definitions, 6):
        put(sheet, forms, (r, 0), one.label, **look | {"bold": True})
        put(sheet, forms, (r, 1), one.text, **look)
        put(sheet, forms, (r, 2), one.basis, **look)
        sheet.set_row(r, 15 * max(1, -(-len(one.text) // 92), -(-len(one.basis) // 34)) + 6)
    sheet.freeze_panes(6, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return [(DEFINITIONS, "Nghĩa của từng chỉ số, mức và căn cứ đang hiệu lực")]
