"""Sentences of reports, made from their figures: lists, where things gather, what rose and fell. Vietnamese only."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.wording import NBSP, number, percent, quantity, sort_key

NAMED = 3  # places a sentence names
MOST = 0.5  # they hold at least this share of everything, else it is spread out
SAME = 0.0005  # a share that moved less did not move


class Place(NamedTuple):
    """An area, a carrier, a kind of school: how many there."""

    name: str
    n: int


def schools(count: int) -> str:
    """"1.234 trường"."""
    return f"{number(count, lang='vi')}{NBSP}trường"


def joined(parts: Sequence[str]) -> str:
    """"A", "A và B", "A, B và C"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}" if parts else ""


def ordered(places: Iterable[Place]) -> list[Place]:
    """Most first, in Vietnamese order where they are equal; without those that have none."""
    return sorted((place for place in places if place.n), key=lambda one: (-one.n, sort_key(one.name)))


def gathered(places: Iterable[Place], unit: str = "trường", what: str = "địa bàn") -> str:
    """Where they are: "đều ở Quận 1", "tập trung ở Quận 2 (5 trường) và …", "rải rác ở 20 địa bàn, nhiều nhất …"."""
    found = ordered(places)
    total = sum(place.n for place in found)
    if not found:
        return ""
    if len(found) == 1:
        return f"{'đều ' if total > 1 else ''}ở {found[0].name}"
    named = found[:NAMED]
    told = joined([f"{one.name} ({number(one.n, lang='vi')}{NBSP}{unit})" for one in named])
    if len(found) <= NAMED:
        return f"ở {told}"
    if sum(one.n for one in named) >= MOST * total:
        return f"tập trung ở {told}"
    return f"rải rác ở {number(len(found), lang='vi')} {what}, nhiều nhất là {told}"


def reporting(known: int, total: int) -> str:
    """"2.320 / 2.380 trường báo cáo": beside every share."""
    return f"{number(known, lang='vi')}{NBSP}/{NBSP}{number(total, lang='vi')} trường báo cáo"


def moved(now: float | None, before: float | None, unit: str, decimals: int = 0, since: str = "kỳ so sánh") -> str:
    """"tăng 0,8 điểm phần trăm so với …"; "" when either is not known."""
    if now is None or before is None:
        return ""
    step = now - before
    if unit == "%":
        if abs(step) < SAME:
            return f"không đổi {_than(since)}"
        shown = f"{number(abs(step) * 100, 1, lang='vi')}{NBSP}điểm phần trăm"
    else:
        if round(abs(step), decimals) == 0:
            return f"không đổi {_than(since)}"
        shown = quantity(abs(step), unit, decimals, "vi")
    return f"{'tăng' if step > 0 else 'giảm'} {shown} {_than(since)}"


def _than(since: str) -> str:
    """Without the moment in brackets, which stands once at the head of the paper."""
    short = since.partition(" (")[0]
    return short if short.startswith("so với") else f"so với {short}"


than = _than


def some(count: int, unit: str, none: str = "không có") -> str:
    """"3 sự cố"; of none in words."""
    return f"{number(count, lang='vi')}{NBSP}{unit}" if count else f"{none} {unit} nào"


def sentence(*parts: str) -> str:
    """Parts with commas between, a capital in front, a full stop behind."""
    told = ", ".join(part for part in parts if part)
    return told[:1].upper() + told[1:] + "." if told else ""


def share(value: float | None, decimals: int = 1) -> str:
    """A share as it is read."""
    return percent(value, decimals, "vi")
