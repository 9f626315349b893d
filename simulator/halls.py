"""The parent's side of the listener processes: starts halls, sends orders, waits until they are carried out."""
from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from simulator.files import raise_file_limit
from simulator.lines import Line

# Room for as many clients as a sweep of the centre may hold open at once.
CLIENT_FILES = 3000
Opening = tuple[int, tuple[str, int], Line | None]


class HallProcess:
    """One child process and its orders, answered in order."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self._seq = count(1)
        self._lock = asyncio.Lock()
        self.size = 0

    async def order(self, **what: Any) -> list[str]:
        """Send one order, return the errors in words once it has been carried out."""
        assert self._child.stdin
        assert self._child.stdout
        async with self._lock:
            self._child.stdin.write(json.dumps({"seq": next(self._seq), **what}).encode() + b"\n")
            await self._child.stdin.drain()
            answer = await self._child.stdout.readline()
        if not answer:
            raise ConnectionError("a hall of school listeners has ended")
        return list(json.loads(answer)["failed"])

    def check(self) -> None:
        """Raise when the process has ended by itself."""
        if self._child.returncode is not None:
            raise ConnectionError(f"a hall of school listeners ended with {self._child.returncode}")

    async def close(self) -> None:
        """End the process: it leaves when its input ends."""
        if self._child.stdin:
            self._child.stdin.close()
        try:
            await asyncio.wait_for(self._child.wait(), 0.5)
        except TimeoutError:
            self._child.kill()
            await self._child.wait()


class Halls:
    """All listeners of this simulator, spread over as many processes as the file limit asks for."""

    def __init__(self, latency: bool, shift: float) -> None:
        self._arguments = ("1" if latency else "0", repr(shift))
        self._halls: list[HallProcess] = []
        self._home: dict[int, HallProcess] = {}
        self._room = max(1000, raise_file_limit() - CLIENT_FILES)
        self._cut = False

    async def _hall_with_room(self, wanted: int) -> HallProcess:
        for hall in self._halls:
            if hall.size + wanted <= self._room:
                return hall
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulator.hall", *self._arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24)
        hall = HallProcess(child)
        self._halls.append(hall)
        if self._cut:
            await hall.order(cut=True)
        return hall

    async def open(self, posts: Sequence[Opening]) -> list[str]:
        """Open listeners for (slot, address, line); returns the addresses that could not be bound, in words."""
        # As few processes as the limit allows, but evenly filled.
        parts = -(-len(posts) // min(self._room, 16_000)) or 1
        size = -(-len(posts) // parts)
        jobs = []
        for start in range(0, len(posts), max(size, 1)):
            share = posts[start:start + size]
            hall = await self._hall_with_room(len(share))
            hall.size += len(share)
            self._home.update((slot, hall) for slot, _, _ in share)
            rows = [[slot, host, port, line] for slot, (host, port), line in share]
            jobs.append(hall.order(open=rows))
        return [words for failed in await asyncio.gather(*jobs) for words in failed]

    async def show(self, modes: Iterable[tuple[int, str]]) -> None:
        """Set slots to up, down or slow; returns when listeners are open or closed accordingly."""
        by_hall: dict[HallProcess, dict[int, str]] = {}
        for slot, mode in modes:
            by_hall.setdefault(self._home[slot], {})[slot] = mode
        await asyncio.gather(*(hall.order(modes=part) for hall, part in by_hall.items()))

    async def cut(self, state: bool) -> None:
        """Close every listener (the centre's own line is cut), or open those again that are up."""
        self._cut = state
        await asyncio.gather(*(hall.order(cut=state) for hall in self._halls))

    def check(self) -> None:
        """Raise when a hall has died: half a province would be a lie."""
        for hall in self._halls:
            hall.check()

    async def close(self) -> None:
        """End all halls."""
        await asyncio.gather(*(hall.close() for hall in self._halls))
