"""Who sends a browser here: names that are ours, and writes from our own pages or from no browser at all."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from domain.wording import Lang
from services.centre import Door

SESSION = "centre_session"
LANG = "lang"  # cookie of the language switch
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
Asked = Mapping[bytes, str]


def ours(host: str, door: Door) -> bool:
    """Is this Host header one of our names, whatever the port?"""
    name = host.lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name.removesuffix(".") in door.hosts


def own_page(asked: Asked, door: Door) -> bool:
    """May this request change something? A browser tells where it comes from; a program with a key needs not."""
    site, origin = asked.get(b"sec-fetch-site"), asked.get(b"origin")
    if origin is not None and not _same(origin, asked.get(b"host", ""), door):
        return False
    if site is not None:
        return site == "same-origin"
    return origin is not None or (b"authorization" in asked and b"cookie" not in asked)


def _same(origin: str, host: str, door: Door) -> bool:
    parts = urlsplit(origin)
    if door.secure and parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def is_json(asked: Asked) -> bool:
    """A form, a text or a file is never read. A program with a key may send nothing at all."""
    kind = asked.get(b"content-type")
    if kind is None:
        empty = asked.get(b"content-length", "0") == "0" and b"transfer-encoding" not in asked
        return empty and b"authorization" in asked
    return kind.partition(";")[0].strip().lower() == "application/json"


def cookie_name(door: Door, name: str) -> str:
    """Behind TLS the browser itself refuses to let any other host set it."""
    return f"__Host-{name}" if door.secure else name


def language(asked: Asked) -> Lang:
    """What the switch in the bar left behind; Vietnamese otherwise."""
    return "en" if cookie(asked.get(b"cookie", ""), LANG) == "en" else "vi"


def cookie(header: str, name: str) -> str:
    """Its value; two different ones are nobody's."""
    values = {part.strip().partition("=")[2] for part in header.split(";") if part.strip().startswith(f"{name}=")}
    return values.pop() if len(values) == 1 else ""
