"""The cage one paper is made in: little memory, little time, behind everybody else, gone when its maker is gone.

Run as a program, `python services/_paper_cage.py PARENT SECONDS MEGABYTES key [option=n]`: it limits itself and then
becomes `python -m reports`. What a snapshot holds came from strangers; what sets it are big libraries.
"""

import ctypes
import os
import resource
import runpy
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
FILES = 256 * 1024 * 1024  # bytes of one temporary file
NICE = 19


def limit(seconds: int, megabytes: int) -> None:
    """From here on nothing more than this."""
    memory = megabytes * 1024 * 1024
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, FILES),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    os.nice(NICE)
    cores = sorted(os.sched_getaffinity(0))  # half of them: whoever looks at a screen never waits for a paper
    os.sched_setaffinity(0, cores[len(cores) // 2:])


def main(parent: int, seconds: int, megabytes: int, words: list[str]) -> None:
    """Limit, then set the paper."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return  # it died before it could take us along
    limit(seconds, megabytes)
    sys.path[0] = str(Path(__file__).parent.parent)
    sys.argv = ["reports", *words]
    runpy.run_module("reports", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
