"""An administrator points a source elsewhere: a wrong address is explained, the right one is read, saved, and followed."""

from collections.abc import Callable

import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


def test_a_source_is_tried_explained_saved_and_followed(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="administrator")
    page = shown.page
    page.goto(f"{living.url}/sources/eoffice")
    form, trial = page.locator(".source-form"), page.locator("[data-source-slot=trial]")
    form.locator("[name=url]").fill(f"{living.sim_url}/upstream/eoffice/nowhere")
    form.locator("[name=token]").fill("sim-token")
    form.locator("[value=trial]").click()
    trial.locator(".mark.bad").first.wait_for(timeout=45_000)
    assert "HTTP 404" in trial.inner_text(), "a wrong address is explained"
    form.locator("[name=url]").fill(f"{living.sim_url}/upstream/eoffice/schools")
    form.locator("[value=trial]").click()
    trial.get_by_text("Những dòng đầu, như sẽ được ghi").wait_for(timeout=45_000)
    said = trial.inner_text()
    assert "HTTP 200" in said
    assert "Chưa ghi gì" in said
    form.locator("[name=every]").fill("7")
    form.locator("[name=every]").press("Enter")
    try:
        form.get_by_text("Đã lưu; bộ thu thập theo trong vài giây.").wait_for()
        assert form.locator("[name=token]").input_value() == "", "a secret never comes back"
        page.get_by_text("Mọi nguồn").click()
        card = page.locator("[data-source=eoffice]")
        card.get_by_text("mỗi 7 giây").wait_for(timeout=90_000)
        page.go_back()
        page.wait_for_url("**/sources/eoffice")
        form.locator("[name=every]").wait_for()
        assert form.locator("[name=every]").input_value() == "7"
    finally:
        form.locator("[name=every]").fill("")
        form.locator("[value=clear]").click()
        form.get_by_text("tỉnh mô phỏng trả lời").wait_for()
    assert not [line for line in shown.complaints if "404" not in line], shown.complaints
