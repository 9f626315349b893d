"""Một cửa điện tử: which procedures run online, which dossiers are settled in time, what did people say?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

_MOST = 200_000
_FIELDS = ("procedures", "procedures_online", "procedures_fully", "processes", "processes_digital", "received",
           "settled", "on_time", "open", "overdue", "rated", "satisfied")
METRICS = tuple(f"onestop.{name}" for name in _FIELDS)
# The first of each pair is a part of the second.
_PARTS = (("procedures_online", "procedures"), ("procedures_fully", "procedures_online"),
          ("processes_digital", "processes"), ("on_time", "settled"), ("overdue", "open"), ("satisfied", "rated"))


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row: procedures the school receives, dossiers of the last 30 days, opinions of those who asked."""
    values = {name: whole(row, name, _MOST) for name in _FIELDS}
    for part, of in _PARTS:
        if values[part] > values[of]:
            raise BadRow(f"more_{part}_than_{of}")
    return tuple(values.values())


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No procedure online anywhere at once is not believed, nor that nothing came in."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1, 5))


SOURCE = Source(
    key="onestop",
    label=Words("Một cửa điện tử", "One-stop system"),
    owner=Words("Văn phòng Sở", "Department's office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
