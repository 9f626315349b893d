"""Rows that could not be read wait for a person, who reads why and releases them without a mouse."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch
from tests.rig.pushing import GOOD

pytestmark = [pytest.mark.screen, pytest.mark.product]


def query(living: Product, asked: str) -> list[tuple[Any, ...]]:
    """What the product wrote down."""
    with closing(sqlite3.connect(f"file:{living.home}/centre.db?mode=ro", uri=True)) as opened:
        return opened.execute(asked).fetchall()


def test_a_held_batch_is_read_and_released_by_keyboard(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="administrator")
    page = shown.page
    page.goto(f"{living.url}/ingest?new=1")
    page.locator("[name=name]").fill("Máy đo phòng 12")
    page.locator("select[name=source]").select_option("netspeed")
    page.locator("[name=name]").press("Enter")
    page.locator(".secret").first.wait_for()
    token = page.locator(".secret").first.inner_text()
    body = json.dumps({"rows": [{"school": "khong-co-truong-nay", **GOOD}]}).encode()
    status, _, answer = fetch(f"{living.url}/api/v1/ingest/netspeed", data=body, headers={
        "authorization": f"Bearer {token}", "content-type": "application/json"})
    assert status in (200, 202), answer
    page.goto(f"{living.url}/ingest")
    held = page.locator("[data-held]").first
    wait_until(lambda: query(living, "SELECT count(*) FROM push_rows WHERE state = 'held'") == [(1,)], 60, what="the collector holds the row")
    page.reload()
    held.locator("a.row-name, .row-name").first.focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".sheet-body")
    sheet.get_by_text("khong-co-truong-nay").wait_for()
    assert "95" in sheet.inner_text(), "what was sent is there to be read"
    page.locator("[name=why]").focus()
    page.keyboard.type("Trường vừa được thêm vào sổ")
    page.keyboard.press("Enter")
    page.get_by_text("Không có dòng nào đang bị giữ lại.").wait_for()
    decided = query(living, "SELECT state, why FROM push_rows WHERE why IS NOT NULL")
    assert ("Trường vừa được thêm vào sổ",) in {(why,) for _, why in decided}
    assert query(living, "SELECT count(*) FROM audit WHERE act = 'held.released'") == [(1,)]
    assert not [line for line in shown.complaints if "aborted" not in line.lower()], shown.complaints
