"""Names on a map: one line, else two, else a number and a line in a key at its side. No name lies over another."""

from domain.section import AreaShape
from reports._letters import SANS, fitted, width
from reports._svg import INK, INK_2, colour, n, word

Box = tuple[float, float, float, float]
Ring = list[tuple[float, float]]
SIZE = 6.5
KEY_ROW = 8.2
KEY_WIDE = 108.0
STEPS = (0, -16, 16, -26, 26)
ASIDE = ((0, 0), (5, 0), (-5, 0), (0, 5), (0, -5), (5, 5), (-5, 5), (5, -5), (-5, -5), (9, 0), (-9, 0), (0, 9), (0, -9))


def middle(rings: list[Ring]) -> tuple[float, float, float]:
    """The centre of the largest ring, and how wide it is; nothing has no width."""
    best, most = (0.0, 0.0, 0.0), 0.0
    for ring in rings:
        twice = x = y = 0.0
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            cross = x1 * y2 - x2 * y1
            twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
        if abs(twice) > most:
            most = abs(twice)
            span = max(p[0] for p in ring) - min(p[0] for p in ring)
            best = (x / (3 * twice), y / (3 * twice), span)
    return best


def placed(areas: list[tuple[AreaShape, float, float, float]], edge: float, schools: list[Box],
           ) -> tuple[str, list[AreaShape], list[Box]]:
    """The names drawn, and the areas whose name found no room, in the order given. `areas`: with middle and width.
    `schools`: what a name steps aside from, up or down, when its area is large enough for that."""
    taken: list[Box] = []
    drawn, left = [], []
    for area, x, y, room in sorted(areas, key=lambda one: -one[3]):
        lines, at = _spot(area.name, (x, y), room, edge, taken, schools)
        if lines:
            taken.append(_box(lines, x, at))
            drawn.append(_label(area, lines, x, at))
        else:
            left.append(area)
    codes = {area.code for area in left}
    return "".join(drawn), [area for area, *_ in areas if area.code in codes], taken


def numbers(areas: dict[str, int], spots: dict[str, tuple[float, float]], taken: list[Box]) -> str:
    """The number of each area of the key, in its middle or a step aside from what stands there."""
    found = []
    for code, number in areas.items():
        middle_x, middle_y = spots[code]
        steps = ((middle_x + dx, middle_y + dy) for dx, dy in ASIDE)
        clear = (at for at in steps if not _over((at[0] - 4.6, at[1] - 4.6, at[0] + 4.6, at[1] + 4.6), taken))
        x, y = next(clear, (middle_x, middle_y))
        taken.append((x - 4.6, y - 4.6, x + 4.6, y + 4.6))
        found.append(f'<circle cx="{n(x)}" cy="{n(y)}" r="4.6" fill="#FFFFFF" stroke="#8FA0AF" stroke-width="0.5"/>')
        found.append(word(x, y + 2.1, str(number), size=5.6, bold=600, at="middle"))
    return "".join(found)


def key(areas: list[AreaShape], x: float, top: float, high: float, wide: float) -> tuple[str, dict[str, int]]:
    """Numbers with their names and values in columns beside the map, as many as there is room for."""
    rows, columns = int(high // KEY_ROW), int(wide // KEY_WIDE)
    found, numbered = [], {}
    for at, area in enumerate(areas[: rows * columns]):
        left, y = x + at // rows * KEY_WIDE, top + (at % rows + 1) * KEY_ROW
        numbered[area.code] = at + 1
        tail = width(area.text, SANS) * SIZE
        name = fitted(area.name, (KEY_WIDE - 22 - tail) / SIZE)
        found.append(word(left + 9, y, str(at + 1), size=SIZE, bold=600, at="end"))
        found.append(word(left + 13, y, name, size=SIZE, fill=INK_2))
        ink = colour(area.status, "text") if area.status else INK_2
        found.append(word(left + KEY_WIDE - 6, y, area.text, size=SIZE, fill=ink, at="end"))
    return "".join(found), numbered


def _spot(name: str, at: tuple[float, float], room: float, edge: float, taken: list[Box], schools: list[Box],
          ) -> tuple[list[str], float]:
    """The lines and their height: clear of schools, else in the middle; no lines = there is no room."""
    x, y = at
    clear = [(told, y + step) for told in _ways(name) for step in STEPS if schools and abs(step) <= room * 0.3]
    for told, high in clear:
        if room and _free(told, x, high, room, edge, [*taken, *schools]):
            return told, high
    return next((told for told in _ways(name) if room and _free(told, x, y, room, edge, taken)), []), y


def _ways(name: str) -> list[list[str]]:
    """On one line; on two, cut where they come nearest to each other."""
    words = name.split()
    cuts = [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    return [[name], *([min(cuts, key=lambda two: max(map(len, two)))] if cuts else [])]


def _box(lines: list[str], x: float, y: float) -> Box:
    half = max(width(line, SANS) for line in lines) * SIZE * 0.54 + 1.5
    return x - half, y - 7 * len(lines), x + half, y + 8


def _free(lines: list[str], x: float, y: float, room: float, edge: float, taken: list[Box]) -> bool:
    spot = _box(lines, x, y)
    return not _over(spot, taken) and spot[2] - spot[0] < room * 1.15 and spot[0] > 0 and spot[2] < edge


def _over(spot: Box, taken: list[Box]) -> bool:
    return not all(spot[2] < t[0] or spot[0] > t[2] or spot[3] < t[1] or spot[1] > t[3] for t in taken)


def _label(area: AreaShape, lines: list[str], x: float, y: float) -> str:
    found = [
        word(x, y - 0.5 - 7 * (len(lines) - 1 - at), line, size=SIZE, bold=600, at="middle", halo=2, fill=INK)
        for at, line in enumerate(lines)
    ]
    ink = colour(area.status, "text") if area.status else INK_2
    return "".join(found) + word(x, y + 6.8, area.text, size=6.3, at="middle", halo=2, fill=ink)
