"""PostgreSQL 15 with the settings the product insists on; dropped to user postgres when the tests run as root."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.rig.processes import Child, free_port, wait_until

_OPTIONS = ("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "timezone=UTC", "-c", "listen_addresses=127.0.0.1",
            "-c", "max_connections=60", "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning")


def binaries() -> Path | None:
    """Where Debian keeps the newest server's programs; None = not installed."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return homes[-1].parent if homes else None


class Postgres:
    """A server of the tests' own; `options` as on its command line, the last word counts. `database()` gives a fresh empty database; the server can be frozen and killed."""

    def __init__(self, *options: str) -> None:
        bin_dir = binaries()
        if bin_dir is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self.bin = bin_dir
        self.user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        self.home = Path(tempfile.mkdtemp(prefix="centre-pg-"))
        if self.user:
            shutil.chown(self.home, self.user, self.user)
        self.port, self.options = free_port(), options
        self._names = (f"centre_{n}" for n in itertools.count(1))
        subprocess.run(
            [self.bin / "initdb", "-D", self.home / "data", "-U", "centre", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, user=self.user, group=self.user, extra_groups=[] if self.user else None,
            cwd="/",
        )
        self.start()

    def start(self) -> None:
        """Start (again) on the same data and port."""
        self.child = Child(
            [self.bin / "postgres", "-D", self.home / "data", "-p", str(self.port), "-k", self.home, *_OPTIONS, *self.options],
            log=self.home / "log", user=self.user, cwd=Path("/"),
        )
        wait_until(self._answers, within=30, what="PostgreSQL answers")

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def url(self, database: str) -> str:
        """What DATABASE_URL says."""
        return f"postgresql://centre@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template1") -> str:
        """The URL of a fresh database, a copy of `template`."""
        name = next(self._names)
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database whoever is still connected."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def kill(self) -> None:
        """kill -9 of the whole server."""
        self.child.kill()
        (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it and leave nothing on the disk."""
        self.child.stop(signal.SIGINT)  # "fast": open connections are not waited for
        shutil.rmtree(self.home, ignore_errors=True)
