"""What a map stands on before the first frame arrives."""

from domain.school_view import Ground
from services.desk import Desk


def ground(desk: Desk) -> Ground:
    """The province of this centre; an empty house has an empty ground, never an error."""
    register = desk.viewer.picture.register
    province = register.province
    areas = [area for tree in register.trees.values() for area in tree]
    return Ground(
        area=province.code if province else "", name=province.name if province else "",
        bounds=province.bounds if province else None, tiles=desk.centre.tile_url,
        schematic=any(area.schematic for area in areas), schools=len(register.schools),
    )


def spot(desk: Desk, code: str) -> tuple[str, bool]:
    """(code of the present ward, has a point) of a school; ("", False) for one that is not there."""
    register = desk.viewer.picture.register
    if code not in register.index:
        return "", False
    school = register.schools[register.index[code]]
    return school.new_area, school.lat is not None
