"""The whole pipeline (probe, judge, cache, history, version): CPU per 1,000 HTTP probes."""
# debian: prometheus prometheus-blackbox-exporter

import argparse
import time
from dataclasses import dataclass

from bench import _house, _prometheus
from bench._house import House, head, house, line, load

WARM_S = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Tries a second, CPU seconds per 1,000 of them: the collector, and with the cache; tries that never began."""

    rate: float
    each: float
    whole: float
    memory: float
    unasked: float


def measure(made: House, every: float | None, warm: float, seconds: float) -> Run:
    """A fresh collector at this pace, measured after its start."""
    process = made.collect(every=every)
    try:
        time.sleep(warm)
        cache = made.processes["cache"].pid
        first, cache_first = made.tries(), _house.cpu(cache)
        time.sleep(seconds)
        last, cache_last = made.tries(), _house.cpu(cache)
        tries = last["tries"] - first["tries"]
        used = last["cpu"] - first["cpu"]
        return Run(
            rate=tries / (last["at"] - first["at"]), each=used / tries * 1000,
            whole=(used + cache_last - cache_first) / tries * 1000, memory=_house.memory(process.pid)[1],
            unasked=last["unasked"] - first["unasked"],
        )
    finally:
        made.close("collect")


def peer(made: House, count: int, every: float, seconds: float) -> Run:
    """Prometheus with its blackbox exporter on `count` of the same endpoints."""
    with _prometheus.prometheus(made, _prometheus.addresses(made, count), every) as port:
        time.sleep(WARM_S + 2 * every)
        pids = [made.processes[name].pid for name in ("prometheus", "blackbox")]
        began, before = time.monotonic(), sum(map(_house.cpu, pids))
        time.sleep(max(seconds, 20.0))
        used, took = sum(map(_house.cpu, pids)) - before, time.monotonic() - began
        rate = _prometheus.scrapes(port)
        return Run(rate=rate, each=used / (rate * took) * 1000, whole=used / (rate * took) * 1000,
                   memory=sum(_house.memory(pid)[1] for pid in pids), unasked=count - _prometheus.succeeded(port))


def row(name: str, run: Run, target: str = "") -> None:
    """One line of the table."""
    line(name, f"{run.rate:,.0f}", f"{run.each:.4f}", f"{run.whole:.4f}", f"{run.memory:.0f} MB", f"{run.unasked:.0f}",
         target)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[2380, 52_000])
    words.add_argument("--rate", type=float, nargs="*", default=[1000.0])
    words.add_argument("--warm", type=float, default=WARM_S)
    words.add_argument("--seconds", type=float, default=30.0)
    said = words.parse_args()
    head("collector", "tries/s", "CPU-s per 1,000", "with the cache", "peak memory", "never asked", "target")
    for size in said.sizes:
        with house(size) as made:
            ours = []
            for rate in said.rate:
                ours.append(measure(made, size / rate, max(said.warm, 1.2 * size / rate), said.seconds))
                row(f"{size:,} schools, HTTP alone", ours[-1], "<= 0.08")
            row(f"{size:,} schools, as in the product", measure(made, None, max(said.warm, 40), said.seconds))
            if size == said.sizes[0] and _prometheus.installed():
                count = min(size, 2000)
                run = peer(made, count, count / said.rate[0], said.seconds)
                row(f"Prometheus + blackbox exporter, {count:,} HTTP targets", run)
                ratio = run.each / ours[0].each
                print(f"(its last column but one: targets not well; {ratio:.1f} x ours per probe at the same rate)")
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
