"""Every device asked once over UDP, a silent one twice more: one socket for each family, no thread, one deadline."""

import os
import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from data_sources._snmp import Answer, answer, question

Place = tuple[str, int]  # number, port
DEADLINE = 60.0  # s for all
_TRIES = (0.0, 1.5, 3.5)  # s after the round began to ask, and to ask those again who are silent
_LAST = 3.0  # s that the last of them may take
_PACE = 100  # datagrams between two looks at what came
_LONGEST = 9000


@dataclass(slots=True)
class _Round:
    """Who was asked what; an answer counts from the very place that was asked, with the number of its question."""

    community: str
    idents: dict[tuple[str, int], int]
    found: dict[Place, Answer]

    def hear(self, sock: socket.socket) -> None:
        """Take all that lies there."""
        with suppress(BlockingIOError, ConnectionError):
            while True:
                datagram, sender = sock.recvfrom(_LONGEST)
                place = (str(sender[0]), int(sender[1]))
                with suppress(ValueError, OverflowError):
                    said = answer(datagram, self.community)
                    if self.idents.get(place) == said.ident:
                        self.found.setdefault(place, said)

    def silent(self) -> Iterator[Place]:
        """Who has not answered."""
        return (place for place in self.idents if place not in self.found)


def ask_all(places: Iterable[Place], community: str) -> dict[Place, Answer]:
    """place -> what it said; one that said nothing usable is not there."""
    asked = {place: int.from_bytes(os.urandom(4), "big") >> 1 for place in places}
    here = _Round(community, asked, {})
    until = time.monotonic() + DEADLINE
    with selectors.DefaultSelector() as wake:
        lines = {family: _open(family) for family in {_family(place) for place in asked}}
        try:
            for line in lines.values():
                wake.register(line, selectors.EVENT_READ)
            for at, after in zip(_TRIES, (*_TRIES[1:], _TRIES[-1] + _LAST), strict=True):
                _send(here, lines, until)
                _listen(here, wake, min(until, time.monotonic() + after - at))
        finally:
            for line in lines.values():
                line.close()
    return here.found


def _send(here: _Round, lines: dict[int, socket.socket], until: float) -> None:
    for count, place in enumerate(list(here.silent())):
        line = lines[_family(place)]
        with suppress(OSError):  # no way there just now: it stays silent
            line.sendto(question(here.community, here.idents[place]), place)
        if count % _PACE == _PACE - 1:
            for each in lines.values():
                here.hear(each)
            time.sleep(0.02)
            if time.monotonic() > until:
                return


def _listen(here: _Round, wake: selectors.BaseSelector, until: float) -> None:
    while (left := until - time.monotonic()) > 0 and len(here.found) < len(here.idents):
        for key, _ in wake.select(left):
            line = key.fileobj
            if isinstance(line, socket.socket):
                here.hear(line)


def _open(family: int) -> socket.socket:
    line = socket.socket(family, socket.SOCK_DGRAM)
    line.setblocking(False)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
    return line


def _family(place: Place) -> int:
    return socket.AF_INET6 if ":" in place[0] else socket.AF_INET
