"""One indicator in every area: where it stands, how it moved, who is out of line, when its target is met."""

from datetime import date
from typing import Any

import numpy as np

from domain.area import Tree
from domain.wording import sort_key
from services._outlook import outlook, robust_z
from services.bands import indicator
from services.desk import Desk
from services.register import NONE
from services.trends import Line, foretold, is_share, read, target_of

FAR = 3.5  # robust standard deviations
FEW = 3  # schools that must tell before an area may be called out of line
BACK = (4, 52)  # weeks


def areas(desk: Desk, key: str, tree: Tree) -> dict[str, Any]:
    """What `GET /api/v1/trends/{key}` says. Raises NotFound, StoreDown."""
    one, register = indicator(desk.centre, key), desk.viewer.picture.register
    leaf = register.leaf(tree)
    places = [area for n, area in enumerate(register.trees[tree]) if (leaf == n).any()] if (leaf != NONE).any() else []
    weeks, lines = read(desk, (key,), [area.code for area in places])
    target, by = target_of(desk.centre.indicators, one)
    rising = one.bands.good >= one.bands.watch if one.judged else True
    rows = []
    for area in places:
        line = lines[area.code][key]
        values = line.values(one)
        found = outlook(values, share=is_share(one))
        rows.append({"code": area.code, "name": area.name, **_stand(line, values),
                     **foretold(found, values, target, rising=rising, weeks=weeks)})
    for row in rows:
        row.pop("outlook")
    _mark(rows)
    rows.sort(key=lambda row: sort_key(row["name"]))
    return {"key": key, "label": one.label.text, "unit": one.unit_text, "share": is_share(one), "rising": rising,
            "decimals": one.decimals, "judged": one.judged, "target": target, "target_by": by, "tree": tree.value,
            "day": weeks[-1].day if weeks else "", "areas": rows, "back": [_ago(weeks, n) for n in BACK]}


def _ago(weeks: list[Any], n: int) -> str:
    return date.fromisoformat(weeks[-1 - n].day).isoformat() if len(weeks) > n else ""


def _stand(line: Line, values: "np.ndarray[Any, np.dtype[np.float64]]") -> dict[str, Any]:
    """Where it stands now and how far it moved; None = not known on one of the two days."""
    def back(n: int) -> float | None:
        moved = values[-1] - values[-1 - n] if len(values) > n else np.nan
        return float(moved) if moved == moved else None
    known = float(values[-1]) if len(values) and values[-1] == values[-1] else None
    return {"value": known, "moved": [back(n) for n in BACK],
            "reporting": int(line.sums[2][-1]) if len(values) else 0,
            "schools": int(line.sums[3][-1]) if len(values) else 0}


def _mark(rows: list[dict[str, Any]]) -> None:
    """`z`: robust distance from the median area; `far`: out of line."""
    values = np.array([np.nan if row["value"] is None or row["reporting"] < FEW else row["value"] for row in rows])
    for row, z in zip(rows, robust_z(values).tolist() if len(rows) else [], strict=True):
        row["z"] = round(z, 1) if z == z else None
        row["far"] = bool(abs(z) >= FAR)
