"""A library transport with one total deadline per request (D1): the library's own timeouts restart at every byte."""

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache

import httpcore2
import httpx2

from data_sources._address import numeric

May = Callable[[str, str, int], bool]  # (host, the number it leads to just now, port): may it be called?


class NoName(Exception):
    """The host name has no number now."""


class NotThere(Exception):
    """The number it leads to is none that may be called."""


class Budget(threading.local):
    """When the request that this thread makes must be over (monotonic s)."""

    until = 0.0

    def left(self, wish: float | None) -> float:
        """Seconds this wait may take; raises the library's timeout when nothing is left."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("deadline")
        return left if wish is None else min(left, wish)


class _Stream(httpcore2.NetworkStream):
    """A network stream on which every single wait is cut to what is left of the whole request."""

    def __init__(self, inner: httpcore2.NetworkStream, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._budget.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._budget.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._budget.left(timeout))
        return _Stream(inner, self._budget)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects by number within the budget; the resolver knows no deadline and is asked on a thread of its own."""

    def __init__(self, budget: Budget, lookup: Callable[[str], str | None], may: May | None) -> None:
        self._budget, self._lookup, self._may = budget, lookup, may
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        number = numeric(host) or self._resolve(host)
        if self._may is not None and not self._may(host, number, port):  # the very number that is called (R22)
            raise NotThere
        left = self._budget.left(timeout)
        return _Stream(self._plain.connect_tcp(number, port, left, local_address, socket_options), self._budget)

    def _resolve(self, host: str) -> str:
        found: list[str | None] = []
        asker = threading.Thread(target=lambda: found.append(self._lookup(host)), name="lookup", daemon=True)
        asker.start()
        asker.join(self._budget.left(None))
        if not found or found[0] is None:
            raise NoName
        return found[0]


class Transport(httpx2.HTTPTransport):
    """The library's transport over our backend. Certificates and host names are always verified; there is no switch."""

    def __init__(self, context: ssl.SSLContext, budget: Budget, lookup: Callable[[str], str | None],
                 may: May | None = None) -> None:
        super().__init__(verify=context, trust_env=False)
        # No connection outlives its question: a kept one could answer with a stranger's leftovers after a fault.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=64,
            max_keepalive_connections=0,
            retries=0,
            network_backend=_Backend(budget, lookup, may),
        )


@lru_cache(maxsize=4)
def tls_context(extra_ca: str | None = None) -> ssl.SSLContext:
    """The system's trust, TLS 1.2 or newer; `extra_ca`: path of a department's own CA, trusted in addition. Read once
    for all clients: the list of authorities weighs more than a client."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if extra_ca:
        context.load_verify_locations(cafile=extra_ca)
    return context
