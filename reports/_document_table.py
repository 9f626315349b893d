"""Tables of a document: real ones, heads on every page, rows that stay whole; ten thousand rows in a breath."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from domain.section import Cell, Column, Kind
from reports import _ink as ink
from reports._document import SANS, first_line, run
from reports._said import MARKS, heading, told
from reports._sheet_form import numeric
from reports._widths import shares


def add_table(file: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], total: Sequence[Cell] = (), *,
              width: float = 162, size: float = 10) -> Any:
    """Columns within `width` millimetres; the last row is the total when there is one."""
    table = file.add_table(rows=1, cols=len(columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _lines(table)
    wide = [Mm(width * share) for share in shares(columns, [*rows[:500], *([total] if total else [])], 2.5)]
    for n, column in enumerate(columns):
        table.columns[n].width = wide[n]
        cell = table.rows[0].cells[n]
        cell.width = wide[n]
        shade(cell, ink.GROUND_2)
        run(first_line(cell, "right" if numeric(column) else "left"), heading(column), size, bold=True, face=SANS)
    _whole(table.rows[0], head=True)
    plain = _template(table, columns, wide, size)
    for line in rows:
        table._tbl.append(_filled(plain, columns, line))
    if total:
        last = _filled(plain, columns, [cell if cell is not None else "" for cell in total])
        for cell in last.iterfind(qn("w:tc")):
            shade(cell, ink.GROUND)
            for properties in cell.iter(qn("w:rPr")):
                properties.insert(1, OxmlElement("w:b"))
        table._tbl.append(last)
    return table


def _template(table: Any, columns: Sequence[Column], wide: Sequence[Any], size: float) -> Any:
    """A row as every other is made after: one run in each cell."""
    row = table.add_row()
    _whole(row)
    for n, column in enumerate(columns):
        row.cells[n].width = wide[n]
        run(first_line(row.cells[n], "right" if numeric(column) else "left"), "-", size, face=SANS,
            colour=ink.INK)
    plain = row._tr
    table._tbl.remove(plain)
    return plain


def _filled(plain: Any, columns: Sequence[Column], line: Sequence[Cell]) -> Any:
    row = deepcopy(plain)
    for place, column, cell in zip(row.iterfind(qn("w:tc")), columns, line, strict=False):
        text = "" if cell == "" else told(cell, column)
        letters = place.find(f"{qn('w:p')}/{qn('w:r')}")
        if column.kind is Kind.STATUS and cell in MARKS:
            text = f"{MARKS[str(cell)]} {text}"
            letters.find(f"{qn('w:rPr')}/{qn('w:color')}").set(qn("w:val"), ink.tone(str(cell)).text)
        letters.find(qn("w:t")).text = text
        letters.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return row


def _whole(row: Any, *, head: bool = False) -> None:
    """A row is not cut by a page; a head is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _lines(table: Any) -> None:
    """Hairlines between rows, a firmer one above and below, none between columns; narrow margins."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "8", ink.INK), ("bottom", "8", ink.INK), ("insideH", "4", ink.LINE_2)):
        borders.append(_edge(side, size, colour))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    _margins(table, 18, 70)


def _margins(table: Any, above: int, beside: int) -> None:
    """Of every cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, wide in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(wide))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _edge(side: str, size: str, colour: str) -> Any:
    edge = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
        edge.set(qn(f"w:{key}"), value)
    return edge


def shade(cell: Any, colour: str, left: str = "") -> None:
    """The ground of a cell, and a thick edge at its left."""
    properties = getattr(cell, "_tc", cell).get_or_add_tcPr()
    if left:
        borders = OxmlElement("w:tcBorders")
        borders.append(_edge("left", "36", left))
        properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    ground = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{key}"), value)
    properties.append(ground)


def bare(file: Any, rows: int, wide: Sequence[float], margins: tuple[int, int] = (0, 0), *, left: bool = False) -> Any:
    """A table without lines that only places its cells, widths in millimetres."""
    table = file.add_table(rows=rows, cols=len(wide))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT if left else WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _margins(table, *margins)
    for n, width in enumerate(wide):
        table.columns[n].width = Mm(width)
        for row in table.rows:
            row.cells[n].width = Mm(width)
    return table


