"""The helpdesk's open tickets, whole or not at all."""

from typing import Any

from data_sources._fields import BadRow, moment, school, text
from data_sources._http import Http
from data_sources._inventory import BAD_SHARE
from data_sources._troubles import trouble
from domain.indicator import Severity
from domain.source import Ask
from domain.ticket import Ticket

_SEVERITIES = {severity.value: severity for severity in Severity}
_MANY = 10  # open tickets that do not vanish all at once between two polls


def open_tickets(ask: Ask) -> tuple[list[Ticket], float]:
    """(every open ticket, with the plain code of its school; as of). Raises SourceError.

    The same ticket twice (pages shift while tickets open and close) counts once. From many to none at once is held
    one time: if the next poll still says none, the helpdesk means it.
    """
    http: Http = ask.http
    tickets: dict[str, Ticket] = {}
    as_of = ask.now()
    seen = bad = 0
    for page in http.pages(ask.config["url"], token=ask.config["token"], params={"state": "open"}):
        try:
            at, ahead = moment(page.as_of, ask.now())
        except BadRow:
            raise trouble("bad_shape") from None
        as_of = min(as_of, at)
        if ahead:
            ask.reject("clock_ahead", None)
        for raw in page.items:
            seen += 1
            try:
                ticket = _ticket(raw, ask.now())
            except BadRow as reason:
                bad += 1
                ask.reject(reason.args[0], raw)
                continue
            # Order must not decide which school a doubly used id belongs to (D4).
            before = tickets.get(ticket.ref, ticket)
            if before.school != ticket.school:
                ask.reject("conflict", raw)
            tickets[ticket.ref] = min(before, ticket, key=lambda t: (t.school, t.opened_at, t.title))
    if bad > BAD_SHARE * seen:
        raise trouble("many_bad_rows")
    many = http.rows_before.get(ask.config["url"], 0)
    http.rows_before[ask.config["url"]] = len(tickets)
    if not tickets and many >= _MANY:
        raise trouble("many_gone")
    return list(tickets.values()), as_of


def _ticket(raw: Any, now: float) -> Ticket:
    """Its number and its school must be right; of the rest, what cannot be read is left out. Raises BadRow."""
    code, ref = school(raw), text(raw, "id", 64)
    return Ticket(ref=ref, school=code, category=_word(raw, "category", 40), title=_word(raw, "title", 500),
                  severity=_SEVERITIES.get(_word(raw, "severity", 40), Severity.MEDIUM), opened_at=_opened(raw, now))


def _word(raw: Any, key: str, most: int) -> str:
    try:
        return text(raw, key, most).strip()
    except BadRow:
        return ""


def _opened(raw: Any, now: float) -> float:
    try:
        return moment(raw.get("opened_at"), now)[0]
    except BadRow:
        return now
