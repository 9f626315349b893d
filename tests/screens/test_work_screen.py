"""An officer's morning on a telephone: opens the list, calls, notes the result in two taps, finds it in the incident's story; without a line too."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from domain.person import EVERYTHING
from domain.wording import Words
from services.centre import Centre
from store import incident_events, incidents
from tests.rig.administration import until
from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
NUMBER = count(1)
HOSTILE = "<img src=x onerror=window.__x=1>"
Open = Callable[..., Screen]


def theirs(shown: Screen, living: Product) -> list[str]:
    """Codes of the schools that this screen's officer reaches."""
    codes: list[str] = shown.context.request.get(f"{living.url}/api/v1/live/directory?area=79").json()["codes"]
    return codes


def plant(house: Centre, codes: list[str], *, severity: str = "critical", minutes: float = 600.0, says: str = "") -> int:
    """An incident of these schools that nobody has, overdue for hours."""
    now, word = house.clock(), next(NUMBER)
    with house.db.write() as conn:
        made = incidents.open_incident(
            house.db, conn, kind="single" if len(codes) == 1 else "wide", rule="epayment", subject=f"school:{codes[0]}/{word}", severity=severity, area="",
            says=Words(says or f"Vụ {word} ở trường", f"Case {word}"), started_at=now - minutes * 60, at=now - minutes * 60, members=codes)
    assert made is not None
    return made


def called(house: Centre, number: int) -> list[str]:
    with house.db.read() as conn:
        return [event.text for event in incident_events.read_events(conn, EVERYTHING, number) if event.what == "called"]


@pytest.fixture
def at_work(living: Product, screen: Callable[..., Screen]) -> Open:
    def sit(size: tuple[int, int] = PHONE, path: str = "/work", **options: Any) -> Screen:
        shown = screen(size, touch=size == PHONE, role=options.pop("role", "officer"), **options)
        shown.page.add_init_script("document.addEventListener('click', (e) => { if (e.target.closest('a[href^=\"tel:\"]')) e.preventDefault(); }, true);")
        shown.page.goto(living.url + path)
        return shown

    return sit


def card(shown: Screen, number: int) -> Any:
    return shown.page.locator(f"[data-work-card='i:{number}']")


def test_an_officers_morning_on_a_telephone(at_work: Open, living: Product, house: Centre) -> None:
    shown = at_work(path="/")
    code = theirs(shown, living)[0]
    number = plant(house, [code])
    shown.page.goto(f"{living.url}/work")
    mine = card(shown, number)
    mine.wait_for()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    first = shown.page.locator(".of-free [data-work-card]").first
    assert first.get_attribute("data-work-card") == f"i:{number}", "overdue the longest, critical: first"
    call = mine.locator(".work-call")
    assert call.get_attribute("href").startswith("tel:0")
    box = call.bounding_box()
    assert box["height"] >= 44, "as large as a thumb"
    call.tap()
    mine.locator(".work-result", has_text="Đã có mạng").tap()
    mine.locator(".work-last", has_text="Đã có mạng").wait_for()
    assert called(house, number) == ["Đã có mạng"]
    mine.locator("[data-work-take]").tap()
    shown.page.locator(f".of-mine [data-work-card='i:{number}']").wait_for()
    mine.locator(".work-says").tap()
    shown.page.locator(".story-event.called", has_text="Đã có mạng").wait_for()
    assert shown.page.url.endswith(f"/incidents/{number}")
    shown.page.go_back()
    shown.page.locator(f".of-mine [data-work-card='i:{number}']").wait_for()
    assert not shown.complaints, shown.complaints


def test_without_a_line_it_waits_and_goes_by_itself(at_work: Open, living: Product, house: Centre) -> None:
    shown = at_work(path="/")
    number = plant(house, theirs(shown, living)[1:2])
    shown.page.goto(f"{living.url}/work")
    mine = card(shown, number)
    mine.wait_for()
    shown.context.set_offline(True)
    mine.locator(".work-note").tap()
    mine.locator(".work-result", has_text="Không nghe máy").tap()
    mine.locator(".work-waits", has_text="chưa gửi").wait_for()
    shown.page.locator("[data-unsent]:visible").wait_for()
    assert called(house, number) == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    shown.context.set_offline(False)
    mine.locator(".work-last", has_text="Không nghe máy").wait_for()
    assert called(house, number) == ["Không nghe máy"], "once"


