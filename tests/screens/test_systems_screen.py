"""The board of linked systems in a real browser: a sick system says why and leaves the others alone; further figures of a number."""

import re
from collections.abc import Callable

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


def test_a_sick_system_turns_and_says_why_while_the_others_stay(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    page = shown.page
    page.goto(f"{living.url}/systems")
    tile = page.locator("[data-system=helpdesk]")
    tile.locator(".systems-says").wait_for()
    others = page.locator("[data-system]:not([data-system=helpdesk])")
    count, well = others.count(), page.locator("[data-system=eoffice]")
    living.control("sources/helpdesk", fault="http500")
    try:
        page.locator("[data-system=helpdesk].bad").wait_for(timeout=150_000)
        assert "Nguồn báo lỗi máy chủ" in tile.locator(".systems-says").inner_text()
        assert others.count() == count, "no tile went away"
        assert "bad" not in (well.get_attribute("class") or "").split(), "a neighbour stays as it is"
        tile.locator("summary").focus()
        page.keyboard.press("Enter")
        assert "lỗi từ" in tile.locator(".systems-sources").inner_text()
    finally:
        living.control("sources/helpdesk", fault="none")
    assert not shown.complaints, shown.complaints


def test_what_the_sources_also_tell_stands_on_the_page_of_a_number(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(PHONE, touch=True)
    page = shown.page
    page.goto(f"{living.url}/indicators/it_staff")
    figure = page.locator(".further-figures li", has_text="đề nghị cấp tài khoản đang chờ")
    figure.wait_for()
    assert re.search(r"\d+ / 300 trường báo cáo", figure.inner_text()), figure.inner_text()
    fold = page.locator(".further-fold").last
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    first = fold.locator("tbody tr").first
    first.wait_for()
    wide = page.evaluate("document.querySelector('.of-further').scrollWidth - document.querySelector('.of-further').clientWidth")
    assert wide <= 0, "a wide table scrolls in its own frame"
    address = first.locator("a").get_attribute("href")
    page.goto(f"{living.url}{address}")
    page.locator(".readings-group summary", has_text="Số liệu đi kèm của các nguồn").click()
    page.locator(".readings-group td", has_text=re.compile("đề nghị")).first.wait_for()
    page.go_back()
    page.wait_for_url("**/indicators/it_staff")
    assert not shown.complaints, shown.complaints
