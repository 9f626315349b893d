"""Which devices belong to which school: lines "code = number" or "code = number:port", as a person keeps them."""

from data_sources._address import numeric
from data_sources._fields import plain
from data_sources._inventory import places
from data_sources._snmp_round import Place
from data_sources._troubles import trouble
from domain.source import Ask

_MOST = 100_000


def devices(ask: Ask) -> dict[int, list[Place]]:
    """Place of a school in the register -> its devices, each once."""
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
