"""Thi tốt nghiệp THPT: has every pupil of grade 12 registered?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, told, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("exams.expected", "exams.registered", "exams.faulty", "exams.planned", "exams.hours_left")
_SEASON_H = 2_400


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row: pupils of grade 12, those registered, registrations sent back to be mended.

    `planned`: registrations the plan wants by now; `hours_left` of the campaign, 0 = closed. Both may be missing.
    """
    expected, registered = whole(row, "expected", 20_000), whole(row, "registered", 40_000)
    faulty = whole(row, "faulty", 40_000)
    if faulty > registered:
        raise BadRow("more_faulty_than_registered")
    return expected, registered, faulty, told(row, "planned", 20_000), told(row, "hours_left", _SEASON_H)


def collect(ask: Ask) -> Iterator[Column]:
    """A row for each school with a grade 12; a small province may have none. Nobody expected is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,), rare=True)


SOURCE = Source(
    key="exams",
    label=Words("Hệ thống đăng ký dự thi", "Examination registrations"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
