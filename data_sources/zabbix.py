"""Zabbix: which devices of each school does the network's own watch reach, and what does it complain about?"""

from collections.abc import Iterator

from data_sources._fields import plain
from data_sources._inventory import GONE_SHARE, columns
from data_sources._troubles import trouble
from data_sources._zabbix import schools
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("zabbix.hosts", "zabbix.away", "zabbix.unknown", "zabbix.problems", "zabbix.worst")
_FEW = 20


def collect(ask: Ask) -> Iterator[Column]:
    """One row for each school that has a device there; a school without one is unknown, not well."""
    found = schools(ask)
    memory = ask.config["api"]
    before = ask.http.rows_before.get(memory, 0)
    if before >= _FEW and len(found) < (1 - GONE_SHARE) * before:
        raise trouble("many_gone")
    ask.http.rows_before[memory] = len(found)
    rows, now = [], ask.now()
    for index, target in enumerate(ask.targets):
        seen = found.pop(plain(target.code), None)
        if seen is not None:
            told = (seen.hosts, seen.away, seen.unknown, seen.problems, seen.worst)
            rows.append((index, (now, tuple(map(float, told)))))
    for code in sorted(found):
        ask.reject("unknown_school", code)
    yield from columns(METRICS, rows)


SOURCE = Source(
    key="zabbix",
    label=Words("Zabbix", "Zabbix"),
    owner=Words("Bộ phận hạ tầng mạng", "Network infrastructure team"),
    every=seconds(60),
    needs=("api", "token"),
    collect=collect,
    metrics=METRICS,
)
