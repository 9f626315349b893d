"""The rules of every REST question: one total deadline, bounded answer, no redirects, verified TLS, no proxies.

No error raised here carries a header, a token or a URL: causes are dropped (`from None`), words are our own.
"""

import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from data_sources import _strict
from data_sources._breaker import Breaker
from data_sources._names import system_lookup
from data_sources._renaming import renamed
from data_sources._transport import Budget, May, NoName, NotThere, Transport, tls_context
from data_sources._troubles import trouble

DEADLINE = 10.0  # s, from connect to the last byte (D1)
LIMIT = 32 * 1024 * 1024  # bytes after inflation (D5)
_CHUNK = 64 * 1024
# Shared by all clients of the process: a new client after a change of the register must not forget a Retry-After.
_BREAKER = Breaker()
_ROWS_BEFORE: dict[str, int] = {}
_HEADERS = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "centre/1"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer, or the reason why there is none; `reason` is a key of `_troubles.TROUBLES`, or "ok"."""

    reason: str
    status: int = 0
    body: bytes = b""
    content_type: str = ""
    retry_after: str = ""


class Http:
    """One client for all sources; thread-safe. `extra_ca`: a department's own CA, trusted besides the system's.

    `names`: our field -> the system's own name of it, in rows of a list; `may`: asked before each connection.
    """

    def __init__(
        self,
        *,
        extra_ca: str | None = None,
        lookup: Callable[[str], str | None] = system_lookup,
        breaker: Breaker | None = None,
        rows_before: dict[str, int] | None = None,
        deadline: float = DEADLINE,
        names: Mapping[str, str] | None = None,
        may: May | None = None,
    ) -> None:
        self._names, self.may = dict(names or {}), may
        self.breaker = breaker or _BREAKER
        self.rows_before = _ROWS_BEFORE if rows_before is None else rows_before  # of each address's last batch, for D3
        self._deadline = deadline
        self._budget = Budget()
        self._client = httpx2.Client(
            transport=Transport(tls_context(extra_ca), self._budget, lookup, may),
            trust_env=False,
            follow_redirects=False,
            timeout=deadline,
        )

    def close(self) -> None:
        """Let go of the sockets."""
        self._client.close()

    def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        timeout: float | None = None,
        limit: int = LIMIT,
        posted: bytes | None = None,
    ) -> Fetched:
        """GET, or POST `posted`, once within `timeout` seconds in total, at most `limit` bytes after inflation; a fault
        is a reason."""
        self._budget.until = time.monotonic() + (timeout or self._deadline)
        try:
            with self._client.stream("GET" if posted is None else "POST", url, headers={**_HEADERS, **(headers or {})},
                                     params=params, content=posted) as answer:
                self._client.cookies.clear()  # a source cannot make us remember anything
                kind, later = answer.headers.get("content-type", ""), answer.headers.get("retry-after", "")
                if answer.status_code != 200:
                    return Fetched("ok", answer.status_code, b"", kind, later)
                packed = answer.headers.get("content-encoding", "identity").strip().lower()
                reason, body = _bounded(answer.iter_raw(_CHUNK), packed, limit)
                return Fetched(reason, 200, body, kind, later)
        except httpx2.TimeoutException:
            return Fetched("timeout")
        except NoName:
            return Fetched("no_dns")
        except NotThere:
            return Fetched("forbidden")
        except httpx2.ConnectError as error:
            return Fetched("tls" if _is_tls(error) or (url.startswith("https:") and _is_cut(error)) else "refused")
        except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
            return Fetched("tls" if _is_tls(error) else "cut")
        except (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError, ValueError, OSError) as error:
            return Fetched("tls" if _is_tls(error) else "ours")

    def json(self, url: str, *, token: str = "", params: Mapping[str, str | int] | None = None,
             said: Any = None) -> Any:
        """GET strict JSON, or POST `said` as JSON and read the answer.

        Raises SourceError; before Retry-After or an open breaker is over, without a call (D11).
        """
        origin = url.split("/", 3)[2] if url.count("/") >= 2 else url
        wait = self.breaker.enter(origin)
        if wait > 0:
            raise trouble("waiting", retry_after_s=wait)
        headers = {"authorization": f"Bearer {token}"} if token else None
        posted = None if said is None else _strict.dumps(said)
        if posted is not None:
            headers = {**(headers or {}), "content-type": "application/json"}
        got = self.fetch(url, headers=headers, params=params, posted=posted)
        reason = _fault(got)
        if reason is None:
            try:
                answer = _strict.loads(got.body)
            except _strict.BadJson as bad:
                reason = bad.args[0]
        if reason is not None:
            after = self.breaker.failed(origin, got.retry_after if got.status in (429, 503) else "")
            raise trouble(reason, retry_after_s=after) from None
        self.breaker.worked(origin)
        return answer

    def name_of(self, ours: str) -> str:
        """The system's own name of a field."""
        return self._names.get(ours, ours)

    def rows(self, rows: list[Any]) -> list[Any]:
        """Rows under our own names of fields. Whoever tries a source out sees here what came."""
        return [renamed(row, self._names) for row in rows] if self._names else rows

    def pages(self, url: str, *, token: str = "", params: Mapping[str, str | int] | None = None) -> "Iterator[Page]":
        """Every page of a paged list, checked against each other. Raises SourceError if the list is not whole."""
        number, pages, seen = 1, 1, 0
        while number <= pages:
            said = self.json(url, token=token, params={**(params or {}), "page": number, "size": 500})
            page = Page.read(said, number)
            pages = page.pages
            seen += len(page.items)
            if page.total < seen - 500 or (number == pages and seen < page.total * 0.99 - 2):
                raise trouble("incomplete")
            page.items[:] = self.rows(page.items)
            yield page
            number += 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its source sent it; `items` are still untrusted rows."""

    pages: int
    total: int
    as_of: Any
    items: list[Any]

    @staticmethod
    def read(said: Any, number: int) -> "Page":
        """Check the envelope. Raises SourceError."""
        if not isinstance(said, dict) or not isinstance(said.get("items"), list):
            raise trouble("bad_shape")
        pages, total = said.get("pages"), said.get("total")
        if type(pages) is not int or type(total) is not int or type(said.get("page")) is not int:
            raise trouble("bad_shape")
        if said["page"] != number or not 0 <= pages <= 1000 or not 0 <= total <= 500_000 or len(said["items"]) > 5000:
            raise trouble("bad_shape")
        return Page(pages, total, said.get("as_of"), said["items"])


def _fault(got: Fetched) -> str | None:
    """The reason why an answer cannot be read, or None."""
    if got.reason != "ok":
        return got.reason
    if got.status != 200:
        if 300 <= got.status < 400:
            return "redirect"
        known = {204: "empty", 401: "credentials", 403: "credentials", 429: "too_many"}
        return known.get(got.status, "server_error" if got.status >= 500 else "bad_status")
    if got.content_type and "json" not in got.content_type.lower():
        return "not_json"
    return None if got.body.strip() else "empty"


def _bounded(chunks: Iterator[bytes], packed: str, limit: int) -> tuple[str, bytes]:
    """The body, inflated at most to `limit` bytes: a bomb is noticed at its first byte too many."""
    if packed not in ("identity", "", "gzip"):
        return "bad_answer", b""
    inflate = zlib.decompressobj(wbits=31) if packed == "gzip" else None
    body = bytearray()
    try:
        for chunk in chunks:
            body += inflate.decompress(chunk, limit + 1 - len(body)) if inflate else chunk
            if len(body) > limit:
                return "too_big", b""
    except zlib.error:
        return "bad_answer", b""
    if inflate and (not inflate.eof or inflate.unused_data):  # cut short, or a second answer hidden behind the first
        return "bad_answer", b""
    return "ok", bytes(body)


def _is_tls(error: BaseException) -> bool:
    """True if a TLS failure is anywhere behind this error: whatever was said is not believed (D7)."""
    return _behind(error, ssl.SSLError)


def _is_cut(error: BaseException) -> bool:
    return _behind(error, ConnectionResetError)


def _behind(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
