"""A map for papers: areas tinted by their status, schools as marks of five shapes, names where they do not collide."""

import math
from collections import Counter

from domain.measurement import Status
from domain.section import AreaShape, Chorograph, Point
from domain.wording import number
from reports._letters import SANS, width
from reports._svg import INK, INK_2, INK_3, LINE_2, ORDER, box, colour, drawing, line, marks, n, word

READ = ("bad", "watch", "stale", "unknown", "good")  # as a legend is read: trouble first
LEGEND = 34.0


class Sheet:
    """Degrees onto a sheet: north up, metres of equal length both ways."""

    def __init__(self, chorograph: Chorograph, wide: float, high: float, *, pad: float = 8) -> None:
        """Everything the map holds fits between the edges."""
        points = [p for area in chorograph.areas for ring in area.rings for p in ring] or [s.at for s in chorograph.schools] or [(0.0, 0.0)]
        self.west, self.north = min(p[0] for p in points), max(p[1] for p in points)
        east, south = max(p[0] for p in points), min(p[1] for p in points)
        self.lean = math.cos(math.radians((self.north + south) / 2))
        self.scale = min((wide - 2 * pad) / max((east - self.west) * self.lean, 1e-4), (high - 2 * pad) / max(self.north - south, 1e-4))
        self.left = (wide - (east - self.west) * self.lean * self.scale) / 2
        self.top = (high - (self.north - south) * self.scale) / 2

    def put(self, point: Point) -> tuple[float, float]:
        """Where a place lies."""
        return self.left + (point[0] - self.west) * self.lean * self.scale, self.top + (self.north - point[1]) * self.scale


def map_svg(chorograph: Chorograph, wide: float = 468, high: float = 360) -> bytes:
    """The map with its legend as one picture."""
    sheet, room = Sheet(chorograph, wide, high - LEGEND), high - LEGEND
    found = [_area(sheet, area) for area in chorograph.areas]
    radius = max(1.1, min(3.4, math.sqrt(wide * room / max(len(chorograph.schools), 1)) * 0.16))
    for status in ORDER:
        found.append(marks(status, [sheet.put(s.at) for s in chorograph.schools if s.status == status], radius))
    found += [_names(sheet, chorograph, wide), _north(wide), _rule(sheet, room), _legend(chorograph, wide, room)]
    return drawing(wide, high, *found)


def _area(sheet: Sheet, area: AreaShape) -> str:
    path = ""
    for ring in area.rings:
        spots = [sheet.put(point) for point in ring]
        path += "M" + "L".join(f"{n(x)} {n(y)}" for x, y in spots) + "Z"
    fill = "url(#unknown)" if area.status in ("unknown", "") else colour(area.status, "soft")
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="#8FA0AF" stroke-width="0.7" stroke-linejoin="round"/>' if path else ""


def _middle(sheet: Sheet, area: AreaShape) -> tuple[float, float, float]:
    """The centre of the largest ring, and how wide it is."""
    rings = [[sheet.put(p) for p in ring] for ring in area.rings if len(ring) > 2]
    best, most = (0.0, 0.0, 0.0), -1.0
    for ring in rings:
        twice = x = y = 0.0
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            cross = x1 * y2 - x2 * y1
            twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
        if abs(twice) > most and twice:
            most, best = abs(twice), (x / (3 * twice), y / (3 * twice), max(p[0] for p in ring) - min(p[0] for p in ring))
    return best


def _names(sheet: Sheet, chorograph: Chorograph, wide: float) -> str:
    """Names and values of areas, the widest areas first; a name that would lie over another stays away."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for area in sorted(chorograph.areas, key=lambda a: -_middle(sheet, a)[2]):
        x, y, room = _middle(sheet, area)
        half = width(area.name, SANS) * 3.4 + 2
        spot = (x - half, y - 8, x + half, y + 9)
        clear = all(spot[2] < t[0] or spot[0] > t[2] or spot[3] < t[1] or spot[1] > t[3] for t in taken)
        if room and clear and half * 2 < max(room * 1.25, 34) and spot[0] > 0 and spot[2] < wide:
            taken.append(spot)
            found.append(word(x, y - 0.5, area.name, size=6.6, bold=600, at="middle", halo=2, fill=INK))
            found.append(word(x, y + 7, area.text, size=6.4, at="middle", halo=2, fill=colour(area.status, "text") if area.status else INK_2))
    return "".join(found)


def _north(wide: float) -> str:
    x, y = wide - 12, 14
    return f'<path d="M{x} {y - 10}l4 11l-4 -2.6l-4 2.6z" fill="{INK_2}"/>' + word(x, y + 9, "B", size=7, bold=600, fill=INK_2, at="middle")


def _rule(sheet: Sheet, room: float) -> str:
    """A scale of round kilometres."""
    a_km = sheet.scale / 110.574
    far = next((k for k in (200, 100, 50, 20, 10, 5, 2, 1) if k * a_km < 80), 1)
    long, y = far * a_km, room - 6
    return (line(6, y, 6 + long, y, INK_3, 1) + line(6, y - 3, 6, y, INK_3, 1) + line(6 + long, y - 3, 6 + long, y, INK_3, 1)
            + word(6 + long / 2, y - 3.5, f"{far} km", size=6.6, fill=INK_3, at="middle", halo=2))


def _legend(chorograph: Chorograph, wide: float, top: float) -> str:
    """What marks mean and how many of each there are; what the areas' tints mean."""
    counts = Counter(school.status for school in chorograph.schools)
    found, x = [line(0, top + 3, wide, top + 3, LINE_2)], 6.0
    for status in READ if chorograph.schools else ():
        said = f"{Status(status).words.vi} ({number(counts[status], lang='vi')})"
        found += [marks(status, [(x, top + 12)], 3.0), word(x + 8, top + 14.8, said, size=7.4, fill=INK_2)]
        x += width(said, SANS) * 7.4 + 22
    y, x = top + (27 if chorograph.schools else 16), 0.0
    for status in READ:
        if any((area.status or "unknown") == status for area in chorograph.areas):
            found.append(box(x, y - 6.5, 10, 7.5, "url(#unknown)" if status == "unknown" else colour(status, "soft"), edge="#8FA0AF"))
            x += 13
    return "".join([*found, word(x + 2, y, chorograph.bands, size=7.4, fill=INK_2)])
