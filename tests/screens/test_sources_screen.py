"""The sources page in a real browser, over the living product."""

import re
from collections.abc import Callable

import pytest

from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


@pytest.fixture
def on_sources(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """on_sources(size) -> the page, told."""

    def go(size: tuple[int, int] = WALL, *, touch: bool = False) -> Screen:
        shown = screen(size, dark=True, touch=touch)
        shown.page.goto(f"{living.url}/sources")
        shown.page.wait_for_selector("[data-source]")
        return shown

    return go


def test_every_source_and_every_part_of_the_centre_is_told(living: Product, on_sources: Callable[..., Screen]) -> None:
    shown = on_sources()
    for key in ("connectivity", "labs", "epayment", "helpdesk"):
        card = shown.page.locator(f"[data-source={key}]")
        assert card.locator(".mark").first.is_visible()
        assert "Thành công gần nhất" in card.inner_text()
    parts = shown.page.locator(".part-list").inner_text()
    for words in ("Bộ thu thập", "giữ phiên", "Bộ nhớ đệm", "Cơ sở dữ liệu", "SQLite", "dữ liệu mô phỏng", "Màn hình này"):
        assert words in parts, words
    shown.page.locator("[data-part=screen] [data-live]", has_text=re.compile("trước|vừa xong")).wait_for()
    assert shown.page.locator(".badge.simulated").first.is_visible()
    assert not shown.complaints, shown.complaints
    assert not shown.foreign(living.url)


def test_a_sick_source_is_told_in_words_without_a_reload(living: Product, on_sources: Callable[..., Screen]) -> None:
    shown = on_sources(LAPTOP)
    living.control("sources/helpdesk", fault="http500")
    try:
        error = shown.page.locator("[data-source=helpdesk] .source-error")
        error.wait_for(timeout=120_000)
        assert "Nguồn báo lỗi máy chủ" in error.inner_text()
        assert shown.page.locator("[data-source]").first.get_attribute("data-source") == "helpdesk", "trouble first"
    finally:
        living.control("sources/helpdesk", fault="none")


@pytest.mark.parametrize("size", [WALL, LAPTOP, PHONE], ids=["wall", "laptop", "phone"])
def test_nothing_runs_over_the_edge(on_sources: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = on_sources(size, touch=size == PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    over = shown.page.evaluate(
        """[...document.querySelectorAll('.sources-page *')].filter((n) => n.scrollWidth > n.clientWidth + 2
        && getComputedStyle(n).display !== 'inline' && n.clientWidth && !n.closest('.table-wrap, .poll-bars, .sr-only')).map((n) => n.className)""")
    assert not over, over
