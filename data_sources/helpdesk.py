"""Sự cố do trường báo: how many tickets of each school are open at the helpdesk?

A school without a ticket counts 0 only because the whole list was read; a list cut short counts for nobody.
"""

from collections import Counter
from collections.abc import Iterator

from data_sources._fields import plain
from data_sources._inventory import columns
from data_sources._tickets import open_tickets
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("helpdesk.open",)


def collect(ask: Ask) -> Iterator[Column]:
    """The number of open tickets of every school we know."""
    tickets, taken_at = open_tickets(ask)
    counts = Counter(tickets.values())
    rows = [(index, (taken_at, (float(counts[plain(target.code)]),))) for index, target in enumerate(ask.targets)]
    strangers = counts.keys() - {plain(target.code) for target in ask.targets}
    for code in sorted(strangers):
        ask.reject("unknown_school", code)
    return columns(METRICS, rows)


SOURCE = Source(
    key="helpdesk",
    label=Words("Tổng đài hỗ trợ", "Helpdesk"),
    every=seconds(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
