"""Keys, screens and the log in a real browser, over the living product; and what all administration pages promise."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from domain.person import Part, Role
from services import accounts, keys
from services.centre import Centre
from tests.rig.administration import DEMO, Open, answered, directory, query, until
from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch

pytestmark = [pytest.mark.screen, pytest.mark.product]

XSS = (  # PROMISES section 6, 1-13
    "<img src=x onerror=window.__x=1>", '"><svg onload=window.__x=1>', "</script><script>window.__x=1</script>", "[x](javascript:window.__x=1)",
    '<a href="javascript:window.__x=1">t</a>', "$\\href{javascript:window.__x=1}{m}$", "{{7*7}}${7*7}<%=7*7%>", '<iframe srcdoc="<script>parent.__x=1</script>">',
    '" autofocus onfocus=window.__x=1 x="', "<a id=dash_clientside>", "<svg><script>window.__x=1</script></svg>", "&lt;img src=x onerror=window.__x=1&gt;", "__proto__",
)


def test_a_key_is_shown_once_works_and_is_taken_back(living: Product, at: Open) -> None:
    shown = at("keys?new=1")
    shown.page.locator("[data-enter] input[name=name]").fill("Kho dữ liệu")
    shown.page.keyboard.press("Enter")
    assert "Đã tạo khoá" in answered(shown)
    token = shown.page.locator(".secret").first.inner_text()
    call = shown.page.locator(".secret").nth(1).inner_text()
    address = re.search(r'"(http[^"]+)"', call)
    assert address is not None
    assert f"Bearer {token}" in call
    assert address[1].startswith(living.url)
    bearer = {"authorization": f"Bearer {token}"}
    status, _, body = fetch(address[1], headers=bearer)
    assert (status, b"connectivity" in body) == (200, True)
    assert fetch(f"{living.url}/admin/keys", headers=bearer)[0] in {303, 404}
    shown.page.locator("[data-copy]").first.click()
    shown.page.locator("[data-copy] .copied").first.wait_for()
    shown.page.keyboard.press("Escape")
    wait_until(lambda: token not in shown.page.content(), what="the secret leaves the page with its sheet")
    shown.page.locator(".row-name", has_text="Kho dữ liệu").first.click()
    shown.page.wait_for_selector(".sheet-head h2")
    assert token not in shown.page.content(), "shown once"
    assert f"{token[:9]}…" in shown.page.locator(".sheet-side").inner_text()
    shown.page.locator("[data-act=revoke]").click()
    shown.page.locator(".admin-sure .danger").click()
    shown.page.locator(".sheet-head .pill", has_text="đã thu hồi").wait_for()
    assert fetch(address[1], headers=bearer)[0] == 401


def test_a_screen_is_accepted_by_its_code_and_cut_off_again(living: Product, at: Open, screen: Callable[..., Screen]) -> None:
    wall = screen(WALL, role="")
    wall.page.goto(f"{living.url}/pair")
    shown = at("screens")
    code = shown.page.locator(".pair-code").first
    code.wait_for()
    shows = re.sub(r"[^A-Z0-9]", "", wall.page.locator("body").inner_text())
    assert code.inner_text().replace("-", "") in shows
    shown.page.locator(".door-screen .primary").first.click()
    shown.page.wait_for_selector("[data-enter] input[name=name]")
    shown.page.locator("[data-enter] input[name=name]").fill("Phòng trực")
    shown.page.keyboard.press("Enter")
    assert "Đã nhận màn hình" in answered(shown)
    wall.page.wait_for_url("**/wall")
    shown.page.locator("[data-act=revoke]").click()
    shown.page.locator(".admin-sure .danger").click()
    shown.page.locator(".sheet-head .pill", has_text="đã ngắt").wait_for()
    assert wall.page.context.request.get(f"{living.url}/api/v1/live/wall").status == 401


def test_the_log_answers_who_saw_a_school(living: Product, at: Open, screen: Callable[..., Screen]) -> None:
    reader = screen(LAPTOP, role="operator")
    reader.page.goto(living.url + "/")
    reader.page.wait_for_selector(".map-place [data-painted]")
    known = directory(reader, living)
    code, name = known["codes"][5], known["names"][5]
    reader.page.goto(f"{living.url}/schools/{code}")
    reader.page.wait_for_selector(".readings-table")
    shown = at("audit")
    until(shown, "Boolean(centre.feed.directory)")
    shown.page.locator(".ask .school-field input").first.fill(code)
    shown.page.locator(".ask .result").first.click()
    shown.page.locator(".ask input[name=since]").first.fill("01/01/2020")
    shown.page.keyboard.press("Enter")
    answer = shown.page.locator(".answer-card")
    answer.wait_for()
    assert "1 người đã sửa" in answer.inner_text()  # the import it came with
    assert "hệ thống" in answer.inner_text()
    assert "từ 01/01/2020" in answer.inner_text()
    assert name in answer.inner_text()
    assert "Cán bộ trực" in answer.inner_text()
    assert query(shown) == {"school": code, "since": "01/01/2020"}
    seen = shown.page.locator(".audit-table .row", has_text="xem trường").first
    assert name in seen.inner_text()
    link = shown.page.locator("[data-export]").get_attribute("href") or ""
    assert parse_qs(urlparse(link).query) == {"school": [code], "since": ["01/01/2020"]}
    shown.page.locator(".chain.good", has_text="Chuỗi nguyên vẹn").wait_for()
    shared = shown.page.url
    again = at("audit" + shared.partition("/admin/audit")[2])
    again.page.locator(".answer-card", has_text=name).wait_for()
    assert again.page.locator(".ask input[name=since]").first.input_value() == "01/01/2020"
    assert not shown.complaints, shown.complaints


def test_hostile_names_stay_text_everywhere(at: Open, house: Centre) -> None:
    for i, name in enumerate(XSS):
        made = accounts.create(house, DEMO, login=f"hostile.{i}", name=name, role=Role.OFFICER, parts=[Part(area="760")])
        keys.make(house, DEMO, name=name, role=Role.OPERATOR, parts=[Part()])
    shown = at("people?q=hostile")
    dialogs: list[str] = []
    shown.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    wait_until(lambda: shown.page.locator(".row-name").count() == len(XSS))
    assert set(shown.page.locator(".row-name").all_inner_texts()) == set(XSS)
    shown.page.locator(".row-name").first.click()
    shown.page.wait_for_selector(".sheet-head h2")
    shown.page.locator("[data-act=disable]").click()
    shown.page.locator(".admin-sure .danger").click()
    assert "Đã khoá" in answered(shown)
    origin = shown.page.evaluate("location.origin")
    for path in ("keys", "audit", "audit?text=onerror", f"people?person={made.person_id}"):
        shown.page.goto(f"{origin}/admin/{path}")
        shown.page.wait_for_selector(".admin-table")
        assert shown.page.locator(".main :is(img, iframe, script, svg)").count() == 0
        assert shown.page.evaluate("window.__x") is None
    assert not dialogs
    assert not shown.complaints, shown.complaints


def test_a_silent_house_is_said_and_nothing_goes_blank(at: Open) -> None:
    shown = at("people?q=mo+phong")
    shown.page.locator(".row-name", has_text="Quản trị").click()
    shown.page.wait_for_selector(".sheet-head h2")
    callbacks = "**/_dash-update-component**"
    refusal = {"status": 503, "content_type": "application/json", "body": json.dumps({"code": "store_down", "vi": "Cơ sở dữ liệu không trả lời.", "en": ""})}
    shown.page.route(callbacks, lambda r: r.fulfill(**refusal))
    shown.page.locator("form[data-act=change] [type=submit]").click()
    shown.page.locator(".admin-sure .danger").click()
    shown.page.locator("[data-late-place]", has_text="Cơ sở dữ liệu không trả lời.").wait_for()
    assert shown.page.locator("[aria-busy=true]").count() == 0, "it may be asked for again"
    shown.page.unroute(callbacks)
    shown.page.route(callbacks, lambda r: r.abort())
    shown.page.keyboard.press("Escape")
    shown.page.locator("[data-failed]", has_text="Máy chủ không trả lời").wait_for()
    assert shown.page.locator(".row-name").count() >= 1
    shown.page.unroute(callbacks)
    shown.page.locator(".admin-search input").fill("khong co ai")
    shown.page.locator(".admin-list .empty").wait_for()
    assert shown.page.locator("[data-failed]").inner_text() == ""


def test_what_takes_longer_than_a_second_says_that_it_is_on_its_way(at: Open) -> None:
    shown = at("people?q=mo+phong")
    held: list[Any] = []
    shown.page.route("**/_dash-update-component**", lambda r: held.append(r))
    shown.page.locator(".row-name", has_text="Quản trị").click()
    bar = "getComputedStyle(document.querySelector('.sheet-slot'), '::before').opacity"
    assert shown.page.evaluate(bar) == "0", "not at once"
    assert shown.page.locator("dialog.admin-sheet").is_visible(), "the sheet opens at once"
    until(shown, f"{bar} === '1'")
    for one in held:
        one.continue_()
    shown.page.unroute("**/_dash-update-component**")
    shown.page.wait_for_selector(".sheet-head h2")
    until(shown, "!document.documentElement.hasAttribute('data-asking')")


@pytest.mark.parametrize("size", [WALL, LAPTOP, PHONE], ids=["wall", "laptop", "phone"])
@pytest.mark.parametrize("path", ["people", "people?new=1", "people?person=1", "screens", "screens?accept=AAAA-BBBB", "keys", "keys?new=1", "audit"])
def test_nothing_runs_over_the_edge(at: Open, path: str, size: tuple[int, int]) -> None:
    shown = at(path, size, touch=size == PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    over = shown.page.evaluate(
        """[...document.querySelectorAll('.admin-page :is(.card, dialog[open], td, .field, .admin-head)')].filter((n) => n.scrollWidth > n.clientWidth + 2
        && n.clientWidth && !n.matches('.table-wrap')).map((n) => n.className || n.tagName)""")
    assert not over, over
    if size == PHONE:
        small = shown.page.evaluate(
            """[...document.querySelectorAll('.admin-page :is(button, select, a.button)')].filter((n) => n.offsetParent && n.getBoundingClientRect().height < 38
            && !n.closest('.chips, .school-field')).map((n) => n.outerHTML.slice(0, 90))""")
        assert not small, json.dumps(small, ensure_ascii=False)
