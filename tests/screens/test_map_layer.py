"""The map, the feed and the lease in real Chromium, against a fake feed that speaks the wire contract."""

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.rig.browser import HANG, Outside
from tests.rig.processes import wait_until

pytestmark = pytest.mark.screen
ROOT = Path(__file__).parents[2]
SHORT_LEASE = ":root { --lease: 3s !important; }"  # the same animation, seven times faster


class Centre:
    """A harness process and the words to speak with it."""

    def __init__(self, schools: int = 2500, poll_ms: int = 400) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.schools, self.poll_ms = schools, poll_ms
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.screens.harness.app", "--port", str(self.port), "--schools", str(self.schools),
                   "--poll-ms", str(self.poll_ms)]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        for _ in range(600):
            try:
                self.ask("/seen")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("harness did not start")

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", data, timeout=30) as reply:
            return json.load(reply)

    def fault(self, mode: str) -> None:
        self.ask("/fault", {"mode": mode})

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    running = Centre()
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser, centre: Centre) -> Iterator[Page]:
    centre.fault("ok")
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
    yield opened
    context.close()
    assert troubles == []


def until(page: Page, expression: str, timeout: float = 30.0) -> None:
    """Waits for a truth of the page; by asking, because the page's own rules forbid evaluating strings inside it."""
    end = time.monotonic() + timeout
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(40)


def visit(page: Page, centre: Centre, path: str = "/") -> None:
    page.goto(f"http://127.0.0.1:{centre.port}{path}")
    page.wait_for_selector("[data-painted]")
    until(page, "document.documentElement.dataset.lease")


def colour(page: Page, index: int) -> tuple[int, ...]:
    """The pixel drawn at a school's place."""
    return tuple(page.evaluate(
        """i => { const v = document.querySelector('.school-map').view, f = v.points.frame, [x, y] = v.points.position(i, f);
        return [...v.points.canvas.ctx.getImageData(Math.round(x * f.ratio), Math.round(y * f.ratio), 1, 1).data]; }""", index))  # fmt: skip


def client(page: Page, index: int) -> tuple[float, float]:
    """Where a school is on the screen, in client pixels."""
    x, y = page.evaluate(
        """i => { const v = document.querySelector('.school-map').view, r = v.map.getContainer().getBoundingClientRect();
        const p = v.map.latLngToContainerPoint(v.points.latLng(i)); return [p.x + r.left, p.y + r.top]; }""", index)  # fmt: skip
    return float(x), float(y)


def colourful(png: bytes) -> int:
    """Pixels of a picture whose channels differ by more than 28: anything that is not grey."""
    pixels = Image.open(io.BytesIO(png)).convert("RGB").resize((683, 384)).get_flattened_data()
    return sum(1 for p in pixels if max(p) - min(p) > 28)


def test_every_school_is_painted(page: Page, centre: Centre) -> None:
    visit(page, centre)
    counts = centre.ask("/seen")["counts"]
    drawn = page.evaluate("document.querySelector('.school-map').view.points.shown()")
    assert drawn == centre.schools - 3, "all but the three without coordinates"
    shown = [page.inner_text(f"[data-live='counts.{name}']").replace(".", "") for name in ("unknown", "good", "watch", "bad", "stale")]
    assert [int(text) for text in shown] == counts
    assert "DỮ LIỆU MÔ PHỎNG" in page.inner_text(".topbar")


def test_one_school_goes_dark_and_only_its_mark_changes(page: Page, centre: Centre) -> None:
    centre.ask("/change", {"codes": ["79000100"], "to": 1})
    visit(page, centre)
    before = colour(page, 100)
    version = centre.ask("/change", {"codes": ["79000100"], "to": 3})["version"]
    page.wait_for_selector(f"[data-painted='{int(version)}']")
    red, green, blue, alpha = colour(page, 100)
    assert alpha == 255
    assert red > 200
    assert green < 120
    assert before != (red, green, blue, alpha)
    assert page.evaluate("window.centre.feed.head.kind") in ("delta", "unchanged")


def test_only_issues_hides_the_healthy_and_the_url_remembers(page: Page, centre: Centre) -> None:
    visit(page, centre)
    page.click("[data-toggle='only']")
    until(page, "document.querySelector('.school-map').view.points.shown() < 500")
    assert "only=1" in page.url
    page.go_back()
    until(page, "document.querySelector('.school-map').view.points.shown() > 2000")
    page.go_forward()
    until(page, "document.querySelector('.school-map').view.points.shown() < 500")
    assert page.evaluate("document.querySelectorAll('.leaflet-container').length") == 1, "the map was never rebuilt"


def test_drill_down_and_back_and_a_shared_link(page: Page, centre: Centre) -> None:
    visit(page, centre, "/?tree=old&area=00765")
    assert "Quận 6" in page.inner_text("[data-crumbs]")
    inside = int(page.inner_text("[data-live='counts.good']").replace(".", ""))
    assert 0 < inside < 2000
    page.click("[data-crumbs] button")
    until(page, "!location.search.includes('area=')")
    until(page, f"Number(document.querySelector(\"[data-live='counts.good']\").textContent.replace('.', '')) > {inside}")
    page.click("[data-set='tree=new']")
    until(page, "document.querySelector('.school-map').view.areas.shapes().length === 102")


