"""Every indicator over some schools, as a wall shows it: value, statuses, n of N, age of its oldest reading."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.groups import GROUPS, OTHER
from domain.indicator import Indicator
from domain.measurement import Code
from domain.wording import number, percent
from services.register import NONE
from services.view import Picture, tally

WORST = 3
FEW = 3  # an area of fewer schools that report says too little to be called the worst


def indicator_rows(picture: Picture, indicators: Mapping[str, Indicator], schools: NDArray[np.intp], now: float, *,
                   worst: bool = False) -> list[dict[str, Any]]:
    """In the indicators' order; `worst`: with the areas of most trouble."""
    rows = []
    for key, one in indicators.items():
        of = tally(picture, one, schools, now)
        share = one.unit == "%"
        value = percent(of.value, one.decimals) if share else number(of.value, one.decimals)
        shown, _, unit = value.partition("\u00a0")
        rows.append({
            "key": key, "group": one.group, "group_label": GROUPS.get(one.group, OTHER).text, "judged": one.judged,
            "label": one.label.text, "question": one.question.text, "source": one.source_class.words.text,
            "owner": one.owner.text, "value": shown if of.reporting else "–",
            "unit": (unit if share else one.unit_text) if of.reporting else "", "status": of.status,
            "counts": [of.counts[status] for status in of.counts], "reporting": of.reporting, "schools": of.schools,
            "taken_at": of.taken_at, "worst": worst_areas(picture, key, now) if worst else [],
        })
    return rows


def worst_areas(picture: Picture, key: str, now: float) -> list[dict[str, Any]]:
    """Present areas by their share of bad schools: {name, bad, heard}; none when no school is bad."""
    register = picture.register
    leaf, areas, status = register.leaf(Tree.NEW), register.trees[Tree.NEW], picture.status(key, now)
    there = leaf != NONE
    bad = np.bincount(leaf[there & (status == Code.BAD)], minlength=len(areas))
    heard = np.bincount(leaf[there & np.isin(status, (Code.GOOD, Code.WATCH, Code.BAD))], minlength=len(areas))
    which = [i for i in np.flatnonzero(bad) if heard[i] >= FEW]
    which.sort(key=lambda i: (-bad[i] / heard[i], -bad[i], i))
    return [{"name": areas[i].name, "bad": int(bad[i]), "heard": int(heard[i])} for i in which[:WORST]]
