"""Trung tâm học tập cộng đồng: how many people learn there, and are they content?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "clc.learners", "clc.courses", "clc.online_courses", "clc.respondents", "clc.satisfied_before",
    "clc.satisfied_after", "clc.e_library",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row: whoever is satisfied was asked, whoever was asked learns there."""
    learners, courses, online = whole(row, "learners", 1_000_000), whole(row, "courses", 10_000), whole(
        row, "online_courses", 10_000)
    asked, before, after = whole(row, "respondents", 1_000_000), whole(row, "satisfied_before", 1_000_000), whole(
        row, "satisfied_after", 1_000_000)
    if online > courses:
        raise BadRow("more_online_than_courses")
    if asked > learners or max(before, after) > asked:
        raise BadRow("more_answers_than_learners")
    return learners, courses, online, asked, before, after, float(flag(row, "e_library"))


def collect(ask: Ask) -> Iterator[Column]:
    """Every centre's row, once; other schools have none, and a small province may have no centre."""
    return inventory(ask, METRICS, read, never_all_zero=(0,), rare=True)


SOURCE = Source(
    key="clc",
    label=Words("Sổ trung tâm học tập cộng đồng", "Register of community learning centres"),
    owner=Words("Phòng Giáo dục thường xuyên", "Continuing education office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
