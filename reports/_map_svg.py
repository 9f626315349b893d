"""A map for papers: areas tinted by their status, schools as marks of five shapes, names where they do not collide."""

import math
from collections import Counter

from domain.measurement import Status
from domain.section import AreaShape, Chorograph, Point
from domain.wording import number
from reports._letters import SANS, fitted, width
from reports._map_names import KEY_WIDE, Box, key, middle, numbers, placed
from reports._svg import INK_2, INK_3, LINE_2, ORDER, box, colour, drawing, line, marks, n, word

READ = ("bad", "watch", "stale", "unknown", "good")  # as a legend is read: trouble first
LEGEND, LEGEND_ROW, LEGEND_SIZE = 34.0, 9.4, 7.2
PAD = 8.0
FEW = 60  # schools that names make way for, and that lie above them


class Sheet:
    """Degrees onto a sheet: north up, metres of equal length both ways."""

    def __init__(self, chorograph: Chorograph, wide: float, high: float) -> None:
        """Everything the map holds fits between the edges."""
        rings = [p for area in chorograph.areas for ring in area.rings for p in ring]
        points = rings or [school.at for school in chorograph.schools] or [(0.0, 0.0)]
        self.west, self.north = min(p[0] for p in points), max(p[1] for p in points)
        east, south = max(p[0] for p in points), min(p[1] for p in points)
        self.lean = math.cos(math.radians((self.north + south) / 2))
        across, down = max((east - self.west) * self.lean, 1e-4), max(self.north - south, 1e-4)
        self.scale = min((wide - 2 * PAD) / across, (high - 2 * PAD) / down)
        self.wide = across * self.scale
        self.left = (wide - self.wide) / 2
        self.top = (high - (self.north - south) * self.scale) / 2

    def put(self, point: Point) -> tuple[float, float]:
        """Where a place lies."""
        x, y = (point[0] - self.west) * self.lean, self.north - point[1]
        return self.left + x * self.scale, self.top + y * self.scale


def map_svg(chorograph: Chorograph, wide: float = 468, high: float = 310) -> bytes:
    """The map with its legend as one picture. Names without room stand in a key beside it, if that has room."""
    bands = _lines(chorograph, wide)
    room = high - LEGEND - (len(bands) - 1) * LEGEND_ROW
    sheet = Sheet(chorograph, wide, room)
    radius = max(1.25, min(3.4, math.sqrt(sheet.wide * room / max(len(chorograph.schools), 1)) * 0.17))
    names, beside, taken = _names(sheet, chorograph, wide, radius)
    listed = ""
    if beside and wide - sheet.wide - 2 * PAD > KEY_WIDE + 64:
        sheet.left = PAD
        x = sheet.left + sheet.wide + 14
        names, beside, taken = _names(sheet, chorograph, wide, radius)
        listed, keyed = key(beside, x, 14, room - 26, wide - x - 64)
        listed += numbers(keyed, {area.code: _middle(sheet, area)[:2] for area in beside}, taken)
    areas, dots = "".join(_area(sheet, area) for area in chorograph.areas), ""
    for status in ORDER:
        dots += marks(status, [sheet.put(one.at) for one in chorograph.schools if one.status == status], radius)
    rule, found = _rule(sheet, 42, wide), [names, dots] if len(chorograph.schools) <= FEW else [dots, names]
    return drawing(wide, high, areas, *found, listed, _north(wide), rule, _legend(chorograph, wide, room, bands))


def _area(sheet: Sheet, area: AreaShape) -> str:
    path = ""
    for ring in area.rings:
        spots = [sheet.put(point) for point in ring]
        path += "M" + "L".join(f"{n(x)} {n(y)}" for x, y in spots) + "Z"
    fill = "url(#unknown)" if area.status in ("unknown", "") else colour(area.status, "soft")
    edge = 'fill-rule="evenodd" stroke="#8FA0AF" stroke-width="0.7" stroke-linejoin="round"'
    return f'<path d="{path}" fill="{fill}" {edge}/>' if path else ""


def _middle(sheet: Sheet, area: AreaShape) -> tuple[float, float, float]:
    return middle([[sheet.put(point) for point in ring] for ring in area.rings if len(ring) > 2])


def _names(sheet: Sheet, chorograph: Chorograph, wide: float, radius: float,
           ) -> tuple[str, list[AreaShape], list[Box]]:
    spots = [sheet.put(school.at) for school in chorograph.schools] if len(chorograph.schools) <= FEW else []
    away = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    return placed([(area, *_middle(sheet, area)) for area in chorograph.areas if area.rings], wide, away)


def _north(wide: float) -> str:
    x, y = wide - 10, 12
    arrow = f'<path d="M{n(x)} {n(y - 9)}l3.6 10l-3.6 -2.4l-3.6 2.4z" fill="{INK_2}"/>'
    return arrow + word(x, y + 8, "B", size=6.6, bold=600, fill=INK_2, at="middle")


def _rule(sheet: Sheet, y: float, right: float) -> str:
    """A scale of round kilometres."""
    a_km = sheet.scale / 110.574
    far = next((k for k in (200, 100, 50, 20, 10, 5, 2, 1) if k * a_km < 54), 1)
    x, end = right - 4 - far * a_km, right - 4
    ends = line(x, y - 3, x, y, INK_3, 1) + line(end, y - 3, end, y, INK_3, 1)
    scale = word((x + end) / 2, y - 3.5, f"{far} km", size=6.4, fill=INK_3, at="middle")
    return ends + line(x, y, end, y, INK_3, 1) + scale


def _lines(chorograph: Chorograph, wide: float) -> list[str]:
    """What the tints mean, on as many lines as it takes, three at most."""
    room, lines = (wide - 72) / LEGEND_SIZE, [""]
    for said in chorograph.bands.split():
        longer = f"{lines[-1]} {said}".strip()
        lines = [*lines[:-1], longer] if width(longer, SANS) <= room else [*lines, said]
    return lines if len(lines) <= 3 else [*lines[:2], fitted(" ".join(lines[2:]), room)]


def _legend(chorograph: Chorograph, wide: float, top: float, bands: list[str]) -> str:
    """What marks mean and how many of each there are; what the areas' tints mean."""
    counts = Counter(school.status for school in chorograph.schools)
    found, x = [line(0, top + 3, wide, top + 3, LINE_2)], 6.0
    told = {status: f"{Status(status).words.vi} ({number(counts[status], lang='vi')})" for status in READ}
    size = min(7.2, (wide - 22 * len(told)) / sum(width(said, SANS) for said in told.values()))
    for status, said in told.items() if chorograph.schools else ():
        found += [marks(status, [(x, top + 12)], 3.0), word(x + 8, top + 14.8, said, size=size, fill=INK_2)]
        x += width(said, SANS) * size + 22
    y, x = top + (27 if chorograph.schools else 16), 0.5
    for status in READ:
        if any((area.status or "unknown") == status for area in chorograph.areas):
            fill = "url(#unknown)" if status == "unknown" else colour(status, "soft")
            found.append(box(x, y - 6.5, 10, 7.5, fill, edge="#8FA0AF"))
            x += 13
    for at, said in enumerate(bands):
        found.append(word(x + 2, y + at * LEGEND_ROW, said, size=LEGEND_SIZE, fill=INK_2))
    return "".join(found)
