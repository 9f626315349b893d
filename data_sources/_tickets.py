"""The helpdesk's open tickets, whole or not at all."""

from data_sources._fields import BadRow, moment, school, text
from data_sources._http import Http
from data_sources._inventory import BAD_SHARE
from data_sources._troubles import trouble
from domain.source import Ask

_MANY = 10  # open tickets that do not vanish all at once between two polls


def open_tickets(ask: Ask) -> tuple[dict[str, str], float]:
    """(ticket id -> plain school code, as of). Raises SourceError.

    The same ticket twice (pages shift while tickets open and close) counts once. From many to none at once is held
    one time: if the next poll still says none, the helpdesk means it.
    """
    http: Http = ask.http
    tickets: dict[str, str] = {}
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
                code, key = school(raw), text(raw, "id", 64)
            except BadRow as reason:
                bad += 1
                ask.reject(reason.args[0], raw)
                continue
            # Order must not decide which school a doubly used id belongs to (D4).
            if tickets.get(key, code) != code:
                ask.reject("conflict", raw)
            tickets[key] = min(tickets.get(key, code), code)
    if bad > BAD_SHARE * seen:
        raise trouble("many_bad_rows")
    before = http.rows_before.get(ask.config["url"], 0)
    http.rows_before[ask.config["url"]] = len(tickets)
    if not tickets and before >= _MANY:
        raise trouble("many_gone")
    return tickets, as_of
