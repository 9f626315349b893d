"""What a paper's file is called: its title, made safe for any disk, and a plain name beside it (RFC 6266)."""

import unicodedata
from urllib.parse import quote

LONGEST = 100
_FORBIDDEN = frozenset('/\\:*?"<>|%;')


def file_name(title: str, number: str, key: str) -> str:
    """"Tình hình điều hành ngày 22-11-2026 (AC-2026-000123).pdf": no path, no device, nothing that cannot be seen."""
    kept = "".join("-" if c in "/:" else " " if c in _FORBIDDEN or unicodedata.category(c)[0] in "CZ" else c
                   for c in unicodedata.normalize("NFC", title))
    plain = " ".join(kept.split()).lstrip(". -")[:LONGEST].rstrip(". -")
    return f"{plain or 'Báo cáo'} ({number}).{key}"


def disposition(name: str) -> str:
    """The header: a plain name for old programs, the real one for all others."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    ascii_ = "".join(c for c in plain if c.isascii() and (c.isalnum() or c in " ()._-")).strip() or "bao-cao"
    return f"attachment; filename=\"{ascii_}\"; filename*=UTF-8''{quote(name, safe='')}"
