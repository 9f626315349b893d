"""F1, F2: no colour older than its lease, on any page that judges – map, wall, lists, one incident, one school, sources.

The line between browser and centre fails in four ways; the page itself hangs; the collector stands still. Whatever happens
nobody reads a colour there that the centre would not swear to, the banner names the culprit, and the page comes back alone.
"""

import io
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Route

from tests.rig.browser import HANG, LAPTOP, Outside, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
LEASE_S = 2  # a tenth of the real one
BANNER_S = 30  # alone it is under 15: drills of tests/screens/test_wall.py; here five streams share the machine
LEASED = """() => [...document.querySelectorAll('.leased')].filter((one) => one.checkVisibility()).map((one) => {
  const box = one.getBoundingClientRect();
  return [Math.max(0, box.left), Math.max(0, box.top), Math.min(innerWidth, box.right), Math.min(innerHeight, box.bottom)].map(Math.floor);
}).filter(([left, top, right, bottom]) => right > left && bottom > top)"""
FAULTS = ("hang", "errors", "cut")
BANNERS = {"hang": "network", "errors": "server", "cut": "network"}


class Line:
    """What lies between the browser and the centre, while the test wants it."""

    def __init__(self, shown: Screen) -> None:
        self.fault, self._held = "", list[Route]()
        shown.page.route(lambda url: "/api/" in url or "/_dash-update" in url, self._pass)

    def be(self, fault: str = "") -> None:
        """From now on, "" = clear; what was held is let go."""
        self.fault = fault
        for route in self._held:
            route.abort()
        self._held.clear()

    def _pass(self, route: Route) -> None:
        if self.fault == "hang":
            self._held.append(route)
        elif self.fault == "errors":
            route.fulfill(status=500, content_type="application/json", body='{"code": "mishap"}')
        elif self.fault == "cut":
            route.abort()
        else:
            route.continue_()


def coloured(shown: Screen, png: bytes = b"") -> int:
    """Coloured pixels of every surface that is under a lease, as the glass shows them; banners and menus left out."""
    boxes = shown.page.evaluate(LEASED) if not png else []
    hidden = shown.page.add_style_tag(content=".lease-place { visibility: hidden !important }")
    picture = Image.open(io.BytesIO(png or shown.page.screenshot())).convert("RGB").convert("HSV")
    hidden.evaluate("node => node.remove()")
    return sum(_strong(picture.crop(tuple(box))) for box in boxes)


def _strong(part: Any) -> int:
    saturation, value = part.getchannel("S").tobytes(), part.getchannel("V").tobytes()
    return sum(s > 60 and v > 70 for s, v in zip(saturation, value, strict=True))


@pytest.fixture(scope="module")
def troubled(living: Product) -> Iterator[tuple[Product, dict[str, str]]]:
    """The living province with one school that is down, its incident and the addresses of every page that judges."""
    school = next(code for code, status in sorted(living.statuses().items()) if status == "good")
    living.control(f"schools/{school}", connectivity="down")
    found: list[dict[str, Any]] = []

    def opened() -> bool:
        found[:] = [one for one in living.get("/api/v1/incidents?state=open") if one["schools"] == [school]]
        return bool(found)

    wait_until(opened, 60, every=0.5, what="its incident")
    yield living, {"map": "/", "wall": "/wall", "list": "/incidents", "story": f"/incidents/{found[0]['id']}",
                   "school": f"/schools/{school}", "sources": "/sources", "work": "/work"}
    living.control(f"schools/{school}", connectivity="up")


def until(shown: Screen, true: Callable[[], object], within: float, what: str) -> None:
    """Waiting goes on in the browser's own loop, so that its answers are heard."""
    def look() -> object:
        shown.page.wait_for_timeout(100)
        return true()

    wait_until(look, within, what=what)


def opened(shown: Screen, url: str) -> None:
    """The page in its colours, under a short lease."""
    shown.page.goto(url)
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
    until(shown, lambda: coloured(shown) > 20, 30, f"colour on {url}")
    shown.page.evaluate(f"document.documentElement.style.setProperty('--lease', '{LEASE_S}s')")


def is_grey(shown: Screen, culprit: str) -> None:
    until(shown, lambda: shown.page.evaluate("document.documentElement.dataset.culprit") == culprit, BANNER_S, f"banner: {culprit}")
    until(shown, lambda: coloured(shown) == 0, 3 * LEASE_S, "no colour of status")
    said = shown.page.locator(".lease-banner").first.inner_text()
    assert said.strip()
    assert "undefined" not in said


PAGES = ("map", "wall", "list", "story", "school", "sources", "work")


@pytest.mark.parametrize(("page", "faults"), [
    *[(page, FAULTS[at % 3:at % 3 + 1]) for at, page in enumerate(PAGES)],
    *[pytest.param(page, FAULTS * 5, marks=pytest.mark.drill) for page in PAGES],
])
def test_f1_no_colour_outlives_its_lease(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen], page: str, faults: tuple[str, ...],
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    line = Line(shown)
    opened(shown, living.url + addresses[page])
    for fault in faults:
        line.be(fault)
        is_grey(shown, BANNERS[fault])
        line.be()
        shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=20_000)
        until(shown, lambda: coloured(shown) > 20, 10, f"colour again after {fault}")


