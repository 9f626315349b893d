"""Somebody looks back, in a real browser over the living product: the past is never taken for now."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


def until(screen: Screen, true: str, what: str = "") -> None:
    wait_until(lambda: screen.page.evaluate(true), 30, what=what or true)


@pytest.fixture
def past(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """past(size) -> a map whose past has a minute at least, looked back at by its button."""

    def go(size: tuple[int, int] = LAPTOP, path: str = "/", **options: Any) -> Screen:
        shown = screen(size, **options)
        shown.page.goto(living.url + path)
        if "at=" not in path:
            shown.page.wait_for_selector(".map-place [data-painted]")
            wait_until(lambda: remembered(shown), 150, what="a minute that was written down")
            shown.page.locator("[data-replay-open]").click()
        until(shown, "Boolean(window.centre.replay.on && window.centre.replay.day)")
        return shown

    return go


def remembered(screen: Screen) -> bool:
    """Is there a minute that was proved, and old enough to be told again?"""
    return bool(screen.page.evaluate("""fetch('/api/v1/replay/day', {cache: 'no-store'}).then((r) => r.arrayBuffer())
        .then((b) => { const d = window.centre.replayDay(b); return d.dark[d.length - 1] === 0; })"""))


def test_the_newest_minute_is_shown_and_says_that_it_is_past(past: Callable[..., Screen]) -> None:
    shown = past()
    bar = shown.page.locator(".replay-bar")
    assert bar.locator(".replay-badge").inner_text() == "XEM LẠI"
    assert shown.page.locator("html[data-replay]").count() == 1
    assert shown.page.evaluate("document.documentElement.dataset.lease || ''") == "", "no lease is granted to the past"
    assert shown.page.evaluate("window.centre.feed.now() === window.centre.replay.at"), "the clock is the one of then"
    assert shown.page.evaluate("window.centre.live.all.reduce((a, b) => a + b, 0)") == shown.page.evaluate("window.centre.feed.directory.count")
    assert not shown.complaints, shown.complaints


def test_nothing_live_is_asked_and_nothing_grants_colour(past: Callable[..., Screen]) -> None:
    shown = past()
    granted, asked = shown.page.evaluate("window.centre.lease.granted"), len([u for u in shown.requests if "/live/frame" in u])
    began = shown.page.evaluate("performance.now()")
    until(shown, f"performance.now() - {began} > 6500", "six seconds of the past")
    assert shown.page.evaluate("window.centre.lease.granted") == granted
    assert len([u for u in shown.requests if "/live/frame" in u]) == asked
    assert shown.page.evaluate("getComputedStyle(document.querySelector('.school-map')).filter") not in ("", "none"), "a look of its own"


def test_escape_is_now(past: Callable[..., Screen]) -> None:
    shown = past()
    shown.page.keyboard.press("Escape")
    until(shown, "!window.centre.replay.on && window.centre.feed.ready && Boolean(document.documentElement.dataset.lease)")
    assert shown.page.locator(".replay-bar").count() == 0
    assert "at=" not in shown.page.url
    assert not shown.page.evaluate("Boolean(window.centre.feed.head.replay)")


def test_keys_step_play_and_change_the_speed(past: Callable[..., Screen]) -> None:
    shown = past()
    start = shown.page.evaluate("window.centre.replay.at")
    shown.page.keyboard.press("ArrowLeft")
    assert shown.page.evaluate("window.centre.replay.at") <= start - 60
    shown.page.keyboard.press("Shift+ArrowLeft")
    assert shown.page.evaluate("window.centre.replay.at") <= start - 600
    for _ in range(4):
        shown.page.keyboard.press("]")
    assert shown.page.evaluate("window.centre.replay.speed") == 600
    shown.page.keyboard.press("Space")
    assert shown.page.evaluate("window.centre.replay.playing")
    before = len([u for u in shown.requests if "/replay/" in u])
    until(shown, "window.centre.replay.ended && !window.centre.replay.playing", "it plays to the newest minute and stops")
    assert len([u for u in shown.requests if "/replay/" in u]) == before, "no request per frame"


def test_a_link_opens_the_minute_and_hours_before_the_first_are_unknown(living: Product, past: Callable[..., Screen]) -> None:
    shown = past(path="/?at=2026-01-05T08:30")
    assert shown.page.locator(".replay-clock").inner_text() in ("08:30", "08:00")
    counts = shown.page.evaluate("window.centre.live.all")
    assert counts[0] == sum(counts), "nobody was there: unknown, never good"
    assert shown.page.locator(".replay-says").inner_text() != ""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_on_a_phone_nothing_is_wider_than_the_glass(living: Product, screen: Callable[..., Screen], lang: str) -> None:
    shown = screen(PHONE, touch=True)
    shown.context.add_cookies([{"name": "lang", "value": lang, "url": living.url}])
    shown.page.goto(living.url + "/?at=2026-01-05T08:30")
    until(shown, "Boolean(window.centre.replay.on && window.centre.replay.day && document.querySelector('.replay-bar'))")
    box = shown.page.locator(".replay-bar").bounding_box()
    assert box is not None
    assert (box["x"], round(box["width"])) == (0, PHONE[0])
    assert round(box["y"] + box["height"]) == PHONE[1]
    assert shown.page.evaluate("document.querySelector('.replay-bar').scrollWidth <= 390")
    assert shown.page.locator(".replay-badge").inner_text() == ("XEM LẠI" if lang == "vi" else "REPLAY")
