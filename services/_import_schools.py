"""Importing schools, read to difference: sheet -> drafts -> rows -> what changes, and the file given back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.errors import BadInput, CentreError
from domain.school import SchoolKind
from domain.wording import Words, number
from services._import_areas import changed_meanwhile
from services._import_places import Trees
from services._import_privacy import personal, personal_heading, pupil_list
from services._import_probe import probe_address, probe_problem
from services._import_report import Counts, Finding, ImportResult, Weight
from services._import_returned import write_returned
from services._import_school_plan import Plan, plan
from services._import_school_rows import SchoolOptions, read_drafts, roles_of
from services._import_sheet import Sheet, read_sheet, text
from services.acting import whoever
from store.database import Database
from store.importing import Changes, RegisterMoved, Registers, commit, read_registers

Adopt = Callable[[list[dict[str, Any]]], dict[str, str]]


class _Remarks:
    """Collects findings, and the words beside each row of the returned file."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.rows: dict[int, list[str]] = {}
        self.refused: set[int] = set()

    def say(self, index: int, weight: Weight, kind: str, title: Words, detail: str) -> None:
        """Remember one remark about the row at `index`."""
        where = f"dòng {index + 1}"
        self.findings.append(Finding(weight=weight, kind=kind, title=title, where=where, detail=Words(detail, detail)))
        mark = "KHÔNG NHẬN: " if weight is Weight.REFUSED else ""
        self.rows.setdefault(index, []).append(mark + title.vi)
        if weight is Weight.REFUSED:
            self.refused.add(index)

    def note(self, weight: Weight, kind: str, title: Words) -> None:
        """Remember a remark about the whole file."""
        self.findings.append(Finding(weight=weight, kind=kind, title=title))


def plan_schools(registers: Registers, file: Path, options: SchoolOptions) -> tuple[ImportResult, Changes]:
    """What importing this file would change; writes only the returned file. Raises BadInput when it cannot be used."""
    asked = [h for h in (options.name, options.code, options.kind, options.lat, options.lon, options.area) if h]
    sheet = read_sheet(file, asked)
    if options.expect and not sheet.digest.startswith(options.expect):
        raise changed_meanwhile(sheet.digest, options.expect)
    if pupil_list(sheet.headings):
        raise BadInput(
            "Đây là danh sách người (học sinh), không phải danh sách trường. Trung tâm chỉ nhận số liệu tổng hợp; "
            "không đọc và không lưu gì từ tệp này.",
            "This is a list of persons, not of schools. Only aggregates are accepted; nothing was kept.",
        )
    roles = roles_of(sheet, options)
    remarks = _Remarks()
    drafts = read_drafts(sheet, roles, remarks.say)
    probes = _probe_file(options.probe_file, remarks) if options.probe_file else {}
    done = plan(drafts, registers.schools, Trees(registers.areas), options, probes, remarks.say)
    _say_file(sheet, roles, done, remarks)
    out = _out(file, sheet, options)
    if out is not None:
        write_returned(sheet, remarks.rows, set(roles.values()), done.rows, out, roles.get("phone"))
    changes = Changes(schools_new=done.new, schools_changed=done.changed)
    return _result(file, sheet, done, remarks, out), changes


def _result(file: Path, sheet: Sheet, done: Plan, remarks: _Remarks, out: Path | None) -> ImportResult:
    counts = Counts(
        label=Words("Trường", "Schools"),
        new=len(done.new),
        changed=len(done.changed),
        same=done.same,
        refused=len(remarks.refused),
    )
    read = Words(
        f"Đã đọc {number(len(sheet.body))} dòng dữ liệu từ {file.name} ({sheet.format}); tiêu đề ở dòng "
        f"{sheet.header + 1}.",
        f"Read {number(len(sheet.body), 0, 'en')} rows from {file.name} ({sheet.format}); headings in line "
        f"{sheet.header + 1}.",
    )
    return ImportResult(
        title=Words("Nhập trường", "Import of schools"),
        read=read,
        digest=sheet.digest,
        applied=False,
        counts=[counts],
        findings=remarks.findings,
        out=out,
        codes=frozenset(row.code for row in done.rows.values()),
    )


def _say_file(sheet: Sheet, roles: dict[str, int], done: Plan, remarks: _Remarks) -> None:
    used = ", ".join(f"{role} = {sheet.headings[at]}" for role, at in roles.items())
    remarks.note(Weight.NOTE, "columns", Words(f"Các cột đã nhận ra: {used}", f"Columns recognised: {used}"))
    _say_dropped(sheet, roles, remarks)
    if done.derived:
        remarks.note(
            Weight.WARN,
            "derived",
            Words(
                f"{number(done.derived)} trường không có mã: cấp mã tạm TAM-<địa bàn>-… (không đổi khi nhập lại)",
                f"{number(done.derived, 0, 'en')} schools without a code got a stable one, TAM-<area>-…",
            ),
        )
    skipped = Counter(sheet.skipped.values())
    if skipped["footer"] or skipped["heading"] or sheet.header:
        remarks.note(
            Weight.NOTE,
            "skipped",
            Words(
                f"Bỏ qua {sheet.header} dòng trên tiêu đề, {skipped['footer']} dòng cuối bảng, "
                f"{skipped['heading']} dòng đầu mục",
                f"Left out {sheet.header} lines above the headings, {skipped['footer']} footers, "
                f"{skipped['heading']} sub-headings",
            ),
        )
    kinds = Counter(row.kind for row in done.rows.values())
    said = "; ".join(f"{kind.words.vi} {number(kinds[kind.value])}" for kind in SchoolKind if kinds[kind.value])
    said_en = "; ".join(
        f"{kind.words.en} {number(kinds[kind.value], 0, 'en')}" for kind in SchoolKind if kinds[kind.value]
    )
    remarks.note(Weight.NOTE, "kinds", Words(f"Cấp học: {said}", f"Kinds: {said_en}"))


