"""Whoever failed while the streams shared the machine is tried once more, alone, by name. Red then is red.

Why, and how many at most: docs/decisions/0022-visible-second-tries.md. `python -m tests.rig.second_try CODE [pytest arguments]`
is asked by ./test.sh after a whole run that ended with CODE; it ends with what the whole ends with.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

MOST = 20  # more is a break, not a busy machine: nothing is tried again
FAILED = 1  # pytest's own: some tests failed; any other code is no matter of a second try
WAY = ("-p", "no:valkey", "-p", "no:schemathesis", "--timeout=300", "-rfEs", "-v")


def failed(home: Path) -> list[str]:
    """The tests that failed last under `home`, as one names them to pytest; a stream's name at the end is taken off."""
    kept = home / ".pytest_cache" / "v" / "cache" / "lastfailed"
    names = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    return sorted({re.sub(r"@\w+$", "", name) for name in names})


def second_try(code: int, words: list[str], home: Path) -> int:
    """The whole run's code: as it was, or as the second try of its few failures ends."""
    names = failed(home)
    if code != FAILED or not 0 < len(names) <= MOST:
        return code
    print(f"{len(names)} tests failed side by side (above) and are tried once more, alone:", *names, sep="\n  ", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *WAY, *words, *names], cwd=home, check=False).returncode


if __name__ == "__main__":
    sys.exit(second_try(int(sys.argv[1]), sys.argv[2:], Path.cwd()))
