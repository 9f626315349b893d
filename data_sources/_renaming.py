"""A system's own names of fields become ours, as an administrator wrote down; what they do not name stays as it is."""

from collections.abc import Mapping
from typing import Any

_MISSING = object()


def renamed(row: Any, names: Mapping[str, str]) -> Any:
    """One row. `names`: our field -> theirs; "a.b" is the field b of the object a. What is no object stays as it is."""
    if not isinstance(row, dict):
        return row
    kept = {key: value for key, value in row.items() if key not in names or names[key] == key}
    for ours, theirs in names.items():
        value = _found(row, theirs)
        if value is not _MISSING:
            kept[ours] = value
    return kept


def _found(row: Mapping[str, Any], path: str) -> Any:
    if path in row:
        return row[path]
    value: Any = row
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return _MISSING
        value = value[part]
    return value
