"""What a map stands on before the first frame arrives."""

from domain.area import Area
from domain.school_view import Ground
from domain.wording import Words
from services._reach_name import OF_SCREEN, YOURS, reach_name
from services.desk import Desk

Bounds = tuple[float, float, float, float]


def ground(desk: Desk, many: Words = YOURS) -> Ground:
    """The province of this centre, named and opened as far as the reader reaches: the heading says what is counted.

    An empty house has an empty ground. `many`: how a reach of many parts is called.
    """
    register = desk.viewer.picture.register
    province = register.province
    areas = [area for tree in register.trees.values() for area in tree]
    return Ground(
        area=province.code if province else "", name=reach_name(desk.scope, register, many),
        bounds=_around(areas, province, limited=not desk.scope.everything), tiles=desk.centre.tile_url,
        schematic=any(area.schematic for area in areas), schools=len(register.schools),
        limited=not desk.scope.everything,
    )


def wall_ground(desk: Desk) -> Ground:
    """As `ground`, for a picture that everybody in a room reads."""
    return ground(desk, OF_SCREEN)


def _around(areas: list[Area], province: Area | None, *, limited: bool) -> Bounds | None:
    """What lies around the areas of a limited reader, else around the province."""
    known = [area.bounds for area in areas if area.bounds] if limited else []
    if not known:
        return province.bounds if province else None
    south, west, north, east = zip(*known, strict=True)
    return min(south), min(west), max(north), max(east)


def spot(desk: Desk, code: str) -> tuple[str, bool]:
    """(code of the present ward, has a point) of a school; ("", False) for one that is not there."""
    register = desk.viewer.picture.register
    if code not in register.index:
        return "", False
    school = register.schools[register.index[code]]
    return school.new_area, school.lat is not None
