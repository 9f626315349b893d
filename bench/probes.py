"""Probes: our epoll engine beside the same loop in C and beside the REST library, in one run, as ratios."""
# debian: gcc libc6-dev

import argparse
import contextlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from data_sources._address import endpoint, parse
from data_sources._engine import Engine
from data_sources._icmp import open_icmp
from data_sources._reasons import Reason
from data_sources._sweeps import Sweeps
from domain.source import Target

PORT, SHARE = 19_080, 13_000  # endpoints one server process holds: a listener is a file
IN_AIR = 256


def address(index: int) -> str:
    """As place() in c_epoll.c."""
    number = 0x7F140001 + index
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def build(folder: str) -> str:
    """Compile the reference."""
    program = f"{folder}/c_epoll"
    subprocess.run(["gcc", "-O2", "-o", program, str(Path(__file__).with_name("c_epoll.c"))], check=True)
    return program


@contextlib.contextmanager
def province(program: str, count: int) -> Iterator[None]:
    """`count` endpoints on loopback addresses that answer one small JSON each."""
    servers = []
    try:
        for first in range(0, count, SHARE):
            words = [program, "serve", str(first), str(min(SHARE, count - first)), str(PORT)]
            servers.append(subprocess.Popen(words, stdout=subprocess.PIPE))
        for server in servers:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
        yield
    finally:
        for server in servers:
            server.kill()
            server.wait()


def c_loop(program: str, count: int, total: int) -> tuple[float, float]:
    """(seconds, CPU seconds) of the C loop."""
    words = [program, "probe", "0", str(count), str(PORT), str(total), str(IN_AIR)]
    ok, took, used = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    assert int(ok) == total
    return float(took), float(used)


def ours(count: int, total: int, *, full: bool) -> tuple[float, float]:
    """The same by the engine of the product."""
    points = [endpoint(parse(f"http://{address(i)}:{PORT}/status"), address(i), full=full) for i in range(count)]
    engine = Engine(in_flight=IN_AIR, patience=1e9)
    for n in range(total):
        engine.submit(n, points[n % count], 10.0)
    began, used, good, done = time.monotonic(), cpu(), 0, 0
    while done < total:
        results = engine.turn(1.0)
        done += len(results)
        good += sum(result[1] is Reason.OK for result in results)
    took = time.monotonic() - began, cpu() - used
    engine.close()
    assert good == total
    return took


def library(count: int, total: int, threads: int) -> tuple[float, float]:
    """The same by the REST library."""
    with httpx2.Client(trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)) as client:
        def ask(n: int) -> int:
            return client.get(f"http://{address(n % count)}:{PORT}/status").status_code

        began, used = time.monotonic(), cpu()
        with ThreadPoolExecutor(threads) as pool:
            assert set(pool.map(ask, range(total))) == {200}
        return time.monotonic() - began, cpu() - used


class Asking:
    """What a runner hands to the stream."""

    config: dict[str, str] = {}
    http = None

    def __init__(self, count: int, seconds: float) -> None:
        self.targets = [Target(code=f"{n}", address=f"http://{address(n)}:{PORT}/status") for n in range(count)]
        self.sentinels = [f"{address(n)}:{PORT}" for n in range(3)]
        self._end = time.monotonic() + seconds

    def now(self) -> float:
        return time.time()

    def stopping(self) -> bool:
        return time.monotonic() > self._end

    def reject(self, reason: str, row: object) -> None:
        raise AssertionError(reason)


def stream(count: int, warm: float, seconds: float) -> tuple[int, float, float]:
    """(tries, seconds, CPU seconds) of the whole connectivity stream at its real pace, after a start."""
    sweeps = Sweeps(Asking(count, warm + seconds))  # type: ignore[arg-type]
    tries, began, used, measuring = 0, time.monotonic(), 0.0, False
    take = sweeps._take

    def counted(results: list) -> None:  # type: ignore[type-arg]
        nonlocal tries
        tries += len(results)
        take(results)

    sweeps._take = counted  # type: ignore[method-assign]
    start = began
    for column in sweeps.stream():
        assert 0.0 not in column.values or column.metric == "connectivity.loss_pct"
        if not measuring and time.monotonic() - began > warm:
            measuring, tries, start, used = True, 0, time.monotonic(), cpu()
    return tries, time.monotonic() - start, cpu() - used


def ping(total: int) -> tuple[float, float] | None:
    """ICMP echo to loopback addresses."""
    asker = open_icmp()
    if asker is None:
        return None
    for n in range(total):
        asker.submit(n, address(n), 5.0)
    began, used, done = time.monotonic(), cpu(), 0
    while done < total:
        done += sum(result[1] is Reason.OK for result in asker.turn())
        assert time.monotonic() - began < 30
    asker.close()
    return time.monotonic() - began, cpu() - used


def best(runs: list[tuple[float, float]]) -> tuple[float, float]:
    """The run with the least CPU: whatever disturbed the others was not the program."""
    return min(runs, key=lambda run: run[1])


def row(name: str, total: int, run: tuple[float, float], peer: float) -> None:
    each = run[1] / total * 1000
    print(f"| {name} | {total / run[0]:,.0f} | {each:.4f} | {each / peer:.2f} |")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--endpoints", type=int, default=5000)
    words.add_argument("--total", type=int, default=50_000)
    words.add_argument("--seconds", type=float, default=15.0)
    words.add_argument("--big", type=int, default=52_000, help="endpoints of the big sweep; 0 = none")
    said = words.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        with province(program, said.endpoints):
            pairs = [(c_loop(program, said.endpoints, said.total), ours(said.endpoints, said.total, full=True))
                     for _ in range(3)]
            limit = best([pair[0] for pair in pairs])
            peer = limit[1] / said.total * 1000
            print("| engine | probes/s, one core | CPU-s per 1,000 | times the C loop |\n| --- | --- | --- | --- |")
            row("C, epoll: the limit of this machine", said.total, limit, peer)
            row("ours, HTTP GET", said.total, best([pair[1] for pair in pairs]), peer)
            row("ours, TCP connect", said.total, ours(said.endpoints, said.total, full=False), peer)
            row("httpx2, 1 thread", 500, library(said.endpoints, 500, 1), peer)
            row("httpx2, 16 threads", 2000, library(said.endpoints, 2000, 16), peer)
            echo = ping(20_000)
            if echo is not None:
                row("ours, ICMP echo", 20_000, echo, peer)
            sys.stdout.flush()
            tries, took, used = stream(said.endpoints, 6.0, said.seconds)
            row(f"the whole stream, {said.endpoints:,} schools at its own pace", tries, (took, used), peer)
        if said.big:
            with province(program, said.big):
                sweep = ours(said.big, said.big, full=True)
                row(f"one HTTP sweep of {said.big:,}, as fast as it goes", said.big, sweep, peer)
                tries, took, used = stream(said.big, 6.0, said.seconds)
                row(f"the whole stream, {said.big:,} schools at its own pace", tries, (took, used), peer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of this process (all of the above): {peak:.0f} MB")


if __name__ == "__main__":
    main()
