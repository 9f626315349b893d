"""A native table on a slide: hairlines, heads on a dark ground, statuses by shape and word."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from domain.section import Cell, Column, Kind
from reports import _ink as ink
from reports._deck import Box, Deck, say
from reports._said import MARKS, heading, told
from reports._sheet_form import numeric
from reports._widths import shares

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # a style without lines and grounds
_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LETTER, _LEADING = 0.52, 1.25  # of the size: a letter's width, a line's height


def add_table(
    deck: Deck,
    slide: Any,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    total: Sequence[Cell] = (),
    size: float = 11,
    row: float = 0.35,
) -> None:
    """Rows as they are read; the last is the total when there is one."""
    left, top, width, _ = box
    lines = [*rows, *([total] if total else [])]
    shape = slide.shapes.add_table(
        len(lines) + 1, len(columns), *(Inches(n) for n in (left, top, width, row * (len(lines) + 1)))
    )
    table = shape.table
    shape._element.graphic.graphicData.tbl.tblPr.find(f"{{{_NS}}}tableStyleId").text = _PLAIN
    table.first_row, table.horz_banding, table.last_row = True, False, bool(total)
    parts = _shares(columns, lines, width, size)
    room = [letters(width * share, size) for share in parts]
    deep = max(1, int((row - 0.04) * 72 / (size * _LEADING)))
    for n, share in enumerate(parts):
        table.columns[n].width = Inches(width * share)
    for n, line in enumerate(table.rows):
        line.height = Inches(row if n else 0.36)
    for n, column in enumerate(columns):
        _set(table.cell(0, n), heading(column), column, size, ink.WHITE, bold=True, ground=ink.NIGHT)
    for r, line in enumerate(lines, 1):
        last = bool(total) and r == len(lines)
        for n, (cell, column) in enumerate(zip(line, columns, strict=False)):
            _cell(table.cell(r, n), cell, column, size, last, room[n] * deep)


def letters(width: float, size: float) -> int:
    """That stand beside each other in a column so many inches wide."""
    return max(4, int((width - 0.22) * 72 / (size * _LETTER)))


def _shares(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: float, size: float) -> list[float]:
    return shares(columns, rows, room=width * 72 / (size * _LETTER))


def fitting(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: float, size: float
) -> tuple[int, float]:
    """Rows on a slide, and their height in inches: lower ones when every text fits on one line."""
    room = [letters(width * share, size) for share in _shares(columns, rows, width, size)]
    short = all(
        len(told(cell, column)) <= room[n]
        for row in rows
        for n, (cell, column) in enumerate(zip(row, columns, strict=False))
        if column.kind is Kind.TEXT
    )
    return (12, 0.35) if short else (8, 0.52)


def _cell(place: Any, cell: Cell, column: Column, size: float, last: bool, most: int) -> None:
    text, colour = "" if cell == "" else told(cell, column), ink.INK_3 if cell is None else ink.INK
    if column.kind is Kind.STATUS and cell in MARKS:
        text, colour = f"{MARKS[str(cell)]} {text}", ink.tone(str(cell)).text
    elif last and cell is None:
        text = ""
    _set(
        place,
        text if len(text) <= most or column.kind is not Kind.TEXT else text[: most - 1] + "…",
        column,
        size,
        colour,
        bold=last,
        ground=ink.GROUND_2 if last else ink.WHITE,
    )


def _set(place: Any, text: str, column: Column, size: float, colour: str, *, bold: bool, ground: str) -> None:
    place.margin_left, place.margin_right = Inches(0.08 if numeric(column) else 0.14), Inches(0.08)
    place.margin_top = place.margin_bottom = Inches(0.02)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.fill.solid()
    place.fill.fore_color.rgb = RGBColor.from_string(ground)
    say(place.text_frame.paragraphs[0], text, size, colour, bold=bold, align="right" if numeric(column) else "left")
    _underline(place._tc.get_or_add_tcPr())


def _underline(properties: Any) -> None:
    """A hairline below, before the ground as the format wants it."""
    properties.insert(
        0,
        parse_xml(
            f'<a:lnB xmlns:a="{_NS}" w="{Pt(0.75)}"><a:solidFill><a:srgbClr val="{ink.LINE_2}"/></a:solidFill></a:lnB>'
        ),
    )