@pytest.mark.parametrize("page", ["list", "story"])
def test_f1_a_list_whose_own_loop_fails_is_grey_although_the_centre_lives(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen], page: str,
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    opened(shown, living.url + addresses[page])
    shown.page.route("**/api/v1/incidents**", lambda route: route.fulfill(status=503, content_type="application/json", body="{}"))
    is_grey(shown, "list")
    shown.page.unroute_all(behavior="ignoreErrors")
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=30_000)
    until(shown, lambda: coloured(shown) > 20, 10, "colour again")


def test_mutant_a_lease_without_an_end_is_caught(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen],
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    line = Line(shown)
    opened(shown, living.url + addresses["list"])
    shown.page.add_style_tag(content=".leased { animation: none !important; filter: none !important }")
    line.be("cut")
    with pytest.raises(AssertionError, match="no colour of status"):
        is_grey(shown, "network")


@pytest.mark.parametrize("page", ["list", "school"])
def test_f2_a_hung_page_cannot_stay_in_colour(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen], page: str,
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    outside = Outside(shown.page)
    opened(shown, living.url + addresses[page])
    boxes = shown.page.evaluate(LEASED)

    def glass() -> int:
        png = outside.look(maxWidth=LAPTOP[0], maxHeight=LAPTOP[1])
        if not png:
            return -1
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        scale = picture.width / LAPTOP[0]
        return sum(_strong(picture.crop(tuple(round(edge * scale) for edge in box)).convert("HSV")) for box in boxes)

    shown.page.add_style_tag(content=".lease-place { visibility: hidden !important }")  # it is coloured, and over a surface
    shown.page.evaluate(HANG)
    wait_until(lambda: glass() == 0, 20, every=0.2, what="grey by the compositor alone")
    outside.release()
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=60_000)


def test_f1_a_collector_that_stands_still_is_named_on_the_list_too(
    product: Callable[..., Product], screen: Callable[..., Screen],
) -> None:
    own = product(SIM_SCHOOLS=60, SIM_STORM=0).ready()
    bad = next(iter(own.statuses()))
    own.control(f"schools/{bad}", connectivity="down")
    wait_until(lambda: own.get("/api/v1/incidents?state=open"), 60, every=0.5, what="an incident")
    shown = screen(LAPTOP, dark=True)
    opened(shown, f"{own.url}/incidents")
    collector = own.member("doors.py collect")
    os.kill(collector, signal.SIGSTOP)
    try:
        is_grey_within(shown, "collector", 40)
    finally:
        os.kill(collector, signal.SIGCONT)
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=60_000)


def is_grey_within(shown: Screen, culprit: str, within: float) -> None:
    until(shown, lambda: shown.page.evaluate("document.documentElement.dataset.culprit") == culprit, within, f"banner: {culprit}")
    until(shown, lambda: coloured(shown) == 0, 3 * LEASE_S, "no colour of status")


@pytest.mark.parametrize("page", ["wall", "list"])
def test_f3_an_hour_without_network_is_said_and_ends_with_everything_anew(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen], page: str,
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    shown.page.clock.install()
    opened(shown, living.url + addresses[page])
    shown.context.set_offline(True)
    shown.page.clock.fast_forward(3600 * 1000)
    is_grey(shown, "network")
    said = shown.page.locator(".lease-banner").first.inner_text()
    assert "cách 1 giờ" in said, said
    shown.requests.clear()
    shown.context.set_offline(False)
    until(shown, lambda: shown.page.evaluate("document.documentElement.dataset.culprit") is None, 10, "the page is itself again")
    until(shown, lambda: coloured(shown) > 20, 10, "in colour")
    assert shown.page.evaluate("centre.sound.last ? centre.sound.last.count : 0") == 0, "an hour's alarms are not replayed"


@pytest.mark.parametrize("days", [1, -1])
def test_f4_a_screen_with_a_wrong_clock_tells_ages_by_the_centres(
    troubled: tuple[Product, dict[str, str]], screen: Callable[..., Screen], days: int,
) -> None:
    living, addresses = troubled
    shown = screen(LAPTOP, dark=True)
    shown.page.clock.install()
    opened(shown, living.url + addresses["map"])
    before = shown.page.evaluate("[centre.lease.granted, Date.now()]")
    shown.page.clock.set_system_time(before[1] + days * 86_400_000)
    until(shown, lambda: abs(shown.page.evaluate("Date.now()") - before[1]) > 80_000_000, 10, "its clock jumped")
    until(shown, lambda: shown.page.evaluate("centre.lease.granted") > before[0] + 1, 20, "proved anew")
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
    ages = shown.page.evaluate("[Math.abs(centre.feed.now() - centre.feed.head.provedAt), centre.live ? 1 : 0]")
    assert ages[0] < 60, "an age comes from the centre's clock, never from this one"
