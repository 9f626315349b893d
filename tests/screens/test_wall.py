"""The wall of a living province in real Chromium: what cô Lan reads from eight metres, and what it does when something dies."""

import io
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.rig.browser import LAPTOP, PHONE, WALL, WALL_4K, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
UPRIGHT = (1080, 1920)
LEASE_S, NAMED_S, BACK_S = 20.0, 30.0, 30.0
SMALLEST = 0.016  # of the shorter side of the screen: read from eight metres
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('.wall'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), box = walk.currentNode.parentElement;
    if (text && box.checkVisibility()) found.push([text, parseFloat(getComputedStyle(box).fontSize) / Math.min(innerWidth, innerHeight)]);
  }
  return found;
}"""
SPILLED = """() => [...document.querySelectorAll('.wall .tile-figure, .wall .tile-foot, .wall .tile-label, .wall h1, .wall-clock')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.textContent)"""


@pytest.fixture
def wall(screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """wall(product, size) -> its wall, painted and under a lease."""

    def go(product: Product, size: tuple[int, int] = WALL, **options: Any) -> Screen:
        shown = screen(size, dark=True, **options)
        shown.page.goto(f"{product.url}/wall")
        shown.page.wait_for_selector(".wall-map [data-painted]")
        shown.page.wait_for_selector(":root[data-lease]")
        wait_until(lambda: " trường" in text(shown, "[data-figure=labs] .tile-foot"), 30, what="figures")
        return shown

    return go


@pytest.fixture
def province(product: Callable[..., Product]) -> Product:
    """A small province of this test's own: parts of it will die."""
    return product(SIM_SCHOOLS=150, SIM_STORM=0).ready()


def text(shown: Screen, selector: str) -> str:
    return shown.page.locator(selector).first.inner_text()


def says(shown: Screen) -> str:
    """What the banner says, "" = there is none."""
    return text(shown, ".lease-banner") if shown.page.locator(":root[data-culprit]").count() else ""


def until(shown: Screen, true: Callable[[], object], within: float, what: str) -> None:
    """Waiting goes on in the browser's own loop, so that its answers are heard."""
    def look() -> object:
        shown.page.wait_for_timeout(50)
        return true()

    wait_until(look, within, what=what)


def colourful(shown: Screen) -> int:
    """Coloured pixels of tiles, map and lists; title and banner are no status and are left out."""
    hidden = shown.page.add_style_tag(content=".lease-place, .wall-head { visibility: hidden !important }")
    picture = Image.open(io.BytesIO(shown.page.screenshot())).convert("RGB").resize((480, 270))
    hidden.evaluate("node => node.remove()")
    saturation, value = (picture.convert("HSV").getchannel(band).tobytes() for band in "SV")
    return sum(s > 60 and v > 70 for s, v in zip(saturation, value, strict=True))


@pytest.mark.parametrize("size", [WALL, WALL_4K, LAPTOP, UPRIGHT], ids=["1080p", "4K", "laptop", "upright"])
def test_everything_is_readable_and_nothing_scrolls(living: Product, wall: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = wall(living, size)
    assert not [(said, share) for said, share in shown.page.evaluate(TEXTS) if share < SMALLEST]
    assert not shown.page.evaluate(SPILLED)
    assert shown.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size)
    assert not shown.complaints, shown.complaints
    assert not shown.foreign(living.url)


def test_every_figure_says_of_how_many_schools_and_the_screen_admits_that_it_is_simulated(living: Product, wall: Callable[..., Screen]) -> None:
    shown = wall(living)
    for key in ("connected", "offline", "epayment"):
        assert " / 300 trường" in text(shown, f"[data-figure={key}] .tile-foot"), key
    asked = re.search(r"(\d+) / (\d+) trường", text(shown, "[data-figure=labs] .tile-foot"))
    assert asked is not None
    assert 0 < int(asked[2]) < 300, "nurseries are not asked for computer labs"
    assert "diện rộng" in text(shown, "[data-figure=incidents] .tile-foot")
    assert shown.page.locator(".wall .badge.simulated").is_visible()
    assert not shown.page.locator(".topbar").is_visible(), "a wall has no navigation"
    assert shown.page.locator(".wall [data-sources] .source").count() == 6
    assert "nguồn khác" in text(shown, ".wall [data-sources] .source-rest"), "who has no room is counted"
    assert shown.page.evaluate("document.querySelectorAll('.wall input, .wall [data-dash-is-loading]').length") == 0


