"""A register file as a table: CSV here, XLSX in a confined child; finds headings, titles above, footers below."""

import hashlib
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from domain.wording import fold
from geo.confined import confined
from geo.limits import check_archive, check_table, read_once
from services._import_columns import SCHOOL_COLUMNS, recognise
from services._import_text import check_script, decode, split, tidy

Cell = str | int | float | bool | None
_LOOK_AT = 30  # rows in which the headings are looked for
_FOOTERS = re.compile(
    r"^(tong cong|tong so|tong|cong|nguoi lap|ghi chu|thu truong|ke toan|giam doc|truong phong|"
    r"hieu truong|noi nhan|ngay \d+ thang|.{0,40}, ngay .* thang )\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`lines`: every row as given (first = line 1); `header`: index of the heading row; `body`: indices of data rows.

    `skipped`: index -> why a row below the headings is no data ("footer", "empty", "heading").
    """

    lines: list[list[Cell]]
    header: int
    body: list[int]
    skipped: dict[int, str]
    digest: str
    format: str
    suffix: str
    delimiter: str

    @property
    def headings(self) -> list[str]:
        """The heading row as text."""
        return [text(cell) for cell in self.lines[self.header]]


def read_sheet(file: Path, asked: list[str]) -> Sheet:
    """Read a register file; `asked`: headings the person named. Raises BadInput."""
    content = read_once(file)
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    suffix = file.suffix.lower()
    if content[:4] == b"PK\x03\x04":
        sheets, format_, delimiter, suffix = _workbook(content), "XLSX", "", ".xlsx"
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInput(
            "Đây là tệp Excel cũ (.xls) hoặc có mật khẩu; hãy lưu thành .xlsx không mật khẩu.",
            "This is an old .xls file or it has a password; save it as .xlsx.",
        )
    elif suffix in (".xlsx", ".xlsm") or content.lstrip()[:1] == b"<" or content[:5] == b"%PDF-":
        raise BadInput(
            "Nội dung tệp không phải XLSX hay CSV (có thể là HTML hoặc PDF đổi đuôi).",
            "The content is neither XLSX nor CSV (perhaps HTML or PDF renamed).",
        )
    else:
        words, encoding = decode(content)
        rows, delimiter = split(words)
        sheets, format_, suffix = [list(rows)], f"CSV ({encoding})", ".csv"
    lines, header = _best(sheets, asked)
    body, skipped = _body(lines, header)
    return Sheet(
        lines=lines,
        header=header,
        body=body,
        skipped=skipped,
        digest=digest,
        format=format_,
        suffix=suffix,
        delimiter=delimiter,
    )


def text(cell: Cell) -> str:
    """A cell as text: 760.0 -> "760", None -> ""."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _tidy(cell: Cell) -> Cell:
    """Text in NFC on one line, without invisible characters."""
    return tidy(cell) if isinstance(cell, str) else cell


def _workbook(content: bytes) -> list[Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in check_archive(archive)}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadInput("Tệp XLSX bị hỏng.", "The XLSX file is damaged.") from None
    if "[Content_Types].xml" not in names:
        raise BadInput("Tệp nén này không phải XLSX.", "This archive is not an XLSX file.")
    with tempfile.TemporaryDirectory(prefix="centre-import-") as room:
        copy = Path(room) / "given.xlsx"
        copy.write_bytes(content)
        sheets: list[Any] = confined("services._import_workbook:parse", {"file": str(copy)})
    for sheet in sheets:
        check_script(" ".join(cell for row in sheet[:2000] for cell in row if isinstance(cell, str)))
    return [[[_tidy(cell) for cell in row] for row in sheet] for sheet in sheets]


def _best(sheets: list[Any], asked: list[str]) -> tuple[list[list[Cell]], int]:
    """The sheet and row that look most like headings of a school register."""
    best: tuple[float, list[list[Cell]], int] | None = None
    for lines in sheets:
        for index, row in enumerate(lines[:_LOOK_AT]):
            cells = [text(cell) for cell in row]
            roles = recognise(cells, SCHOOL_COLUMNS)
            named = [heading for heading in asked if heading in cells]
            score = len(roles) + 3 * len(named) + 2 * ("name" in roles) - 0.01 * index
            if ("name" in roles or named) and len([c for c in cells if c]) > 1 and (best is None or score > best[0]):
                best = (score, lines, index)
    if best is None:
        raise BadInput(
            "Không tìm thấy dòng tiêu đề có cột tên trường; hãy đặt tiêu đề \u201cTên trường\u201d hoặc khai --name.",
            "No heading row with a school name column was found; name it with --name.",
        )
    return best[1], best[2]


def _body(lines: list[list[Cell]], header: int) -> tuple[list[int], dict[int, str]]:
    body: list[int] = []
    skipped: dict[int, str] = {}
    headings = [fold(text(cell)) for cell in lines[header]]
    for index in range(header + 1, len(lines)):
        filled = [word for cell in lines[index] if (word := text(cell))]
        first = fold(_first_word(filled))
        if not filled:
            skipped[index] = "empty"
        elif _FOOTERS.match(first):
            skipped[index] = "footer"
        elif (len(filled) == 1 and len(headings) > 2) or (
            first in headings and [fold(text(c)) for c in lines[index]] == headings
        ):
            skipped[index] = "heading"
        else:
            body.append(index)
    check_table(len(body), 0)
    return body, skipped


def _first_word(filled: list[str]) -> str:
    """The first cell that is not a running number."""
    return next((cell for cell in filled if not re.fullmatch(r"[\d.,\s]+", cell)), "")
