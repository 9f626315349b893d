"""`python -m simulator`: a simulated province behind real sockets, until told to stop."""
from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time

from simulator.addresses import AddressPlan
from simulator.adoption import Adoption
from simulator.config import BadSetting, Config, read_config
from simulator.control import Control
from simulator.day import Clock
from simulator.halls import Halls
from simulator.http_server import HttpServer, Request, Response, error, json_response
from simulator.logs import log
from simulator.placing import Placer
from simulator.register import Register, load_map
from simulator.schools import build_schools
from simulator.storm import Storm
from simulator.upstream import Upstream
from simulator.world import World

FLAP_TICK_S = 0.5


class Province:
    """Everything assembled; answers the HTTP requests of the outside world."""

    def __init__(self, config: Config) -> None:
        self._config = config
        clock = Clock(config.clock, time.time())
        areas, water = load_map(config.home)
        schools = build_schools(config.schools, config.seed, Placer(json.loads(areas), json.loads(water), config.seed))
        self.halls = Halls(config.latency, clock.shift)
        self.world = World(schools=schools, plan=AddressPlan(config.port), halls=self.halls, seed=config.seed,
                           clock=clock, pace=config.pace)
        self._adoption = Adoption(self.world, config.home)
        self._upstream = Upstream(self.world, config.token)
        self._control = Control(self.world, self._adoption)
        self._map = areas, water
        self._register: Register | None = None

    async def open(self) -> None:
        """Open all listeners; from now on the province answers."""
        failed = await self.world.open()
        if failed:
            log("addresses not bound", count=len(failed), first=failed[0])
        adopted = await self._adoption.load()
        self._register = Register(self.world, *self._map)
        log("ready", schools=len(self.world.schools) - adopted, adopted=adopted, port=self._config.port,
            storm=self._config.storm)

    async def answer(self, request: Request) -> Response:
        """Route one request."""
        if request.path.startswith("/control/"):
            return await self._control.handle(request)
        if request.method not in ("GET", "HEAD"):
            return error(405, "Dùng GET.", "Use GET.")
        if request.path == "/healthz":
            return json_response({"ready": self._register is not None, "schools": len(self.world.schools)})
        if self._register is None:
            return error(503, "Đang khởi động.", "Starting.")
        found = self._register.get(request.path) or await self._upstream.get(request)
        return found or error(404, "Không có trang này.", "Not found.")

    async def life(self) -> None:
        """Open, then live."""
        await self.open()
        await self.live()

    async def live(self) -> None:
        """Let the storm blow and the flapping schools flap until cancelled; raises when a child has died."""
        config = self._config
        storm = Storm(self.world, config.seed, config.pace) if config.storm else None
        blowing = asyncio.create_task(storm.run()) if storm else None
        try:
            while True:
                await asyncio.sleep(FLAP_TICK_S / config.pace)
                self.halls.check()
                await self.world.flap()
        finally:
            if blowing:
                blowing.cancel()


async def starting(_: Request) -> Response:
    """The answer before there is a province."""
    return error(503, "Đang khởi động.", "Starting.")


async def run(config: Config) -> int:
    """Serve until SIGTERM or SIGINT; the exit code."""
    server = HttpServer(starting)
    try:
        await server.start(config.port)
    except OSError as problem:
        log("port is taken", port=config.port, error=problem.strerror)
        return 2
    province = Province(config)
    server.handler = province.answer
    # From here on there are children to take along; before, the system's own way of dying is the quickest.
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    stopping = asyncio.create_task(stop.wait())
    life = asyncio.create_task(province.life())
    try:
        await asyncio.wait({stopping, life}, return_when=asyncio.FIRST_COMPLETED)
        if life.done():
            log("ended", error=repr(life.exception()))
        return 1 if life.done() else 0
    finally:
        life.cancel()
        stopping.cancel()
        await asyncio.gather(server.close(), province.halls.close(), life, stopping, return_exceptions=True)


def main() -> int:
    """Read the settings and run."""
    try:
        config = read_config(os.environ)
    except BadSetting as bad:
        log("bad setting", error=str(bad))
        return 2
    try:
        return asyncio.run(run(config))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
