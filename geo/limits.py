"""What may be opened at all: sizes, archive contents and names, checked before any parser sees a byte."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from domain.errors import BadInput

MB = 1024 * 1024
FILE_BYTES = 20 * MB
INFLATED_BYTES = 200 * MB
RATIO = 100
RATIO_FROM = 1 * MB  # a small file may repeat itself; a bomb does not matter below this size
ROWS = 60_000
COLUMNS = 200
ENTRIES = 2_000


def read_once(path: Path) -> bytes:
    """The bytes of a file of at most 20 MB. Everything later works on these bytes, not on the path again."""
    try:
        if not path.is_file():
            raise BadInput(f"Không tìm thấy tệp {path.name}.", f"No such file: {path.name}.")
        with path.open("rb") as handle:
            content = handle.read(FILE_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"Không mở được tệp {path.name} ({error.strerror}).", f"Cannot open {path.name} ({error.strerror})."
        ) from error
    if len(content) > FILE_BYTES:
        raise BadInput(
            f"Tệp {path.name} lớn hơn 20 MB; hãy chia nhỏ hoặc nén lại.",
            f"{path.name} is larger than 20 MB; split or compress it.",
        )
    if not content:
        raise BadInput(f"Tệp {path.name} rỗng.", f"{path.name} is empty.")
    return content


def check_archive(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries of a harmless archive; bombs, links, `../` and overlapping entries raise BadInput."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > ENTRIES or total > INFLATED_BYTES or (total > RATIO_FROM and total / packed > RATIO):
        raise BadInput(
            f"Tệp nén bung ra quá lớn ({total // MB} MB, gấp {total // packed} lần, {len(entries)} mục): không mở.",
            f"The archive inflates too much ({total // MB} MB, {total // packed}-fold, {len(entries)} entries).",
        )
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        mode = entry.external_attr >> 16
        if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]) or "\0" in entry.filename:
            raise BadInput(
                "Tệp nén chứa đường dẫn trỏ ra ngoài (../): không mở.",
                "The archive holds a path that points outside (../); refused.",
            )
        if stat.S_ISLNK(mode):
            raise BadInput("Tệp nén chứa liên kết (symlink): không mở.", "The archive holds a symlink; refused.")
        if entry.flag_bits & 1:
            raise BadInput("Tệp nén có mật khẩu: hãy gửi tệp không đặt mật khẩu.", "The archive is encrypted.")
        if entry.header_offset < end:
            raise BadInput("Tệp nén có các mục chồng lên nhau: không mở.", "Overlapping archive entries; refused.")
        end = entry.header_offset + entry.compress_size
    return entries


def check_table(rows: int, columns: int) -> None:
    """At most 60,000 rows and 200 columns. Raises BadInput."""
    if rows > ROWS:
        raise BadInput("Tệp có hơn 60.000 dòng; hãy chia nhỏ.", "More than 60,000 rows; split the file.")
    if columns > COLUMNS:
        raise BadInput("Tệp có hơn 200 cột; hãy bỏ bớt cột.", "More than 200 columns; remove some.")
