"""Coordinates as people write them: decimal commas, both in one cell, degrees and minutes, swapped, nonsense."""

import re
from collections.abc import Callable
from typing import NamedTuple

from domain.wording import Words
from services._import_report import Weight

_DMS = re.compile(
    r"(\d{1,3})\s*[°ºd]\s*(\d{1,2})\s*['’′m]\s*(\d{1,2}(?:[.,]\d+)?)?\s*[\"”″s]?\s*([NSEWBĐ]?)", re.IGNORECASE
)
_PLAIN = re.compile(r"[-+]?\d{1,3}(?:[.,]\d+)?")


class Point(NamedTuple):
    """WGS 84 degrees."""

    lat: float
    lon: float


Say = Callable[[int, Weight, str, Words, str], None]


def read_point(index: int, words: dict[str, str], say: Say) -> Point | None:
    """The point of a row; swapped coordinates are put right, impossible ones left out; both are said."""
    lat_word, lon_word = words.get("lat", ""), words.get("lon", "")
    if not (lat_word and lon_word) and words.get("latlon"):
        lat_word, lon_word = _halves(words["latlon"])
    if not lat_word and not lon_word:
        return None
    lat, lon = degrees(lat_word), degrees(lon_word)
    given = f"{lat_word}; {lon_word}"
    if lat is None or lon is None:
        say(
            index,
            Weight.WARN,
            "point",
            Words("Không hiểu toạ độ, bỏ toạ độ", "Coordinates not understood, left out"),
            given,
        )
        return None
    if 5 <= lon <= 24 and 101 <= lat <= 118:
        say(
            index,
            Weight.WARN,
            "swapped",
            Words("Vĩ độ và kinh độ bị đảo chỗ, đã đổi lại", "Latitude and longitude swapped, put right"),
            given,
        )
        lat, lon = lon, lat
    if not (5 <= lat <= 24 and 101 <= lon <= 118):
        say(
            index,
            Weight.WARN,
            "abroad",
            Words("Toạ độ nằm ngoài Việt Nam, bỏ toạ độ", "Coordinates outside Việt Nam, left out"),
            given,
        )
        return None
    return Point(round(lat, 6), round(lon, 6))


def degrees(word: str) -> float | None:
    """ "10,7769", "10.7769° N", "10°46'37\\"" -> degrees; None = not a coordinate."""
    found = _DMS.search(word)
    if found:
        d, m, s = int(found[1]), int(found[2]), float((found[3] or "0").replace(",", "."))
        return d + m / 60 + s / 3600 if m < 60 and s < 60 else None
    bare = word.strip().rstrip("°NEBĐneb ").strip()
    return float(bare.replace(",", ".")) if _PLAIN.fullmatch(bare) else None


def _halves(word: str) -> tuple[str, str]:
    """ "10.77, 106.69" or "10,77; 106,69" or "10.77 106.69" -> both words."""
    for cut in (r"\s*;\s*", r",\s+", r"\s+", r","):
        parts = [part for part in re.split(cut, word.strip(" ()[]")) if part]
        if len(parts) == 2:
            return parts[0], parts[1]
    return word, ""
