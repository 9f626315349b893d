"""Cơ sở dữ liệu khác: named read-only queries of any SQLAlchemy address feed the sources they are named after."""

from collections.abc import Iterator

from data_sources._feeding import feed
from data_sources._queries import named, rows
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("sql.told",)


def collect(ask: Ask) -> Iterator[Column]:
    """Each query once; a row is `school`, maybe `as_of`, and the fields of the source it feeds."""
    for key, query in named(ask.config["query"]).items():
        found = rows(ask.config["database"], query, ask.http.may)
        yield from feed(ask, key, found, ask.now(), METRICS[0])


SOURCE = Source(
    key="sql",
    label=Words("Cơ sở dữ liệu (SQL)", "Databases (SQL)"),
    owner=Words("Bộ phận vận hành trung tâm", "Those who run the centre"),
    every=minutes(15),
    needs=("database", "query"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
