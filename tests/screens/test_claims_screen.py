"""Chị Lan reads which claim the week bears out; a figure is disputed on the school's page, stands in her work, and is answered with a reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
BECAUSE = "Hợp đồng mới 300 Mbps ký tuần trước, chưa cập nhật"


def compared(living: Product) -> dict[str, Any]:
    """The collector compares claims with the week about a minute after its start."""
    wait_until(lambda: living.get("/api/v1/claims")["claims"][0]["at"], 180, what="claims are compared")
    found: dict[str, Any] = living.get("/api/v1/claims?claim=broadband&answer=kept")
    return found


def test_claims_on_a_phone_choices_are_steps_and_addresses(living: Product, screen: Callable[..., Screen]) -> None:
    compared(living)
    shown = screen(PHONE, touch=True, role="officer")
    page = shown.page
    page.goto(f"{living.url}/claims")
    tiles = page.locator(".claims-tile")
    tiles.first.wait_for()
    assert tiles.count() == len(living.get("/api/v1/claims")["claims"])
    pressed = page.locator(".claims-tile[aria-pressed=true] .claims-name")
    first = pressed.inner_text()
    tiles.nth(1).click()
    wait_until(lambda: pressed.inner_text() != first, 10)
    assert "claim=" in page.url
    page.locator(".claims-part .choice").nth(3).click()
    page.wait_for_url("**answer=kept*")
    deep = page.url
    page.go_back()
    wait_until(lambda: "answer=" not in page.url, 10)
    page.go_back()
    wait_until(lambda: pressed.inner_text() == first, 10)
    page.goto(deep)
    page.locator(".claims-part .choice[aria-pressed=true]", has_text="(").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Trường im lặng").click()
    page.wait_for_url("**tab=silent*")
    assert not shown.complaints, shown.complaints


def test_a_figure_is_disputed_taken_on_and_answered_with_a_reason(living: Product, screen: Callable[..., Screen]) -> None:
    compared(living)
    shown = screen(LAPTOP, role="officer")
    page = shown.page
    page.goto(f"{living.url}/claims?answer=kept")
    page.locator(".claims-table .claims-school").first.wait_for()
    name = page.locator(".claims-table .claims-school").first.inner_text()
    page.locator(".claims-table .claims-school").first.click()
    record = page.locator(".claims-record")
    record.locator(".claims-form summary").first.wait_for()
    record.locator(".claims-form summary").first.click()
    form = record.locator(".claims-form[open]")
    form.get_by_role("textbox").fill("sai rồi")
    form.get_by_role("button", name="Không đồng ý").click()
    form.locator(".field-error", has_text="10 chữ").wait_for()
    form.get_by_role("textbox").fill(BECAUSE)
    form.get_by_role("button", name="Không đồng ý").click()
    record.locator(".claims-note", has_text=BECAUSE).wait_for()
    page.goto(f"{living.url}/work")
    page.locator(".work-page a.work-says[href='/claims?tab=disputes']").first.click()
    dispute = page.locator(".claims-dispute", has_text=BECAUSE)
    dispute.get_by_role("button", name="Nhận xem").click()
    dispute.get_by_text("Người giữ: ").wait_for()
    assert name in dispute.inner_text()
    dispute.locator(".claims-form summary").click()
    dispute.get_by_role("textbox").fill("Đã xem hợp đồng mới, trường đúng")
    dispute.get_by_role("button", name="Trường đúng").click()
    dispute.get_by_text("Kết luận: Đã xem hợp đồng mới, trường đúng").wait_for()
    assert dispute.get_by_role("button", name="Nhận xem").count() == 0
    assert all("400" in one for one in shown.complaints), f"the refused reason alone: {shown.complaints}"


def test_a_check_is_an_address_and_opening_it_is_a_step(living: Product, screen: Callable[..., Screen]) -> None:
    compared(living)
    shown = screen(LAPTOP, role="officer")
    page = shown.page
    page.goto(f"{living.url}/findings")
    page.locator(".claims-check").first.click()
    page.wait_for_url("**rule=*")
    deep = page.url
    page.go_back()
    wait_until(lambda: "rule=" not in page.url, 10)
    page.goto(deep)
    page.locator(".claims-check[aria-pressed=true]").wait_for()
    assert not shown.complaints, shown.complaints
