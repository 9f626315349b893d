"""How a drill freezes a collector: between two of its transactions, never inside one."""

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pysqlite3

from tests.rig.processes import wait_until

RETAKES = 30


def stopped(pid: int) -> bool:
    """Every thread of it stands still: a thread inside the kernel stops a moment later."""
    return all(task.read_text().rpartition(")")[2].split()[0] == "T" for task in Path(f"/proc/{pid}/task").glob("*/stat"))


def free_to_write(url: str) -> bool:
    """Nobody frozen holds the file (SQLite) or the lease's row (PostgreSQL)."""
    if url.startswith("sqlite"):
        other = pysqlite3.dbapi2.connect(url.removeprefix("sqlite:///"), timeout=1.0, isolation_level=None)
        with contextlib.closing(other), contextlib.suppress(pysqlite3.dbapi2.OperationalError):
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            return True
        return False
    with contextlib.suppress(psycopg.errors.LockNotAvailable), psycopg.connect(url, options="-c lock_timeout=1s") as conn:
        conn.execute("SELECT * FROM leases FOR UPDATE")
        return True
    return False


def pause(url: str, leader: Callable[[], tuple[int, int]]) -> tuple[int, int, int]:
    """Freeze whoever leads between two transactions: (its token, its process, how often the pause was taken again).

    Frozen inside one, it holds the database's own lock: then nobody can lead until it is thawed, which is safe, and is not
    what this drill is about.
    """
    for taken in range(RETAKES):
        token, pid = leader()
        os.kill(pid, signal.SIGSTOP)
        wait_until(lambda pid=pid: stopped(pid), every=0.001, what="it stands still")
        if free_to_write(url):
            return token, pid, taken
        os.kill(pid, signal.SIGCONT)
    raise AssertionError(f"{RETAKES} pauses in a row fell into a transaction: is there any time between them?")
