"""School drafts become rows: areas found by code or name, points placed, compared with the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.wording import Words
from geo.names import Names
from services._import_places import Trees
from services._import_report import Weight
from services._import_school_rows import Draft, Say, SchoolOptions, with_codes
from store.importing import SchoolRow


@dataclass(slots=True, kw_only=True)
class Plan:
    """What an import of schools would do. `rows`: every accepted row by sheet index."""

    new: list[SchoolRow] = field(default_factory=list)
    changed: list[SchoolRow] = field(default_factory=list)
    same: int = 0
    derived: int = 0
    rows: dict[int, SchoolRow] = field(default_factory=dict)


def plan(
    made: list[Draft],
    known: Sequence[SchoolRow],
    trees: Trees,
    options: SchoolOptions,
    probes: dict[str, str],
    say: Say,
) -> Plan:
    """Difference between the file and the register; `probes`: code -> address from a separate file."""
    found = _Areas(trees, options, say)
    areas = {draft.index: found.of(draft) for draft in made}
    made, derived = with_codes(made, lambda d: areas[d.index].get("new") or areas[d.index].get("old") or "")
    made = _without_doubles(made, say)
    before = {row.code: row for row in known}
    merged = []
    for draft in made:
        fields = draft.fields | ({"probe": probes[draft.code]} if draft.code in probes else {})
        merged.append(_merged(draft, before.get(draft.code), areas[draft.index], fields, options))
    merged = _with_points(made, merged, before, trees, say)
    placed = trees.place(merged)
    result = Plan(derived=derived)
    for draft, row in zip(made, placed, strict=True):
        result.rows[draft.index] = row
        _say_place(draft, row, areas[draft.index], say)
        old = before.get(row.code)
        if old is None:
            result.new.append(row)
        elif old != row:
            result.changed.append(row)
        else:
            result.same += 1
    return result


class _Areas:
    """Codes of the areas a row names, by code or by name."""

    def __init__(self, trees: Trees, options: SchoolOptions, say: Say) -> None:
        self.codes = {tree: set(leaves) for tree, leaves in trees.areas.items()}
        self.names = {
            tree: Names({code: area.name for code, area in leaves.items()}) for tree, leaves in trees.areas.items()
        }
        self.order = [options.tree] if options.tree else ["new", "old"]
        self.say = say
        self.memory: dict[tuple[str, str], tuple[str, str] | None] = {}

    def of(self, draft: Draft) -> dict[str, str]:
        """Tree -> code."""
        found: dict[str, str] = {}
        for tree, word in draft.areas.items():
            order = self.order if tree == "any" else [tree]
            key = (tree, word)
            if key not in self.memory:
                self.memory[key] = next(((t, c) for t in order if (c := self._code(t, word))), None)
            match = self.memory[key]
            if match is not None:
                found.setdefault(*match)
            else:
                self.say(
                    draft.index,
                    Weight.WARN,
                    "area",
                    Words("Địa bàn ghi trong tệp không có trong sổ", "Area of the file is not in the register"),
                    word,
                )
        return found

    def _code(self, tree: str, word: str) -> str | None:
        width = 3 if tree == "old" else 5
        for code in (word, word.zfill(width) if word.isdecimal() else word):
            if code in self.codes[tree]:
                return code
        return None if word.isdecimal() and tree == "new" else self.names[tree].find(word)


def _without_doubles(made: list[Draft], say: Say) -> list[Draft]:
    seen: dict[str, Draft] = {}
    for draft in made:
        if draft.code in seen:
            say(
                draft.index,
                Weight.REFUSED,
                "double",
                Words(
                    "Mã trường trùng trong tệp: chỉ nhận dòng đầu tiên", "Code used twice: only the first row was taken"
                ),
                f"{draft.code} {draft.name}",
            )
        else:
            seen[draft.code] = draft
    return list(seen.values())


def _merged(
    draft: Draft, old: SchoolRow | None, areas: dict[str, str], fields: dict[str, Any], options: SchoolOptions
) -> SchoolRow:
    """What the file says over what the register knows; what the file does not say stays."""
    base = old or SchoolRow(code=draft.code, name=draft.name, kind=draft.kind)
    kind = base.kind if draft.kind == "khac" else draft.kind
    if options.simulated or options.simulate:
        fields = fields | {"simulated": 1}
    elif "probe" in fields:
        fields = fields | {"simulated": 0}
    row = replace(
        base,
        name=draft.name,
        kind=kind,
        old_area=areas.get("old") or base.old_area,
        new_area=areas.get("new") or base.new_area,
        **fields,
    )
    if draft.point is not None:
        return replace(row, lat=draft.point.lat, lon=draft.point.lon, approximate=0)
    return row


def _with_points(
    made: list[Draft], rows: list[SchoolRow], before: dict[str, SchoolRow], trees: Trees, say: Say
) -> list[SchoolRow]:
    """A point far from every area cannot be right: the area's label point is used instead, or none."""
    given = [(i, row) for i, (draft, row) in enumerate(zip(made, rows, strict=True)) if draft.point is not None]
    points = [(row.lat or 0.0, row.lon or 0.0) for _, row in given]
    placers = [p for p in trees.placers.values() if p.codes]
    inside = [any(found) for found in zip(*(p.place(points) for p in placers), strict=True)] if placers else []
    result = list(rows)
    for (i, row), ok in zip(given, inside, strict=False):
        if not ok:
            say(
                made[i].index,
                Weight.WARN,
                "outside",
                Words(
                    "Toạ độ nằm ngoài mọi địa bàn (ngoài biển hoặc tỉnh khác): dùng điểm gần đúng của địa bàn nếu biết",
                    "Point outside every area (sea or elsewhere): the area's approximate point is used if known",
                ),
                f"{row.name}: {row.lat}, {row.lon}",
            )
            result[i] = replace(row, lat=None, lon=None, approximate=0)
    return result


def _say_place(draft: Draft, row: SchoolRow, areas: dict[str, str], say: Say) -> None:
    if row.lat is None:
        say(
            draft.index,
            Weight.WARN,
            "nowhere",
            Words(
                "Không có toạ độ và không rõ địa bàn: chưa lên bản đồ được",
                "No point and no area: cannot be on the map yet",
            ),
            row.name,
        )
    elif row.approximate and draft.point is None:
        say(
            draft.index,
            Weight.NOTE,
            "approximate",
            Words(
                "Không có toạ độ: đặt gần điểm nhãn của địa bàn, đánh dấu gần đúng",
                "No point: shown near its area's label point, marked approximate",
            ),
            "",
        )
    for tree, stored in (("old", row.old_area), ("new", row.new_area)):
        if areas.get(tree) and areas[tree] != stored:
            say(
                draft.index,
                Weight.WARN,
                "elsewhere",
                Words(
                    "Toạ độ nằm ở địa bàn khác với địa bàn ghi trong tệp; theo toạ độ",
                    "The point lies in another area than the file says; the point wins",
                ),
                f"{row.name}: {areas[tree]} → {stored}",
            )
