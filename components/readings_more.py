"""Indicators of a school that move by the day or seldom, as data: assets/school_readings.js folds and draws them.

What moves within the day, and the line itself, stands in the table above with its 24 hours (readings.py).
"""

import json
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.readings import bands, groups_of, late, shown
from components.school_map import attrs
from domain.groups import GROUPS, OTHER
from domain.measurement import Status
from domain.school_view import Answer, Beside
from domain.wording import ABSENT, Words

FURTHER = Words("Số liệu đi kèm của các nguồn", "Further figures of the sources")
DAY_S = 86400.0
LIVELY = frozenset({"connectivity", "labs", "epayment", "operations"})
ROOM = 14  # rows of the table: each is two dozen components, which Dash mounts one by one


def split(answers: Sequence[Answer]) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """(those of the table: what is measured within the day; those that are folded)."""
    quick = [one for one in answers
             if one.indicator.group in LIVELY and one.indicator.stale_after.total_seconds() < DAY_S / 4]
    quick.sort(key=lambda one: one.indicator.incident is None)  # what may become an incident first
    keys = {one.indicator.key for one in quick[:ROOM]}
    return (tuple(one for one in answers if one.indicator.key in keys),
            tuple(one for one in answers if one.indicator.key not in keys))


def readings_more(answers: Sequence[Answer], now: float, further: Sequence[Beside] = ()) -> Component:
    """One folded table a group; what the sources also tell stands under their indicators, in a group of its own."""
    found = [{"key": key, "title": GROUPS.get(key, OTHER).text, "rows": [_row(answer, now) for answer in rows]}
             for key, rows in groups_of(answers).items()]
    if further:
        found.append({"key": "further", "title": FURTHER.text, "rows": [_beside(one) for one in further]})
    return html.Div(className="readings-more leased", **attrs(data_readings=json.dumps(found, ensure_ascii=False)))


def _beside(one: Beside) -> dict[str, object]:
    """A plain fact: known or not."""
    status = Status.UNKNOWN if one.says is None else Status.GOOD
    return {"key": one.indicator, "label": one.label.text, "question": "", "value": one.says or ABSENT.text,
            "bands": "", "judged": False, "late": False, "status": [status, status.words.text],
            "taken_at": one.taken_at, "source": ""}


def _row(answer: Answer, now: float) -> dict[str, object]:
    one, reading = answer.indicator, answer.reading
    return {"key": one.key, "label": one.label.text, "question": one.question.text, "value": shown(answer),
            "bands": bands(one), "judged": one.judged, "late": late(answer, now),
            "status": [reading.status, reading.status.words.text], "taken_at": reading.taken_at,
            "source": one.source_class.words.text}
