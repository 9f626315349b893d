"""Học bạ số, sổ điểm điện tử: which schools write them, and for how many pupils and classes?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (  # the three flags of the roll-out (records, transcripts, gradebook), then what stands behind them
    "gradebook.records_on", "gradebook.transcripts_on", "gradebook.gradebook_on", "gradebook.transcripts_due",
    "gradebook.transcripts_signed", "gradebook.classes", "gradebook.classes_on",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the gradebook system. Raises BadRow."""
    due, signed = whole(row, "transcripts_due", 20_000), whole(row, "transcripts_signed", 20_000)
    classes, writing = whole(row, "classes", 1_000), whole(row, "classes_on", 1_000)
    if signed > due:
        raise BadRow("more_signed_than_due")
    if writing > classes:
        raise BadRow("more_classes_on_than_classes")
    flags = (float(flag(row, name)) for name in ("records_on", "transcripts_on", "gradebook_on"))
    return *flags, due, signed, classes, writing


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No transcript and no gradebook anywhere at once is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(3, 4, 5, 6))


SOURCE = Source(
    key="gradebook",
    label=Words("Học bạ số – sổ điểm điện tử", "E-transcripts and e-gradebooks"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