def test_at_a_desk_by_keyboard_and_hostile_names_stay_text(at_work: Open, living: Product, house: Centre) -> None:
    shown = at_work(LAPTOP, path="/")
    number = plant(house, theirs(shown, living)[2:6], says=HOSTILE, minutes=900)
    shown.page.goto(f"{living.url}/work")
    card(shown, number).wait_for()
    assert card(shown, number).locator(".work-says").inner_text().startswith(("4 trường", HOSTILE, "<img", "Trường"))
    until(shown, "document.querySelectorAll('[data-work-card]').length > 0")
    for _ in range(shown.page.locator("[data-work-card]").count()):
        if shown.page.evaluate(f"document.activeElement.dataset.workCard === 'i:{number}'"):
            break
        shown.page.keyboard.press("j")
    until(shown, f"document.activeElement.dataset.workCard === 'i:{number}'")
    shown.page.keyboard.press("c")
    card(shown, number).locator(".work-result").first.wait_for()
    shown.page.keyboard.press("1")
    card(shown, number).locator(".work-last").wait_for()
    assert len(called(house, number)) == 1
    shown.page.keyboard.press("a")
    shown.page.locator(f".of-mine [data-work-card='i:{number}']").wait_for()
    assert shown.page.evaluate("window.__x") is None
    assert shown.page.locator(".work-page img").count() == 0
    assert not shown.complaints, shown.complaints


def test_every_empty_list_says_why_and_in_english(at_work: Open, living: Product) -> None:
    shown = at_work(LAPTOP, path="/")
    shown.context.add_cookies([{"name": "lang", "value": "en", "url": living.url}])
    shown.page.goto(f"{living.url}/work")
    shown.page.locator("[data-work-none=disputes]", has_text="No school disputes a figure now").wait_for()
    for name in ("mine", "free", "silent", "due", "disputes"):
        lines = shown.page.locator(f"[data-work-list={name}] > li").count()
        said = shown.page.locator(f"[data-work-none={name}]").inner_text().strip()
        assert lines or said, f"{name}: neither a line nor a reason"


def test_the_search_box_by_keyboard(at_work: Open, living: Product) -> None:
    shown = at_work(LAPTOP, role="operator")
    shown.page.locator(".work-page").wait_for()
    keys = shown.page.keyboard
    keys.press("/")
    shown.page.locator("[data-seek] input").wait_for()
    keys.type("so giao ca")
    shown.page.locator(".seek-hit[href='/handover'][aria-selected=true]").wait_for()
    keys.press("Escape")
    shown.page.locator("[data-seek][open]").wait_for(state="detached")
    keys.press("Control+k")
    keys.type("quan 1")
    shown.page.locator(".seek-hit[href^='/?area=760'][aria-selected=true]").wait_for()
    keys.press("Enter")
    shown.page.wait_for_url("**/?area=760&tree=old")
    shown.page.locator("[data-crumbs]", has_text="Quận 1").wait_for()
    keys.press("Control+k")
    keys.type("tieu hoc")
    shown.page.locator(".seek-hit[href^='/schools/']").first.wait_for()
    name = shown.page.locator(".seek-hit[href^='/schools/'] .seek-title").nth(1).inner_text()
    keys.press("ArrowDown")
    keys.press("Enter")
    shown.page.locator(".school-card h2", has_text=name).wait_for()
    keys.press("Control+k")
    wait_until(lambda: shown.page.locator(".seek-title").first.inner_text() == name, 10, what="opened lately stands first")
    assert not shown.complaints, shown.complaints


def test_the_search_box_on_a_telephone_finds_nothing_foreign(at_work: Open, living: Product) -> None:
    everybody = living.get("/api/v1/live/directory?area=79")
    shown = at_work()
    own = set(theirs(shown, living))
    foreign = next(code for code in everybody["codes"] if code not in own)
    shown.page.locator("[data-seek-open]").tap()
    box = shown.page.locator("[data-seek]").bounding_box()
    assert (box["width"], box["x"]) == (PHONE[0], 0)
    shown.page.locator("[data-seek] input").fill(foreign)
    shown.page.locator(".seek-none", has_text="trong phạm vi của bạn").wait_for()
    shown.page.locator("[data-seek] input").fill(next(iter(own)))
    shown.page.locator(".seek-hit").first.wait_for()
    shown.page.locator(".seek-hit").first.tap()
    shown.page.wait_for_url("**/schools/*")
