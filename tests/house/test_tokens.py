"""One small design system: colours are named in assets/tokens.css only, type has few steps, and every eye can read it."""

import itertools
import math
import re

import pytest

from tests.house.reading import files, text

TOKENS = next(p for p in files(".css") if p.name == "tokens.css")
SHEETS = [p for p in files(".css") if p.parts[0] == "assets" and "vendor" not in p.parts and p.name not in {"tokens.css", "fonts.css"}]
STATUSES = ("good", "watch", "bad", "stale", "unknown")
NAMED = "white|black|red|green|blue|yellow|orange|purple|gray|grey|silver|navy|teal"
RAW = re.compile(rf"#[0-9a-f]{{3,8}}\b(?=[^{{]*[;}}])|\b(?:rgba?|hsla?|oklch|oklab|hwb)\(|:\s*(?:{NAMED})\s*[;}}]", re.I)
SIZED = re.compile(r"(?:font-size:\s*|font:\s*(?:\d+\s+)?)([\d.]+(?:rem|px|pt|vh|vw))")
LOOKS = [("dark", ""), ("light", ""), ("dark", "safe"), ("light", "safe")]


def test_only_the_tokens_name_a_colour() -> None:
    wrong = [f"{p}:{n} {line.strip()[:110]}" for p in SHEETS for n, line in enumerate(text(p).splitlines(), 1) if RAW.search(line)]
    assert not wrong, "say it with a token of assets/tokens.css:\n" + "\n".join(wrong)


def test_type_has_the_steps_of_the_tokens() -> None:
    """Sizes of letters are var(--t-…), or relative to them in em; only the root has one of its own."""
    lines = [(p, n, re.sub(r":root[^{ ]*\s*\{[^}]*\}", "", line)) for p in SHEETS for n, line in enumerate(text(p).splitlines(), 1)]
    wrong = [f"{p}:{n} {size}" for p, n, line in lines for size in SIZED.findall(line)]
    assert not wrong, "\n".join(wrong)


def test_every_token_asked_for_exists() -> None:
    own = "".join(text(p) for p in files(".css", ".py", ".js"))
    known = set(re.findall(r"(--[a-z][\w-]*)\s*[:\"'=,]", own))
    asked = {(str(p), name) for p in SHEETS for name, default in re.findall(r"var\((--[a-z][\w-]*)\s*(,?)", text(p)) if not default}
    assert not {(p, name) for p, name in asked if name not in known}


def look(theme: str, palette: str) -> dict[str, str]:
    """Colours as a screen of this theme and palette sees them."""
    sheet, seen = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text(TOKENS)), dict[str, str]()
    for selector, body in re.findall(r"(:root[^{,]*)\{([^}]*)\}", sheet):
        theme_of, palette_of = re.search(r'theme="(\w+)"', selector), re.search(r'palette="(\w+)"', selector)
        if (theme_of is None or theme_of[1] == theme) and (palette_of is None or palette_of[1] == palette) and ":has" not in selector:
            seen |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
    return seen


def linear(colour: str) -> list[float]:
    """sRGB "#rrggbb" as light."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(a: str, b: str) -> float:
    """As WCAG counts it."""
    one, other = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) + 0.05 for x in (a, b))
    return other / one


EYES = {  # Machado, Oliveira, Fernandes 2009, severity 1
    "every colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen_by(eye: str, colour: str) -> tuple[float, float, float]:
    """Oklab of a colour as this eye sees it."""
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear(colour), strict=True)))) for row in EYES[eye])
    lms = [math.cbrt(x) for x in (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
                                  0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)]
    rows = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099), (0.0259040371, 0.7827717662, -0.8086757660))
    x, y, z = (sum(w * c for w, c in zip(row, lms, strict=True)) for row in rows)
    return x, y, z


@pytest.mark.parametrize(("theme", "palette"), LOOKS)
def test_words_can_be_read(theme: str, palette: str) -> None:
    """4.5 : 1 for every ink on every surface it stands on."""
    seen = look(theme, palette)
    pairs = [(ink, ground) for ink in ("text", "text-2", "text-3", "accent") for ground in ("bg", "surface", "surface-2")]
    pairs += [(ink, "surface-3") for ink in ("text", "text-2")] + [("accent", "accent-soft"), ("on-accent", "accent"), ("on-bad", "bad"), ("on-watch", "watch")]
    pairs += [(f"{s}-text", ground) for s in STATUSES for ground in ("bg", "surface", "surface-2", f"{s}-soft")] + [("map-label", "map-land")]
    dim = {f"{ink} on {ground}": round(contrast(seen[ink], seen[ground]), 2) for ink, ground in pairs if contrast(seen[ink], seen[ground]) < 4.5}
    assert not dim


@pytest.mark.parametrize(("theme", "palette"), LOOKS)
def test_marks_stand_out_from_the_map(theme: str, palette: str) -> None:
    """What is loud is loud; health recedes, and yet is seen."""
    seen = look(theme, palette)
    against = {s: contrast(seen[f"map-{s}"], seen["map-land"]) for s in STATUSES}
    least = {"good": 2.0, "watch": 2.5, "bad": 4.4, "stale": 3.0, "unknown": 2.5}
    assert {s: ratio for s, ratio in against.items() if ratio < least[s]} == {}
    assert against["good"] == min(against.values()), against


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("kind", ["", "map-"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_safe_palette_is_told_apart_by_every_eye(theme: str, kind: str, eye: str) -> None:
    seen = look(theme, "safe")
    points = {s: seen_by(eye, seen[kind + s]) for s in STATUSES}
    near = {f"{a}-{b}": round(100 * math.dist(points[a], points[b]), 1) for a, b in itertools.combinations(STATUSES, 2)}
    assert min(near.values()) >= 9, near
