"""Pictures of every page and wall scene at four sizes, dark and light, and what a careful look finds wrong in them.

    python -m bench.look                      a house of its own; pictures to docs/look/
    python -m bench.look --url http://127.0.0.1:8050 --out /tmp/look --only map,wall-city --sizes 1920,390
"""

import argparse
import contextlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error

from tests.rig.browser import LAPTOP, PHONE, WALL, WALL_4K, Screen, chromium
from tests.rig.looking import SOFT, dress, settle, wrong
from tests.rig.places import PLACES, Place, standing
from tests.rig.product import Product, fetch_json, one_click

SIZES = {"1920": WALL, "3840": WALL_4K, "1366": LAPTOP, "390": PHONE}
WALLS_TOO = {"wide": (3840, 1080), "upright": (1080, 1920)}
THEMES = ("dark", "light")
HEAVIEST, WIDEST = 295_000, 1920


class Running:
    """A product somebody else started, by its address."""

    def __init__(self, url: str) -> None:
        self.url, self._entrance = url, one_click(url)

    def get(self, path: str) -> Any:
        """JSON of its door, for an operator."""
        return fetch_json(self.url + path, headers=self._entrance)

    def statuses(self) -> dict[str, str]:
        """{school code: status}."""
        frame = self.get("/api/v1/live/frame?area=79&format=json")
        return dict(frame["layers"]["connectivity"]["schools"])


@contextlib.contextmanager
def product(url: str) -> Iterator[Any]:
    """The product at `url`, or one of our own with a province of 2,380 schools."""
    if url:
        yield Running(url)
        return
    with tempfile.TemporaryDirectory() as home:
        own = Product(Path(home), SIM_SCHOOLS="2380").ready()
        try:
            time.sleep(60)  # a first storm, so that there is something to see
            yield own
        finally:
            own.stop()


def kept(picture: bytes, to: Path) -> int:
    """The picture in few bytes, no wider than WIDEST; returns how many.

    Some of its colours are chosen by area, so that grounds stay exactly as they are, others by hue, so that one yellow
    triangle among a thousand green dots stays yellow.
    """
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((1600, round(image.height * 1600 / image.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    for few in (64, 32, 16):
        methods = ((few, Image.Quantize.MEDIANCUT), (2 * few, Image.Quantize.FASTOCTREE))
        colours = [c for n, method in methods for c in (image.quantize(n, method=method).getpalette() or [])[: 3 * n]]
        ours = Image.new("P", (1, 1))
        ours.putpalette(colours)
        out = io.BytesIO()
        image.quantize(palette=ours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= HEAVIEST:
            break
    to.write_bytes(out.getvalue())
    return out.tell()


def looked(browser: Browser, url: str, place: Place, size: str, out: Path, words: dict[str, str]) -> list[str]:
    """Both themes of one place at one size; what was found wrong."""
    screen = Screen(browser, (SIZES | WALLS_TOO)[size], role=place.role, touch=size == "390", dark=True)
    try:
        screen.page.goto(url + place.path.format(**words), wait_until="commit")
        found = [] if settle(screen.page) else ["never settled"]
        found += wrong(screen.page, wall=place.wall and size != "390")
        for theme in THEMES:
            dress(screen.page, theme)
            kept(screen.page.screenshot(), out / f"{place.key}-{size}-{theme}.png")
        found += [f"console: {said[:200]}" for said in screen.complaints if not any(soft in said for soft in SOFT)]
        return found + [f"foreign: {asked[:120]}" for asked in screen.foreign(url)]
    except Error as error:
        return [f"no picture: {str(error)[:200]}"]
    finally:
        screen.close()


def main() -> int:
    """Walk every place at every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="")
    parser.add_argument("--out", type=Path, default=Path("docs/look"))
    parser.add_argument("--only", default="", help="keys of places, or the beginnings of them, with commas between")
    parser.add_argument("--sizes", default=",".join(SIZES | WALLS_TOO))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    only = tuple(filter(None, asked.only.split(",")))
    report: dict[str, list[str]] = {}
    with product(asked.url) as house, chromium() as browser:
        words = standing(house, time.time())
        for place in PLACES:
            for size in asked.sizes.split(","):
                if (not only or place.key.startswith(only)) and (place.wall or size in SIZES):
                    report[f"{place.key}-{size}"] = found = looked(browser, house.url, place, size, asked.out, words)
                    print(f"{place.key}-{size}: {len(found) or 'nothing'} wrong", *found, sep="\n    ", flush=True)
    total = sum(p.stat().st_size for p in asked.out.glob("*.png"))
    print(json.dumps({"pictures": 2 * len(report), "wrong": sum(map(len, report.values())), "bytes": total}))
    return 1 if any(report.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