def _say_dropped(sheet: Sheet, roles: dict[str, int], remarks: _Remarks) -> None:
    dropped = [i for i, h in enumerate(sheet.headings) if h and i not in roles.values()]
    if dropped:
        names = ", ".join(sheet.headings[i] for i in dropped)
        cells = sum(_private_cell(sheet, i, line) for line in sheet.body for i in dropped)
        remarks.note(
            Weight.NOTE,
            "dropped",
            Words(
                f"{len(dropped)} cột ngoài danh mục được phép đã bỏ, không lưu: {names}; "
                f"{number(cells)} ô có dữ liệu cá nhân trong các cột đó",
                f"{len(dropped)} columns not on the allowlist were dropped: {names}; "
                f"{number(cells, 0, 'en')} cells of them held personal data",
            ),
        )


def _private_cell(sheet: Sheet, column: int, line: int) -> bool:
    cells = sheet.lines[line]
    word = text(cells[column]) if column < len(cells) else ""
    return bool(word) and (personal_heading(sheet.headings[column]) or personal(word) is not None)


def _out(file: Path, sheet: Sheet, options: SchoolOptions) -> Path | None:
    if options.out is not None:
        if options.out.resolve() == file.resolve():
            raise BadInput(
                "--out trùng với tệp gốc; hãy chọn tên khác.", "--out is the given file; choose another name."
            )
        return options.out
    if options.home is None:
        return None
    return options.home / "imports" / f"{file.stem[:80]}-{sheet.digest[:8]}{sheet.suffix}"


def _probe_file(file: Path, remarks: _Remarks) -> dict[str, str]:
    """Code -> address from a CSV or XLSX of two columns."""
    sheet = read_sheet_of_probes(file)
    probes: dict[str, str] = {}
    for code, written in sheet:
        address = probe_address(written)
        problem = probe_problem(address)
        if problem is None:
            probes[code.upper()] = address
        else:
            remarks.findings.append(
                Finding(
                    weight=Weight.WARN,
                    kind="probe_file",
                    where=code,
                    detail=problem,
                    title=Words(
                        "Địa chỉ đo trong tệp kèm không dùng được", "Probe address of the extra file cannot be used"
                    ),
                )
            )
    return probes


def read_sheet_of_probes(file: Path) -> list[tuple[str, str]]:
    """Rows (code, address): the first column that looks like an address, and the column before all others."""
    from geo.limits import read_once
    from services._import_text import decode, split

    rows, _ = split(decode(read_once(file))[0])
    pairs = []
    for row in rows:
        address = next((cell for cell in row if "://" in cell), None)
        if address is not None and row[0] and row[0] != address:
            pairs.append((row[0], address))
    return pairs


def adopted(db: Database, result: ImportResult, adopt: Adopt) -> ImportResult:
    """Ask the simulator to answer for schools without a probe address, and remember what it says."""
    for _ in range(5):  # another importer may be faster
        registers = read_registers(db)
        waiting = [s for s in registers.schools if s.simulated and s.code in result.codes]
        try:
            addresses = adopt(
                [
                    {
                        "code": s.code,
                        "name": s.name,
                        "kind": s.kind,
                        "lat": s.lat,
                        "lon": s.lon,
                        "district": s.old_area,
                        "ward": s.new_area,
                        "carrier": s.carrier,
                    }
                    for s in waiting
                ]
            )
        except CentreError as error:
            note = Finding(weight=Weight.REFUSED, kind="adopt", title=error.words)
            return replace(result, findings=[*result.findings, note])
        changed = [replace(s, probe=addresses[s.code]) for s in waiting if addresses.get(s.code, s.probe) != s.probe]
        try:
            version = commit(db, Changes(schools_changed=changed), registers.version, actor=whoever())
        except RegisterMoved:
            continue
        note = Finding(
            weight=Weight.NOTE,
            kind="adopt",
            title=Words(
                f"Trình mô phỏng trả lời thay {number(len(addresses))} trường; {number(len(changed))} địa chỉ đo mới",
                f"The simulator answers for {len(addresses)} schools; {len(changed)} new probe addresses",
            ),
        )
        return replace(result, findings=[*result.findings, note], version=version)
    return result
