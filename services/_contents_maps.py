"""The map of a snapshot: every area with its colour, every school with its status, as they were at the moment."""

import math

from domain.area import Area, Tree
from domain.measurement import STATUSES, Status
from domain.section import AreaShape, Chorograph, SchoolDot
from domain.wording import number
from services._contents_base import Line, area_lines, body_tree, dated, known, told
from services._snapshot_ground import Ground
from services.register import NONE
from store import registers

RULE = "Màu địa bàn: báo động khi từ 10 % trường báo cáo ở mức báo động, cần chú ý khi từ 2 %"
LOST = "{n} trường chưa có toạ độ, không vẽ được"
DIGITS = 5


def chorograph(ground: Ground, key: str) -> Chorograph | None:
    """An indicator on the map; None when nothing of it can be drawn."""
    from geo.paper_outlines import rings  # geography is loaded by whoever freezes, not by every page

    one = ground.centre.indicators[key]
    tree = body_tree(ground)
    lines = {line.key: line for line in area_lines(ground, key, tree)}
    inside = _inside(ground, tree)
    with ground.centre.db.read() as conn:
        drawn = rings(registers.read_outlines(conn, [area.code for area in inside]))
    shapes = tuple(
        AreaShape(code=area.code, name=area.name, rings=drawn[area.code], value=_value(lines.get(area.code)),
                  text=told(one, _value(lines.get(area.code))), status=_status(lines.get(area.code)))
        for area in inside if area.code in drawn)
    dots, lost = _dots(ground, key)
    if not shapes and not dots:
        return None
    title = dated(ground, f"{one.label.vi} theo {_level(tree)}", ", ")
    return Chorograph(key=key, title=title, areas=shapes, schools=dots,
                      bands=f"{RULE}. {LOST.format(n=number(lost, lang='vi'))}." if lost else f"{RULE}.")


def _level(tree: Tree) -> str:
    return "quận/huyện cũ" if tree is Tree.OLD else "phường/xã"


def _inside(ground: Ground, tree: Tree) -> list[Area]:
    """Areas with schools in reach; of a whole province all of them, so that the map has no holes."""
    register = ground.picture.register
    if ground.scope.everything:
        return list(register.trees[tree])
    there = {int(place) for place in register.leaf(tree).tolist() if place != NONE}
    return [area for place, area in enumerate(register.trees[tree]) if place in there]


def _value(line: Line | None) -> float | None:
    return known(line.now.value) if line else None


def _status(line: Line | None) -> str:
    return (line.now.status if line else Status.UNKNOWN).value


def _dots(ground: Ground, key: str) -> tuple[tuple[SchoolDot, ...], int]:
    """(schools with a place, how many have none)."""
    register, status = ground.picture.register, ground.picture.status(key, ground.at).tolist()
    one, found, meant = ground.centre.indicators[key], [], 0
    for school, code in zip(register.schools, status, strict=True):
        if not one.concerns(school.kind):
            continue
        meant += 1
        if school.lat is not None and school.lon is not None and math.isfinite(school.lat + school.lon):
            at = (round(school.lon, DIGITS), round(school.lat, DIGITS))
            found.append(SchoolDot(code=school.code, name=school.name, at=at, status=STATUSES[code].value))
    return tuple(found), meant - len(found)
