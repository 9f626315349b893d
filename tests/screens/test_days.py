"""Two of the three people's days, whole, on the running product: Lan's night in the control room, Mai's ten minutes before a
meeting. (The officer's morning on a telephone is tests/screens/test_work_screen.py.)"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.rig.administration import until
from tests.rig.browser import LAPTOP, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
CARRIER, AREA = "viettel", "785"


def said(shown: Screen, words: str) -> None:
    shown.page.locator(".said-now", has_text=words).wait_for()


def press(shown: Screen, *keys: str) -> None:
    for key in keys:
        shown.page.keyboard.press(key)


def wide(living: Product) -> list[dict[str, Any]]:
    """The wide incidents of this cut, whatever became of them."""
    return [one for one in living.get("/api/v1/incidents?state=all") if one["kind"] == "wide" and one["area"] == AREA and not one["closed_at"]]


def test_an_operators_night(living: Product, screen: Callable[..., Screen]) -> None:
    """A cable is cut: the wall names it, Lan takes it by keyboard, the wall says who has it, she writes what the carrier said, it ends by
    itself, she looks back at the minute it happened, and hands the shift over."""
    wall, desk = screen(WALL, dark=True, role="manager"), screen(LAPTOP, dark=True)
    wall.page.goto(f"{living.url}/wall")
    desk.page.goto(f"{living.url}/incidents")
    until(desk, "centre.incidents.ready && centre.incidents.grid.api")
    known = {one["id"] for one in wide(living)}
    living.control(f"carriers/{CARRIER}", state="cut", area=AREA)
    try:
        wait_until(lambda: [one for one in wide(living) if one["id"] not in known], 60, every=0.5, what="the cut is one wide incident")
        cut = next(one for one in wide(living) if one["id"] not in known)
        line = wall.page.locator(f".wall [data-incident='{cut['id']}']")
        line.wait_for(timeout=30_000)
        assert "chưa ai nhận" in line.inner_text()

        press(desk, "/")
        desk.page.keyboard.type(CARRIER)
        desk.page.locator(f".incident-grid [row-id='{cut['id']}']").first.wait_for()
        desk.page.keyboard.press("Escape")
        press(desk, "j", "a")
        said(desk, "Đã tiếp nhận")
        press(desk, "e")
        desk.page.locator("[data-people] [data-to=me]").wait_for()
        press(desk, "Enter")
        said(desk, "Đã giao cho tôi")
        wall.page.locator(f".wall [data-incident='{cut['id']}'] .incident-meta", has_text="Cán bộ trực").wait_for(timeout=30_000)

        press(desk, "n")
        desk.page.keyboard.type("Nhà mạng báo đứt cáp, hẹn hàn xong lúc 21 giờ.")
        press(desk, "Control+Enter")
        desk.page.goto(f"{living.url}/incidents/{cut['id']}")
        desk.page.get_by_text("hẹn hàn xong lúc 21 giờ").first.wait_for()
        wait_until(lambda: living.get("/api/v1/live/pulse")["server_time"] - cut["opened_at"] > 65, 90, what="a minute to look back at")
    finally:
        living.control(f"carriers/{CARRIER}", state="ok", area=AREA)
    wait_until(lambda: living.get(f"/api/v1/incidents/{cut['id']}")["state"] == "resolved", 90, every=0.5, what="it ends by itself")
    desk.page.locator("[data-story-slot=head]", has_text="đã khắc phục").wait_for(timeout=30_000)

    desk.page.goto(f"{living.url}/?at={cut['opened_at'] + 61:.0f}")
    desk.page.locator(".replay-badge", has_text="XEM LẠI").wait_for(timeout=30_000)
    until(desk, f"{cut['schools'][:5]!r}.every((code) => centre.feed.status[centre.feed.indexOf.get(code)] === 3)")
    assert desk.page.evaluate("document.documentElement.dataset.lease") is None, "the past is never lent the colours of now"
    press(desk, "Escape")
    desk.page.wait_for_selector(":root[data-lease]:not([data-replay])")

    desk.page.goto(f"{living.url}/handover")
    desk.page.locator("[data-handover-draft] textarea").fill("Cáp đã hàn; sáng mai hỏi lại nhà mạng vì sao đứt.")
    desk.page.locator("[data-handover] button[type=submit]").click()
    desk.page.locator("[data-handover-entry]", has_text="sáng mai hỏi lại").wait_for()
    assert not wall.foreign(living.url) + desk.foreign(living.url)


def test_a_manager_before_a_meeting(living: Product, screen: Callable[..., Screen]) -> None:
    """Mai types four letters, reads how an area stands, puts it beside another, opens a school, prints one sheet, reads it in English."""
    mai = screen(LAPTOP, role="manager")
    mai.page.goto(f"{living.url}/")
    mai.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
    press(mai, "/")
    mai.page.locator("[data-seek-field] input").wait_for()
    mai.page.keyboard.type("go vap")
    mai.page.locator(".seek-hit[aria-selected=true]", has_text="Gò Vấp").wait_for()
    press(mai, "Enter")
    mai.page.wait_for_url(re.compile(r"area="))
    mai.page.locator(".area-name", has_text="Gò Vấp").wait_for()
    until(mai, "/\\d+ \\/ \\d+ trường báo cáo/.test(document.querySelector('.area-card').textContent)")
    area = re.search(r"area=(\w+)", mai.page.url)
    assert area is not None
    mai.page.go_back()
    mai.page.wait_for_url(re.compile(r"/(\?(?!.*area=).*)?$"))

    mai.page.goto(f"{living.url}/compare?a={area[1]}&b=760")
    mai.page.locator("[data-compare]", has_text="Quận 1").wait_for()
    mai.page.locator("[data-compare]", has_text="Gò Vấp").wait_for()
    assert "Số trường" in mai.page.locator("[data-compare]").inner_text()

    code = next(iter(living.statuses()))
    mai.page.goto(f"{living.url}/schools/{code}")
    mai.page.locator(".main", has_text=code).wait_for()
    mai.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
    sheet = mai.page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, "one school is one sheet of paper"
    mai.page.locator("[data-language=en]").first.click()
    mai.page.locator(":root[lang=en]").wait_for()
    mai.page.locator(".topbar", has_text="Incidents").wait_for()
    assert not mai.foreign(living.url)
