"""The only place that formats for Vietnamese eyes: 1.234,5 - 62,5 % - 07/09 14:05 - "3 phút trước"."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Lang = Literal["vi", "en"]
OWN_NAMES: dict[Lang, str] = {"vi": "Tiếng Việt", "en": "English"}  # each language calls itself by its own name
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
NBSP = "\u00a0"


class Words(NamedTuple):
    """One thing said in both languages; words live with the thing they name."""

    vi: str
    en: str

    def say(self, lang: Lang = "vi") -> str:
        """The text in `lang`."""
        return self.vi if lang == "vi" else self.en

    @property
    def text(self) -> str:
        """The text in the reader's language (`speaking`): what a page writes. What is stored or sent names its own."""
        return self.say(speaking())

    def told(self, **_: object) -> str:
        """`text`, for whoever calls for it: `dash.register_page(…, title=TITLE.told)`."""
        return self.text


_speaking: ContextVar[Lang] = ContextVar("speaking", default="vi")


def speaking() -> Lang:
    """The language of whoever reads the answer of this request; Vietnamese outside of one."""
    return _speaking.get()


@contextmanager
def speak(lang: Lang) -> Iterator[None]:
    """Inside, `Words.text` and every form without a named language are in `lang`."""
    token = _speaking.set(lang)
    try:
        yield
    finally:
        _speaking.reset(token)


ABSENT = Words("chưa có dữ liệu", "no data yet")


def _rounded(value: float, decimals: int) -> float:
    """Half up, of the number as it is written: as a spreadsheet and a browser do."""
    if isinstance(value, int) or abs(value) >= 1e15:
        return value
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def number(value: float | None, decimals: int = 0, lang: Lang | None = None) -> str:
    """1234.5 -> "1.234,5" (vi) or "1,234.5" (en); None -> "–" (absence is never 0)."""
    if value is None or value != value:
        return "–"
    text = f"{_rounded(value, decimals):,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text if (lang or speaking()) == "en" else text.translate(str.maketrans(",.", ".,"))


def percent(share: float | None, decimals: int = 1, lang: Lang | None = None) -> str:
    """A share 0..1 -> "62,5 %"; 0.99996 never rounds up to a full 100 % and 0.00004 never down to 0."""
    if share is None or share != share:
        return "–"
    step = 10 ** -(decimals + 2)
    shown = _rounded(share, decimals + 2)
    if shown >= 1 > share:
        shown = 1 - step
    if shown <= 0 < share:
        shown = step
    return f"{number(shown * 100, decimals, lang)}{NBSP}%"


def quantity(value: float | None, unit: str, decimals: int, lang: Lang | None = None) -> str:
    """A value in its unit: "%" values are shares 0..1."""
    if unit == "%":
        return percent(value, decimals, lang)
    text = number(value, decimals, lang)
    return text if text == "–" or not unit else f"{text}{NBSP}{unit}"


def moment(at: datetime | None, lang: Lang | None = None, *, seconds: bool = False) -> str:
    """An aware UTC time as local "07/09 14:05"; the year appears when it is not the obvious one."""
    if at is None:
        return "–"
    local = at.astimezone(LOCAL)
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{local:%d/%m} {clock}" if (lang or speaking()) == "vi" else f"{local:%d %b} {clock}"


def stamp(at: float | None, *, seconds: bool = False) -> str:
    """Epoch seconds as local "22/11/2026 14:05", for what is looked up long after; None -> "–"."""
    if at is None:
        return "–"
    return datetime.fromtimestamp(at, LOCAL).strftime("%d/%m/%Y %H:%M:%S" if seconds else "%d/%m/%Y %H:%M")


def day(at: date | None) -> str:
    """A local day as "22/11/2026"; None -> "–"."""
    return "–" if at is None else f"{at:%d/%m/%Y}"


def read_day(text: str) -> date | None:
    """"22/11/2026", "22-11-2026", "22.11.26" or "2026-11-22" -> that day; None = no such day."""
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})", text.strip(), re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII)
    parts = [int(p) for p in (found.groups()[::-1] if found else iso.groups() if iso else (0, 0, 0))]
    try:
        return date(parts[0] + 2000 if parts[0] < 100 and found else parts[0], parts[1], parts[2])
    except ValueError:
        return None


def span(seconds: float, lang: Lang | None = None) -> str:
    """A duration in its two largest useful words: 58 giây, 3 phút, 2 giờ 05 phút, 4 ngày."""
    whole = max(0, int(seconds))
    vi = (lang or speaking()) == "vi"
    if whole < 60:
        return f"{whole} giây" if vi else f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} phút" if vi else f"{whole // 60} min"
    if whole < 86400:
        hours, minutes = whole // 3600, whole % 3600 // 60
        return f"{hours} giờ {minutes:02d} phút" if vi else f"{hours} h {minutes:02d} min"
    return f"{whole // 86400} ngày" if vi else f"{whole // 86400} d"


def ago(seconds: float | None, lang: Lang | None = None) -> str:
    """An age: "3 phút trước"; None -> the words for absence."""
    lang = lang or speaking()
    if seconds is None:
        return ABSENT.say(lang)
    if seconds < 2:
        return "vừa xong" if lang == "vi" else "just now"
    return f"{span(seconds, lang)} trước" if lang == "vi" else f"{span(seconds, lang)} ago"


def fold(text: str) -> str:
    """Search form: lower case, no diacritics, đ -> d, single spaces ("Trường Tiểu học" -> "truong tieu hoc")."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def carrier_name(key: str) -> str:
    """Carriers are written as they write themselves, near enough: VNPT, FPT, Viettel."""
    return key.upper() if len(key) <= 4 else key.capitalize()


_LETTERS = {letter: f"{rank:02d}" for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """Vietnamese dictionary order as text a database can sort: letters first, tones break ties, numbers by value.

    "Quận 2" comes before "Quận 10", "Bình Tân" before "Bình Thạnh", "Dĩ An" before "Đa Kao".
    """
    base: list[str] = []
    tones: list[str] = []
    digits = ""
    for char in unicodedata.normalize("NFC", text.casefold()) + " ":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            base.append("05" + str(int(digits)).zfill(12))
            digits = ""
        stripped, tone = _split_tone(char)
        base.append(_LETTERS.get(stripped, "02" if char.isspace() else "03"))
        tones.append(tone)
    return "".join(base[:-1]) + "00" + "".join(tones[:-1])  # digits only: every database sorts them alike


@lru_cache(maxsize=1024)  # a register is sorted by the same few letters
def _split_tone(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[p] for p in parts if p in _TONES), "0")
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES)), tone
