"""What a paper costs: a province with its annex of every school, set as each format by a child process.

`python -m bench.papers [rows …]`: seconds to the last byte, processor seconds, peak memory, size; one line per paper.
The target is four seconds for the PDF of 2,400 rows on a quiet machine; the load beside it is printed.
"""

import os
import sys
import time

from domain.paper import Paper
from domain.registry import discover
from tests.rig.product import ROOT
from tests.rig.snapshots import sample


def child(key: str, body: bytes) -> tuple[float, float, float, int]:
    """(seconds, processor seconds, peak MB, bytes) of one paper as the queue lets it be made."""
    into, out_of = os.pipe(), os.pipe()
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.dup2(into[0], 0)
        os.dup2(out_of[1], 1)
        os.closerange(3, 256)
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "reports", key])
    os.close(into[0])
    os.close(out_of[1])
    with os.fdopen(into[1], "wb") as pipe:
        pipe.write(body)
    with os.fdopen(out_of[0], "rb") as pipe:
        size = len(pipe.read())
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{key}: no paper ({status})")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size


def main(rows: list[int]) -> None:
    """Every paper of every size, and page one."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'rows':>7} {'paper':>9} {'s':>7} {'cpu s':>7} {'peak MB':>8} {'kB':>8}")
    for many in rows:
        body = sample(schools=many).body
        for key in (*sorted(discover("reports", "PAPER", Paper)), "preview"):
            seconds, cpu, peak, size = child(key, body)
            print(f"{many:>7,} {key:>9} {seconds:>7.2f} {cpu:>7.2f} {peak:>8.0f} {size / 1000:>8,.0f}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [2400, 10_000])
