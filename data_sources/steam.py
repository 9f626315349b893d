"""STEM, AI, lập trình: which schools teach them, and how much?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "steam.stem", "steam.topics", "steam.ai", "steam.coding", "steam.robot_club",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the register: topics belong to STEM lessons."""
    stem, topics = flag(row, "stem"), whole(row, "topics", 10_000)
    if topics and not stem:
        raise BadRow("topics_without_stem")
    return float(stem), topics, float(flag(row, "ai")), float(flag(row, "coding")), float(flag(row, "robot_club"))


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. STEM nowhere at once is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="steam",
    label=Words("Sổ theo dõi STEM và AI", "STEM and AI register"),
    owner=Words("Phòng Giáo dục phổ thông", "General education office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