def test_on_a_phone_the_wall_is_scrolled_downwards_only(living: Product, wall: Callable[..., Screen]) -> None:
    shown = wall(living, PHONE, touch=True)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert not shown.page.evaluate(SPILLED)


def test_a_cut_cable_is_one_line_with_its_schools(living: Product, wall: Callable[..., Screen]) -> None:
    shown = wall(living)
    living.control("carriers/viettel", state="cut", area="785")
    try:
        wide = shown.page.locator(".wall .incident:not(.over)", has_text="viettel")
        until(shown, wide.count, 90, "the wide incident")
        assert wide.count() == 1
        assert "trường" in wide.first.inner_text()
        assert "chưa ai nhận" in wide.first.inner_text()
    finally:
        living.control("carriers/viettel", state="ok", area="785")


def test_a_killed_collector_is_named_and_the_wall_is_grey(province: Product, wall: Callable[..., Screen]) -> None:
    shown = wall(province)
    assert colourful(shown) > 50
    os.kill(province.member("doors.py collect"), signal.SIGKILL)
    until(shown, lambda: "Bộ thu thập" in says(shown), NAMED_S, "the collector is named")
    assert "cách" in says(shown), "with the age of what is shown"
    until(shown, lambda: colourful(shown) == 0, LEASE_S + 5, "grey")
    until(shown, lambda: text(shown, "[data-figure=connected] .tile-foot").startswith("0 / 150"), 30, "nobody reports")


def test_a_cut_uplink_blinds_the_centre_and_judges_no_school(province: Product, wall: Callable[..., Screen]) -> None:
    shown = wall(province)
    until(shown, lambda: "unknown" not in province.statuses().values(), 60, "every school is judged: whoever is bad was so before")
    bad = {code for code, status in province.statuses().items() if status == "bad"}
    province.control("uplink", state="cut")
    until(shown, lambda: "mất tầm nhìn" in says(shown), 60, "blind")
    assert {code for code, status in province.statuses().items() if status == "bad"} <= bad
    until(shown, lambda: text(shown, "[data-figure=offline] .tile-figure") == "–", 30, "absence is never 0")
    province.control("uplink", state="ok")
    until(shown, lambda: not says(shown) and shown.page.locator(":root[data-lease]").count(), BACK_S, "sees again")


@pytest.mark.drill
def test_a_centre_that_dies_and_returns_is_followed_without_hands(tmp_path: Path, wall: Callable[..., Screen]) -> None:
    first = Product(tmp_path / "home", SIM_SCHOOLS=150, SIM_STORM=0).ready()
    second = None
    try:
        shown = wall(first)
        os.kill(first.member("doors.py web"), signal.SIGSTOP)
        until(shown, lambda: "Màn hình mất liên lạc" in says(shown), 15, "a frozen server is named")
        os.kill(first.member("doors.py web"), signal.SIGCONT)
        until(shown, lambda: not says(shown), BACK_S, "thawed")
        first.stop()
        until(shown, lambda: "Màn hình mất liên lạc" in says(shown), 15, "a dead server is named")
        second = Product(tmp_path / "home", SIM_SCHOOLS=150, SIM_STORM=0, PORT=first.port, SIM_PORT=first.sim_port).ready()
        until(shown, lambda: not says(shown) and shown.page.locator(":root[data-lease]").count(), BACK_S, "alive again")
    finally:
        first.stop()
        if second is not None:
            second.stop()
