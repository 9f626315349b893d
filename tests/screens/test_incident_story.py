"""One incident in a real browser, over the living product: Minh at his desk by keyboard, Lan at a school gate by telephone."""

import io
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from PIL import Image

from domain.person import EVERYTHING
from domain.wording import Words
from services.centre import Centre
from store import incident_events, incidents, registers
from tests.rig.administration import until
from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
NUMBER = count(1)
Open = Callable[..., tuple[Screen, int]]


def plant(house: Centre, severity: str = "high", schools: int = 3) -> int:
    """An incident of some schools, ten minutes old."""
    now, word = house.clock(), next(NUMBER)
    with house.db.write() as conn:
        members = [school.code for _, school in registers.read_schools(conn, EVERYTHING)[:schools]]
        made = incidents.open_incident(
            house.db, conn, kind="wide", rule="connectivity", subject=f"area:760/thu{word}", severity=severity, area="760",
            says=Words(f"{schools} trường ở Quận 1 cùng mất kết nối, vụ {word}", "Down"), started_at=now - 600, at=now - 600,
            members=members, confidence=0.92)
    assert made is not None
    return made


def row(house: Centre, number: int) -> Any:
    with house.db.read() as conn:
        return incidents.read_one(conn, EVERYTHING, number)


def events(house: Centre, number: int, what: str) -> list[incident_events.Event]:
    with house.db.read() as conn:
        return [event for event in incident_events.read_events(conn, EVERYTHING, number) if event.what == what]


@pytest.fixture
def at_story(living: Product, screen: Callable[..., Screen], house: Centre) -> Open:
    """at_story(size) -> (the page of a fresh incident, drawn; its number)."""

    def sit(size: tuple[int, int] = LAPTOP, *, severity: str = "high", path: str = "", **options: Any) -> tuple[Screen, int]:
        number, shown = plant(house, severity), screen(size, **options)
        shown.page.goto(f"{living.url}/incidents/{number}{path}")
        shown.page.wait_for_selector(".story-head h1, .call", timeout=60_000)
        return shown, number

    return sit


def said(shown: Screen, words: str) -> None:
    shown.page.locator(".said-now", has_text=words).first.wait_for()


def test_a_whole_life_by_keyboard(at_story: Open, house: Centre) -> None:
    shown, number = at_story(severity="critical")
    keys = shown.page.keyboard
    assert "92" in shown.page.locator(".story-head").inner_text(), "how sure the centre is"
    assert shown.page.locator(".story-schools tr").count() == 3
    keys.press("a")
    said(shown, "Tiếp nhận")
    keys.press("e")
    shown.page.locator("[data-story-people] [data-to=me]").wait_for()
    keys.press("Enter")
    said(shown, "Giao việc")
    shown.page.locator(".story-state", has_text="đang xử lý").wait_for()
    keys.press("n")
    keys.type("Gọi 1800 8119: hẹn hàn cáp xong lúc 15 giờ")
    keys.press("Control+Enter")
    said(shown, "ghi chú")
    assert shown.page.locator(".story-event.noted a[href='tel:18008119']").inner_text() == "1800 8119"
    keys.press("Escape")
    keys.press("r")
    keys.press("2")
    keys.press("Control+Enter")
    said(shown, "Khắc phục")
    assert (row(house, number).state, row(house, number).cause) == ("resolved", "cable")
    shown.page.locator("[data-story-act=reopen]").wait_for()
    shown.page.locator(".story-more > summary").press("Enter")
    shown.page.locator("[data-story-act=postmortem]").press("Enter")
    keys.type("Xe tải vướng cáp treo thấp; đã đề nghị nâng cáp ở cả tuyến.")
    keys.press("Control+Enter")
    shown.page.locator("[data-story-slot=learnt]", has_text="nâng cáp").wait_for()
    keys.press("Escape")
    shown.page.wait_for_url("**/incidents")
    assert not shown.complaints, shown.complaints


def test_a_whole_life_on_a_telephone(at_story: Open, house: Centre, living: Product) -> None:
    shown, number = at_story(PHONE, touch=True)
    acts = shown.page.locator(".story-acts")
    assert acts.bounding_box()["y"] + acts.bounding_box()["height"] == pytest.approx(PHONE[1], abs=2), "at hand, below"  # type: ignore[index]
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    acts.locator("[data-story-act=acknowledge]").tap()
    acts.locator("[data-story-act=start]").first.tap()
    acts.locator("[data-story-act=resolve].primary").wait_for()
    acts.locator("[data-story-act=calls]").tap()
    shown.page.locator(".call").first.wait_for()
    call = shown.page.locator(".call:has(a[href^='tel:02'])").first
    call.get_by_text("Đã có điện").tap()
    call.locator(".call-last", has_text="Đã có điện").wait_for()
    assert [event.text for event in events(house, number, "called")] == ["Đã có điện"]
    shown.page.locator(".story-back").tap()
    acts.locator("[data-story-act=resolve]").tap()
    shown.page.locator("[data-story-pick=power]").tap()
    shown.page.locator("dialog[open] [type=submit]").tap()
    shown.page.locator(".story-state", has_text="đã khắc phục").wait_for()
    assert row(house, number).cause == "power"
    assert not shown.complaints, shown.complaints


