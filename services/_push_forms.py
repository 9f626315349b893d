"""What other programs send of themselves, turned into rows: a Zabbix webhook, Prometheus Alertmanager, a Prometheus
query's answer. Nothing else of their texts is kept."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from domain.errors import BadInput

Row = dict[str, Any]
PREFIX = "centre_"  # of a metric's name in Prometheus: centre_download_mbps is the field download_mbps
NOT_FIELDS = frozenset({"school", "alertname", "severity", "instance", "job", "summary", "description"})


def zabbix(told: Any) -> Row:
    """A webhook's parameters: {"school": "{HOST.HOST}", "clock": "{EVENT.TIMESTAMP}", "loss_pct": "{ITEM.VALUE}"…}"""
    rows = told if isinstance(told, list) else [told]
    return {"rows": [_numbers(one) | _when(one.get("clock")) for one in rows if isinstance(one, dict)]}


def alertmanager(told: Any) -> Row:
    """Alerts of one webhook call: label `school`; annotations that are numbers become fields."""
    return {"rows": [_alert(one) for one in _list(told, "alerts") if isinstance(one, dict)]}


def prometheus(told: Any) -> Row:
    """The answer of an instant query: every vector sample centre_<field>{school="…"} is one field of that school."""
    data = told.get("data") if isinstance(told, dict) else None
    found: dict[str, Row] = {}
    for one in _list(data, "result"):
        metric, value = _dict(one, "metric"), one.get("value") if isinstance(one, dict) else None
        name, school = str(metric.get("__name__", "")), metric.get("school")
        if isinstance(value, list) and len(value) == 2 and isinstance(school, str) and name.startswith(PREFIX):
            row = found.setdefault(school, {"school": school, **_when(value[0])})
            row[name.removeprefix(PREFIX)] = number(value[1])
    return {"rows": list(found.values())}


def _alert(one: Mapping[str, Any]) -> Row:
    labels, notes = _dict(one, "labels"), _dict(one, "annotations")
    fields = {name: number(value) for name, value in {**labels, **notes}.items() if name not in NOT_FIELDS}
    numbers = {name: value for name, value in fields.items() if isinstance(value, int | float)}
    ends = one.get("endsAt") if one.get("status") == "resolved" else one.get("startsAt")
    return {"school": labels.get("school"), **({"as_of": ends} if isinstance(ends, str) else {}), **numbers}


def _numbers(row: Mapping[str, Any]) -> Row:
    return {name: value if name in ("school", "as_of") else number(value)
            for name, value in row.items() if name != "clock"}


def _when(clock: Any) -> Row:
    """Epoch seconds as the moment of the row."""
    at = number(clock)
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at < 4e9:
        return {}
    return {"as_of": datetime.fromtimestamp(at, UTC).isoformat()}


def number(value: Any) -> Any:
    """"12" is 12, "12.5" is 12.5, "true" is true: those programs send texts. Anything else stays what it is."""
    if not isinstance(value, str) or len(value) > 30:
        return value
    if value in ("true", "false"):
        return value == "true"
    try:
        return int(value) if value.lstrip("+-").isdecimal() else _finite(float(value), value)
    except ValueError:
        return value


def _finite(number: float, text: str) -> float | str:
    return number if abs(number) < 1e300 else text


def _list(told: Any, name: str) -> Iterable[Any]:
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise BadInput(f"Không có danh sách {name}.", f"There is no list {name}.", code="bad_shape")
    return found


def _dict(told: Any, name: str) -> Mapping[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


FORMS: Mapping[str, Callable[[Any], Row]] = {"zabbix": zabbix, "alertmanager": alertmanager, "prometheus": prometheus}
