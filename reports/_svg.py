"""Drawing in SVG: words, status marks and textures. Only our own numbers and escaped texts ever reach the markup."""

from xml.sax.saxutils import escape

from reports import _ink
from reports._letters import SANS, shown

FONT = "Be Vietnam Pro"
INK, INK_2, INK_3, LINE, LINE_2 = (f"#{c}" for c in (_ink.INK, _ink.INK_2, _ink.INK_3, _ink.LINE, _ink.LINE_2))
ORDER = ("good", "unknown", "stale", "watch", "bad")  # as marks lie over each other: trouble on top
RECEDES = "#86BBB1"  # health on a map: the light look of the screens
SIZE = {"good": 0.72, "unknown": 0.9, "stale": 1.05, "watch": 1.4, "bad": 1.6}


def n(value: float) -> str:
    """A coordinate: two decimals, no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def colour(status: str, part: str = "mark") -> str:
    """Of a status: its mark, text or soft ground."""
    return f"#{getattr(_ink.tone(status), part)}"


def word(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 8,
    fill: str = INK,
    bold: int = 400,
    at: str = "start",
    halo: float = 0,
) -> str:
    """A line of text; `at`: start, middle, end. `halo`: a white edge so wide, for words over a map."""
    face = f'font-family="{FONT}" font-size="{n(size)}" font-weight="{bold}" text-anchor="{at}"'
    inside = escape(shown(said, SANS))
    under = (
        f'<text x="{n(x)}" y="{n(y)}" {face} fill="#FFFFFF" stroke="#FFFFFF" stroke-width="{n(halo)}" '
        f'stroke-linejoin="round">{inside}</text>'
        if halo
        else ""
    )
    return f'{under}<text x="{n(x)}" y="{n(y)}" {face} fill="{fill}">{inside}</text>'


def box(x: float, y: float, w: float, h: float, fill: str, *, edge: str = "", round_: float = 0) -> str:
    """A rectangle."""
    line = f' stroke="{edge}" stroke-width="0.7"' if edge else ""
    corner = f' rx="{n(round_)}"' if round_ else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(w, 0))}" height="{n(max(h, 0))}" fill="{fill}"{line}{corner}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, wide: float = 0.6, dash: str = "") -> str:
    """A straight line."""
    gaps = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" stroke="{stroke}" stroke-width="{n(wide)}" fill="none"{gaps}/>'


def outline(status: str, x: float, y: float, r: float) -> str:
    """The path of a status' shape: dot, triangle, diamond, square, ring."""
    r *= SIZE.get(status, 0.9)
    if status == "watch":
        return f"M{n(x)} {n(y - r)}l{n(r * 0.95)} {n(r * 1.72)}h{n(-r * 1.9)}z"
    if status == "bad":
        return f"M{n(x)} {n(y - r)}l{n(r)} {n(r)}l{n(-r)} {n(r)}l{n(-r)} {n(-r)}z"
    if status == "stale":
        return f"M{n(x - r * 0.8)} {n(y - r * 0.8)}h{n(r * 1.6)}v{n(r * 1.6)}h{n(-r * 1.6)}z"
    return f"M{n(x - r)} {n(y)}a{n(r)} {n(r)} 0 1 0 {n(r * 2)} 0a{n(r)} {n(r)} 0 1 0 {n(-r * 2)} 0z"


def marks(status: str, places: list[tuple[float, float]], r: float) -> str:
    """Every mark of one status as a single path: thousands stay light."""
    if not places:
        return ""
    path = "".join(outline(status, x, y, r) for x, y in places)
    fill, edge, wide = colour(status), "#FFFFFF", r * 0.28
    if status == "unknown":
        fill, edge, wide = "#FFFFFF", colour(status), r * 0.42
    elif status == "stale":
        fill, edge, wide = "url(#stale)", colour(status), r * 0.3
    elif status == "good":
        return f'<path d="{path}" fill="{RECEDES}"/>'  # an edge would eat dots this small, or swell them
    return f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="{n(wide)}" stroke-linejoin="round"/>'


def fill_of(status: str, plain: str = "") -> str:
    """What a bar or an area of a status is filled with: its colour, or its texture."""
    return "url(#stale)" if status == "stale" else "url(#unknown)" if status == "unknown" else plain or colour(status)


def _hatch(name: str, ink: str, ground: str, step: float, wide: float, turn: int) -> str:
    return (
        f'<pattern id="{name}" width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({turn})"><rect width="{step}" height="{step}" fill="{ground}"/>'
        f'<rect width="{wide}" height="{step}" fill="{ink}"/></pattern>'
    )


def drawing(width: float, height: float, *inside: str) -> bytes:
    """The finished picture."""
    textures = _hatch("stale", colour("stale"), colour("stale", "soft"), 2.4, 1.2, 45) + _hatch(
        "unknown", "#C3CCD5", "#FFFFFF", 3.2, 0.8, -45
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(width)}" height="{n(height)}" '
        f'viewBox="0 0 {n(width)} {n(height)}">'
        f"<defs>{textures}</defs>{''.join(inside)}</svg>"
    ).encode()
