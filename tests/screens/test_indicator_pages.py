"""A fresh reader finds a number without diacritics and reads what it means; an administrator moves its bands on the same page."""

from collections.abc import Callable

import pytest

from services import bands
from services.centre import Centre
from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


def test_a_reader_finds_a_number_and_reads_what_it_means(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(PHONE, touch=True, role="officer")
    shown.page.goto(f"{living.url}/indicators")
    lines = shown.page.locator(".indicator-line")
    lines.first.wait_for()
    assert lines.count() == 84
    assert shown.page.locator(".indicator-group").count() == 9
    shown.page.get_by_role("searchbox", name="Tìm theo tên").fill("CHU KY so da cap")
    wait_until(lambda: lines.count() == 1, 10)
    assert "q=CHU" in shown.page.url, "what is typed stands in the address"
    assert "SỐ LIỆU BÁO CHÍ" in lines.inner_text(), "what the documents say is seen without opening anything"
    assert "Tiền Giang" in lines.locator(".indicator-doubt").inner_text()
    lines.locator("summary").click()
    told = lines.locator(".indicator-definition").inner_text()
    for words in ("chữ ký đã cấp / chữ ký đã đề nghị", "từ 95", "Phòng Khảo thí", "3249/QĐ-UBND", "thu thập", "Dịch vụ chữ ký số"):
        assert words in told.replace("\u00a0", " "), words
    lines.get_by_role("link").click()
    shown.page.wait_for_url("**/indicators/signatures_issued")
    shown.page.locator(".of-schools tbody tr").first.wait_for()
    assert shown.page.locator(".indicator-form").count() == 0, "an officer reads, and decides nothing"
    shown.page.get_by_role("button", name="Quận, huyện cũ").click()
    shown.page.locator("[data-indicator-tree=old][aria-pressed=true]").wait_for()
    shown.page.locator(".indicator-area").first.click()
    shown.page.wait_for_url("**area=*")
    shown.page.get_by_role("button", name="Bỏ lọc địa bàn").wait_for()
    shown.page.go_back()  # every choice is one step
    shown.page.get_by_role("button", name="Bỏ lọc địa bàn").wait_for(state="detached")
    assert "tree=old" in shown.page.url
    shown.page.go_back()
    shown.page.locator("[data-indicator-tree=new][aria-pressed=true]").wait_for()
    shown.page.go_back()
    shown.page.wait_for_url("**/indicators?q=CHU*")
    wait_until(lambda: lines.count() == 1, 10)
    assert not shown.complaints, shown.complaints


def test_an_administrator_moves_the_bands_on_the_page(living: Product, house: Centre, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="administrator")
    shown.page.goto(f"{living.url}/indicators/latency")
    shown.page.locator(".of-bands summary").click()
    form = shown.page.locator(".indicator-form")
    form.get_by_label("Bình thường đến").fill("400")
    form.get_by_role("button", name="Lưu").click()
    form.locator("[data-error-for=good]", has_text="càng thấp càng tốt").or_(form.locator("[data-error-for=why]", has_text="lý do")).first.wait_for()
    assert not bands.decisions(house, "latency")
    form.get_by_label("Bình thường đến").fill("120")
    form.get_by_label("Lý do").fill("Theo kết luận họp giao ban tháng 11")
    form.get_by_role("button", name="Lưu").click()
    form.locator(".indicator-saved", has_text="Đã lưu").wait_for()
    try:
        assert "120" in shown.page.locator(".indicator-decisions .now").inner_text()
        assert [one.bands.good for one in bands.decisions(house, "latency") if one.bands] == [120]
    finally:
        form.get_by_label("Lý do").fill("Trở về ngưỡng gốc sau khi thử")
        form.get_by_role("button", name="Trở về ngưỡng gốc").click()
        wait_until(lambda: len(bands.decisions(house, "latency")) == 2, 10)
