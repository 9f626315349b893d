"""What may be kept of a row somebody sent: numbers, flags, codes and a moment; nothing that may tell of one person.

A row with anything else is held back without that part: neither the database nor the log ever sees it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import BadInput
from domain.privacy import pupil_data

MOST_ROWS, MOST_FIELDS = 2000, 40
LARGEST = 1e11  # a number of twelve digits may be somebody's own
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{1,64}")
_MOMENT = re.compile(r"[0-9T:.+Z -]{10,40}")
Row = dict[str, Any]
Kept = list[tuple[Row, str]]


def rows_of(told: Any) -> list[Any]:
    """The rows of a sending: {"rows": […]} or one row alone. Raises BadInput."""
    if not isinstance(told, dict):
        raise BadInput("Nội dung phải là một đối tượng JSON có rows.", "The body must be a JSON object with rows.",
                       code="bad_shape")
    rows = told.get("rows", [told] if "school" in told else None)
    if not isinstance(rows, list) or not rows:
        raise BadInput("Không có dòng số liệu nào trong rows.", "There is no row in rows.", code="bad_shape")
    if len(rows) > MOST_ROWS:
        raise BadInput(f"Một lần gửi nhiều nhất {MOST_ROWS} dòng.", f"At most {MOST_ROWS} rows at once.",
                       code="many_rows")
    moment = told.get("as_of")
    return [{"as_of": moment, **row} if moment is not None and isinstance(row, dict) else row for row in rows]


def kept(rows: Sequence[Any], school: str) -> Kept:
    """Each row as it may be kept, with why it is held already ("" = it is not). `school`: the sender's only one."""
    return [_kept(row, school) for row in rows]


def _kept(raw: Any, school: str) -> tuple[Row, str]:
    if not isinstance(raw, dict):
        return {}, "not_a_row"
    if len(raw) > MOST_FIELDS:
        return {}, "many_fields"
    row, why = Row(), ""
    for name, value in raw.items():
        wrong = _wrong(name, value)
        why = why or wrong
        if not wrong:
            row[name] = value
    if not why and school and _plain(row) != school.strip().upper():
        why = "not_yours"
    return row, why


def _wrong(name: str, value: Any) -> str:
    if not _NAME.fullmatch(name) or pupil_data(name.replace("_", " ")) is not None:
        return "bad_field_name"
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return "personal" if abs(value) >= LARGEST else ""
    if not isinstance(value, str):
        return "nested"
    if name == "as_of":
        return "" if _MOMENT.fullmatch(value) else "bad_as_of"
    if re.search(r"\d{12}", value) or pupil_data(value) is not None:
        return "personal"
    return "" if _CODE.fullmatch(value) else "bad_school" if name == "school" else "text_not_kept"


def _plain(row: Mapping[str, Any]) -> str:
    return str(row.get("school", "")).strip().upper()
