"""F6: the centre is deployed anew under open walls: every wall loads the new house by itself, at once and only once."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.reading import copy_house
from tests.rig.browser import WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import ROOT, Product
from tests.rig.walls import Walls, walls_of

pytestmark = [pytest.mark.screen, pytest.mark.product]
COLOUR = ":root[data-lease]:not([data-culprit])"
BACK_S = 30.0  # from the centre's readiness to the last wall live on the new house
NAMES = ("Phòng trực", "Sảnh", "Hành lang", "Phòng họp")


@pytest.fixture
def walls(living: Product) -> Iterator[Walls]:
    """Walls of the living province."""
    with walls_of(living) as made:
        yield made


def bundle(wall: Screen) -> str:
    """What this wall runs; "" while it loads."""
    try:
        return str(wall.page.evaluate("window.centre && centre.reload ? centre.reload.bundle : ''"))
    except Exception:  # noqa: BLE001 - between two documents there is nobody to ask
        return ""


def again(walls: Walls, wall: Screen, number: int, more: int, within: float, what: str) -> None:
    """It has shown `more` documents within; the browser is listened to meanwhile."""
    def shown() -> bool:
        wall.page.wait_for_timeout(200)
        return walls.loads(number) == more

    wait_until(shown, within, every=0.1, what=what)


def live_on(wall: Screen, wanted: str) -> bool:
    """In colour, on this bundle."""
    return bundle(wall) == wanted and wall.page.locator(COLOUR).count() == 1


def test_a_new_deployment_brings_every_open_wall_back_by_itself(tmp_path: Path, screen: Callable[..., Screen]) -> None:
    house = copy_house(tmp_path / "house")
    (house / ".venv").symlink_to(ROOT / ".venv")
    first = Product(tmp_path / "home", root=house, SIM_SCHOOLS=60, SIM_STORM=0).ready()
    try:
        with walls_of(first) as walls:
            paired = [walls.pair(screen, name) for name in NAMES]
        shown = [wall for _, wall in paired]
        old = bundle(shown[0])
        assert re.fullmatch(r"[0-9a-f]{12}\.[0-9a-f]{12}", old)
    finally:
        first.stop()
    with (house / "assets" / "centre.js").open("a", encoding="utf-8") as script:
        script.write("\n/* a new version */\n")
    again = Product(tmp_path / "home", root=house, SIM_SCHOOLS=60, SIM_STORM=0, PORT=first.port)
    again.port = first.port
    try:
        again.ready()
        began, before = time.monotonic(), [walls.loads(number) for number, _ in paired]
        new = old.split(".")[0]
        for wall in shown:
            wait_until(lambda wall=wall: bundle(wall) not in ("", old) and live_on(wall, bundle(wall)), BACK_S + 5, every=0.2, what="the wall runs the new house")
        took = time.monotonic() - began
        print(f"{len(shown)} walls live on the new bundle {took:.1f} s after the centre was ready")
        assert took <= BACK_S
        assert all(bundle(wall).split(".")[0] == new for wall in shown), "styles are the same, scripts are new"
        shown[0].page.wait_for_timeout(12_000)
        assert [walls.loads(number) - n for (number, _), n in zip(paired, before, strict=True)] == [1] * len(paired), "once each, and no circle"
    finally:
        again.stop()


def test_two_servers_that_disagree_make_no_circle(walls: Walls, screen: Callable[..., Screen]) -> None:
    """A rolling deployment: every beat names a bundle that no page here ever is."""
    number, wall = walls.pair(screen, "Sảnh")

    def other(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        route.fulfill(json={**answer.json(), "bundle": "aaaaaaaaaaaa.bbbbbbbbbbbb"})  # type: ignore[attr-defined]

    before = walls.loads(number)
    wall.page.route("**/api/v1/screen/beat", other)
    again(walls, wall, number, before + 1, 40, "it loads once")
    wall.page.wait_for_selector(COLOUR)
    wall.page.wait_for_timeout(20_000)
    assert walls.loads(number) == before + 1
    assert wall.page.locator(COLOUR).count() == 1


def test_a_critical_incident_on_the_wall_is_not_torn_away_by_a_deployment(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, wall = walls.pair(screen, "Sảnh")
    wall.page.evaluate("centre.wall.incident = { id: 1 }")
    wall.page.evaluate("centre.reload.heard('aaaaaaaaaaaa.bbbbbbbbbbbb', null)")
    before = walls.loads(number)
    wall.page.wait_for_timeout(9_000)
    assert walls.loads(number) == before, "it waits while the incident is shown"
    wall.page.evaluate("centre.wall.incident = null")
    again(walls, wall, number, before + 1, 30, "and loads when it is calm")


def test_the_picture_of_a_grey_wall_is_grey(walls: Walls, screen: Callable[..., Screen]) -> None:
    """What Hà sees is what the room sees: no green in the echo of a wall whose lease is over."""
    _, wall = walls.pair(screen, "Sảnh", WALL)
    green = """() => { const paper = centre.echo.draw(), d = paper.getContext("2d").getImageData(0, 0, paper.width, paper.height).data;
      let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i + 1] > d[i] + 12 && d[i + 1] > d[i + 2]; return n; }"""
    wait_until(lambda: wall.page.evaluate(green) > 20, 30, every=0.5, what="colour in the echo of a live wall")
    wall.page.evaluate("document.documentElement.removeAttribute('data-lease')")
    assert wall.page.evaluate(green) == 0
