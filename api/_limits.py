"""How much and how often: bodies have an end, and nobody is served faster than a person or a screen can look."""

import asyncio
import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Message, Receive

from domain.errors import CentreError

PATIENCE_S = 15.0  # for a body; a line that drips would hold its place for ever
MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests a second, and so many at once after a pause."""

    rate: float
    burst: float


SIGNED_IN = Pace(60, 240)  # each session or key that was good before
TRYING = Pace(100, 1000)  # one network address with credentials not known yet: after a restart, all walls of a house
STRANGER = Pace(20, 120)  # one network address without any
TOKENS = Pace(400, 4000)  # schools' own heartbeats, perhaps all through one proxy


class Buckets:
    """One bucket of tokens for each who asks; whoever was not heard of longest is forgotten first (their bucket is
    full again anyway)."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, pace: Pace, now: float) -> float:
        """0 = served; else the seconds to wait."""
        left, at = self._left.get(who, (pace.burst, now))
        left = min(pace.burst, left + max(0.0, now - at) * pace.rate)
        served = left >= 1
        self._left[who] = (left - 1 if served else left, now)
        self._left.move_to_end(who)
        if len(self._left) > self.most:
            self._left.popitem(last=False)
        return 0.0 if served else (1 - left) / pace.rate

    def __len__(self) -> int:
        return len(self._left)


class Remembered:
    """Credentials that were good a moment ago: they do not pay for the strangers of their address."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self._known: OrderedDict[str, None] = OrderedDict()

    def note(self, who: str, good: bool) -> None:
        """What became of it."""
        self._known.pop(who, None)
        if good:
            self._known[who] = None
            if len(self._known) > self.most:
                self._known.popitem(last=False)

    def __contains__(self, who: str) -> bool:
        return who in self._known


@lru_cache(maxsize=4096)
def neighbour(address: str) -> str:
    """Whose bucket an address pays into: itself, or its /64, of which one machine has all."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


class TooLarge(CentreError):
    """More than may be sent."""

    code = "too_large"


class TooSlow(CentreError):
    """Not sent in time, or not to the end."""

    code = "too_slow"


async def whole(receive: Receive, most: int, declared: str = "") -> bytes:
    """The body, never more than `most` bytes whatever its header says. Raises TooLarge, TooSlow."""
    if declared and (not declared.isdecimal() or int(declared[:20]) > most):
        raise TooLarge("Nội dung gửi quá lớn.", "The body is too large.")
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise TooSlow("Kết nối đã đứt.", "The connection is gone.")
                body += message.get("body", b"")
                if len(body) > most:
                    raise TooLarge("Nội dung gửi quá lớn.", "The body is too large.")
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise TooSlow("Nội dung gửi quá chậm.", "The body came too slowly.") from None


def again(body: bytes, receive: Receive) -> Receive:
    """`body` once, then only whether somebody still listens: bytes that were not asked for are dropped."""
    told = False

    async def tell() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": body, "more_body": False}
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return message

    return tell
