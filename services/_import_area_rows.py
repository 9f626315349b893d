"""Features of boundary files become draft areas: level, code, name, parent, dates; names find official codes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.area import DISTRICTS_END, WARDS_BEGIN
from domain.errors import BadInput
from domain.wording import Words, fold
from geo import official
from geo.names import LEVEL_OF, Names, kind_and_body
from geo.reading import Feature, Layer
from services._import_area_columns import AreaOptions, Columns, find_columns, level_word
from services._import_report import Finding, Weight
from store.importing import AreaRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One area as the file tells it, before its outline is drawn. `declared_km2`: area stated by the file."""

    place: str
    code: str
    name: str
    level: str
    parent: str | None
    parent_name: str | None
    valid_from: str | None
    valid_to: str | None
    label: tuple[float, float] | None
    declared_km2: float | None
    schematic: bool
    shape: Any


def drafts(layer: Layer, options: AreaOptions, known: list[AreaRow]) -> tuple[list[Draft], list[Finding]]:
    """Every feature that has a code and a name, and what is to be said about the others."""
    columns = find_columns(layer, options)
    findings: list[Finding] = []
    made: list[Draft] = []
    for feature in layer.features:
        draft = _draft(feature, columns, options, findings)
        if draft is not None:
            made.append(draft)
    made = _dated(_with_codes(made, known, findings), findings)
    for level in sorted(columns.numeric):
        findings.append(
            Finding(
                weight=Weight.WARN,
                kind="numeric",
                title=Words(
                    f"Cột mã là số, không phải chữ; đã thêm số 0 ở đầu cho đủ {official.WIDTH[level]} chữ số",
                    f"The code column is numeric; padded with zeros to {official.WIDTH[level]} digits",
                ),
            )
        )
    return made, findings


def _draft(feature: Feature, columns: Columns, options: AreaOptions, findings: list[Finding]) -> Draft | None:
    value = {role: feature.properties.get(heading) for role, heading in columns.roles.items()}
    name = " ".join(str(value.get("name") or "").split())
    raw = value.get("code") if value.get("code") not in (None, "") else feature.id
    level = columns.level or level_word(value.get("level")) or _level_of(raw, name)
    if not level:
        findings.append(
            _refused(
                "level",
                feature.place,
                Words("Không biết cấp hành chính (khai --level)", "Level unknown (give --level)"),
                name,
            )
        )
        return None
    code = _code(raw, level, columns) or ""
    if value.get("code") in (None, "") and len(code) != official.WIDTH[level]:
        code = ""  # a running number given as feature id is not a code
    if not name and not code:
        findings.append(
            _refused("nameless", feature.place, Words("Vùng không có tên và không có mã", "No name and no code"), "")
        )
        return None
    parent, parent_name = _parent(value, level, options, columns)
    return Draft(
        place=feature.place,
        code=code,
        name=name,
        level=level,
        parent=parent,
        parent_name=parent_name,
        valid_from=day(options.valid_from or value.get("valid_from")),
        valid_to=day(options.valid_to or value.get("valid_to")),
        label=_point(value.get("label_lat"), value.get("label_lon")),
        declared_km2=_number(value.get("declared")),
        schematic=options.schematic or "so do" in fold(str(value.get("note") or "")),
        shape=feature.shape,
    )


def _level_of(raw: Any, name: str) -> str:
    by_name = LEVEL_OF.get(kind_and_body(name)[0], "")
    text = str(raw or "")
    by_width = next((lv for lv, width in official.WIDTH.items() if text.isdecimal() and len(text) == width), "")
    return by_name or by_width


def _code(raw: Any, level: str, columns: Columns) -> str | None:
    """Codes are text. A number lost its zeros: it gets them back, and that is said."""
    if raw is None or isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        if raw != int(raw) or raw < 0:
            return None
        columns.numeric.add(level)
        return str(int(raw)).zfill(official.WIDTH[level])
    return str(raw).strip() or None


def _parent(value: dict[str, Any], level: str, options: AreaOptions, columns: Columns) -> tuple[str | None, str | None]:
    if level == "province":
        return None, None
    if options.parent and columns.roles.get("parent") != options.parent:
        return options.parent, _text(value.get("province_name"))
    if value.get("parent") not in (None, ""):
        upper = "district" if str(value["parent"]).isdecimal() and len(str(value["parent"])) == 3 else "province"
        return _code(value["parent"], upper, columns), None
    until = day(options.valid_to or value.get("valid_to"))
    former = until is not None and until <= DISTRICTS_END.isoformat()
    if level == "ward" and former and value.get("district_code") not in (None, ""):
        return _code(value["district_code"], "district", columns), _text(value.get("district_name"))
    if value.get("province_code") not in (None, ""):
        return _code(value["province_code"], "province", columns), _text(value.get("province_name"))
    name = _text(value.get("province_name"))
    return (Names(official.provinces()).find(name) if name else None), name


