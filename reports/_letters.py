"""The letters of papers: what our own fonts can set, how wide it is, and what stands for what they cannot."""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

from domain.wording import NBSP

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = "LiberationSerif-Regular", "BeVietnamPro-Regular"
MISSING = "□"  # of a letter no font of ours has: it was there, and is not passed over


@cache
def advances(face: str) -> dict[int, float]:
    """Code point -> width in parts of the type size, of every letter a face has."""
    data = (FONTS / f"{face}.ttf").read_bytes()
    tables = {}
    for n in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * n)
        tables[tag] = start
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    wide = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * n)[0] / em for n in range(wide)]
    return {code: widths[min(glyph, wide - 1)] for code, glyph in _glyphs(data, tables[b"cmap"]).items()}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """The first table of format 4: two bytes a letter; ours need no more."""
    for n in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * n + 4)[0]
        if struct.unpack_from(">H", data, at)[0] == 4:
            return _segments(data, at)
    raise ValueError("no table of letters")


def _segments(data: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    last = struct.unpack_from(f">{count}H", data, at + 14)
    first = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    delta = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets = at + 16 + 6 * count
    found = {}
    for n in range(count):
        jump = struct.unpack_from(">H", data, offsets + 2 * n)[0]
        for code in range(first[n], min(last[n], 0xFFFE) + 1):
            glyph = code
            if jump:
                glyph = struct.unpack_from(">H", data, offsets + 2 * n + jump + 2 * (code - first[n]))[0]
            if glyph := (glyph + delta[n]) & 0xFFFF if glyph or not jump else 0:
                found[code] = glyph
    return found


def shown(text: str, face: str = SERIF) -> str:
    """`text` with composed marks, on one line, in letters the face has; others leave a box, unseen ones nothing."""
    have, found = advances(face), []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isspace():
            found.append(NBSP if letter == NBSP else " ")
        elif unicodedata.category(letter)[0] == "C":
            continue
        elif ord(letter) in have:
            found.append(letter)
        else:
            found.append(MISSING if ord(MISSING) in have else "?")
    return "".join(found)


def width(text: str, face: str = SERIF) -> float:
    """Of a line, in parts of the type size."""
    have = advances(face)
    return sum(have.get(ord(letter), 0.6) for letter in text)


def fitted(text: str, room: float, face: str = SANS) -> str:
    """`text`, or as much of it as `room` (in parts of the type size) holds, ended by "…"."""
    if width(text, face) <= room:
        return text
    while text and width(text, face) + 1 > room:
        text = text[:-1]
    return text.rstrip() + "…"


def broken(text: str, most: int = 28) -> str:
    """`text` whose endless words may be broken every so many letters: nothing runs out of its column."""
    if len(text) <= most or max(map(len, text.split()), default=0) <= most:
        return text
    return re.sub(rf"\S{{{most}}}(?=\S)", lambda found: found.group() + "\u200b", text)
