"""The figures and the probe address a row of a register may carry; a bad cell is left out and said, never the row."""

import re
from collections.abc import Callable
from typing import Any

from domain.phone import school_line
from domain.wording import Words
from services._import_probe import probe_address, probe_problem
from services._import_report import Weight

NO_LINE = Words("Điện thoại không phải số máy bàn của trường (số di động là của một người): bỏ số",
                "No landline of the school (a mobile is somebody's own): left out")
Say = Callable[[int, Weight, str, Words, str], None]


def read_fields(index: int, words: dict[str, str], roles: dict[str, int], say: Say) -> dict[str, Any]:
    """Column of `schools` -> value, only for columns the file has."""
    fields: dict[str, Any] = {role: _whole(words[role]) for role in ("pupils", "teachers", "classes") if role in roles}
    if "carrier" in roles:
        fields["carrier"] = words["carrier"][:60]
    if "contracted_mbps" in roles:
        fields["contracted_mbps"] = _positive(words["contracted_mbps"])
    if "phone" in roles:
        fields["phone"] = school_line(words["phone"])
        if words["phone"] and not fields["phone"]:
            say(index, Weight.WARN, "phone", NO_LINE, "")
    if "pilot" in roles:
        fields["pilot"] = int(words["pilot"].casefold() in ("1", "x", "true", "có", "yes"))
    address = probe_address(words.get("probe", ""))
    problem = probe_problem(address) if address else None
    if problem is not None:
        title = Words("Địa chỉ đo không dùng được, bỏ qua địa chỉ", "Probe address cannot be used and was left out")
        say(index, Weight.WARN, "probe", title, problem.vi)
    elif address:
        fields["probe"] = address
    return fields


def _whole(word: str) -> int | None:
    digits = re.sub(r"[.,\s](?=\d{3}\b)", "", word)
    return int(digits) if re.fullmatch(r"\d{1,6}", digits) else None


def _positive(word: str) -> float | None:
    found = re.search(r"\d+(?:[.,]\d+)?", word)
    number = float(found.group().replace(",", ".")) if found else 0.0
    return number if 0 < number <= 1_000_000 else None
