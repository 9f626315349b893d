"""A TCP line that misbehaves on demand: late, thin, cut, reset, silent or corrupt; seeded, and it logs what it did."""

import asyncio
import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the line does to answers. Times in seconds, `rate` in bytes per second, None = does not happen.

    `refuse`: nobody listens. `mute`: accepted, never answered, nothing passed on. `cut_after`: closed politely after so
    many bytes of answer; with `reset` by RST. `corrupt_every`: about one byte in so many is changed.
    """

    latency: float = 0.0
    rate: float | None = None
    cut_after: int | None = None
    reset: bool = False
    mute: bool = False
    refuse: bool = False
    corrupt_every: int | None = None


CLEAR = Fault()


class FaultProxy:
    """Listens on 127.0.0.1:`port`, passes everything to `target`; `be(fault)` changes the line, also for open connections."""

    def __init__(self, target: tuple[str, int], seed: int = 1) -> None:
        self.target, self.fault, self.random = target, CLEAR, random.Random(seed)
        self.connections = 0
        self.log: list[tuple[float, str]] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        self._server: asyncio.Server | None = None
        self.port = 0
        self._run(self._listen())

    def be(self, fault: Fault = CLEAR, **changes: Any) -> None:
        """From now on the line is like this."""
        self.fault = replace(fault, **changes)
        self._note(repr(self.fault))
        self._run(self._listen() if not self.fault.refuse else self._close_server())

    def drop(self) -> None:
        """Reset every open connection now."""
        self._run(self._drop())

    def close(self) -> None:
        """End the line."""
        self._run(self._close_server())
        self._run(self._drop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def _note(self, what: str) -> None:
        self.log.append((time.time(), what))

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, reuse_address=True)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _drop(self) -> None:
        for writer in list(self._writers):
            _reset(writer)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
            self._writers.add(far_writer)
            there = asyncio.create_task(self._pass(reader, far_writer, answer=False))
            back = asyncio.create_task(self._pass(far_reader, writer, answer=True))
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0.01)
            there.cancel()
            back.cancel()
            self._writers.discard(far_writer)
            far_writer.close()
        except OSError as error:
            self._note(f"target: {error}")
        finally:
            self._writers.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answer: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                while self.fault.mute:
                    await asyncio.sleep(0.02)
                if answer:
                    data = await self._spoil(data)
                    limit = self.fault.cut_after
                    if limit is not None and passed + len(data) >= limit:
                        await self._cut(writer, data[: max(0, limit - passed)])
                        return
                passed += len(data)
                writer.write(data)
                await writer.drain()

    async def _spoil(self, data: bytes) -> bytes:
        fault = self.fault
        if fault.latency:
            await asyncio.sleep(fault.latency)
        if fault.rate:
            await asyncio.sleep(len(data) / fault.rate)
        if fault.corrupt_every:
            spoilt = bytearray(data)
            for place in range(len(spoilt)):
                if self.random.randrange(fault.corrupt_every) == 0:
                    spoilt[place] ^= 1 << self.random.randrange(8)
                    self._note(f"corrupt byte {place}")
            return bytes(spoilt)
        return data

    async def _cut(self, writer: asyncio.StreamWriter, rest: bytes) -> None:
        writer.write(rest)
        with contextlib.suppress(OSError):
            await writer.drain()
        self._note(f"{'reset' if self.fault.reset else 'cut'} after {self.fault.cut_after} bytes")
        if self.fault.reset:
            _reset(writer)
        else:
            writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
