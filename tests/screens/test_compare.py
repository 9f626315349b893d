"""Two areas or two schools side by side: the address says which, pickers find them without marks, what cannot be compared says so."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


@pytest.fixture
def beside(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    def go(query: str = "", size: tuple[int, int] = LAPTOP, **options: Any) -> Screen:
        shown = screen(size, **options)
        shown.page.goto(living.url + "/compare" + query)
        until(shown, "Boolean(document.querySelector('[data-compare]')?.childNodes.length)")
        return shown

    return go


def until(shown: Screen, true: str) -> None:
    wait_until(lambda: shown.page.evaluate(true), 40, what=true)


def asked(shown: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(shown.page.url).query).items()}


def open_every_group(shown: Screen) -> None:
    """What stands apart most is in view; the rest is folded by group until somebody asks."""
    until(shown, "document.querySelector('[data-compare-group]') !== null")
    few = shown.page.locator(".compare-line").count()
    closed = shown.page.locator("[data-compare-group][aria-expanded=false]")
    while closed.count():
        closed.first.click()
    assert shown.page.locator(".compare-line").count() > few + 20


def test_two_areas_stand_side_by_side(beside: Callable[..., Screen]) -> None:
    shown = beside("?a=764&b=760")
    open_every_group(shown)
    table = shown.page.locator(".compare-table").inner_text()
    for words in ("Quận Gò Vấp", "Quận 1", "Số trường", "Đang báo cáo", "Kết nối Internet", "Sự cố đang mở", "Ai phụ trách"):
        assert words in table, words
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not shown.complaints, shown.complaints


def test_two_schools_stand_side_by_side_with_their_own_readings(living: Product, beside: Callable[..., Screen]) -> None:
    codes = living.get("/api/v1/live/directory?area=79")["codes"]
    shown = beside(f"?a={codes[0]}&b={codes[1]}")
    open_every_group(shown)
    assert "Học sinh" in shown.page.locator(".compare-table").inner_text()


def test_the_swap_and_back(beside: Callable[..., Screen]) -> None:
    shown = beside("?a=764&b=760")
    until(shown, "document.querySelectorAll('.compare-line').length > 5")
    shown.page.locator("[data-compare-swap]").click()
    until(shown, "document.querySelector('.compare-top a').textContent === 'Quận 1'")
    assert asked(shown) == {"a": "760", "b": "764"}
    shown.page.go_back()
    until(shown, "document.querySelector('.compare-top a')?.textContent === 'Quận Gò Vấp'")


def test_places_are_found_by_typing_without_marks_and_without_a_mouse(beside: Callable[..., Screen]) -> None:
    shown = beside()
    assert "Hãy chọn hai địa bàn" in shown.page.locator("[data-compare]").inner_text()
    for side, words in (("a", "quan go vap"), ("b", "quan 1")):
        shown.page.locator(f"#compare-{side}").focus()
        shown.page.keyboard.type(words)
        until(shown, f"document.querySelector(\"[data-compare-results='{side}'] button\") !== null")
        shown.page.keyboard.press("Enter")
        until(shown, f"new URLSearchParams(location.search).has('{side}')")
    assert asked(shown) == {"a": "764", "b": "760"}


def test_what_cannot_be_compared_says_so(living: Product, beside: Callable[..., Screen]) -> None:
    school = living.get("/api/v1/live/directory?area=79")["codes"][0]
    shown = beside(f"?a=764&b={school}")
    until(shown, "document.querySelector('.compare-why')?.textContent.includes('cùng loại')")
    shown.page.goto(living.url + "/compare?a=99999&b=764")
    until(shown, "document.querySelector('.compare-why')?.textContent.includes('99999')")
    shown.page.goto(living.url + "/compare?a=764")
    until(shown, "document.querySelectorAll('.compare-top a').length === 2")
    assert "Hồ Chí Minh" in shown.page.locator(".compare-top").inner_text(), "one area alone stands beside the whole"


def test_on_a_phone_nothing_runs_over_the_edge(beside: Callable[..., Screen]) -> None:
    shown = beside("?a=764&b=760", PHONE, touch=True)
    until(shown, "document.querySelectorAll('.compare-line').length > 5")
    box = shown.page.locator(".compare-body").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
