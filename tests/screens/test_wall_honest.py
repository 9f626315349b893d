"""The wall when its own script hangs, when answers come in the wrong order, while it is being drawn; upright and blind."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.rig.browser import HANG, LAPTOP, WALL, WALL_4K, Outside, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
UPRIGHT = (1080, 1920)
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifts.push([one.value, one.sources.map((s) => s.node && s.node.className)]);
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def on_wall(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """on_wall(size, before="script") -> the wall of the living province, with its figures."""

    def go(size: tuple[int, int] = WALL, *, before: str = "") -> Screen:
        shown = screen(size, dark=True)
        if before:
            shown.page.add_init_script(before)
        shown.page.goto(f"{living.url}/wall")
        shown.page.wait_for_selector(".wall-map [data-painted]")
        shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
        seen(shown, "document.querySelector('[data-figure=labs] [data-figure-foot]').textContent.includes(' trường')")
        return shown

    return go


def seen(shown: Screen, true: str, within: float = 30.0) -> None:
    """Asked from outside: a page under our content policy lets nobody compile a waiting condition inside it."""

    def look() -> bool:
        shown.page.wait_for_timeout(100)
        return bool(shown.page.evaluate(true))

    wait_until(look, within, what=true)


def colourful(png: bytes) -> int:
    """Pixels with a colour of status, title and banner left out."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").resize((480, 270)).crop((0, 80, 480, 270)).convert("HSV")
    strong, light = picture.getchannel("S").tobytes(), picture.getchannel("V").tobytes()
    return sum(s > 90 and v > 70 for s, v in zip(strong, light, strict=True))


def test_a_hung_script_cannot_keep_the_wall_in_colour(on_wall: Callable[..., Screen]) -> None:
    shown = on_wall(LAPTOP)
    outside = Outside(shown.page)
    shown.page.evaluate("document.documentElement.style.setProperty('--lease', '2s')")
    granted = shown.page.evaluate("centre.lease.granted")
    seen(shown, f"centre.lease.granted > {granted}")
    assert colourful(shown.page.screenshot()) > 50
    shown.page.evaluate(HANG)  # for as long as we look: whatever turns grey now, no script of the page did it
    wait_until(lambda: _grey(outside.look(maxWidth=960, maxHeight=540)), every=0.2, what="grey by the compositor alone")
    outside.release()
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=60_000)  # it wakes and recovers alone


def _grey(png: bytes) -> bool:
    if not png:
        return False
    below = Image.open(io.BytesIO(png)).convert("RGB")
    buffer = io.BytesIO()
    below.crop((0, below.height * 45 // 100, below.width, below.height)).save(buffer, "PNG")  # the banner is coloured
    return colourful(buffer.getvalue()) == 0


def test_an_older_answer_never_replaces_a_newer_one(living: Product, screen: Callable[..., Screen]) -> None:
    """Two questions under way: the answer to the first comes after the answer to the second, and is not shown."""
    body = living.get("/api/v1/live/wall")
    held: list[Any] = []

    def answer(route: Any, labs: str) -> None:
        figures = [{**f, "value": labs} if f["key"] == "labs" else f for f in body["figures"]]
        route.fulfill(body=json.dumps({**body, "figures": figures}), content_type="application/json")

    shown = screen(WALL, dark=True)
    shown.page.goto(f"{living.url}/wall")
    shown.page.wait_for_selector(".wall-map [data-painted]")
    shown.page.route("**/api/v1/live/wall", lambda route: held.append(route))
    shown.page.evaluate("centre.wall.again(), centre.wall.again(), 0")
    wait_until(lambda: shown.page.wait_for_timeout(50) or len(held) >= 2, 30, what="two questions")
    answer(held[1], "11,1 %")
    seen(shown, "document.querySelector('[data-figure=labs] [data-figure-value]').textContent === '11,1 %'")
    answer(held[0], "22,2 %")
    shown.page.wait_for_timeout(500)
    assert shown.page.locator("[data-figure=labs] [data-figure-value]").inner_text() == "11,1 %"


@pytest.mark.parametrize("size", [LAPTOP, WALL, WALL_4K, UPRIGHT], ids=["laptop", "1080p", "4K", "upright"])
def test_nothing_jumps_while_it_is_drawn_and_names_on_the_map_are_readable(on_wall: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = on_wall(size, before=SHIFTS)
    shown.page.wait_for_timeout(1500)
    shifts = shown.page.evaluate("shifts")
    assert sum(value for value, _ in shifts) < 0.02, shifts
    assert shown.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size)
    label = shown.page.evaluate("Math.round(parseFloat(centre.token('--map-label-size')) * parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)")
    assert label >= 0.016 * min(size) * (1 if size[0] > size[1] else 0.98)
    assert not shown.complaints, shown.complaints


def test_a_blind_wall_says_so_judges_nobody_and_invents_no_zero(living: Product, on_wall: Callable[..., Screen]) -> None:
    shown = on_wall()
    living.control("uplink", state="cut")
    try:
        shown.page.wait_for_selector(":root[data-culprit='blind']", timeout=60_000)
        banner = shown.page.locator(".lease-banner")
        assert "Trung tâm mất tầm nhìn" in banner.inner_text()
        box, figures = banner.bounding_box(), shown.page.locator(".tiles").bounding_box()
        assert box is not None
        assert figures is not None
        assert box["y"] >= figures["y"] + figures["height"], "figures, title and clock stay legible"
        seen(shown, "centre.live.all[1] + centre.live.all[2] + centre.live.all[3] === 0")
        assert shown.page.locator("[data-figure=offline] .tile-figure").inner_text() == "–"
        assert shown.page.locator("[data-figure=connected] .tile-figure").inner_text() == "–"
        assert "Chưa biết" in shown.page.locator("[data-rank-areas]").inner_text()
        assert "bad" not in living.statuses().values()
        hidden = shown.page.add_style_tag(content=".lease-place { visibility: hidden }")
        assert colourful(shown.page.screenshot()) == 0
        hidden.evaluate("node => node.remove()")
    finally:
        living.control("uplink", state="ok")
    shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])", timeout=60_000)
