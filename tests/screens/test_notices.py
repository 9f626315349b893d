"""One's own notices in a real browser, over the whole product: a way is added and tried on a phone, and then it is told by it."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product, one_click
from tests.rig.receivers import Hook, Mail

PHONE = (390, 844)
pytestmark = [pytest.mark.screen, pytest.mark.product, pytest.mark.timeout(150)]


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    """A webhook an administrator allows."""
    opened = Hook()
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def mail() -> Iterator[Mail]:
    """The department's mail server."""
    opened = Mail()
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, hook: Hook, mail: Mail) -> Iterator[Product]:
    """The whole product with two channels."""
    opened = Product(tmp_path_factory.mktemp("notices"), SIM_SCHOOLS=60, SIM_STORM=0, SMTP_HOST="127.0.0.1", SMTP_PORT=mail.port, SMTP_MODE="insecure",
                     SMTP_FROM="centre@so.vn", NOTICE_HOSTS=f"127.0.0.1:{hook.port}")
    try:
        yield opened.ready()
    finally:
        opened.stop()


def said(shown: Screen, text: str) -> None:
    """The sentence that came back."""
    shown.page.locator(".sheet-told [data-answer]", has_text=text).wait_for()


def post(house: Product, path: str, body: dict[str, Any], role: str) -> Any:
    """What another person's browser asks for."""
    headers = {"content-type": "application/json", "origin": house.url, **one_click(house.url, role)}
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            urllib.request.Request(f"{house.url}{path}", json.dumps(body).encode(), headers), timeout=10) as answer:
        return json.loads(answer.read())


def test_a_way_is_added_tried_and_told_by_on_a_phone(house: Product, screen: Callable[..., Screen], hook: Hook, mail: Mail) -> None:
    shown = screen(PHONE, role="operator")
    page = shown.page
    page.goto(f"{house.url}/notices?new=1")
    page.locator("input[name=target]").fill("lan@so")
    page.keyboard.press("Enter")
    page.locator(".field-error", has_text="lan.nguyen@so.edu.vn").wait_for()
    page.locator("input[name=target]").fill("lan@so.vn")
    page.keyboard.press("Enter")
    said(shown, "Đã thêm kênh")
    page.locator("button", has_text="Gửi thử").click()
    said(shown, "Đã gửi thử")
    assert [heard.to for heard in mail.heard] == ["lan@so.vn"]
    page.goto(f"{house.url}/notices?new=1")
    page.locator("select[name=channel]").select_option("webhook")
    page.locator("input[name=target]").fill(f"http://127.0.0.1:{hook.port}/lan?token=bimat")
    page.keyboard.press("Enter")
    said(shown, "Đã thêm kênh")
    page.locator("button", has_text="Thử trước tiên").click()
    said(shown, "được thử trước tiên")
    page.goto(f"{house.url}/notices?wants=1")
    page.locator("select[name=least]").select_option("low")
    page.locator("[type=submit]", has_text="Lưu").click()
    said(shown, "Đã lưu")
    page.goto(f"{house.url}/notices")
    page.locator("[data-way-row]").nth(1).wait_for()
    assert "bimat" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    made = post(house, "/api/v1/incidents", {"category": "power", "text": "Mất điện cả phường từ 9 giờ", "severity": "high", "client": "a1",
                                             "schools": [first_school(house)]}, "manager")
    heard = wait_until(lambda: [one for one in hook.heard if one.events], what="the webhook is told")
    assert isinstance(heard, list)
    assert heard[0].subject.startswith("[MÔ PHỎNG] Sự cố mới · mức cao · ")
    assert f"/incidents/{made['id']}" in heard[0].text
    assert not shown.complaints, shown.complaints


def first_school(house: Product) -> str:
    """Any school of the province."""
    import pysqlite3

    with pysqlite3.connect(f"file:{house.home}/centre.db?mode=ro", uri=True) as conn:
        return str(conn.execute("SELECT code FROM schools ORDER BY id LIMIT 1").fetchone()[0])


def test_the_page_says_what_is_possible_where_nothing_is_set_up(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="operator")
    shown.page.goto(f"{living.url}/notices")
    shown.page.locator(".notice-board .empty", has_text="NOTICE_HOSTS").wait_for()
    assert not shown.complaints, shown.complaints
