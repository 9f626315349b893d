"""Whose file is this? A number or a hash in it leads to a snapshot; only the bytes themselves prove it unchanged."""

import contextlib
import io
import re
import zipfile
from hashlib import sha256

from domain.snapshot import opened

NUMBER = re.compile(r"AC-[12]\d{3}-\d{6,9}", re.ASCII)
_IN_BYTES = re.compile(rb"AC-[12]\d{3}-\d{6,9}")
MOST_PARTS, MOST_BYTES = 200, 32 * 1024 * 1024
_FIRST = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


def digests(body: bytes) -> tuple[str, ...]:
    """Hashes under which a document may be known: of the very bytes, and of what they say in canonical form."""
    found = [sha256(body).hexdigest()]
    with contextlib.suppress(ValueError, RecursionError):
        found.append(opened(body).sha256)
    return tuple(dict.fromkeys(found))


def numbers(body: bytes) -> tuple[str, ...]:
    """Numbers of snapshots that a file names, in the order they are found; zipped papers are looked into, bounded."""
    found = [one.decode() for one in _IN_BYTES.findall(body[:MOST_BYTES])]
    if body[:4] == b"PK\x03\x04":
        found += _zipped(body)
    return tuple(dict.fromkeys(found))


def _zipped(body: bytes) -> list[str]:
    found, left = [], MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            parts = sorted(book.infolist()[:MOST_PARTS], key=lambda part: part.filename not in _FIRST)
            for part in parts:
                if part.file_size > left or not part.filename.endswith((".xml", ".json", ".csv")):
                    continue
                left -= part.file_size
                found += [one.decode() for one in _IN_BYTES.findall(book.read(part))]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return found
    return found
