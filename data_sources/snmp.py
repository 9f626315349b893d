"""SNMP: what do the routers of schools say of themselves – up since when, which ports are down, how fast is the line?

Version 2c with a read-only community, for departments without a network watch of their own; who has Zabbix lets Zabbix
ask. A device that keeps silent is counted, never taken for a school that is down: UDP may simply not reach it.
"""

from collections.abc import Iterator, Sequence
from math import nan

from data_sources._address import numeric
from data_sources._fields import plain
from data_sources._inventory import columns, places
from data_sources._snmp import Answer
from data_sources._snmp_round import Place, ask_all
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("snmp.devices", "snmp.silent", "snmp.uptime_s", "snmp.ports_up", "snmp.ports_down", "snmp.speed_mbps")
_MOST = 100_000


def collect(ask: Ask) -> Iterator[Column]:
    """One row for each school with a device; where none answers, only that is known. All silent is our own trouble."""
    asked = _devices(ask)
    found = ask_all({place for one in asked.values() for place in one}, ask.config["community"])
    if not found:
        raise trouble("all_silent" if asked else "empty")
    rows, now = [], ask.now()
    for index, devices in sorted(asked.items()):
        said = [found[place] for place in devices if place in found]
        rows.append((index, (now, (float(len(devices)), float(len(devices) - len(said)), *_figures(said)))))
    yield from columns(METRICS, rows)


def _figures(said: Sequence[Answer]) -> tuple[float, float, float, float]:
    """Of the devices that answered; none: unknown."""
    if not said:
        return nan, nan, nan, nan
    up = [one.uptime_s for one in said if one.uptime_s is not None]
    speed = [one.speed_mbps for one in said if one.speed_mbps is not None]
    return (min(up, default=nan), float(sum(one.up for one in said)), float(sum(one.down for one in said)),
            max(speed, default=nan))


def _devices(ask: Ask) -> dict[int, list[Place]]:
    """Place of a school in the register -> its devices, from lines "code = number" or "code = number:port"."""
    register, found = places(ask.targets), dict[int, list[Place]]()
    for line in ask.config["hosts"].splitlines()[:_MOST]:
        code, equals, told = line.partition("#")[0].partition("=")
        if not code.strip():
            continue
        index, place = register.get(plain(code), -1), _place(told.strip())
        if not equals or place is None:
            ask.reject("bad_address", {"school": code.strip()})
        elif index < 0:
            ask.reject("unknown_school", code.strip())
        elif ask.http.may is not None and not ask.http.may(place[0], *place):  # typed on a page (R22)
            raise trouble("forbidden")
        elif place not in found.setdefault(index, []):
            found[index].append(place)
    return found


def _place(told: str) -> Place | None:
    """A number and a port; names would have to be looked up one by one."""
    host, port = told, "161"
    if told.startswith("["):
        host, _, port = told[1:].partition("]")
        port = port.removeprefix(":") or "161"
    elif told.count(":") == 1:
        host, _, port = told.partition(":")
    number = numeric(host)
    return (number, int(port)) if number and port.isascii() and port.isdigit() and 0 < int(port) < 65536 else None


SOURCE = Source(
    key="snmp",
    label=Words("SNMP (thiết bị mạng)", "SNMP (network devices)"),
    owner=Words("Bộ phận hạ tầng mạng", "Network infrastructure team"),
    every=minutes(2),
    needs=("community", "hosts"),
    collect=collect,
    metrics=METRICS,
)
