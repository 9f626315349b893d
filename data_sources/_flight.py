"""One try in the air, and how it ended: the two shapes every engine of this room shares."""

from _socket import socket as CSocket

from data_sources._address import Endpoint
from data_sources._reasons import Reason

Result = tuple[int, Reason, float, float, int, bytes]  # tag, reason, started, ended (monotonic s), status, body


class Flight:
    """One try in the air. `sock` None = landed."""

    __slots__ = ("connected", "data", "deadline", "endpoint", "sock", "started", "tag")

    def __init__(self, tag: int, endpoint: Endpoint, sock: CSocket | None, started: float, deadline: float) -> None:
        self.tag = tag
        self.endpoint = endpoint
        self.sock = sock
        self.started = started
        self.deadline = deadline
        self.connected = False
        self.data = b""


NOWHERE = Endpoint("0.0.0.0", 0, None)  # noqa: S104 - never called: stands for a socket that is only watched
