"""Which loopback address belongs to which school, so that two simulators on one machine never share one.

Each simulator owns one block: 127.(20+b).x.y for its schools, 127.(120+b).x.y for adopted ones, 127.9.b.1-3 for the
sentinels. Where the system has only 127.0.0.1 every school gets a port of its own instead.
"""
from __future__ import annotations

import socket
import time

PORT = 18080
BLOCKS = 90
PER_LINE, LINES = 250, 256
SENTINELS = 3
# Below the ports the system hands out to clients (32,768 and above).
FIRST_OWN_PORT, FIRST_ADOPTED_PORT = 10_000, 26_000


def _held(address: tuple[str, int]) -> socket.socket | None:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(address)
        sock.listen(1)
    except OSError:
        sock.close()
        return None
    return sock


def _loopback_block_works() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        try:
            sock.bind(("127.9.255.254", 0))
        except OSError:
            return False
    return True


class AddressPlan:
    """The block this simulator owns for as long as it lives."""

    def __init__(self, sim_port: int, patience: float = 2.0) -> None:
        self.wide = _loopback_block_works()
        self.block = 0
        self._claim: socket.socket | None = None
        preferred = (sim_port - 8060) % BLOCKS
        # A predecessor may still be closing: wait for the usual block, addresses that move confuse people.
        until = time.monotonic() + patience
        while self.wide and not self._claim and time.monotonic() < until:
            self._take(preferred)
            if not self._claim:
                time.sleep(0.05)
        for step in range(1, BLOCKS):
            if self.wide and not self._claim:
                self._take((preferred + step) % BLOCKS)

    def _take(self, block: int) -> None:
        # The claim is a listener no school uses; the kernel frees it whatever way this process ends.
        self._claim = _held((f"127.9.{block}.9", PORT))
        if self._claim:
            self.block = block

    def school(self, index: int, adopted: bool = False) -> tuple[str, int]:
        """Host and port of the index-th school (or adopted school) of this simulator."""
        if not self.wide:
            return "127.0.0.1", (FIRST_ADOPTED_PORT if adopted else FIRST_OWN_PORT) + index
        line, place = divmod(index, PER_LINE)
        return f"127.{(120 if adopted else 20) + self.block}.{line % LINES}.{place + 1}", PORT

    def sentinels(self) -> list[tuple[str, int]]:
        """Three addresses that stand for the outside world on the centre's own line."""
        if not self.wide:
            return [("127.0.0.1", FIRST_OWN_PORT - 1 - n) for n in range(SENTINELS)]
        return [(f"127.9.{self.block}.{n + 1}", PORT) for n in range(SENTINELS)]
