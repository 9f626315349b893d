"""Importing areas, read to difference: files -> drafts -> rows -> what changes, schools placed anew included."""

from collections.abc import Sequence
from pathlib import Path

from domain.area import Level
from domain.errors import BadInput
from domain.wording import Words, number
from geo.reading import Layer, read_layer
from services._import_area_columns import AreaOptions
from services._import_area_match import completed, matched
from services._import_area_plan import checked, drawn_rows
from services._import_area_rows import Draft, drafts
from services._import_places import Trees
from services._import_report import Counts, Finding, ImportResult, Weight
from store.importing import AreaRow, Changes, Registers


def plan_areas(registers: Registers, files: Sequence[Path], options: AreaOptions) -> tuple[ImportResult, Changes]:
    """What importing these files would change. Raises BadInput when they cannot be used."""
    layer = read_layer(files, options.crs)
    if options.expect and not layer.digest.startswith(options.expect):
        raise changed_meanwhile(layer.digest, options.expect)
    made, findings = drafts(layer, options, registers.areas)
    _say_layer(layer, options, findings)
    made = checked(made, findings)
    rows = drawn_rows(made, findings)
    changes, counts, examples = _difference(registers, made, rows, findings)
    refused = sum(f.weight is Weight.REFUSED for f in findings)
    counts[0] = Counts(
        label=counts[0].label,
        new=counts[0].new,
        changed=counts[0].changed,
        same=counts[0].same,
        closed=counts[0].closed,
        refused=refused,
    )
    names = ", ".join(path.name for path in files)
    formats = " + ".join(dict.fromkeys(layer.formats))
    crs = ", ".join(dict.fromkeys(layer.crs)) or "WGS 84"
    read = Words(
        f"Đã đọc {number(len(layer.features))} vùng từ {names} ({formats}, hệ toạ độ {crs}).",
        f"Read {number(len(layer.features), 0, 'en')} polygons from {names} ({formats}, CRS {crs}).",
    )
    return ImportResult(
        title=Words("Nhập địa bàn", "Import of areas"),
        read=read,
        digest=layer.digest,
        applied=False,
        counts=counts,
        findings=findings,
        examples=examples,
    ), changes


def changed_meanwhile(digest: str, expected: str) -> BadInput:
    """The file is not the one that was looked at."""
    return BadInput(
        f"Tệp đã thay đổi sau lần chạy thử (dấu vân tay {digest[:8]}, cần {expected[:8]}); hãy chạy thử lại.",
        f"The file changed after the dry run (digest {digest[:8]}, expected {expected[:8]}); run the dry run again.",
    )


def _say_layer(layer: Layer, options: AreaOptions, findings: list[Finding]) -> None:
    swapped = [f.place for f in layer.features if f.swapped]
    for place in swapped:
        findings.append(
            Finding(
                weight=Weight.WARN,
                kind="swapped",
                where=place,
                title=Words("Vĩ độ và kinh độ bị đảo chỗ, đã đổi lại", "Latitude and longitude swapped, put right"),
            )
        )
    if layer.ignored:
        findings.append(
            Finding(
                weight=Weight.NOTE,
                kind="ignored",
                title=Words(
                    f"{number(layer.ignored)} đối tượng không phải vùng (điểm, đường) đã bỏ qua",
                    f"{number(layer.ignored, 0, 'en')} features that are no polygons were left out",
                ),
            )
        )


def _difference(
    registers: Registers, made: list[Draft], rows: list[AreaRow], findings: list[Finding]
) -> tuple[Changes, list[Counts], list[tuple[str, str]]]:
    unlabelled = {draft.code for draft in made if draft.label is None}
    pairs, closed = matched(rows, registers.areas, unlabelled, findings)
    changes = Changes(
        areas_new=[row for old, row in pairs if old is None],
        areas_changed=[(old.key, row) for old, row in pairs if old is not None and old != row],
    )
    changes.areas_changed += [(old.key, row) for old, row in closed]
    after = _after(registers.areas, changes)
    provinces, drawn_by_us = completed(after, made, registers.dissolved)
    _add_provinces(registers, changes, provinces, findings)
    changes.dissolved = drawn_by_us if drawn_by_us != registers.dissolved else None
    after = _after(registers.areas, changes)
    moved = Trees(after).place(registers.schools) if changes else registers.schools
    changes.schools_changed = [new for old, new in zip(registers.schools, moved, strict=True) if old != new]
    same = sum(old == row for old, row in pairs)
    closing = {new.key for _, new in closed} | {
        row.key for old, row in pairs if old is not None and old.valid_to is None and row.valid_to is not None
    }
    counts = [
        Counts(
            label=Words("Địa bàn", "Areas"),
            new=len(changes.areas_new),
            same=same,
            closed=len(closing),
            changed=sum(row.key not in closing for _, row in changes.areas_changed),
        ),
        Counts(
            label=Words("Trường được xếp lại địa bàn", "Schools placed anew"),
            changed=len(changes.schools_changed),
            same=len(registers.schools) - len(changes.schools_changed),
        ),
    ]
    return changes, counts, _examples(registers, changes)


def _after(before: list[AreaRow], changes: Changes) -> list[AreaRow]:
    rows = {row.key: row for row in before}
    for key, row in changes.areas_changed:
        rows[key] = row
    return [*rows.values(), *changes.areas_new]


def _add_provinces(registers: Registers, changes: Changes, provinces: list[AreaRow], findings: list[Finding]) -> None:
    before = {row.key: row for row in registers.areas}
    for row in provinces:
        if row.key not in before:
            changes.areas_new.append(row)
        elif before[row.key] != row:
            changes.areas_changed = [(k, r) for k, r in changes.areas_changed if k != row.key] + [(row.key, row)]
        else:
            continue
        findings.append(
            Finding(
                weight=Weight.NOTE,
                kind="dissolved",
                where=f"{row.code} {row.name}",
                title=Words(
                    "Ranh giới tỉnh được ghép từ các địa bàn trong tệp (không phải hình khảo sát riêng)",
                    "Province outline dissolved from its areas (not surveyed on its own)",
                ),
            )
        )


def _examples(registers: Registers, changes: Changes) -> list[tuple[str, str]]:
    before = {row.key: row for row in registers.areas}
    said = [("+", f"{row.code} {row.name} ({Level(row.level).words.vi})") for row in changes.areas_new]
    for key, row in changes.areas_changed:
        old = before[key]
        parts = [name for name in AreaRow.__slots__ if getattr(old, name) != getattr(row, name)]
        said.append(("~", f"{row.code} {row.name}: {', '.join(parts)}"))
    return said