def photo() -> dict[str, Any]:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "10.7769 N"
    Image.new("RGB", (3200, 2000), "#c04030").save(out, "JPEG", exif=exif)
    return {"name": "cap.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_note_with_a_picture_and_what_names_a_pupil_is_given_back(at_story: Open, house: Centre) -> None:
    shown, number = at_story(PHONE, touch=True)
    field = shown.page.locator("[data-story-draft] textarea")
    shown.page.locator("[data-story-file] input").set_input_files(photo())
    shown.page.locator("[data-story-thumb] img").wait_for()
    field.fill("em Nguyễn Văn An lớp 5A chụp giúp")
    shown.page.locator("[data-story-compose] [type=submit]").tap()
    shown.page.locator("[data-story-wrong]", has_text="tên của một học sinh").wait_for()
    assert field.input_value().startswith("em Nguyễn"), "nothing typed is lost"
    assert shown.page.locator("[data-story-thumb] img").count() == 1
    field.fill("Cáp đứt trước cổng trường")
    shown.page.locator("[data-story-compose] [type=submit]").tap()
    picture = shown.page.locator(".story-picture img")
    picture.wait_for()
    until(shown, "(() => { const i = document.querySelector('.story-picture img'); return i.complete && i.naturalWidth > 0; })()")
    assert [event.text for event in events(house, number, "noted")] == ["Cáp đứt trước cổng trường"]


def test_what_is_typed_and_how_far_one_scrolled_stay_when_others_act_and_over_a_reload(at_story: Open, house: Centre) -> None:
    shown, number = at_story()
    field = shown.page.locator("[data-story-draft] textarea")
    field.fill("Đang gọi nhà mạng, họ nói")
    shown.page.locator(".story-page").evaluate("(page) => page.scrollTo(0, 150)")
    before = shown.page.locator(".story-page").evaluate("(page) => page.scrollTop")
    with house.db.write() as conn:
        incident_events.append(house.db, conn, number, at=house.clock(), what="noted", text="Hà: điện lực xác nhận")
    shown.page.locator(".story-event.noted", has_text="điện lực xác nhận").wait_for()
    assert field.input_value() == "Đang gọi nhà mạng, họ nói"
    assert shown.page.locator(".story-page").evaluate("(page) => page.scrollTop") == before
    shown.page.reload()
    shown.page.wait_for_selector(".story-head h1")
    assert field.input_value() == "Đang gọi nhà mạng, họ nói"


def test_a_flood_is_reported_from_a_telephone_and_the_shift_given_on(living: Product, screen: Callable[..., Screen], house: Centre) -> None:
    shown = screen(PHONE, touch=True)
    shown.page.goto(f"{living.url}/incidents/new")
    find = shown.page.locator("[data-new-find] input")
    until(shown, "centre.report && centre.report.root && centre.feed.directory")
    shown.page.locator("[data-new-category=flood]").tap()
    shown.page.locator("[data-new-text] textarea").fill("Nước vào tầng trệt, lớp học phải dời lên lầu")
    find.fill("truong")
    shown.page.locator(".new-find .result").first.tap()
    shown.page.locator("[data-new-count]", has_text="1 trường").wait_for()
    shown.page.get_by_role("button", name="Báo sự cố").tap()
    shown.page.locator(".story-head h1", has_text="Ngập lụt: Nước vào tầng trệt").wait_for()
    number = int(shown.page.url.rpartition("/")[2])
    assert (row(house, number).kind, row(house, number).schools) == ("manual", 1)
    shown.page.goto(f"{living.url}/handover")
    shown.page.locator("[data-handover-draft] textarea").fill("Trường ngập: gọi lại lúc 19 giờ xem nước rút chưa.")
    shown.page.get_by_role("button", name="Giao ca").tap()
    shown.page.locator("[data-handover-entry]", has_text="nước rút chưa").wait_for()
    assert shown.page.locator(f".handover-says[href='/incidents/{number}']").count() == 1
    shown.page.context.request.get(f"{living.url}/api/v1/incidents/{number}/calls.csv")
    wait_until(lambda: row(house, number) is not None, 1)
    assert not shown.complaints, shown.complaints


def test_somebody_elses_incident_is_a_page_that_is_not_there(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    for path in ("999999", "0", "9" * 30, "999999/calls", "x"):
        assert shown.page.goto(f"{living.url}/incidents/{path}").status == 404  # type: ignore[union-attr]
