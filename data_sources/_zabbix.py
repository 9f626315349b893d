"""The Zabbix API (JSON-RPC): hosts by their tag of a school, whether they are reached, what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_sources._fields import BadRow, plain
from data_sources._http import Http
from data_sources._inventory import BAD_SHARE
from data_sources._troubles import trouble
from domain.source import Ask

TAGS = ("school", "truong", "ma_truong")
INVENTORY = ("asset_tag", "alias", "site_notes")
MOST = 200_000
PAGE = 2_000  # hosts of one answer: more do not fit the memory that PHP is usually given


@dataclass(slots=True)
class Seen:
    """What Zabbix says of one school's devices."""

    hosts: int = 0
    away: int = 0
    unknown: int = 0
    problems: int = 0
    worst: int = 0
    ids: list[str] = field(default_factory=list)


def schools(ask: Ask) -> dict[str, Seen]:
    """Plain school code -> what is known. A school without a host is not there. Raises SourceError."""
    line = Line(ask)
    found: dict[str, Seen] = {}
    whose: dict[str, str] = {}
    bad = total = 0
    for raw in _hosts(line):
        total += 1
        try:
            code, ident, available = _host(raw)
        except BadRow as reason:
            bad += 1
            ask.reject(reason.args[0], raw)
            continue
        if not code:
            ask.reject("no_school_tag", {"school": raw.get("host")})
            continue
        seen = found.setdefault(code, Seen())
        seen.hosts += 1
        seen.away += available == 2
        seen.unknown += available == 0
        whose[ident] = code
    if bad > BAD_SHARE * total:
        raise trouble("many_bad_rows")
    if not found:
        raise trouble("empty")
    _problems(line, found, whose)
    return found


def _hosts(line: "Line") -> Iterator[Any]:
    """Every host that is watched; of many, page by page: the API itself knows no pages, so the rest is named."""
    watched = {"filter": {"status": 0}, "sortfield": "hostid"}
    wanted = {**watched, "output": ["hostid", "host", "status"], "selectTags": "extend",
              "selectInventory": list(INVENTORY), "selectInterfaces": ["available"]}
    first = line.call("host.get", {**wanted, "limit": PAGE})
    yield from line.ask.http.rows(list(first))
    if len(first) < PAGE:
        return
    told = {raw.get("hostid") for raw in first if isinstance(raw, dict)}
    listed = line.call("host.get", {**watched, "output": ["hostid"]})
    rest = [raw["hostid"] for raw in listed if isinstance(raw, dict) and raw.get("hostid") not in told]
    for start in range(0, len(rest), PAGE):
        page = line.call("host.get", {**wanted, "hostids": rest[start:start + PAGE]})
        yield from line.ask.http.rows(list(page))


def _problems(line: "Line", found: Mapping[str, Seen], whose: Mapping[str, str]) -> None:
    """Triggers in the state of a problem now, each counted for its hosts' schools."""
    ask = line.ask
    triggers = line.call("trigger.get", {
        "output": ["triggerid", "priority"], "selectHosts": ["hostid"], "filter": {"value": 1}, "monitored": True,
        "skipDependent": True})
    for raw in triggers:
        hosts, priority = (raw.get("hosts"), str(raw.get("priority"))) if isinstance(raw, dict) else (None, "")
        if not isinstance(hosts, list) or priority not in {"0", "1", "2", "3", "4", "5"}:
            ask.reject("bad_priority", {"priority": priority})
            continue
        ids = {str(one.get("hostid")) for one in hosts if isinstance(one, dict)}
        for code in {whose[ident] for ident in ids & whose.keys()}:
            found[code].problems += 1
            found[code].worst = max(found[code].worst, int(priority))


def _host(raw: Any) -> tuple[str, str, int]:
    """(school or "", id, availability: 0 unknown, 1 reached, 2 not). Raises BadRow."""
    if not isinstance(raw, dict):
        raise BadRow("not_a_row")
    ident, sides = raw.get("hostid"), raw.get("interfaces", [])
    if not isinstance(ident, str) or not ident.isdigit() or not isinstance(sides, list):
        raise BadRow("bad_hostid")
    states = [str(side.get("available", "0")) for side in sides if isinstance(side, dict)]
    if any(state not in ("0", "1", "2") for state in states):
        raise BadRow("bad_available")
    known = [int(state) for state in states if state != "0"]
    return _school(raw), ident, min(known) if known else 0


def _school(raw: Mapping[str, Any]) -> str:
    """By its own field (a mapping), its tag, or its inventory."""
    if isinstance(raw.get("school"), str):
        return plain(raw["school"])
    tags, said = raw.get("tags"), raw.get("inventory")
    kept: Mapping[str, Any] = said if isinstance(said, dict) else {}
    for one in tags if isinstance(tags, list) else ():
        if isinstance(one, dict) and str(one.get("tag", "")).lower() in TAGS and isinstance(one.get("value"), str):
            return plain(one["value"])
    for name in INVENTORY:
        value = kept.get(name)
        if isinstance(value, str) and 0 < len(value.strip()) <= 64:
            return plain(value)
    return ""


@dataclass(slots=True)
class Line:
    """The calls of one poll. The token travels in the header (Zabbix 6.4 and newer); a server that does not see it
    there (6.0, seen on a real one) gets it, from then on, as its protocol has it: in the body."""

    ask: Ask
    older: bool = False

    def call(self, method: str, params: Mapping[str, Any]) -> Sequence[Any]:
        """One call; the list it answers. Raises SourceError."""
        answer = self._said(method, params)
        if _refused(answer) and not self.older:
            self.older = True
            answer = self._said(method, params)
        if not isinstance(answer, dict) or answer.get("id") != 1:
            raise trouble("bad_shape")
        if "error" in answer:
            raise trouble("credentials" if _refused(answer) else "bad_answer")
        result = answer.get("result")
        if not isinstance(result, list) or len(result) >= MOST:
            raise trouble("bad_shape")
        return result

    def _said(self, method: str, params: Mapping[str, Any]) -> Any:
        http: Http = self.ask.http
        said = {"jsonrpc": "2.0", "method": method, "params": {"limit": MOST, **params}, "id": 1}
        token = self.ask.config["token"]
        if self.older:
            return http.json(self.ask.config["api"], said={**said, "auth": token})
        return http.json(self.ask.config["api"], token=token, said=said)


def _refused(answer: Any) -> bool:
    error = answer.get("error") if isinstance(answer, dict) else None
    told = f"{error.get('message', '')} {error.get('data', '')}".lower() if isinstance(error, dict) else ""
    return any(word in told for word in ("not authori", "re-login", "auth", "session terminated"))
