"""The search box and the work list at 2,380 and 52,000 schools with 1,000 incidents: how long an answer takes."""

import argparse
import json
import time
import urllib.parse
import urllib.request
from typing import Any

from bench._house import House, head, house, line, load, quantiles
from bench.incidents import plant

TARGET_MS = 100
LETTERS = ("nguyen du", "truong tieu hoc le van tam", "quan 1", "phuong ben thanh", "028 38", "mat ket noi", "#17",
           "thpt", "khong co gi", "mam non hoa")


def asked(made: House, path: str, times: int = 1) -> list[float]:
    """Milliseconds of each answer, one after the other, whole."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        made.get(path)
        took.append(1000 * (time.perf_counter() - began))
    return took


def typed() -> list[str]:
    """Every beginning of some questions, as somebody types them who waits for each letter."""
    return [text[:n] for text in LETTERS for n in range(1, len(text) + 1)]


def told(name: str, took: list[float], target: str = "") -> None:
    """One line."""
    p50, p95, p99 = quantiles(took)
    line(name, len(took), f"{p50:.1f}", f"{p95:.1f}", f"{p99:.1f}", f"{max(took):.1f}", target)


def search(made: House, entrance: dict[str, str], who: str, rounds: int) -> None:
    """The first question of a reach, then each letter of several questions."""
    kept, made.entrance = made.entrance, entrance
    told(f"{who}: the box opens for the first time", asked(made, "/api/v1/search"))
    texts = [urllib.parse.quote(text) for _ in range(rounds) for text in typed()]
    took = [asked(made, f"/api/v1/search?q={text}")[0] for text in texts]
    told(f"{who}: each letter", took, f"p99 <= {TARGET_MS}")
    told(f"{who}: the work list, whole", asked(made, "/api/v1/work", 20))
    sign = json.loads(made.get("/api/v1/work"))["sign"]
    told(f"{who}: the work list, the same", asked(made, f"/api/v1/work?sign={sign}", 100))
    made.entrance = kept


def officer(made: House) -> dict[str, str]:
    """What an area officer's requests carry."""
    request = urllib.request.Request(f"{made.url}/api/v1/enter/demo", b'{"role": "officer"}',
                                     {"Content-Type": "application/json", "Origin": made.url})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return {"Cookie": str(answer.headers["Set-Cookie"]).partition(";")[0]}


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[2380, 52_000])
    words.add_argument("--rounds", type=int, default=3)
    said: Any = words.parse_args()
    head("search", "answers", "p50 ms", "p95 ms", "p99 ms", "worst ms", "target")
    for size in said.sizes:
        with house(size) as made:
            centre = plant(made, 1000)
            made.web()
            time.sleep(3)
            search(made, made.entrance, f"{size:,}, everything", said.rounds)
            search(made, officer(made), f"{size:,}, one district", said.rounds)
            centre.close()
    print(f"\nLoad of the machine: {load()}; no collector runs; no answer is left out.")


if __name__ == "__main__":
    main()
