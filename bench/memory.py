"""Resident memory of collector, web and cache at the default pace, with screens looking on."""

import argparse
import time

from bench import _house
from bench._house import House, head, house, line, load

TARGETS = {10_000: "collector <= 150 MB", 52_000: "collector <= 300, web <= 600 MB"}


def look(made: House) -> None:
    """What screens of every layer and both trees make the web build and keep."""
    for layer in ("connectivity", "latency", "bandwidth", "labs", "epayment"):
        made.get(f"/api/v1/live/frame?layer={layer}&since=0")
    for path in ("/api/v1/live/directory", "/api/v1/live/directory?part=points", "/api/v1/geo/areas?tree=old",
                 "/api/v1/geo/areas?tree=new", "/api/v1/live/frame?format=json", "/", "/wall", "/sources", "/metrics"):
        made.get(path)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[2380, 10_000, 52_000])
    words.add_argument("--seconds", type=float, default=60.0)
    said = words.parse_args()
    head("MB now (peak)", "collector", "web", "cache", "target")
    for size in said.sizes:
        with house(size) as made:
            made.collect()
            made.web()
            end = time.monotonic() + said.seconds
            while time.monotonic() < end:
                look(made)
                time.sleep(5)
            sizes = [_house.memory(made.processes[name].pid) for name in ("collect", "web", "cache")]
            line(f"{size:,} schools", *(f"{now:.0f} ({peak:.0f})" for now, peak in sizes), TARGETS.get(size, ""))
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
