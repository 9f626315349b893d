"""Which columns of a boundary file speak of the areas, and of which level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.errors import BadInput
from domain.wording import fold
from geo import official
from geo.names import LEVEL_OF, kind_and_body
from geo.reading import Layer
from services._import_columns import AREA_COLUMNS, recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaOptions:
    """What the person says about the files; "" or None = recognise it. Dates are ISO text."""

    name: str | None = None
    code: str | None = None
    level: str | None = None
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    crs: str | None = None
    declared_area: str | None = None
    schematic: bool = False
    expect: str | None = None


@dataclass(slots=True, kw_only=True)
class Columns:
    """Roles found in the columns, and the level they speak of ("" = each feature says its own)."""

    roles: dict[str, str]
    level: str
    numeric: set[str] = field(default_factory=set)


def find_columns(layer: Layer, options: AreaOptions) -> Columns:
    """Roles and level of a set of files. Raises BadInput for a named column that is not there."""
    for asked in (options.name, options.code, options.declared_area):
        if asked and asked not in layer.columns:
            have = ", ".join(layer.columns[:20])
            raise BadInput(f"Tệp không có cột {asked!r}. Các cột có: {have}.", f"No column {asked!r}. Columns: {have}.")
    roles = recognise(layer.columns, AREA_COLUMNS)
    level = options.level or ""
    if not level and not _speaks_level(layer, roles):
        level = next((lv for lv in ("ward", "district") if f"{lv}_code" in roles or f"{lv}_name" in roles), "")
        if (
            not level
            and "code" not in roles
            and "name" not in roles
            and {"province_code", "province_name"} & set(roles)
        ):
            level = "province"
    if level:
        roles |= {role: roles[f"{level}_{role}"] for role in ("code", "name") if f"{level}_{role}" in roles}
    asked_for = {
        "name": options.name,
        "code": options.code,
        "declared": options.declared_area,
        "parent": options.parent if options.parent in layer.columns else None,
    }
    return Columns(roles=roles | {role: name for role, name in asked_for.items() if name}, level=level)


def _speaks_level(layer: Layer, roles: Mapping[str, str]) -> bool:
    column = roles.get("level")
    return column is not None and all(level_word(feature.properties.get(column)) for feature in layer.features)


def level_word(value: Any) -> str:
    """ "Phường", "ward", "Quận 1" -> the level that word speaks of, "" = none."""
    text = fold(str(value or ""))
    if text in official.WIDTH:
        return text
    return LEVEL_OF.get(kind_and_body(text + " x")[0], "") if text else ""
