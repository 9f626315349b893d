"""Sự cố do trường báo: how many tickets of each school are open at the helpdesk, and what they are about?

A school without a ticket counts 0 only because the whole list was read; a list cut short counts for nobody.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from data_sources._fields import plain
from data_sources._inventory import columns
from data_sources._tickets import open_tickets
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.ticket import OpenTickets
from domain.wording import Words

METRICS = ("helpdesk.open",)


def collect(ask: Ask) -> Iterator[Column | OpenTickets]:
    """The number of open tickets of every school we know, and the tickets themselves."""
    tickets, taken_at = open_tickets(ask)
    counts = Counter(ticket.school for ticket in tickets)
    rows = [(index, (taken_at, (float(counts[plain(target.code)]),))) for index, target in enumerate(ask.targets)]
    known = {plain(target.code): target.code for target in ask.targets}
    for code in sorted(counts.keys() - known.keys()):
        ask.reject("unknown_school", code)
    yield from columns(METRICS, rows)
    ours = tuple(replace(ticket, school=known[ticket.school]) for ticket in tickets if ticket.school in known)
    yield OpenTickets(source="helpdesk", taken_at=ask.now(), tickets=ours)


SOURCE = Source(
    key="helpdesk",
    label=Words("Tổng đài hỗ trợ", "Helpdesk"),
    every=seconds(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
