"""Cơ sở dữ liệu ngành: how many records are verified, complete and unique, and does the school update in time?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

FIELDS = (  # of one row, each with the most that is believed
    ("pupil_records", 20_000), ("pupils_verified", 20_000), ("teacher_records", 2_000), ("teachers_verified", 2_000),
    ("fields_due", 5_000_000), ("fields_filled", 5_000_000), ("duplicate_ids", 20_000), ("updates_due", 400),
    ("updates_on_time", 400), ("days_since_update", 3_650), ("rows_sent", 50_000), ("rows_rejected", 50_000),
)
PARTS = (  # the second can never be more than the first
    ("pupil_records", "pupils_verified"), ("teacher_records", "teachers_verified"), ("fields_due", "fields_filled"),
    ("updates_due", "updates_on_time"), ("rows_sent", "rows_rejected"), ("pupil_records", "duplicate_ids"),
)
METRICS = tuple(f"sector.{name}" for name, _ in FIELDS)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of counts; a part that is more than its whole spoils the row. Raises BadRow."""
    values = {name: whole(row, name, most) for name, most in FIELDS}
    for full, part in PARTS:
        if values[part] > values[full]:
            raise BadRow(f"more_{part}_than_{full}")
    return tuple(values.values())


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Records, verified ones or fields that are zero everywhere are not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1, 2, 3, 4, 5))


SOURCE = Source(
    key="sector",
    label=Words("Cơ sở dữ liệu ngành", "Sector database"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
