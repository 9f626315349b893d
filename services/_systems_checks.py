"""The measures that say how a service is: an indicator over the schools within reach, or a sum no layer shows."""

from typing import Any

import numpy as np

from domain.indicator import Bands
from domain.measurement import Status
from domain.systems import Figure
from domain.wording import number, percent, quantity
from services._systems_past import Past
from services.desk import Desk
from services.indicators import counted, limits
from services.view import tally

NOTHING = "–"


def check(desk: Desk, key: str, now: float) -> dict[str, Any]:
    """One indicator: {key, label, text, status, reporting, schools, as_of}. `known` False: no school reports."""
    one, picture = desk.centre.indicators[key], desk.viewer.picture
    found = tally(picture, one, np.arange(len(picture.register.schools)), now)
    text = NOTHING
    if found.reporting:
        text = (percent(found.value, one.decimals) if one.unit == "%"
                else quantity(found.value, one.unit_text, one.decimals))
    return {
        "key": key, "label": one.label.text, "question": one.question.text, "text": text,
        "share": one.unit == "%",
        "status": found.status.value, "reporting": found.reporting, "schools": found.schools, "as_of": found.taken_at,
        "bad": found.counts[Status.BAD], "watch": found.counts[Status.WATCH], "judges": one.judged,
        "known": found.reporting > 0, "bands": limits(one), "numerator": counted(found.numerator),
        "denominator": counted(found.denominator),
    }


def figure(one: Figure, known: Past, now: float) -> dict[str, Any]:
    """A sum or a share of two: {label, text, numerator, denominator, schools, as_of, status}; unknown is a dash."""
    found = known.sums.get((one.top, one.bottom))
    share = found.top / found.bottom if found and one.bottom and found.bottom else None
    told = found is not None and found.schools > 0 and (share is not None or not one.bottom)
    judged = one.bands is not None and share is not None
    text = NOTHING
    if told and found is not None:
        text = percent(share) if one.bottom else number(found.top)
    return {
        "label": one.words.text, "text": text, "share": bool(one.bottom),
        "numerator": counted(found.top) if told and found else None,
        "denominator": counted(found.bottom) if told and found and one.bottom else None,
        "reporting": found.schools if found else None, "as_of": found.oldest if told and found else None,
        "status": _status(one.bands, share).value, "judges": one.bands is not None, "known": judged,
    }


def _status(bands: Bands | None, value: float | None) -> Status:
    return Status.UNKNOWN if bands is None else bands.status(value)
