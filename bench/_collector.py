"""The product's collector for benches: counts its tries, and may run the HTTP lane alone at another pace.

python -m bench._collector EVERY_S     0 = as in the product; else connectivity alone, everybody once in EVERY_S by
HTTP, no beat, no other source. Once at the start and on SIGUSR1 it prints one JSON line: tries,
cpu, at, began (the start of the stream), unasked (tries that never left our queue).
"""

import functools
import json
import signal
import sys
import time
from typing import Any

import data_sources.connectivity as connectivity
from data_sources._reasons import Reason
from data_sources._runner import Runner
from data_sources._sweeps import Pace, Sweeps
from settings import Settings, source_config
from supervisor import open_centre, sentinels

NEVER = 1e9
UNASKED = (Reason.BUSY, Reason.STALLED)  # no probe: our own queue or absence ended them


class Counted(Sweeps):
    """The stream itself; one count per batch of results."""

    tries, unasked, began = 0, 0, 0.0

    def __init__(self, *words: Any, **settings: Any) -> None:
        Counted.began = Counted.began or time.monotonic()
        super().__init__(*words, **settings)

    def _take(self, results: list[Any]) -> None:
        unasked = sum(result[1] in UNASKED for result in results)
        Counted.tries += len(results) - unasked
        Counted.unasked += unasked
        super()._take(results)


def say(*_: object) -> None:
    """What was done so far."""
    print(json.dumps({"tries": Counted.tries, "cpu": time.process_time(), "at": time.monotonic(),
                      "began": Counted.began, "unasked": Counted.unasked}), flush=True)


def main() -> None:
    """As `./run.sh collect`."""
    every, settings = float(sys.argv[1]), Settings()
    pace = Pace(beat=NEVER, full=every) if every else None
    connectivity.Sweeps = functools.partial(Counted, pace=pace)  # type: ignore[assignment, attr-defined]

    def configure(key: str, needs: tuple[str, ...]) -> dict[str, str] | None:
        return None if every and key != "connectivity" else source_config(settings, key, needs)

    runner = Runner(open_centre(settings), configure, sentinels(settings))
    signal.signal(signal.SIGUSR1, say)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: runner.stop.set())
    say()
    runner.run()


if __name__ == "__main__":
    main()
