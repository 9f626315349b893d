"""Rows of a register file become school drafts, each with its faults; nothing good is lost for a bad cell."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from domain.privacy import FOUND
from domain.wording import Words
from geo.names import place_key
from services._import_columns import SCHOOL_COLUMNS, recognise
from services._import_kinds import kind_of
from services._import_points import Point, read_point
from services._import_privacy import personal
from services._import_report import Weight
from services._import_school_fields import read_fields
from services._import_sheet import Cell, Sheet, text

_AREA_ROLES = (  # a code, where there is one, is believed before a name
    ("new", "ward_name"),
    ("new", "ward"),
    ("old", "district_name"),
    ("old", "district"),
    ("any", "area"),
)
_NOT_READ = frozenset({"lat", "lon", "latlon", "pupils", "teachers", "classes", "contracted_mbps", "row_id", "probe",
                       "phone"})
_CODE = re.compile(r"[\w.\-]{1,40}", re.ASCII)
NAME_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolOptions:
    """What the person says about the file; None = recognise it. `home`: where returned files go."""

    code: str | None = None
    name: str | None = None
    kind: str | None = None
    lat: str | None = None
    lon: str | None = None
    area: str | None = None
    tree: str | None = None
    probe: str | None = None
    probe_file: Path | None = None
    simulate: bool = False
    simulated: bool = False
    out: Path | None = None
    home: Path | None = None
    expect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One remark about one row."""

    weight: Weight
    kind: str
    title: Words
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row as the file tells it; None = the file does not say. `areas`: tree or "any" -> code or name as written."""

    index: int
    code: str
    name: str
    kind: str
    point: Point | None
    areas: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)


Say = Callable[[int, Weight, str, Words, str], None]


def roles_of(sheet: Sheet, options: SchoolOptions) -> dict[str, int]:
    """Role -> column number. Raises BadInput for a named column that is not there."""
    headings = sheet.headings
    asked = {role: getattr(options, role) for role in ("code", "name", "kind", "lat", "lon", "area", "probe")}
    for heading in asked.values():
        if heading and heading not in headings:
            have = ", ".join(h for h in headings if h)[:300]
            raise BadInput(
                f"Tệp không có cột {heading!r}. Các cột có: {have}.", f"No column {heading!r}. Columns: {have}."
            )
    free = [h for h in headings if h and h not in asked.values()]
    roles = recognise(free, {r: names for r, names in SCHOOL_COLUMNS.items() if not asked.get(r)})
    roles |= {role: heading for role, heading in asked.items() if heading}
    return {role: headings.index(heading) for role, heading in roles.items()}


def read_drafts(sheet: Sheet, roles: dict[str, int], say: Say) -> list[Draft]:
    """Every row that has a name and holds nothing personal; `say` hears about all the others."""
    made: list[Draft] = []
    for index in sheet.body:
        row = sheet.lines[index]
        cells = {role: row[at] if at < len(row) else None for role, at in roles.items()}
        words = {role: text(cell) for role, cell in cells.items()}
        found = _personal(words)
        if found is not None:
            say(
                index,
                Weight.REFUSED,
                "personal",
                Words(f"Dòng {FOUND[found].vi}: không được lưu", f"Row {FOUND[found].en}: must not be stored"),
                "",
            )
            continue
        name = words.get("name", "")
        if not name:
            say(index, Weight.REFUSED, "nameless", Words("Dòng không có tên trường", "Row without a school name"), "")
            continue
        if len(name) > NAME_LONGEST:
            say(
                index,
                Weight.REFUSED,
                "long",
                Words("Tên dài hơn 200 ký tự", "Name longer than 200 characters"),
                name[:60],
            )
            continue
        made.append(_draft(index, words, cells, roles, say))
    return made


def _draft(index: int, words: dict[str, str], cells: dict[str, Cell], roles: dict[str, int], say: Say) -> Draft:
    kind = kind_of(words.get("kind", ""), words["name"])
    if kind.value == "khac":
        title = Words("Không rõ cấp học; tạm ghi \u201cchưa rõ\u201d", "Kind not stated; kept as unknown")
        say(index, Weight.WARN, "kind", title, words["name"])
    return Draft(
        index=index,
        code=_code(index, words, cells, say),
        name=words["name"],
        kind=kind.value,
        point=read_point(index, words, say),
        areas={tree: words[role] for tree, role in _AREA_ROLES if words.get(role)},
        fields=read_fields(index, words, roles, say),
    )


def _code(index: int, words: dict[str, str], cells: dict[str, Cell], say: Say) -> str:
    code = words.get("code", "").upper() if words.get("code", "").isascii() else ""
    if code and not _CODE.fullmatch(code):
        say(
            index,
            Weight.WARN,
            "code",
            Words("Mã có ký tự lạ; dùng mã tạm", "Code has odd characters; a derived one is used"),
            words["code"][:40],
        )
        return ""
    if isinstance(cells.get("code"), int | float):
        say(
            index,
            Weight.NOTE,
            "numeric",
            Words(
                "Mã ở dạng số trong tệp: có thể đã mất số 0 ở đầu", "Code stored as a number: leading zeros may be lost"
            ),
            code,
        )
    return code


def _personal(words: dict[str, str]) -> str | None:
    for role, word in words.items():
        if role in _NOT_READ:
            continue
        found = personal(word, code=role in ("code", "ward", "district", "area"))
        if found is not None:
            return found
    return None


def with_codes(made: list[Draft], area_of: Callable[[Draft], str]) -> tuple[list[Draft], int]:
    """Drafts all with a code, and how many codes were derived.

    A derived code is "TAM-<area>-<8 hex digits>" (tạm = provisional): the digits are a hash of area and name
    (spelling of tone marks aside), so that the same file gives the same codes. Equal names in one area are told apart
    by kind, then by their order in the file.
    """
    taken = {draft.code for draft in made if draft.code}
    coded, derived = [], 0
    for draft in made:
        if not draft.code:
            draft = replace(draft, code=_derived(draft, area_of(draft), taken))
            taken.add(draft.code)
            derived += 1
        coded.append(draft)
    return coded, derived


def _derived(draft: Draft, area: str, taken: set[str]) -> str:
    seeds = [f"{area}|{place_key(draft.name)}", f"{area}|{place_key(draft.name)}|{draft.kind}"]
    number = 2
    while True:
        seed = seeds.pop(0) if seeds else f"{area}|{place_key(draft.name)}|{draft.kind}|{number}"
        number += 0 if seeds else 1
        digits = hashlib.blake2b(seed.encode(), digest_size=4).hexdigest()
        code = f"TAM-{area or '0'}-{digits}".upper()
        if code not in taken:
            return code
