"""Phiếu đã xử lý: when was each ticket reported, taken and solved at the helpdesk, over the last thirty days?

The helpdesk's own book of what it closed; from it the times of the group "operations" are worked out, beside those of
our own incidents (docs/clocks.md). A school without a ticket counts 0 only because the whole book was read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from data_sources._fields import plain
from data_sources._inventory import columns
from data_sources._tickets import solved_tickets
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.ticket import SolvedTickets
from domain.wording import Words

METRICS = ("solved.tickets_30d",)


def collect(ask: Ask) -> Iterator[Column | SolvedTickets]:
    """The number of closed tickets of every school we know, and their times."""
    tickets, taken_at = solved_tickets(ask)
    counts = Counter(ticket.school for ticket in tickets)
    known = {plain(target.code): target.code for target in ask.targets}
    for code in sorted(counts.keys() - known.keys()):
        ask.reject("unknown_school", code)
    rows = [(index, (taken_at, (float(counts[plain(target.code)]),))) for index, target in enumerate(ask.targets)]
    yield from columns(METRICS, rows)
    ours = tuple(replace(ticket, school=known[ticket.school]) for ticket in tickets if ticket.school in known)
    yield SolvedTickets(source="helpdesk", taken_at=ask.now(), tickets=ours)


SOURCE = Source(
    key="solved",
    label=Words("Phiếu hỗ trợ đã xử lý", "Solved helpdesk tickets"),
    owner=Words("Tổ hỗ trợ kỹ thuật", "Helpdesk team"),
    every=minutes(10),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
