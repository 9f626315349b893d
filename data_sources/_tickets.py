"""The helpdesk's tickets, the open ones and those it closed: a whole list or nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

from data_sources._fields import BadRow, moment, school, text
from data_sources._http import Http
from data_sources._inventory import BAD_SHARE, GONE_SHARE
from data_sources._troubles import trouble
from domain.indicator import Severity
from domain.source import Ask
from domain.ticket import Solved, Ticket

_SEVERITIES = {severity.value: severity for severity in Severity}
_MANY = 10  # open tickets that do not vanish all at once between two polls
_LONGEST_S = 400 * 86_400.0  # nothing a helpdesk closed this month was reported before
Read = TypeVar("Read", Ticket, Solved)


def open_tickets(ask: Ask) -> tuple[list[Ticket], float]:
    """(every open ticket, with the plain code of its school; as of). Raises SourceError.

    The same ticket twice (pages shift while tickets open and close) counts once. From many to none at once is held
    one time: if the next poll still says none, the helpdesk means it.
    """
    tickets, as_of = _read(ask, "open", _ticket, lambda one: (one.school, one.opened_at, one.title))
    many = ask.http.rows_before.get(ask.config["url"], 0)
    ask.http.rows_before[ask.config["url"]] = len(tickets)
    if not tickets and many >= _MANY:
        raise trouble("many_gone")
    return tickets, as_of


def solved_tickets(ask: Ask) -> tuple[list[Solved], float]:
    """(every ticket that was closed, with the plain code of its school; as of). Raises SourceError.

    It is the book of a month: a fifth of it does not vanish between two polls.
    """
    tickets, as_of = _read(ask, "closed", _solved, lambda one: (one.school, one.opened_at, one.solved_at))
    many = ask.http.rows_before.get(ask.config["url"], 0)
    if many >= _MANY and len(tickets) < (1 - GONE_SHARE) * many:
        raise trouble("many_gone")
    ask.http.rows_before[ask.config["url"]] = len(tickets)
    return tickets, as_of


def _read(ask: Ask, state: str, make: Callable[[Any, float], Read], rank: Callable[[Read], tuple[Any, ...]],
          ) -> tuple[list[Read], float]:
    http: Http = ask.http
    tickets: dict[str, Read] = {}
    as_of = ask.now()
    seen = bad = 0
    for page in http.pages(ask.config["url"], token=ask.config["token"], params={"state": state}):
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
                ticket = make(raw, ask.now())
            except BadRow as reason:
                bad += 1
                ask.reject(reason.args[0], raw)
                continue
            # Order must not decide which school a doubly used id belongs to (D4).
            before = tickets.get(ticket.ref, ticket)
            if before.school != ticket.school:
                ask.reject("conflict", raw)
            tickets[ticket.ref] = min(before, ticket, key=rank)
    if bad > BAD_SHARE * seen:
        raise trouble("many_bad_rows")
    return list(tickets.values()), as_of


def _ticket(raw: Any, now: float) -> Ticket:
    """Its number and its school must be right; of the rest, what cannot be read is left out. Raises BadRow."""
    code, ref = school(raw), text(raw, "id", 64)
    return Ticket(ref=ref, school=code, category=_word(raw, "category", 40), title=_word(raw, "title", 500),
                  severity=_SEVERITIES.get(_word(raw, "severity", 40), Severity.MEDIUM), opened_at=_opened(raw, now))


def _solved(raw: Any, now: float) -> Solved:
    """Here the times are what it is about: they must be there and in order. Raises BadRow."""
    code, ref = school(raw), text(raw, "id", 64)
    opened, solved = (moment(text(raw, name, 40), now)[0] for name in ("opened_at", "resolved_at"))
    taken = None if raw.get("taken_at") is None else moment(raw["taken_at"], now)[0]
    if not opened <= (opened if taken is None else taken) <= solved <= opened + _LONGEST_S:
        raise BadRow("times_out_of_order")
    return Solved(ref=ref, school=code, severity=_SEVERITIES.get(_word(raw, "severity", 40), Severity.MEDIUM),
                  opened_at=opened, taken_at=taken, solved_at=solved)


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
