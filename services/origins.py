"""Where sources may be asked: what the environment says of each, and which machines an administrator may name."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Given = Callable[[str, tuple[str, ...]], Mapping[str, str]]


def nothing(_: str, __: tuple[str, ...]) -> Mapping[str, str]:
    """No environment, no simulator."""
    return {}


def inward(number: str) -> bool:
    """Does this address lead to this very machine, to its own link, or nowhere?"""
    at = ipaddress.ip_address(number.partition("%")[0])
    mapped = at.ipv4_mapped if isinstance(at, ipaddress.IPv6Address) else None
    at = mapped or at
    return at.is_loopback or at.is_link_local or at.is_unspecified or at.is_multicast or at.is_reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """`given(key, names)`: what SOURCE_<KEY>_<NAME> say; `simulated(key, needs)`: where the simulator answers instead.

    `hosts`: "host" or "host:port" that may stand in an address typed on a page; `simulator`: the one "host:port" on
    this very machine that may.
    """

    given: Given = nothing
    simulated: Given = nothing
    hosts: frozenset[str] = frozenset()
    simulator: str = ""

    @classmethod
    def of(cls, settings: Any, given: Given, simulated: Callable[[Any, str, tuple[str, ...]], Mapping[str, str]],
           ) -> "Origins":
        """As the environment describes them."""
        return cls(given=given, simulated=lambda key, needs: simulated(settings, key, needs),
                   hosts=frozenset(part.strip() for part in settings.source_hosts.split(",") if part.strip()),
                   simulator=f"127.0.0.1:{settings.sim_port}" if settings.sim else "")

    def lists(self, host: str, port: int) -> bool:
        """May somebody name it? A bare name allows that host's every port."""
        name = host.lower()
        return bool({name, f"{name}:{port}"} & self.hosts) or f"{name}:{port}" == self.simulator

    def may(self, host: str, number: str, port: int) -> bool:
        """May a source whose address was typed on a page be asked at `number`, where `host` leads just now?"""
        if f"{host.lower()}:{port}" == self.simulator:
            return True
        return self.lists(host, port) and not inward(number)
