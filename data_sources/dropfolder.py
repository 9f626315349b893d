"""Thư mục tệp: CSV and XLSX files put into a folder of the centre feed the source their folder is named after."""

from collections.abc import Iterator

from data_sources._feeding import feed, reader
from data_sources._files import newest, rows
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("dropfolder.told",)


def collect(ask: Ask) -> Iterator[Column]:
    """The newest file of each source; figures are as old as their file, or as their own `as_of` says."""
    read = 0
    for found in newest(ask):
        if reader(found.key) is None:
            ask.reject("no_reader", found.key)
            continue
        table = rows(ask, found, ask.http.name_of("school"))
        if table is None:
            continue
        read += 1
        yield from feed(ask, found.key, table, found.at, METRICS[0])
    if not read:
        raise trouble("empty")


SOURCE = Source(
    key="dropfolder",
    label=Words("Thư mục tệp CSV, XLSX", "Folder of CSV and XLSX files"),
    owner=Words("Bộ phận vận hành trung tâm", "Those who run the centre"),
    every=minutes(5),
    needs=("folder",),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
