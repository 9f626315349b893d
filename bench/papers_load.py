"""Ten reports made at once: what the web process' answers cost meanwhile, against a quiet while before (≤ 1.5 times).

Eight readers ask for frames, figures and lists; then the PDF of ten snapshots is asked for in one second, and the same
readers go on until the last one is made.
"""

import argparse
import json
import threading
import time
import urllib.request
from itertools import cycle

from bench._house import House, ask, cpu, entered, head, house, line, load, quantiles

PATHS = ("/api/v1/live/wall", "/api/v1/live/frame?area=79&layer=connectivity", "/api/v1/work", "/api/v1/incidents",
         "/api/v1/snapshots", "/api/v1/papers")
READERS, PAUSE_S = 8, 0.15  # each a session of its own, below its pace


def main() -> None:
    """Print the two rows and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2380)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--papers", type=int, default=10)
    given = parser.parse_args()
    with house(given.schools) as ours:
        ours.collect()
        ours.web()
        ours.start("papers", ["doors.py", "papers"])
        time.sleep(15)
        measure(ours, given.papers, given.seconds)


def measure(ours: House, papers: int, seconds: float) -> None:
    """Quiet, then with the press at work."""
    numbers = [taken(ours) for _ in range(papers)]
    time.sleep(3)
    print(f"\n{papers} PDF at once, {ours.schools} schools, {load()}\n")
    head("what", "seconds", "requests", "p50 ms", "p95 ms", "p99 ms", "web core")
    quiet = told("quiet", readers(ours, threading.Event(), seconds))
    done = threading.Event()
    began = time.monotonic()
    threading.Thread(target=made, args=(ours, numbers, done), daemon=True).start()
    busy = told("ten at once", readers(ours, done, 600.0))
    took = time.monotonic() - began
    line("p95 ratio", f"{busy / quiet:.2f}", f"all {papers} ready after {took:.1f} s", "", "", "", "")


def told(what: str, found: tuple[list[float], float, float]) -> float:
    """One row; its p95 in ms."""
    times, took, core = found
    p50, p95, p99 = quantiles([one * 1000 for one in times])
    line(what, f"{took:.1f}", len(times), f"{p50:.1f}", f"{p95:.1f}", f"{p99:.1f}", f"{core:.2f}")
    return p95


def readers(ours: House, done: threading.Event, seconds: float) -> tuple[list[float], float, float]:
    """Every answer's time until `done`, or so many seconds; how long that was; the web process' share of a core."""
    times: list[float] = []
    began, before = time.monotonic(), cpu(ours.processes["web"].pid)

    def read() -> None:
        session = entered(ours.url)
        for path in cycle(PATHS):
            if done.is_set() or time.monotonic() - began > seconds:
                return
            asked = time.monotonic()
            ask(f"{ours.url}{path}", session)
            times.append(time.monotonic() - asked)
            time.sleep(PAUSE_S)

    threads = [threading.Thread(target=read, daemon=True) for _ in range(READERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.monotonic() - began
    return times, took, (cpu(ours.processes["web"].pid) - before) / took


def taken(ours: House) -> str:
    """A snapshot of the whole province."""
    body = json.dumps({"template": "daily", "area": "79"}).encode()
    request = urllib.request.Request(f"{ours.url}/api/v1/snapshots", body, {
        **ours.entrance, "content-type": "application/json", "origin": ours.url})
    with urllib.request.urlopen(request, timeout=60) as answer:
        number: str = json.load(answer)["id"]
    return number


def made(ours: House, numbers: list[str], done: threading.Event) -> None:
    """Ask for all of them in one second; wait until each is there."""
    for number in numbers:
        ask(f"{ours.url}/api/v1/snapshots/{number}/pdf?wait=0", ours.entrance)
    while True:
        jobs = json.loads(ask(f"{ours.url}/api/v1/papers", ours.entrance))["jobs"]
        if all(job["state"] in ("ready", "failed") for job in jobs) and len(jobs) >= len(numbers):
            print(f"\nready: {sum(job['state'] == 'ready' for job in jobs)} of {len(jobs)}")
            return done.set()
        time.sleep(0.5)


if __name__ == "__main__":
    main()
