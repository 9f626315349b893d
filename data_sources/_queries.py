"""Named queries as an administrator writes them: "-- labs", then a SELECT; the name says which source it feeds."""

import re

from data_sources._names import system_lookup
from data_sources._transport import May
from data_sources._troubles import trouble
from store import asking

_NAME = re.compile(r"^\s*--\s*(?:name\s*:\s*)?([a-z][a-z0-9]*)\s*$")
_TEXT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
MOST = 20


def named(text: str) -> dict[str, str]:
    """name -> query. Raises SourceError where a query has no name, or is not one reading statement."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        head = _NAME.match(line)
        if head:
            name = head[1]
            if name in found or len(found) >= MOST:
                raise trouble("bad_query")
            found[name] = []
        elif name:
            found[name].append(line)
        elif line.strip():
            raise trouble("bad_query")
    if not found:
        raise trouble("bad_query")
    return {name: _one(" \n".join(lines)) for name, lines in found.items()}


def _one(query: str) -> str:
    bare = _TEXT.sub(" ", query).strip().rstrip(";").strip()
    if ";" in bare or not re.match(r"(?i)(select|with)\b", bare):
        raise trouble("bad_query")
    return query.strip().rstrip(";")


def rows(url: str, query: str, may: May | None) -> list[dict[str, object]]:
    """Every row. `may` None = the environment named the address."""

    def where(host: str, port: int) -> str | None:
        number = system_lookup(host)
        return number if number is not None and may is not None and may(host, number, port) else None

    return asking.rows(url, query, where if may is not None else None)
