"""SNMP: what do the routers of schools say of themselves – up since when, which ports are down, how fast is the line?

Version 2c with a read-only community, for departments without a network watch of their own; who has Zabbix lets Zabbix
ask. A device that keeps silent is counted, never taken for a school that is down: UDP may simply not reach it.
"""

from collections.abc import Iterator, Sequence
from math import nan

from data_sources._inventory import columns
from data_sources._snmp import Answer
from data_sources._snmp_devices import devices
from data_sources._snmp_round import ask_all
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("snmp.devices", "snmp.silent", "snmp.uptime_s", "snmp.ports_up", "snmp.ports_down", "snmp.speed_mbps")


def collect(ask: Ask) -> Iterator[Column]:
    """One row for each school with a device; where none answers, only that is known. All silent is our own trouble."""
    asked = devices(ask)
    found = ask_all({place for one in asked.values() for place in one}, ask.config["community"])
    if not found:
        raise trouble("all_silent" if asked else "empty")
    rows, now = [], ask.now()
    for index, own in sorted(asked.items()):
        said = [found[place] for place in own if place in found]
        rows.append((index, (now, (float(len(own)), float(len(own) - len(said)), *_figures(said)))))
    yield from columns(METRICS, rows)


def _figures(said: Sequence[Answer]) -> tuple[float, float, float, float]:
    """Of the devices that answered; none: unknown."""
    if not said:
        return nan, nan, nan, nan
    up = [one.uptime_s for one in said if one.uptime_s is not None]
    speed = [one.speed_mbps for one in said if one.speed_mbps is not None]
    return (min(up, default=nan), float(sum(one.up for one in said)), float(sum(one.down for one in said)),
            max(speed, default=nan))


SOURCE = Source(
    key="snmp",
    label=Words("SNMP (thiết bị mạng)", "SNMP (network devices)"),
    owner=Words("Bộ phận hạ tầng mạng", "Network infrastructure team"),
    every=minutes(2),
    needs=("community", "hosts"),
    collect=collect,
    metrics=METRICS,
)
