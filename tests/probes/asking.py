"""What a source is given in these tests, and one asking of it against a real answer."""

import json
from datetime import UTC, datetime

from data_sources import epayment, helpdesk, labs
from data_sources._breaker import Breaker
from data_sources._http import Http
from domain.source import Target
from domain.ticket import OpenTickets, SolvedTickets
from tests.probes.outside import http, places, say

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SOURCES = {"labs": labs, "epayment": epayment, "helpdesk": helpdesk}


class Ask:
    """What the runner would hand over."""

    sentinels = ()

    def __init__(self, codes, memory=None):
        self.targets = [Target(code=code, address="") for code in codes]
        self.http = Http(breaker=Breaker(), rows_before={} if memory is None else memory, deadline=2.0)
        self.config = {}
        self.rejected = []

    def now(self):
        return NOW.timestamp()

    def stopping(self):
        return False

    def reject(self, reason, row):
        self.rejected.append(reason)


def poll(source, body, ask):
    """One asking of a source that answers `body`; {metric: {code: (value, taken_at)}}."""
    with places(say(http(body if isinstance(body, bytes) else json.dumps(body).encode()))) as (place,):
        ask.config = {"url": place.url, "token": "t"}
        # The address of a place changes from call to call; what is remembered of it must not.
        before = list(ask.http.rows_before.values())
        ask.http.rows_before = {place.url: before[0]} if before else {}
        found: dict[str, dict] = {}
        for column in source.collect(ask):
            if isinstance(column, OpenTickets | SolvedTickets):
                continue
            for index, value in zip(column.schools, column.values, strict=True):
                found.setdefault(column.metric, {})[ask.targets[index].code] = (value, column.taken_at)
    return found


def page(items, total=None, as_of="2026-11-22T07:59:00Z"):
    return {"page": 1, "pages": 1, "total": len(items) if total is None else total, "as_of": as_of, "items": items}


def lab(code, rooms=2, machines=70, online=60, **more):
    return {"school": code, "rooms": rooms, "standard_machines": machines, "machines_online": online, "projectors": 3,
            "as_of": "2026-11-22T07:58:00Z", **more}


CODES = [f"S{n:04d}" for n in range(100)]
