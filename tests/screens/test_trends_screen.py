"""A manager reads one line, then looks where it gets worse: by group, area, year and school, with back button and deep links."""

from collections.abc import Callable, Iterator

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
WEEKS = 60


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A province that was asked for its earlier weeks."""
    product = Product(tmp_path_factory.mktemp("trends"), SIM_SCHOOLS=120, SIM_STORM=0, SIM_WEEKS=WEEKS)
    try:
        yield product.ready()
    finally:
        product.stop()


def at(told: Product, shown: Screen, query: str) -> None:
    wait_until(lambda: len(told.get("/api/v1/trends?group=labs")["weeks"]) >= WEEKS, 120, what="the province tells its past once")
    shown.page.goto(f"{told.url}/trends{query}")
    shown.page.locator(".trend-picture").first.wait_for()


def count(shown: Screen, what: str) -> int:
    return int(shown.page.locator(f"[data-trend-only={what}] b").inner_text())


def test_one_line_says_how_the_group_stands_and_each_part_of_it_filters(told: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="officer")
    at(told, shown, "")
    page, cards = shown.page, shown.page.locator(".trend-card")
    parts = {one: count(shown, one) for one in ("met", "soon", "not", "plain", "none") if page.locator(f"[data-trend-only={one}]").count()}
    assert sum(parts.values()) == cards.count() == 9, "each indicator is counted once"
    assert "0,0 điểm" not in page.locator(".trend-grid .trend-figure").all_inner_texts().__str__(), "what does not move says so"
    assert page.locator(".trend-card.bad").count() == count(shown, "worse")
    page.locator("[data-trend-only=met]").click()
    wait_until(lambda: cards.count() == parts["met"], 5)
    assert "only=met" in page.url
    assert all("Đang đạt chỉ tiêu" in one for one in cards.all_inner_texts())
    page.get_by_role("button", name="Phòng máy và thiết bị").click()
    page.get_by_text("Phòng học có máy chiếu").wait_for()
    assert "group=labs" in page.url
    assert "only" not in page.url
    page.go_back()
    page.locator("[data-trend-group=data][aria-pressed=true]").wait_for()
    wait_until(lambda: cards.count() == parts["met"], 10, what="back: the filtered group of before")
    assert not shown.complaints, shown.complaints


def test_a_year_before_and_every_area_of_both_trees(told: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    at(told, shown, "?group=labs&other=year")
    page = shown.page
    card = page.locator("[data-trend-key=projector_rooms]")
    assert "Năm trước: " in card.inner_text()
    assert "Năm trước: –" not in card.inner_text()
    assert page.locator(".trend-other").count(), "the year before is drawn beside"
    card.click()
    page.locator(".trend-table tbody tr").first.wait_for()
    page.get_by_role("button", name="Quận/huyện cũ").click()
    one, other = told.get("/api/v1/trends/projector_rooms?tree=old")["areas"][:2]
    row = page.get_by_role("button", name=one["name"], exact=True)
    row.wait_for()
    wanted = page.url
    assert "key=projector_rooms" in wanted
    assert "tree=old" in wanted
    row.click()
    page.locator("[data-trend-told]", has_text=one["name"]).wait_for()
    page.go_back()
    wait_until(lambda: page.url == wanted and page.locator("[data-trend-area]").input_value() == "", 10)
    page.goto(wanted)
    row.wait_for()
    page.locator("[data-trend-area]").select_option(one["code"])
    page.locator("[data-trend-other]").select_option(other["code"])
    page.locator("[data-trend-told]", has_text=f"{one['name']} so với {other['name']}").wait_for()
    page.locator(".trend-said", has_text=f"{other['name']}: ").first.wait_for()
    page.get_by_role("button", name="Đóng").click()
    assert "key=" not in page.url
    assert not page.locator(".trend-areas").is_visible()
    assert not shown.complaints, shown.complaints


def test_a_school_has_trends_of_its_own_on_a_phone(told: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(PHONE, touch=True)
    at(told, shown, "?group=connectivity")
    page, code = shown.page, told.get("/api/v1/live/directory?area=79")["codes"][7]
    page.goto(f"{told.url}/schools/{code}")
    page.get_by_role("link", name="Xu hướng theo tuần của trường").click()
    page.wait_for_url(f"**/trends?school={code}")
    page.locator(".trend-picture").first.wait_for()
    name = page.locator("[data-trend-area] option:checked").inner_text()
    assert name.startswith("Trường ")
    assert name in page.locator("[data-trend-told]").inner_text()
    assert page.locator("[data-trend-school]").get_attribute("href") == f"/schools/{code}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{told.url}/trends?school=999999999")
    page.locator("[data-trend-told]", has_text="Không tìm thấy").wait_for()
    assert page.locator(".trend-card").count() == 0
