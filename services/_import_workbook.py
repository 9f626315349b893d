"""The child's side of reading XLSX (see geo.confined): visible sheets as rows of plain values, bounded first."""

import datetime
import re
import zipfile
from typing import Any

from domain.errors import BadInput
from geo.limits import COLUMNS, check_archive, check_table

_CHUNK = 1 << 20


def parse(request: dict[str, Any]) -> list[list[list[Any]]]:
    """{"file"} -> the visible sheets, each a list of rows; text stays text, formulas give their stored value."""
    import openpyxl
    from openpyxl.xml import DEFUSEDXML

    if not DEFUSEDXML:
        raise BadInput("Thiếu thư viện defusedxml: không mở XLSX.", "defusedxml is missing: XLSX is not opened.")
    with zipfile.ZipFile(request["file"]) as archive:
        for entry in check_archive(archive):
            _before_parsing(archive, entry)
    book = openpyxl.load_workbook(request["file"], read_only=True, data_only=True, keep_links=False)
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # the stated size may be a lie (A1:XFD1048576)
        sheets.append([_trimmed(row) for row in sheet.iter_rows(values_only=True, max_col=COLUMNS + 1)])
    return sheets


def _before_parsing(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Count rows and refuse document types in the raw XML, a chunk at a time."""
    if not entry.filename.endswith((".xml", ".rels")):
        return
    rows, tail = 0, b""
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            window = tail + chunk
            if re.search(rb"<!(DOCTYPE|ENTITY)", window):
                raise BadInput("Tệp XLSX chứa khai báo DTD: không mở.", "The XLSX declares a DTD; refused.")
            rows += len(re.findall(rb"<(?:\w+:)?row[ />]", window))
            check_table(rows, 0)
            tail = chunk[-16:] if b"<" in chunk[-16:] else b""
            rows -= len(re.findall(rb"<(?:\w+:)?row[ />]", tail))


def _trimmed(row: tuple[Any, ...]) -> list[Any]:
    cells = [_plain(cell) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    check_table(0, len(cells))
    return cells


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, str | bool | int):
        return cell
    if isinstance(cell, float):
        return cell if abs(cell) < 1e300 else None
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return str(cell)
