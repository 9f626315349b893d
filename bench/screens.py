"""500 screens on one web process: errors, answer times, bytes per screen and minute, and the truth on every screen."""

import argparse
import asyncio
import gzip
import json
import os
import struct
import time
from dataclasses import dataclass, field

import numpy as np

from bench import _house
from bench._house import House, head, house, line, load, quantiles
from domain.person import Role
from services.accounts import demo_person
from services.centre import Centre, Door
from services.sessions import open_session

HEAD = struct.Struct("<4sBBHdddddII8s")
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0\r\n"
    "Cookie: {cookie}\r\n\r\n"
)
FRAME = "/api/v1/live/frame?area=79&layer=connectivity"


@dataclass(slots=True)
class Tally:
    """What all screens saw since it was made."""

    began: float = field(default_factory=time.monotonic)
    took: list[float] = field(default_factory=list)
    bytes: int = 0
    frames: int = 0
    deltas: int = 0
    errors: int = 0
    packed: int = 0  # bodies of frames before any compression


class Screen:
    """One screen: a frame when the server says so, on one kept connection, as assets/feed.js does."""

    def __init__(self, port: int, cookie: str, digest: str, count: int) -> None:
        self.port, self.cookie, self.digest, self.version, self.poll = port, cookie, digest, 0.0, 0.0
        self.status = np.zeros(count, np.uint8)
        self.tally = Tally()
        self._wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await asyncio.wait_for(self._frame(), 8)
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                self.tally.errors += 1
                self._wire, self.poll = None, 1.0
            await asyncio.sleep(self.poll)

    async def _frame(self) -> None:
        body = await self._get(f"{FRAME}&since={self.version:.0f}&dir={self.digest}")
        words = HEAD.unpack_from(body)
        kind, self.version, changes = words[1], words[4], words[10]
        self.poll = words[3] / 1000
        self.tally.frames += 1
        if kind == 0:
            self.status = np.frombuffer(body, np.uint8, offset=64).copy()
        elif kind == 1:
            which = np.frombuffer(body, "<u4", changes, 64)
            self.status[which] = np.frombuffer(body, np.uint8, changes, 64 + 4 * changes)
        self.tally.deltas += kind != 2
        self.tally.packed += len(body)

    async def _get(self, path: str) -> bytes:
        if self._wire is None:
            self._wire = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._wire
        began = time.perf_counter()
        writer.write(REQUEST.format(path=path, cookie=self.cookie).encode())
        top = await reader.readuntil(b"\r\n\r\n")
        fields = dict(part.lower().split(": ", 1) for part in top.decode().split("\r\n")[1:] if part)
        body = await reader.readexactly(int(fields["content-length"]))
        self.tally.took.append(time.perf_counter() - began)
        self.tally.bytes += len(top) + len(body)
        if not top.startswith(b"HTTP/1.1 200"):
            raise ValueError(top[:40])
        return gzip.decompress(body) if "content-encoding" in fields else body


def cookies(made: House, count: int) -> list[str]:
    """A session for each screen: nobody is served faster than one screen can look."""
    centre = Centre.open(home=made.home, database_url=f"sqlite:///{made.home / 'centre.db'}", door=Door(demo=True))
    operator = demo_person(centre, Role.OPERATOR)
    with centre.db.write() as conn:
        opened = [open_session(centre, conn, operator, demo=True) for _ in range(count)]
    centre.close()
    return [f"centre_session={session}" for session in opened]


def total(screens: list[Screen]) -> Tally:
    """Everybody's tallies in one, and a new one for each."""
    whole = Tally(began=screens[0].tally.began)
    for screen in screens:
        whole.took += screen.tally.took
        for name in ("bytes", "frames", "deltas", "packed", "errors"):
            setattr(whole, name, getattr(whole, name) + getattr(screen.tally, name))
        screen.tally = Tally()
    return whole


def say(name: str, screens: list[Screen], web: int, used: float, target: str) -> Tally:
    """One line of the table."""
    tally, count = total(screens), len(screens)
    minutes = (time.monotonic() - tally.began) / 60
    p50, p95, p99 = (f"{1000 * value:.1f}" for value in quantiles(tally.took))
    line(name, f"{len(tally.took) / minutes / 60:.0f}", tally.errors, p50, p95, p99, f"{1000 * max(tally.took):.0f}",
         f"{tally.bytes / count / minutes / 1000:.2f}", f"{tally.bytes / tally.packed:.2f}",
         f"{(_house.cpu(web) - used) / minutes / 60:.2f}", target)
    return tally


async def everybody(made: House, count: int, seconds: float) -> None:
    """All phases with `count` screens."""
    directory = json.loads(made.get("/api/v1/live/directory?area=79"))
    screens = [Screen(made.port, cookie, directory["hash"][:8], directory["count"]) for cookie in cookies(made, count)]
    web = made.processes["web"].pid
    used = _house.cpu(web)
    tasks = [asyncio.create_task(screen.live()) for screen in screens]  # all at once: a power cut has ended
    await asyncio.sleep(5)
    size = f"{made.schools:,} schools, {count} screens"
    say(f"{size}: all arrive within the same moment", screens, web, used, "0 errors")
    used = _house.cpu(web)
    await asyncio.sleep(seconds)
    say(f"{size}: quiet", screens, web, used, "0 errors, p99 <= 250 ms, <= 5 kB")
    used, began = _house.cpu(web), time.monotonic()
    while time.monotonic() - began < seconds:
        for state in ("cut", "ok"):
            for carrier in ("viettel", "vnpt"):
                await asyncio.to_thread(made.order, f"carriers/{carrier}", {"state": state})
            await asyncio.sleep(seconds / 4)
    say(f"{size}: half the province falls and rises", screens, web, used, "0 errors, p99 <= 250 ms, <= 1.5 packed")
    await asyncio.sleep(10)
    for task in tasks:
        task.cancel()
    newest = max(screen.version for screen in screens)
    right = [screen for screen in screens if screen.version == newest]
    same = sum(bool((screen.status == right[0].status).all()) for screen in right)
    print(f"At the end {len(right)} of {count} screens show version {newest:.0f}, {same} of them the same statuses. "
          f"Web: {_house.memory(web)[0]:.0f} MB.", flush=True)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[2380, 52_000])
    words.add_argument("--screens", type=int, default=500)
    words.add_argument("--seconds", type=float, default=60.0)
    said = words.parse_args()
    os.sched_setaffinity(0, {2, 3})
    head("one web process on 2 cores", "requests/s", "errors", "p50 ms", "p95 ms", "p99 ms", "worst ms",
         "kB per screen and minute", "bytes / packed", "web, cores used", "target")
    for size in said.sizes:
        with house(size, cores={"web": {0, 1}, "": {2, 3}}) as made:
            made.collect()
            made.web()
            time.sleep(20 if size < 10_000 else 60)
            asyncio.run(everybody(made, said.screens, said.seconds))
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
