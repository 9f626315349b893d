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
from domain.school_view import Answer

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


def readings_more(answers: Sequence[Answer], now: float) -> Component:
    """One folded table a group."""
    found = [{"key": key, "title": GROUPS.get(key, OTHER).text, "rows": [_row(answer, now) for answer in rows]}
             for key, rows in groups_of(answers).items()]
    return html.Div(className="readings-more leased", **attrs(data_readings=json.dumps(found, ensure_ascii=False)))


def _row(answer: Answer, now: float) -> dict[str, object]:
    one, reading = answer.indicator, answer.reading
    return {"key": one.key, "label": one.label.text, "question": one.question.text, "value": shown(answer),
            "bands": bands(one), "judged": one.judged, "late": late(answer, now),
            "status": [reading.status, reading.status.words.text], "taken_at": reading.taken_at,
            "source": one.source_class.words.text}
