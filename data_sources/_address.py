"""A probe address as text -> what the engines need to call it: http://h:p/path, https://…, tcp://h:p, icmp://h."""

import ipaddress
import socket
from dataclasses import dataclass
from sys import intern
from urllib.parse import urlsplit

AGENT = "centre-probe/1"
_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """The text is no address we can call."""


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address; `host` is still as written (a name or a number)."""

    scheme: str
    host: str
    port: int
    path: str


class Endpoint:
    """Where a mass probe goes: family and socket address (numbers only), the request to send (None = connect only)."""

    __slots__ = ("family", "host", "request", "sockaddr")

    def __init__(self, ip: str, port: int, request: bytes | None = None) -> None:
        self.host = ip
        self.request = request
        self.family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        self.sockaddr: tuple[str, int] = (ip, port)

    def asking(self, request: bytes) -> "Endpoint":
        """The same place, with a question. It is made for one try: kept for everybody, it weighs more than all else."""
        other = Endpoint.__new__(Endpoint)
        other.host, other.family, other.sockaddr, other.request = self.host, self.family, self.sockaddr, request
        return other


def parse(text: str) -> Address:
    """Parse an address. Raises BadAddress on anything that could smuggle a second request or is not callable."""
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        raise BadAddress("blank or control character")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise BadAddress(str(error)) from None
    if parts.scheme not in ("http", "https", "tcp", "icmp"):
        raise BadAddress("unknown scheme")
    if not host or parts.username is not None or parts.password is not None:
        raise BadAddress("no host, or credentials in the address")
    if port is None:
        port = _PORTS.get(parts.scheme, 0)
    if not port and parts.scheme != "icmp":
        raise BadAddress("no port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise BadAddress("path is not ASCII")
    return Address(intern(parts.scheme), host, port, path)


def numeric(host: str) -> str | None:
    """The host as a canonical IP, or None if it is a name that must be resolved first."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def get(address: Address) -> bytes:
    """The whole HTTP request of a full probe; no credentials, no cookies, one answer and goodbye."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return (
        f"GET {address.path} HTTP/1.1\r\nHost: {host}:{address.port}\r\nUser-Agent: {AGENT}\r\n"
        "Accept: application/json\r\nConnection: close\r\n\r\n"
    ).encode("ascii")


def endpoint(address: Address, ip: str, *, full: bool) -> Endpoint:
    """Where to call: the full HTTP question, or only "are you there?"."""
    point = Endpoint(address.host if ip == address.host else ip, address.port)
    return point.asking(get(address)) if full and address.scheme == "http" else point

