"""`python -m simulator`: a simulated province behind real sockets, until told to stop."""
from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time

from simulator.addresses import AddressPlan
from simulator.adoption import Adoption
from simulator.config import BadSetting, Config, read_config
from simulator.control import Control
from simulator.day import Clock
from simulator.halls import Halls
from simulator.http_server import HttpServer, Request, Response, error, json_response, reserve
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
        await self._adoption.load()
        self._register = Register(self.world, *self._map)

    async def answer(self, request: Request) -> Response:
        """Route one request."""
        if request.path.startswith("/control/"):
            return await self._control.handle(request)
        if request.method not in ("GET", "HEAD"):
            return error(405, "Dùng GET.", "Use GET.")
        if request.path == "/healthz":
            return json_response({"ready": True, "schools": len(self.world.schools)})
        assert self._register, "the door opens after the province"
        found = self._register.get(request.path) or await self._upstream.get(request)
        return found or error(404, "Không có trang này.", "Not found.")

    async def live(self) -> None:
        """Let the storm blow and the flapping schools flap until cancelled; raises when a child has died."""
        config = self._config
        storm = [Storm(self.world, config.seed, config.pace).run()] if config.storm else []
        await asyncio.gather(self._flap(FLAP_TICK_S / config.pace), *storm)

    async def _flap(self, tick: float) -> None:
        while True:
            await asyncio.sleep(tick)
            self.halls.check()
            await self.world.flap()


async def run(config: Config) -> int:
    """Serve until SIGTERM or SIGINT; the exit code."""
    try:
        port = reserve(config.port)
    except OSError as problem:
        log("port is taken", port=config.port, error=problem.strerror)
        return 2
    province = Province(config)
    # From here on there are children to take along; before, the system's own way of dying is the quickest.
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    server = HttpServer(province.answer)
    tasks = [asyncio.create_task(stop.wait()), asyncio.create_task(live(province, server, port))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if not tasks[1].done():
            return 0
        log("ended", error=repr(tasks[1].exception()))
        return 1
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, server.close(), province.halls.close(), return_exceptions=True)


async def live(province: Province, server: HttpServer, port: socket.socket) -> None:
    """Open the province, then the door to it, then let it live."""
    await province.open()
    await server.start(port)
    log("ready", schools=len(province.world.schools), port=port.getsockname()[1])
    await province.live()


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