def _with_codes(made: list[Draft], known: list[AreaRow], findings: list[Finding]) -> list[Draft]:
    """Areas without a code get the official one of their name, or are refused by name."""
    coded = []
    for draft in made:
        if not draft.code:
            code = _find(draft, known)
            if code is None:
                findings.append(
                    _refused(
                        "unmatched",
                        draft.place,
                        Words(
                            "Tên không khớp đơn vị nào trong danh mục (hoặc khớp nhiều đơn vị); hãy thêm cột mã",
                            "The name matches no official unit, or several; add a code column",
                        ),
                        draft.name,
                    )
                )
                continue
            findings.append(
                Finding(
                    weight=Weight.NOTE,
                    kind="matched",
                    title=Words("Không có mã, đã tìm theo tên trong danh mục", "No code: found by name"),
                    where=draft.place,
                    detail=Words(f"{draft.name} → {code}", f"{draft.name} → {code}"),
                )
            )
            draft = replace(draft, code=code)
        if draft.level == "ward" and draft.parent is None and draft.code in official.wards():
            draft = replace(draft, parent=official.wards()[draft.code][1])
        coded.append(draft)
    return coded


def _dated(made: list[Draft], findings: list[Finding]) -> list[Draft]:
    """Days that the law fixed need not be stated: districts ended, and today's wards began, in the middle of 2025."""
    wards = [d for d in made if d.level == "ward" and d.valid_from is None and d.valid_to is None]
    of_today = len(wards) > 0 and 2 * sum(d.code in official.wards() for d in wards) > len(wards)
    dated: list[Draft] = []
    for draft in made:
        if draft.level == "district" and draft.valid_to is None:
            draft = replace(draft, valid_to=DISTRICTS_END.isoformat())
        elif of_today and draft.level == "ward" and draft.valid_from is None and draft.valid_to is None:
            draft = replace(draft, valid_from=WARDS_BEGIN.isoformat())
        dated.append(draft)
    if any(a is not b for a, b in zip(made, dated, strict=True)):
        title = Words(
            "Tệp không ghi thời hạn: cấp huyện được ghi hết hiệu lực 30/06/2025, phường/xã hiện nay từ 01/07/2025",
            "No dates in the file: districts are taken to end 2025-06-30, today's wards to begin 2025-07-01",
        )
        findings.append(Finding(weight=Weight.NOTE, kind="dated", title=title))
    return dated


def _find(draft: Draft, known: list[AreaRow]) -> str | None:
    rows = {
        row.code: row.name
        for row in known
        if row.level == draft.level
        and draft.parent in (None, row.parent)
        and (draft.valid_to is None or row.valid_to == draft.valid_to)
    }
    found = Names(rows).find(draft.name) if rows else None
    if found is None and draft.valid_to is None:
        names = official.ward_names(draft.parent) if draft.level == "ward" else official.provinces()
        found = Names(names).find(draft.name) if draft.level != "district" else None
    return found


def _refused(kind: str, place: str, title: Words, name: str) -> Finding:
    return Finding(weight=Weight.REFUSED, kind=kind, title=title, where=place, detail=Words(name, name))


def day(value: Any) -> str | None:
    """ISO text of a date given as ISO or dd/mm/yyyy; None = not stated. Raises BadInput."""
    text = str(value or "").strip()[:10]
    if not text or text in ("0001-01-01", "None"):
        return None
    try:
        if "/" in text:
            d, m, y = (int(part) for part in text.split("/"))
            return date(y, m, d).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadInput(
            f"Không hiểu ngày {text!r}; hãy viết 2025-07-01 hoặc 01/07/2025.",
            f"Cannot read the date {text!r}; write 2025-07-01.",
        ) from None


def _point(lat: Any, lon: Any) -> tuple[float, float] | None:
    y, x = _number(lat), _number(lon)
    return (y, x) if y is not None and x is not None and abs(y) <= 90 and abs(x) <= 180 else None


def _number(value: Any) -> float | None:
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def _text(value: Any) -> str | None:
    return " ".join(str(value).split()) if value not in (None, "") else None
