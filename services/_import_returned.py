"""The file a person gave, given back with one more column: what is wrong with each row. Never holds personal data."""

import csv
import io
import os
from collections.abc import Container
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from domain.phone import school_line
from services._import_privacy import personal, personal_heading
from services._import_sheet import Cell, Sheet, text

HEADING = "Lỗi nhập liệu"
_HIDDEN = "[đã bỏ: dữ liệu cá nhân]"
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_returned(
    sheet: Sheet, remarks: dict[int, list[str]], kept: set[int], clean: Container[int], path: Path,
    phone: int | None = None,
) -> Path:
    """Write `path` whole or not at all.

    `kept`: columns that were read; `clean`: rows already found free of personal data in these columns; `phone`:
    the column whose cells are given back only where they are a school's own line.
    """
    width = max(len(line) for line in sheet.lines)
    private = {i for i, heading in enumerate(sheet.headings) if i not in kept and personal_heading(heading)}
    rows: list[list[Cell]] = []
    for index, line in enumerate(sheet.lines):
        seen = kept - {phone} if index in clean else set()
        if phone is not None and phone < len(line) and school_line(text(line[phone])):
            seen = seen | {phone}
        cells = [
            cell if i in seen else _shown(cell, i in private and index > sheet.header) for i, cell in enumerate(line)
        ]
        cells += [None] * (width - len(cells))
        rows.append([*cells, HEADING if index == sheet.header else "; ".join(remarks.get(index, []))])
    content = _workbook(rows) if sheet.suffix == ".xlsx" else _lines(rows, sheet.delimiter)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        draft.write_bytes(content)
        os.replace(draft, path)
    except OSError as error:
        raise BadInput(
            f"Không ghi được tệp trả lại {path} ({error.strerror}).",
            f"Cannot write the returned file {path} ({error.strerror}).",
        ) from error
    return path


def _shown(cell: Cell, private: bool) -> Cell:
    if cell is None or (private and text(cell)) or personal(text(cell)):
        return _HIDDEN if cell is not None else None
    return cell


def _inert(cell: Cell) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if not isinstance(cell, str) or not cell.lstrip(" ").startswith(_LIVE):
        return "" if cell is None else cell
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return "'" + cell
    return cell


def _lines(rows: list[list[Cell]], delimiter: str) -> bytes:
    handle = io.StringIO(newline="")
    writer = csv.writer(handle, delimiter=delimiter or ",", lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return handle.getvalue().encode("utf-8-sig")


def _workbook(rows: list[list[Cell]]) -> bytes:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Kết quả")
    for row in rows:
        cells: list[Any] = []
        for cell in row:
            if isinstance(cell, str) and cell.lstrip(" ").startswith(_LIVE):
                shown = WriteOnlyCell(page, value=cell)
                shown.data_type = "s"
                cells.append(shown)
            else:
                cells.append(cell)
        page.append(cells)
    handle = io.BytesIO()
    book.save(handle)
    return handle.getvalue()
