"""F7: state is never told by colour alone. Five states in grey pixels, on the map and beside words, in every theme and palette."""

import io
import itertools
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.rig.browser import LAPTOP, Screen
from tests.rig.looking import dress, settle
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
STATUSES = ("good", "watch", "bad", "stale", "unknown")
LOOKS = [("dark", ""), ("light", ""), ("dark", "safe"), ("light", "safe")]
CELL = 24
LEAST = 30  # of 255, on average over the ink of both: a circle against a circle of another grey has less
BOARD = """() => {
  const root = document.documentElement, view = [...centre.map.views][0];
  document.querySelectorAll("[data-grey]").forEach((one) => one.remove());
  const board = document.createElement("div");
  board.setAttribute("data-grey", "");
  board.style.cssText = "position:fixed;left:0;top:0;z-index:9999;display:grid;grid-template-columns:repeat(6,CELLpx);background:var(--surface)";
  const cell = (node) => { const place = document.createElement("div"); place.style.cssText = "width:CELLpx;height:CELLpx;display:grid;place-items:center;overflow:hidden"; place.append(node); board.append(place); };
  view.marks.forget();
  for (const name of [...centre.STATUSES_OF_TEST, "twin"]) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = CELL; canvas.style.background = "var(--map-land)";
    const ctx = canvas.getContext("2d"), made = view.marks.set(view.map.getZoom(), 1);
    if (name === "twin") { ctx.fillStyle = centre.token("--map-bad"); ctx.arc(CELL / 2, CELL / 2, 3, 0, 7); ctx.fill(); }
    else {
      const image = ctx.createImageData(CELL, CELL), words = new Uint32Array(image.data.buffer), one = made[name];
      one.dx.forEach((dx, i) => { const x = CELL / 2 + dx, y = CELL / 2 + one.dy[i]; if (x >= 0 && y >= 0 && x < CELL && y < CELL) words[y * CELL + x] = one.colour[i]; });
      ctx.putImageData(image, 0, 0);
    }
    cell(canvas);
  }
  for (const name of [...centre.STATUSES_OF_TEST, ""]) {
    const mark = document.createElement("span");
    mark.className = "mark " + name;
    cell(mark);
  }
  for (const name of [...centre.STATUSES_OF_TEST, ""]) {
    const pill = document.createElement("span"), mark = document.createElement("span");
    pill.className = "pill " + name; mark.className = "mark " + name; pill.style.padding = "0.3em"; pill.append(mark);
    cell(pill);
  }
  document.body.append(board);
}""".replace("CELL", str(CELL))


@pytest.fixture(scope="module")
def painted(living: Product, browser: object) -> Iterator[Callable[[str, str], Image.Image]]:
    """painted(theme, palette) -> the board of marks in grey: rows are map, mark, pill; columns the five states."""
    shown = Screen(browser, LAPTOP, dark=True)  # type: ignore[arg-type]
    shown.page.goto(f"{living.url}/")
    assert settle(shown.page, 40)

    def go(theme: str, palette: str) -> Image.Image:
        dress(shown.page, theme, palette)
        shown.page.evaluate(f"centre.STATUSES_OF_TEST = {list(STATUSES)}")
        shown.page.evaluate(BOARD)
        return Image.open(io.BytesIO(shown.page.locator("[data-grey]").screenshot())).convert("L")

    yield go
    shown.close()


def cell(board: Image.Image, row: int, column: int) -> Image.Image:
    return board.crop((column * CELL, row * CELL, (column + 1) * CELL, (row + 1) * CELL))


def apart(one: Image.Image, other: Image.Image) -> float:
    """How differently two cells are inked: mean difference over the pixels that either inks (a pill's pale ground is none), 0 to 255."""
    grounds = [Image.new("L", i.size, i.getpixel((1, 1))) for i in (one, other)]
    ink = ImageChops.lighter(*(ImageChops.difference(i, g) for i, g in zip((one, other), grounds, strict=True))).point(lambda v: 255 if v > 40 else 0)
    return float(ImageStat.Stat(ImageChops.difference(one, other), ink).mean[0]) if ink.getbbox() else 0.0


@pytest.mark.parametrize(("theme", "palette"), LOOKS)
@pytest.mark.parametrize("row", [0, 1, 2], ids=["map", "mark", "pill"])
def test_five_states_are_distinct_in_grey(painted: Callable[[str, str], Image.Image], row: int, theme: str, palette: str) -> None:
    board = painted(theme, palette)
    cells = {status: cell(board, row, n) for n, status in enumerate(STATUSES)}
    near = {f"{a}-{b}": round(apart(cells[a], cells[b]), 1) for a, b in itertools.combinations(STATUSES, 2)}
    print(theme, palette or "standard", ("map", "mark", "pill")[row], near)
    assert {pair: value for pair, value in near.items() if value < LEAST} == {}


def test_the_measure_sees_colour_alone(painted: Callable[[str, str], Image.Image]) -> None:
    """A red dot for a green one, the sin this forbids, would be found out."""
    board = painted("dark", "")
    assert apart(cell(board, 0, STATUSES.index("good")), cell(board, 0, STATUSES.index("good"))) == 0
    assert apart(cell(board, 0, STATUSES.index("good")), cell(board, 0, 5)) < apart(cell(board, 0, 0), cell(board, 0, 2))
