"""Rows of a file beside rows of the register: which is which, who is succeeded, which provinces must be drawn by us."""

from dataclasses import replace
from datetime import date, timedelta

from domain.wording import Words
from geo import official
from geo.outlines import dissolve, inside
from services._import_area_rows import Draft
from services._import_report import Finding, Weight
from store.importing import ALWAYS, AreaRow


def matched(
    rows: list[AreaRow], known: list[AreaRow], unlabelled: set[str], findings: list[Finding]
) -> tuple[list[tuple[AreaRow | None, AreaRow]], list[tuple[AreaRow, AreaRow]]]:
    """([(row in the register or None, row to be)], [(row, the same row closed by its successor)]).

    A file that does not state the first day speaks of the row of this code with the same last day. What the file
    does not state stays as it is; `unlabelled`: codes whose label point was not stated.
    """
    by_code: dict[str, list[AreaRow]] = {}
    for row in known:
        by_code.setdefault(row.code, []).append(row)
    pairs: list[tuple[AreaRow | None, AreaRow]] = []
    closed: list[tuple[AreaRow, AreaRow]] = []
    for row in rows:
        others = [o for o in by_code.get(row.code, []) if o.level == row.level]
        old = _same_area(row, others)
        if old is not None:
            pairs.append((old, _kept(row, old, row.code in unlabelled)))
            continue
        ended = [o for o in others if o.valid_to is None and o.valid_from < row.valid_from]
        if any(_together(row, o) for o in others if o not in ended):
            findings.append(
                Finding(
                    weight=Weight.REFUSED,
                    kind="twice",
                    where=f"{row.code} {row.name}",
                    title=Words(
                        "Sổ đã có địa bàn mang mã này trong cùng thời gian; hãy khai đúng --valid-from, --valid-to",
                        "The register has this code at the same time; give the right --valid-from, --valid-to",
                    ),
                )
            )
            continue
        pairs.append((None, row))
        closed += [(o, replace(o, valid_to=_day_before(row.valid_from))) for o in ended]
    return pairs, closed


def _same_area(row: AreaRow, others: list[AreaRow]) -> AreaRow | None:
    exact = next((o for o in others if o.valid_from == row.valid_from), None)
    if exact is not None:
        return exact
    undated = [o for o in others if ALWAYS in (o.valid_from, row.valid_from)]
    same_end = next((o for o in undated if o.valid_to == row.valid_to), None)
    if same_end is not None or row.valid_to is None:
        return same_end
    return next((o for o in undated if o.valid_to is None and o.valid_from < row.valid_to), None)  # this file closes it


def _kept(row: AreaRow, old: AreaRow, unlabelled: bool) -> AreaRow:
    if row.valid_from == ALWAYS:
        row = replace(row, valid_from=old.valid_from)
    if row.parent is None:
        row = replace(row, parent=old.parent)
    if unlabelled and row.outline and inside(row.outline, old.label_lat, old.label_lon):
        row = replace(row, label_lat=old.label_lat, label_lon=old.label_lon)
    return row


def _together(one: AreaRow, other: AreaRow) -> bool:
    """Are both valid on some day?"""
    end, other_end = one.valid_to or "9999", other.valid_to or "9999"
    return one.valid_from <= other_end and other.valid_from <= end


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def completed(
    after: list[AreaRow], made: list[Draft], dissolved: frozenset[str]
) -> tuple[list[AreaRow], frozenset[str]]:
    """Provinces that are missing, or were drawn by us before, dissolved from their areas: (rows, codes drawn by us)."""
    names = {d.parent: d.parent_name for d in made if d.parent and d.parent_name and d.level != "province"}
    touched = dict.fromkeys(d.parent for d in made if d.parent and len(d.parent) == official.WIDTH["province"])
    codes = set(dissolved)
    provinces = []
    for code in touched:
        present = next((r for r in after if r.level == "province" and r.code == code), None)
        if present is not None and code not in dissolved and not present.schematic:
            continue
        children = _children(after, code)
        drawn = dissolve([child.outline for child in children if child.outline])
        if drawn is None or (present is not None and present.schematic and any(c.schematic for c in children)):
            continue
        south, west, north, east = drawn.bounds
        codes.add(code)
        open_ = any(child.valid_to is None for child in children) or code in official.provinces()
        base = present or AreaRow(
            code=code,
            name=official.provinces().get(code) or names.get(code) or code,
            level="province",
            valid_to=None if open_ else max(c.valid_to or "" for c in children),
        )
        provinces.append(
            replace(
                base,
                label_lat=drawn.label_lat,
                label_lon=drawn.label_lon,
                south=south,
                west=west,
                north=north,
                east=east,
                area_km2=drawn.km2,
                outline=drawn.outline,
                schematic=int(any(child.schematic for child in children)),
            )
        )
    return provinces, frozenset(codes)


def _children(rows: list[AreaRow], province: str) -> list[AreaRow]:
    """The areas that make up a province: today's wards where there are any, else its former districts."""
    children = [r for r in rows if r.parent == province and r.outline and r.level != "province"]
    present = [r for r in children if r.valid_to is None]
    return present or [r for r in children if r.level == "district"] or children
