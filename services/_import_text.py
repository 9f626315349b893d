"""Bytes of a CSV register to text: the encodings Vietnamese offices use; old font encodings are refused."""

import csv
import io
import re
import unicodedata

from domain.errors import BadInput
from geo.limits import COLUMNS, ROWS, check_table

_TCVN3 = re.compile(
    "(?:Tr\u00ad[êe\u00aeí]|TiÓu|MÇm|häc|tr\u00ad|ph\u00ad|Ph\u00ad|QuËn|quËn|HuyÖn|Th\u00b5nh|§|®[\u00b5-\u00fe])"
)
_VNI = re.compile("(?:Tröôøng|Tieåu|hoïc|Maàm|Phöôøng|Quaän)")
_MOJIBAKE = re.compile("(?:Æ°|á»|áº|Ä‘|Ã¢|Ãª|Ã´)")
_DELIMITERS = ",;\t|"


def decode(content: bytes) -> tuple[str, str]:
    """(text in NFC, name of its encoding). Raises BadInput for text typed in TCVN3 or VNI fonts, or garbled before."""
    text, encoding = _decode(content)
    text = unicodedata.normalize("NFC", text)
    check_script(text)
    return text, encoding


def check_script(text: str) -> None:
    """Refuse old font encodings and text that was garbled before it came here."""
    for pattern, name in ((_TCVN3, "TCVN3 (font .VnTime)"), (_VNI, "VNI")):
        if len(pattern.findall(text[:200_000])) >= 2:
            raise BadInput(
                f"Chữ trong tệp dùng bảng mã {name}. Hãy đổi sang Unicode (Unikey: Ctrl+Shift+F6) rồi gửi lại.",
                f"The text is in the {name} encoding. Convert it to Unicode and try again.",
            )
    if len(_MOJIBAKE.findall(text[:200_000])) >= 3:
        raise BadInput(
            "Chữ trong tệp đã bị hỏng mã (kiểu \u201cTrÆ°á»ng\u201d). Hãy xuất lại từ nguồn với mã UTF-8.",
            "The text was garbled earlier (UTF-8 read as Latin-1). Export it again as UTF-8.",
        )


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strict(content, encoding)
    head = content[:4000]
    if head.count(0) > len(head) // 4:
        return _strict(content, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be")
    if 0 in content:
        raise BadInput("Tệp chứa byte rỗng: không phải tệp văn bản.", "The file holds NUL bytes: not a text file.")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # TCVN3 bytes decode as Latin-1 to the strange letters that check_script knows.
    check_script(content.decode("latin-1"))
    return _strict(content, "cp1258")


def _strict(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        raise BadInput(
            "Không nhận ra bảng mã của tệp; hãy lưu lại thành CSV UTF-8.",
            "Unknown text encoding; save the file as CSV UTF-8.",
        ) from None


def tidy(cell: str) -> str:
    """NFC, single spaces, nothing invisible: zero-width characters, direction marks and controls are dropped."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    kept = "".join(c if c.isprintable() or c.isspace() else "" for c in unicodedata.normalize("NFC", cell))
    return " ".join(kept.split())


def split(text: str) -> tuple[list[list[str]], str]:
    """(lines of cells, delimiter): the delimiter that cuts most lines into the same number of cells wins."""
    if text.startswith("sep=") and "\n" in text:  # Excel's own hint
        text = text.split("\n", 1)[1]
    rows_at_most = text.count("\n") + 1
    if rows_at_most > ROWS * 4:
        check_table(rows_at_most, 0)
    delimiter = _delimiter(text[:20_000])
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([tidy(cell) for cell in row])
            check_table(len(rows), 0)
    except csv.Error as error:
        raise BadInput(f"Dòng {len(rows) + 1} của tệp CSV bị hỏng.", f"CSV line {len(rows) + 1} is damaged.") from error
    check_table(0, max((len(row) for row in rows), default=0))
    return rows, delimiter


def _delimiter(sample: str) -> str:
    def regular(delimiter: str) -> tuple[int, int]:
        try:
            lines = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))[:-1] or [[sample]]
        except csv.Error:
            return (0, 0)
        widths = [len(line) for line in lines if 1 < len(line) <= COLUMNS]
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common), common)

    return max(_DELIMITERS, key=regular)
