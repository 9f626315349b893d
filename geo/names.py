"""Names of places as people write them: Hòa = Hoà, Q.1 = Quận 1, TP Thủ Đức = Thành phố Thủ Đức."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from domain.wording import fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Abbreviation -> word, as a whole first word with or without a point, or glued to a number (Q1, P.05).
_KINDS = (
    (r"(?:thanh pho|t\.?\s?p\.?|tp)", "thanh pho"),
    (r"(?:thi xa|t\.?x\.?)", "thi xa"),
    (r"(?:thi tran|t\.?t\.?)", "thi tran"),
    (r"(?:quan|q\.?)", "quan"),
    (r"(?:huyen|h\.?)", "huyen"),
    (r"(?:phuong|p\.?|f\.?)", "phuong"),
    (r"(?:dac khu|d\.?k\.?)", "dac khu"),
    (r"(?:xa|x\.?)", "xa"),
    (r"(?:tinh|t\.)", "tinh"),
)
LEVEL_OF = {
    "tinh": "province",
    "quan": "district",
    "huyen": "district",
    "thi xa": "district",
    "phuong": "ward",
    "xa": "ward",
    "thi tran": "ward",
    "dac khu": "ward",
}


def kind_and_body(name: str) -> tuple[str, str]:
    """("quan", "1") for "Q.1", ("thanh pho", "thủ|3 …") for "TP Thủ Đức"; kind "" when the name does not say it."""
    text = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    bare = _bare(text)
    for pattern, kind in _KINDS:
        found = re.match(rf"{pattern}(?:\s+|(?<=\.)|(?=\d))(?=\S)", bare)
        if found:
            return kind, _body(text[found.end() :])
    return "", _body(text)


def place_key(name: str) -> str:
    """Equal for two spellings of one full name."""
    return " ".join(kind_and_body(name))


def same_name(one: str, other: str) -> bool:
    """Do two spellings name one place? A missing kind ("Gò Vấp") agrees with any."""
    (kind, body), (kind2, body2) = kind_and_body(one), kind_and_body(other)
    return body == body2 and (kind == kind2 or not kind or not kind2)


class Names:
    """Finds a code by name among official names; `codes`: code -> name."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.full: dict[str, set[str]] = {}
        self.body: dict[str, set[str]] = {}
        self.plain: dict[str, set[str]] = {}
        self.bare: dict[str, set[str]] = {}
        for code, name in codes.items():
            self.full.setdefault(place_key(name), set()).add(code)
            self.body.setdefault(kind_and_body(name)[1], set()).add(code)
            self.plain.setdefault(_plain(name), set()).add(code)
            self.bare.setdefault(_plain(name, kind=False), set()).add(code)

    def find(self, name: str) -> str | None:
        """The one code this name can mean: full name, then without its kind, then without diacritics; else None."""
        kind, body = kind_and_body(name)
        candidates = [self.full.get(place_key(name), set())]
        if not kind:
            candidates.append(self.body.get(body, set()))
        candidates.append(self.plain.get(_plain(name), set()) if kind else self.bare.get(_plain(name), set()))
        return _only(next((found for found in candidates if found), ()))


def _only(found: Iterable[str]) -> str | None:
    codes = list(found)
    return codes[0] if len(codes) == 1 else None


def _plain(name: str, *, kind: bool = True) -> str:
    """The name without diacritics, with or without its kind."""
    word = kind_and_body(name)[0] if kind else ""
    return f"{word} {fold(kind_and_body(fold(name))[1])}".strip()


def _bare(text: str) -> str:
    """No diacritics and the same length, so that positions in one are positions in the other."""
    return "".join(unicodedata.normalize("NFD", c.replace("đ", "d"))[0] for c in text)


def _body(text: str) -> str:
    """Per syllable: letters in order, then the tone wherever it was written; numbers by value; dashes are spaces."""
    words = re.sub(r"[-–—.,'’()]+", " ", text).split()
    return " ".join(str(int(word)) if word.isdecimal() else _syllable(word) for word in words)


def _syllable(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(sorted(c for c in parts if c in _TONES))
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tone
