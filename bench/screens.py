"""500 walls on one web process: errors, answer times, bytes per screen and minute, and the truth on every screen.

Each is a paired screen that asks as its browser does: frames, figures and incidents, its beat, its small picture. Then
the web process is away for a while and everybody comes back (G2, G3).
"""

import argparse
import asyncio
import base64
import gzip
import io
import json
import os
import random
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from bench import _house
from bench._house import House, head, house, line, load, quantiles
from domain.person import Part
from services.centre import Centre, Door
from services.sessions import open_screen, today
from store import grants
from store import screens as paired

HEAD = struct.Struct("<4sBBHdddddII8s")
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0\r\n"
    "Cookie: {cookie}\r\n\r\n"
)
FRAME = "/api/v1/live/frame?area=79&layer=connectivity"
SEND = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
    "Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"
)
FIGURES_S, ECHO_S = 4.0, 20.0  # assets/wall_page.js, assets/screens_echo.js


def echo() -> str:
    """A small picture of some 9 kB, as a wall sends it."""
    noise, made = np.random.default_rng(1).integers(0, 48, (90, 160, 3), np.uint8), io.BytesIO()
    Image.fromarray(noise).resize((480, 270)).save(made, "WEBP", quality=30)
    return base64.b64encode(made.getvalue()).decode()


PICTURE = echo()


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
    """One wall, on one kept connection: frames and beats when the server says so, the rest by its own clock."""

    def __init__(self, port: int, cookie: str, digest: str, count: int) -> None:
        self.port, self.cookie, self.digest, self.version, self.poll = port, cookie, digest, 0.0, 0.0
        self.status = np.zeros(count, np.uint8)
        self.tally = Tally()
        self.fresh_at = 0.0  # when its last frame came
        self._turn = asyncio.Lock()
        self._wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self) -> None:
        """Until cancelled."""
        await asyncio.gather(self._again(self._frame), self._again(self._figures), self._again(self._beat),
                             self._again(self._echo, random.random() * ECHO_S))

    async def _again(self, act: Callable[[], Awaitable[float]], first: float = 0.0) -> None:
        """Every failure is counted, and tried again as the browser does: soon, not all at once."""
        await asyncio.sleep(first)
        while True:
            try:
                async with self._turn:
                    pause = await asyncio.wait_for(act(), 8)
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                self.tally.errors += 1
                self._wire, pause = None, 0.7 + random.random() * 1.3
            await asyncio.sleep(pause)

    async def _figures(self) -> float:
        await self._get("/api/v1/live/wall")
        return FIGURES_S * (0.85 + random.random() * 0.3)

    async def _beat(self) -> float:
        told = {"page": "/wall", "version": "a.b", "frame_age_s": 1.0, "scene": "city", "index": 0, "count": 3,
                "memory_mb": 30.0, "nodes": 400, "wide": 1920, "high": 1080, "up_s": 60}
        return float(json.loads(await self._get("/api/v1/screen/beat", told))["after_ms"]) / 1000

    async def _echo(self) -> float:
        await self._get("/api/v1/screen/echo", {"picture": PICTURE})
        return ECHO_S * (0.9 + random.random() * 0.2)

    async def _frame(self) -> float:
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
        self.fresh_at = time.monotonic()
        return self.poll

    async def _get(self, path: str, told: object = None) -> bytes:
        if self._wire is None:
            self._wire = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._wire
        began = time.perf_counter()
        if told is None:
            writer.write(REQUEST.format(path=path, cookie=self.cookie).encode())
        else:
            sent = json.dumps(told).encode()
            writer.write(SEND.format(path=path, cookie=self.cookie, length=len(sent)).encode() + sent)
        top = await reader.readuntil(b"\r\n\r\n")
        fields = dict(part.lower().split(": ", 1) for part in top.decode().split("\r\n")[1:] if part)
        body = await reader.readexactly(int(fields["content-length"]))
        self.tally.took.append(time.perf_counter() - began)
        self.tally.bytes += (len(top) + len(body)) * path.startswith(FRAME)
        if not top.startswith(b"HTTP/1.1 200"):
            raise ValueError(top[:40])
        return gzip.decompress(body) if "content-encoding" in fields else body


def cookies(made: House, count: int) -> list[str]:
    """Paired screens of the whole province, each with its session: nobody is served faster than one screen can look."""
    centre = Centre.open(home=made.home, database_url=f"sqlite:///{made.home / 'centre.db'}", door=Door(demo=True))
    opened = []
    with centre.db.write() as conn:
        for n in range(count):
            one = paired.insert(conn, {"name": f"Wall {n}", "created_at": centre.clock(), "created_by": None})
            grants.insert(conn, "screen", one, Part(), today(centre), centre.clock())
            opened.append(open_screen(centre, conn, one))
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


async def outage(made: House, screens: list[Screen], seconds: float) -> None:
    """G3: the web process is away, then everybody comes back at once."""
    made.close("web")
    await asyncio.sleep(seconds)
    total(screens)
    await asyncio.to_thread(made.web)
    back = time.monotonic()
    while min(screen.fresh_at for screen in screens) < back and time.monotonic() - back < 90:
        await asyncio.sleep(0.1)
    live, took, late = sum(screen.fresh_at >= back for screen in screens), time.monotonic() - back, total(screens)
    calm = await asyncio.sleep(15, result=None) or total(screens)
    line(f"{len(screens)} screens come back after {seconds:.0f} s without a server", f"{live} live after {took:.1f} s",
         f"{late.errors} tries failed until then, {calm.errors} in the 15 s after",
         f"p99 {1000 * quantiles(calm.took)[2]:.0f} ms in the 15 s after", "all live <= 30 s")


async def everybody(made: House, count: int, seconds: float, away: float) -> None:
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
    if away:
        await outage(made, screens, away)
        web = made.processes["web"].pid
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
    words.add_argument("--away", type=float, default=60.0, help="seconds without a web process")
    said = words.parse_args()
    os.sched_setaffinity(0, {2, 3})
    head("one web process on 2 cores", "requests/s", "errors", "p50 ms", "p95 ms", "p99 ms", "worst ms",
         "kB of frames per screen and minute", "bytes / packed", "web, cores used", "target")
    for size in said.sizes:
        with house(size, cores={"web": {0, 1}, "": {2, 3}}) as made:
            made.collect()
            made.web()
            time.sleep(20 if size < 10_000 else 60)
            asyncio.run(everybody(made, said.screens, said.seconds, said.away))
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
