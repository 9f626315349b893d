"""Papers asked for, files checked and fields left in a hurry: nobody gets another's answer, and no click is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Route

from tests.rig.browser import LAPTOP, Screen
from tests.rig.places import snapshot
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
Open = Callable[..., Screen]
PAPERS, BAD = "**/api/v1/papers", ".said-now.bad"


@pytest.fixture
def at(living: Product, screen: Callable[..., Screen]) -> Open:
    def go(path: str = "/reports", role: str = "manager") -> Screen:
        shown = screen(LAPTOP, role=role)
        shown.page.goto(living.url + path)
        return shown

    return go


def job(ident: str, state: str, **more: Any) -> dict[str, Any]:
    """One line of the list of papers, as the server tells it."""
    return {"snapshot": ident, "title": "Kết nối", "key": "pdf", "options": "", "state": state, "place": 0, "progress": None,
            "asked_at": 1e9, "finished_at": 9e9, "says": state, "error": "Hỏng rồi." if state == "failed" else "", "href": "", **more}


def told(route: Route, *jobs: dict[str, Any]) -> None:
    route.fulfill(json={"jobs": list(jobs), "alive": True, "waiting": 0})


def query(shown: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(shown.page.url).query).items()}


def test_ms_hanh_takes_one_picture_in_two_sizes_and_gets_both(at: Open, living: Product) -> None:
    ident = snapshot(living, "760", "daily")
    shown, taken = at(f"/reports/{ident}"), list[str]()
    shown.page.on("download", lambda file: taken.append(file.url))
    menu = shown.page.locator(".report-top-acts details", has=shown.page.locator(".report-sizes")).first
    for width in ("800 px", "3.840 px"):
        menu.locator("summary").click()
        menu.locator(".report-sizes button", has_text=width).first.click()
    waiting = shown.page.locator("[data-report-queue]")
    wait_until(lambda: shown.page.evaluate("1") and len(taken) == 2, 150, what="both pictures")
    widths = {parse_qs(urlparse(url).query)["width"][0] for url in taken}
    assert widths == {"800", "3840"}
    assert "3.840 ×" in waiting.inner_text(), "two sizes of one picture are told apart"


def test_what_failed_before_does_not_answer_for_what_is_asked_now(at: Open, living: Product) -> None:
    ident, held = snapshot(living, "760", "daily"), list[Route]()
    shown = at("/sources")
    shown.page.route(PAPERS, lambda route: held.append(route))
    shown.page.route(f"**/snapshots/{ident}/pdf?*", lambda route: route.fulfill(status=202, json=job(ident, "queued", place=1)))
    shown.page.goto(f"{living.url}/reports")
    row = shown.page.locator(f"[data-snapshot='{ident}']")
    row.wait_for()
    wait_until(lambda: shown.page.evaluate("1") and len(held) == 1, 20, what="the list is asked for")
    with shown.page.expect_response(f"**/snapshots/{ident}/pdf?*"):
        row.locator(".report-get").click()
    told(held[0], job(ident, "failed"))  # written down before she asked
    wait_until(lambda: shown.page.evaluate("1") and len(held) == 2, 20, what="the list is asked for again")
    assert shown.page.locator(BAD).count() == 0
    shown.page.unroute(f"**/snapshots/{ident}/pdf?*")
    with shown.page.expect_download(timeout=60_000):
        told(held[1], job(ident, "ready"))


def test_making_again_asks_for_the_same_size(at: Open, living: Product) -> None:
    ident = snapshot(living, "760", "daily")
    shown = at("/sources")
    shown.page.route(PAPERS, lambda route: told(route, job(ident, "failed", key="png", options="height=480 width=800")))
    shown.page.goto(f"{living.url}/reports")
    with shown.page.expect_request(f"**/snapshots/{ident}/png?*") as asked:
        shown.page.locator("[data-report-queue]").get_by_role("button", name="Làm lại").click()
    sent = parse_qs(urlparse(asked.value.url).query)
    assert (sent["width"], sent["height"]) == (["800"], ["480"])


def test_what_never_comes_into_the_list_is_not_waited_for_all_day(at: Open, living: Product) -> None:
    ident, rounds = snapshot(living, "760", "daily"), list[int]()
    shown = at("/sources")

    def empty(route: Route) -> None:
        rounds.append(1)
        told(route)

    shown.page.route(PAPERS, empty)
    shown.page.route(f"**/snapshots/{ident}/pdf?*", lambda route: route.fulfill(status=202, json=job(ident, "queued", place=1)))
    shown.page.clock.install()
    shown.page.goto(f"{living.url}/reports")
    shown.page.locator(f"[data-snapshot='{ident}'] .report-get").click()
    queue = shown.page.locator("[data-report-queue]")
    queue.get_by_text("đang chờ").wait_for()
    shown.page.clock.run_for(60_000)
    assert queue.is_visible(), "a minute is no long time"
    shown.page.clock.run_for(62_000)
    shown.page.locator(BAD, has_text="Không còn thấy trong hàng").wait_for()
    queue.wait_for(state="hidden")
    before = len(rounds)
    shown.page.clock.run_for(14_000)
    assert len(rounds) - before <= 1, "nobody waits: the list is asked for seldom"


def test_the_verdict_is_of_the_file_dropped_last(at: Open, living: Product, tmp_path: Path) -> None:
    held = list[Route]()
    shown = at("/reports?view=verify")
    shown.page.route("**/snapshots/verify", lambda route: held.append(route))
    for name in ("first.pdf", "second.pdf"):
        (tmp_path / name).write_bytes(name.encode() * 400)
        shown.page.locator(".report-drop input").set_input_files(tmp_path / name)
        wait_until(lambda name=name: shown.page.evaluate("1") and len(held) == 1 + (name == "second.pdf"), 20, what=name)  # type: ignore[misc]
    held[1].fulfill(json={"known": False, "same": False})
    shown.page.locator(".report-verdict.unknown", has_text="second.pdf").wait_for()
    with shown.page.expect_event("requestfinished", lambda request: "verify" in request.url):
        held[0].fulfill(json={"known": True, "same": True, "id": "AC-2026-000001", "title": "Bản đầu", "as_of": 1, "made_at": 1, "sha256": "a" * 64})
    shown.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert "second.pdf" in shown.page.locator("[data-report-verdict]").inner_text()
    shown.page.locator(".report-drop input").set_input_files(tmp_path / "first.pdf")
    wait_until(lambda: shown.page.evaluate("1") and len(held) == 3, 20, what="third")
    shown.page.locator(".nav > a[href='/incidents']").click()
    shown.page.wait_for_url("**/incidents")
    shown.page.locator("[data-reports]").wait_for(state="detached")
    held[2].fulfill(json={"known": False, "same": False})
    shown.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not shown.complaints, shown.complaints


def test_a_file_too_large_to_be_sent_is_not_called_a_strangers(at: Open, tmp_path: Path) -> None:
    shown = at("/reports?view=verify")
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(18 * 1024 * 1024)
    shown.page.locator(".report-drop input").set_input_files(tmp_path / "large.pdf")
    said = shown.page.locator(".report-verdict.unknown").inner_text()
    assert "quá lớn để kiểm tra ở đây" in said
    assert "large.pdf" in said
    assert "SHA-256" in said
    assert "không phải" not in said


def test_leaving_a_field_by_pressing_a_button_presses_it(at: Open) -> None:
    shown = at("/reports?new=1&template=daily&begins=2026-11-02&ends=2026-11-08")
    page = shown.page
    page.locator("input[name=begins]").fill("01/11/2026")
    page.locator(".of-compared [data-value=previous]").click()
    wait_until(lambda: query(shown).get("compared") == "previous", 10, what="pressed")
    assert query(shown)["begins"] == "2026-11-01"
    assert page.locator("input[name=begins]").input_value() == "01/11/2026"
    assert page.locator(".of-compared [data-value=previous]").get_attribute("aria-pressed") == "true"
    page.locator("input[name=ends]").fill("09/11/2026")
    with page.expect_request("**/api/v1/snapshots") as asked:
        page.locator(".report-make").click()
    assert json.loads(asked.value.post_data or "")["compared"] == "previous"


def test_what_is_wrong_stays_said_when_the_form_is_drawn_after_the_click(at: Open) -> None:
    shown = at("/reports?new=1&template=school&begins=2026-11-02&ends=2026-11-08")
    shown.page.locator("input[name=begins]").fill("01/11/2026")
    shown.page.locator(".report-make").click()
    shown.page.locator(".report-told", has_text="Hãy chọn một trường").wait_for()
    wait_until(lambda: shown.page.evaluate("document.querySelector('input[name=begins]').value") == "01/11/2026", 10, what="drawn")
    assert "Hãy chọn một trường" in shown.page.locator(".report-told").inner_text()


def test_a_report_of_the_incident_list_is_of_its_area_and_time_and_says_what_it_leaves_out(at: Open) -> None:
    shown = at("/incidents?state=all&area=760&severity=high,critical")
    wait_until(lambda: shown.page.evaluate("window.centre.incidents.ready && window.centre.incidents.scope === 'all'"), 20, what="the list")
    shown.page.locator(".report-start").click()
    shown.page.wait_for_url("**/reports?*")
    found = query(shown)
    assert (found["template"], found["area"]) == ("incidents", "760")
    assert found["begins"] <= found["ends"]
    said = shown.page.locator(".said-now").inner_text()
    assert "mức độ" in said
    assert "loại" not in said
    shown.page.goto(shown.page.url.split("/reports")[0] + "/incidents?area=760")
    shown.page.locator(".report-start").click()
    shown.page.wait_for_url("**/reports?*")
    assert query(shown) == {"new": "1", "template": "incidents", "area": "760"}, "what is live is told of now"


def test_an_address_typed_and_not_added_goes_along(at: Open) -> None:
    """Whoever has a name here may send to addresses; the last one typed counts without its button."""
    sent: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
            route.fulfill(json={"id": 1})
        else:
            route.fulfill(json={"rows": [], "people": [], "outside": True})

    shown = at("/reports")
    shown.page.route("**/api/v1/schedules", answer)
    shown.page.goto(shown.page.url.partition("?")[0] + "?view=plans")
    shown.page.get_by_role("button", name="Thêm lịch").click()
    box = shown.page.locator(".report-plan-box")
    mail = box.locator("input[name=address]")
    mail.fill("van-phong@")
    box.get_by_role("button", name="Lưu lịch").click()
    assert shown.page.evaluate("document.activeElement.name") == "address", "what is no address is not left out in silence"
    mail.fill("van-phong@so.example")
    box.get_by_role("button", name="Lưu lịch").click()
    wait_until(lambda: sent, what="it is saved")
    assert sent[0]["addresses"] == ["van-phong@so.example"]
