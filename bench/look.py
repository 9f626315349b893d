"""Pictures of every page and wall scene at four sizes, dark and light, and what a careful look finds wrong in them.

    python -m bench.look                      a house of its own; pictures to docs/look/
    python -m bench.look --url http://127.0.0.1:8050 --out /tmp/look --only map,wall-city --sizes 1920,390
"""

import argparse
import contextlib
import functools
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Error

from tests.rig.browser import LAPTOP, PHONE, WALL, WALL_4K, Screen, chromium
from tests.rig.looking import SOFT, dress, settle, wrong
from tests.rig.places import PLACES, Place, standing
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch_json, one_click
from tests.rig.standing import stood
from tests.rig.walls import walls_of

SIZES = {"1920": WALL, "3840": WALL_4K, "1366": LAPTOP, "390": PHONE}
WALLS_TOO = {"wide": (3840, 1080), "upright": (1080, 1920)}
Found = dict[str, list[str]]  # what is wrong, by picture
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
            own.control("carriers/vnpt", state="cut", area="760")  # one cable, so that there is something to see
            incidents = "/api/v1/incidents"
            wait_until(lambda: any(len(one["schools"]) > 1 for one in own.get(incidents)), 120, every=1, what="wide")
            yield own
        finally:
            own.stop()


@contextlib.contextmanager
def hung(house: Product, browser: Browser) -> Iterator[str]:
    """Two walls that live while everybody looks, one of them upright, with scenes of their own; the number of one."""
    with walls_of(house) as walls, contextlib.ExitStack() as stack:

        def screen(size: tuple[int, int], **options: Any) -> Screen:
            shown = Screen(browser, size, **options)
            stack.callback(shown.close)
            return shown

        first, _ = walls.pair(screen, "Sảnh tầng 1")
        second, last = walls.pair(screen, "Hành lang tầng 2", WALLS_TOO["upright"])
        walls.arrange(first, "city", "incidents", "systems")
        walls.arrange(second, "incidents")
        entrance = one_click(house.url, "administrator")
        for one in (first, second):
            seen = f"/api/v1/screens/{one}/echo"
            wait_until(lambda at=seen: last.page.evaluate("1") and house.fetch(at, headers=entrance)[0] == 200,  # type: ignore[misc]
                       60, every=1, what="a picture of it")
        yield str(first)


def colours_of(image: Image.Image, few: int) -> list[int]:
    """r, g, b, r, g, b…: those it has most of, so that grounds stay exactly as they are, then some by area, then some
    by hue, so that one yellow triangle among a thousand green dots stays yellow."""
    most = sorted(image.getcolors(1 << 24) or [], reverse=True, key=lambda one: one[0])[:16]
    chosen = [part for _, colour in most for part in colour]
    for count, method in ((few, Image.Quantize.MEDIANCUT), (2 * few, Image.Quantize.FASTOCTREE)):
        chosen += (image.quantize(count, method=method).getpalette() or [])[: 3 * count]
    return chosen


def exact(image: Image.Image, few: Image.Image) -> Image.Image:
    """`few` with its first colours where `image` has just these: the nearest one that is found is not always itself."""
    palette = few.getpalette() or []
    for at in range(16):
        bands = (band.point([255 * (value == own) for value in range(256)])
                 for band, own in zip(image.split(), palette[3 * at : 3 * at + 3], strict=True))
        few.paste(at, mask=functools.reduce(ImageChops.darker, bands))
    return few


def kept(picture: bytes, to: Path) -> int:
    """The picture in few bytes, no wider than WIDEST; returns how many."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((1600, round(image.height * 1600 / image.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    for few in (72, 36, 18):
        ours = Image.new("P", (1, 1))
        ours.putpalette(colours_of(image, few))
        out = io.BytesIO()
        exact(image, image.quantize(palette=ours, dither=Image.Dither.NONE)).save(out, "PNG", optimize=True)
        if out.tell() <= HEAVIEST:
            break
    to.write_bytes(out.getvalue())
    return out.tell()


def looked(screen: Screen, url: str, place: Place, size: str, out: Path, words: dict[str, str]) -> list[str]:
    """Both themes of one place; what was found wrong."""
    page = screen.page
    screen.complaints.clear()
    try:
        page.goto(url + place.path.format(**words), wait_until="domcontentloaded")
        found = [] if settle(page, rest=2500 if place.wall else 900) else ["never settled"]
        found += wrong(page, wall=place.wall and size != "390")
        for theme in THEMES:
            dress(page, theme, place.palette)
            kept(page.screenshot(), out / f"{place.key}-{size}-{theme}.png")
    except Error as error:
        return [f"no picture: {str(error)[:200]}"]
    return found + [f"console: {said[:200]}" for said in screen.complaints if not any(soft in said for soft in SOFT)]


def walked(browser: Browser, url: str, size: str, places: Sequence[Place], out: Path, words: dict[str, str]) -> Found:
    """Every place at one size, one screen for each role."""
    report: Found = {}
    for role in dict.fromkeys(place.role for place in places):
        screen = Screen(browser, (SIZES | WALLS_TOO)[size], role=role, touch=size == "390", dark=True)
        for place in places:
            if place.role == role and (place.wall or size in SIZES):
                report[f"{place.key}-{size}"] = found = looked(screen, url, place, size, out, words)
                print(f"{place.key}-{size}: {len(found) or 'nothing'} wrong", *found, sep="\n    ", flush=True)
        if screen.foreign(url):
            report[f"foreign-{role}-{size}"] = screen.foreign(url)
        screen.close()
    return report


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
    places = [place for place in PLACES if not only or place.key.startswith(only)]
    report: Found = {}
    with product(asked.url) as house, chromium() as browser, contextlib.ExitStack() as stack:
        words = stack.enter_context(stood(house)) if isinstance(house, Product) else standing(house, time.time())
        if isinstance(house, Product):
            words |= {"screen": stack.enter_context(hung(house, browser))}
        for size in asked.sizes.split(","):
            report |= walked(browser, house.url, size, places, asked.out, words)
    total = sum(p.stat().st_size for p in asked.out.glob("*.png"))
    print(json.dumps({"pictures": 2 * len(report), "wrong": sum(map(len, report.values())), "bytes": total}))
    return 1 if any(report.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
