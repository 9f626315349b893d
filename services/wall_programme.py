"""The board of the programme: 13 items of the plan, how each stands, and what is measured beside it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from domain.indicator import Indicator
from domain.measurement import Status
from domain.programme import ITEMS, Item, Standing
from domain.wording import LOCAL, Words, day, number, percent
from services.view import Picture, tally

PAYS = Words("trường thu không tiền mặt", "schools take e-payment")
PLACED = Words("trường có vị trí trên bản đồ", "schools stand on the map")
REPORTING = Words("trường báo cáo từng phút", "schools report each minute")
CONNECTED = Words("trường báo cáo đang kết nối", "reporting schools are connected")
LATE = Words("quá hạn {n} ngày", "{n} days past")


def programme(picture: Picture, indicators: Mapping[str, Indicator], now: float) -> dict[str, Any]:
    """`rows`: items in the plan's order; `counts`: how many stand how."""
    today = datetime.fromtimestamp(now, UTC).astimezone(LOCAL).date()
    beside = _measured(picture, indicators, now)
    rows = [_row(item, today, beside.get(item.beside)) for item in ITEMS]
    counts = {standing: sum(row["standing"] == standing for row in rows) for standing in Standing}
    return {"rows": rows, "counts": counts,
            "words": {standing: standing.words.text for standing in Standing}}


def _row(item: Item, today: date, beside: dict[str, Any] | None) -> dict[str, Any]:
    standing, late = item.standing(today), (today - item.due).days
    return {"number": item.number, "content": item.content.text, "quota": item.quota.text, "lead": item.lead.text,
            "due": day(item.due), "standing": standing, "tone": standing.tone, "says": standing.words.text,
            "late": LATE.text.format(n=number(late)) if standing is Standing.UNPROVED else "",
            "note": item.note.text if item.note else "", "beside": beside}


def _measured(picture: Picture, indicators: Mapping[str, Indicator], now: float) -> dict[str, dict[str, Any]]:
    """What this house knows by itself: {part, whole, share, says}; nothing known = no share."""
    schools = picture.register.schools
    every = np.arange(len(schools))
    pays, up = (tally(picture, indicators[key], every, now) for key in ("epayment", "connectivity"))
    placed = sum(school.lat is not None for school in schools)
    return {
        "epayment": _beside(pays.counts[Status.GOOD], pays.reporting, PAYS),
        "placed": _beside(placed, len(schools), PLACED),
        "reporting": _beside(up.reporting, len(schools), REPORTING),
        "connectivity": _beside(up.counts[Status.GOOD], up.reporting, CONNECTED),
    }


def _beside(part: int, whole: int, says: Words) -> dict[str, Any]:
    return {"share": part / whole if whole else None, "shown": percent(part / whole if whole else None),
            "of": f"{number(part)} / {number(whole)}" if whole else "–", "says": says.text}