def test_a_school_is_reached_by_keyboard_and_dash_hears_of_it(page: Page, centre: Centre) -> None:
    visit(page, centre)
    page.focus(".leaflet-container")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    said = page.inner_text(".school-map .sr-only")
    assert any(word in said for word in ("bình thường", "cần chú ý", "báo động", "dữ liệu cũ", "chưa có dữ liệu"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#opened")
    chosen = page.inner_text("#opened")
    assert f"school={chosen}" in page.url
    page.focus(".leaflet-container")
    page.keyboard.press("Escape")
    page.wait_for_selector("#opened", state="detached")


def test_schools_in_one_building_stay_clickable(page: Page, centre: Centre) -> None:
    visit(page, centre)
    page.mouse.click(*client(page, 22))
    page.wait_for_selector(".map-list:not([hidden])")
    assert page.locator(".map-list-row").count() == 6
    page.locator(".map-list-row", has_text=" 24").click()
    page.wait_for_selector("#opened")
    assert page.inner_text("#opened") == "79000023"


def test_hostile_names_stay_text_everywhere(page: Page, centre: Centre) -> None:
    visit(page, centre)
    page.on("dialog", lambda dialog: pytest.fail("a dialog opened"))
    for index in range(7):
        name = page.evaluate("i => { window.centre.state.set({school: window.centre.feed.directory.codes[i]}); return window.centre.feed.directory.names[i]; }", index)
        assert page.inner_text("[data-crumbs] [aria-current]") == " ".join(name.split())
        x, y = client(page, index)
        page.mouse.move(x, y)
        page.mouse.move(x + 1, y)
    page.wait_for_timeout(150)
    assert page.evaluate("window.__x") is None
    assert page.locator(".school-map img, .map-tip svg").count() == 0


def test_older_and_shuffled_replies_never_go_back(page: Page, centre: Centre) -> None:
    visit(page, centre)
    page.evaluate("window.applied = []; window.centre.on('frame', ({head}) => window.applied.push(head.version)); 0")
    centre.fault("shuffled")
    page.wait_for_timeout(500)
    for _ in range(60):
        centre.ask("/change", {"n": 40})
        page.wait_for_timeout(40)
    centre.fault("ok")
    final = centre.ask("/change", {"n": 1})["version"]
    page.wait_for_selector(f"[data-painted='{int(final)}']")
    applied = page.evaluate("window.applied")
    assert applied == sorted(applied)
    assert len(set(applied)) > 4
    counts = centre.ask("/seen")["counts"]
    assert page.evaluate("[0,1,2,3,4].map(s => window.centre.feed.status.reduce((n, v) => n + (v === s), 0))") == counts


def test_a_stopped_collector_turns_the_screen_grey_and_is_named(page: Page, centre: Centre) -> None:
    page.goto(f"http://127.0.0.1:{centre.port}/wall")
    page.add_style_tag(content=SHORT_LEASE)
    until(page, "document.documentElement.dataset.lease")
    page.wait_for_timeout(600)
    assert colourful(page.screenshot()) > 200
    centre.fault("late")
    page.wait_for_selector(":root[data-culprit='collector']", timeout=30_000)
    page.wait_for_timeout(3300)
    assert "Bộ thu thập ngừng gửi số liệu" in page.inner_text(".lease-banner")
    assert "cách" in page.inner_text(".lease-banner")
    page.add_style_tag(content=".lease-banner, .wall-head { visibility: hidden }")
    assert colourful(page.screenshot()) == 0
    centre.fault("blind")
    page.wait_for_selector(":root[data-culprit='blind']")
    centre.fault("ok")
    until(page, "document.documentElement.dataset.lease && !document.documentElement.dataset.culprit")


def test_a_hung_script_goes_grey_with_no_code_running(page: Page, centre: Centre) -> None:
    page.goto(f"http://127.0.0.1:{centre.port}/wall")
    page.add_style_tag(content=SHORT_LEASE)
    until(page, "document.documentElement.dataset.lease")
    page.wait_for_timeout(800)
    box = "(({top, bottom}) => ({top: Math.floor(top) - 8, bottom: Math.ceil(bottom) + 8}))(document.querySelector('%s').getBoundingClientRect())"
    place, head = page.evaluate(box % ".lease-banner"), page.evaluate(box % ".wall-head")["bottom"]
    outside = Outside(page)
    assert colourful(wait_until(outside.look)) > 200
    page.evaluate(HANG)

    def turned() -> bool:
        """Nothing is coloured but the clock's line and the banner, which are no claims about schools; the banner uncovered itself."""
        png = outside.look()
        if not png:
            return False
        now = Image.open(io.BytesIO(png)).convert("RGB")
        banner = now.crop((0, place["top"], now.width, place["bottom"]))
        if sum(1 for p in banner.get_flattened_data() if max(p) - min(p) > 100) <= 300:
            return False
        for strip in ((0, 0, now.width, head), (0, place["top"], now.width, place["bottom"])):
            now.paste((0, 0, 0), strip)
        return all(max(p) - min(p) <= 28 for p in now.get_flattened_data())

    wait_until(turned, what="grey and the amber banner, by the compositor alone")
    outside.release()


def test_a_killed_server_is_named_and_the_screen_recovers_by_itself(browser: Browser) -> None:
    own = Centre(schools=400)
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    try:
        visit(page, own)
        own.stop()
        page.wait_for_selector(":root[data-culprit='network']", timeout=30_000)
        assert "mất liên lạc" in page.inner_text(".lease-banner")
        own.start()
        until(page, "document.documentElement.dataset.lease && !document.documentElement.dataset.culprit", 20)
    finally:
        page.close()
        own.stop()


def test_a_machine_that_slept_does_not_wake_up_green(page: Page, centre: Centre) -> None:
    page.clock.install()
    page.goto(f"http://127.0.0.1:{centre.port}/")
    page.wait_for_selector("[data-painted]")
    centre.fault("hang")
    page.clock.fast_forward("58:00")
    until(page, "!document.documentElement.dataset.lease")
    page.wait_for_selector(":root[data-culprit]")
    centre.fault("ok")
