"""Draft areas become rows: shapes are checked and drawn, names and areas compared with what is official."""

from collections.abc import Sequence
from dataclasses import replace

from domain.wording import Words, number, percent
from geo import official
from geo.checking import defects, repair
from geo.names import same_name
from geo.outlines import Drawn, draw
from services._import_area_rows import Draft
from services._import_report import NOTHING, Finding, Weight
from store.importing import ALWAYS, AreaRow

MISMATCH = 0.1  # an area more than a tenth off its declared one is worth a look


def checked(made: list[Draft], findings: list[Finding]) -> list[Draft]:
    """Drafts with valid shapes and one code each; everything wrong with the geometry is said."""
    shapes, repaired, empty = repair([draft.shape for draft in made])
    for index in repaired:
        findings.append(
            _say(
                Weight.WARN,
                "repaired",
                Words("Đường biên tự cắt hoặc sai, đã sửa (make_valid)", "Invalid ring, repaired (make_valid)"),
                made[index],
            )
        )
    for index in empty:
        findings.append(
            _say(Weight.REFUSED, "empty", Words("Vùng rỗng, không có diện tích", "Empty shape"), made[index])
        )
    kept = [replace(d, shape=s) for i, (d, s) in enumerate(zip(made, shapes, strict=True)) if i not in empty]
    kept = _without_doubles(kept, findings)
    for level in dict.fromkeys(d.level for d in kept):
        _say_defects([d for d in kept if d.level == level], findings)
    return kept


def _without_doubles(made: list[Draft], findings: list[Finding]) -> list[Draft]:
    seen: dict[tuple[str, str, str | None], Draft] = {}
    for draft in made:
        key = (draft.level, draft.code, draft.valid_from)
        if key in seen:
            findings.append(
                _say(
                    Weight.REFUSED,
                    "double",
                    Words(
                        "Mã trùng trong tệp: chỉ nhận vùng đầu tiên mang mã này",
                        "Code used twice in the file: only the first area was taken",
                    ),
                    draft,
                )
            )
            continue
        seen[key] = draft
    return list(seen.values())


def _say_defects(made: Sequence[Draft], findings: list[Finding]) -> None:
    titles = {
        "hole": Words("Khoảng trống giữa các địa bàn (không thuộc đơn vị nào)", "Holes belonging to no area"),
        "overlap": Words("Chồng lấn giữa các địa bàn", "Overlapping areas"),
    }
    for defect in defects([draft.shape for draft in made]):
        names = [made[i].name for i in defect.members[:4]] + (["…"] if len(defect.members) > 4 else [])
        where = f"{defect.lat:.5f}, {defect.lon:.5f}"
        findings.append(
            Finding(
                weight=Weight.WARN,
                kind=defect.kind,
                title=titles[defect.kind],
                where=" – ".join(names),
                detail=Words(
                    f"{number(defect.km2, 4)} km² gần {where}", f"{number(defect.km2, 4, 'en')} km² near {where}"
                ),
            )
        )


def drawn_rows(made: list[Draft], findings: list[Finding]) -> list[AreaRow]:
    """Rows with outlines. Areas of one level and one time are simplified together, so that borders stay shared."""
    rows: list[AreaRow] = []
    groups: dict[tuple[str, str | None], list[Draft]] = {}
    for draft in made:
        groups.setdefault((draft.level, draft.valid_to), []).append(draft)
    for group in groups.values():
        light = not all(d.schematic for d in group)
        for draft, drawn in zip(
            group, draw([d.shape for d in group], [d.label for d in group], simplify=light), strict=True
        ):
            _say_area(draft, drawn, findings)
            rows.append(_row(draft, drawn))
    return rows


def _say_area(draft: Draft, drawn: Drawn, findings: list[Finding]) -> None:
    declared = draft.declared_km2
    if declared and abs(drawn.km2 - declared) > max(MISMATCH * declared, 0.05):
        off = percent(drawn.km2 / declared - 1)
        off_en = percent(drawn.km2 / declared - 1, 1, "en")
        findings.append(
            _say(
                Weight.WARN,
                "declared",
                Words(
                    "Diện tích hình vẽ lệch diện tích công bố quá 10 %",
                    "Drawn area is more than 10 % off the declared one",
                ),
                draft,
                Words(
                    f"hình {number(drawn.km2, 2)} km², công bố {number(declared, 2)} km² ({off})",
                    f"drawn {number(drawn.km2, 2, 'en')} km², declared {number(declared, 2, 'en')} km² ({off_en})",
                ),
            )
        )
    _say_name(draft, findings)


def _say_name(draft: Draft, findings: list[Finding]) -> None:
    name = official_name(draft)
    if name is not None and draft.name and not same_name(name, draft.name):
        findings.append(
            _say(
                Weight.WARN,
                "renamed",
                Words("Tên khác tên chính thức của mã này", "Name differs from the official name of this code"),
                draft,
                Words(f"danh mục: {name}", f"official: {name}"),
            )
        )
    if draft.level == "ward" and draft.valid_to is None and name is None:
        findings.append(
            _say(
                Weight.WARN,
                "unknown",
                Words(
                    "Mã không có trong danh mục phường/xã hiện hành; nếu là đơn vị cũ hãy khai --valid-to",
                    "Code is not among today's wards; for former units give --valid-to",
                ),
                draft,
            )
        )


def official_name(draft: Draft) -> str | None:
    """Today's official name of a code; None for former units and unknown codes."""
    if draft.valid_to is not None:
        return None
    if draft.level == "ward":
        return official.wards().get(draft.code, (None, ""))[0]
    return official.provinces().get(draft.code) if draft.level == "province" else None


def _row(draft: Draft, drawn: Drawn) -> AreaRow:
    south, west, north, east = drawn.bounds
    return AreaRow(
        code=draft.code,
        name=draft.name or official_name(draft) or draft.code,
        level=draft.level,
        parent=draft.parent,
        valid_from=draft.valid_from or ALWAYS,
        valid_to=draft.valid_to,
        label_lat=drawn.label_lat,
        label_lon=drawn.label_lon,
        south=south,
        west=west,
        north=north,
        east=east,
        area_km2=drawn.km2,
        outline=drawn.outline,
        schematic=int(draft.schematic),
    )


def _say(weight: Weight, kind: str, title: Words, draft: Draft, detail: Words = NOTHING) -> Finding:
    return Finding(weight=weight, kind=kind, title=title, where=f"{draft.code} {draft.name}".strip(), detail=detail)
