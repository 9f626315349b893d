"""The people page in a real browser, over the living product: who is let in, how far, and what is taken back."""

import re
from collections.abc import Callable

import pytest

from domain.person import Part, Role
from services import accounts
from services.centre import Centre
from tests.rig.administration import DEMO, Open, answered, choose, create, directory, enter_by, fill_in, query, until
from tests.rig.browser import Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


def test_an_officer_made_by_the_tree_sees_her_district_and_finds_no_administration(living: Product, at: Open, screen: Callable[..., Screen]) -> None:
    shown = at("people?new=1")
    fill_in(shown, "Nguyễn Thị Lan", "lan.nguyen")
    choose(shown, "quan 1")
    assert shown.page.locator("[data-chips]:visible").inner_text().startswith("Quận 1")
    hers = enter_by(create(shown), screen)
    assert {area["name"] for area in directory(hers, living)["trees"]["old"]} == {"Quận 1"}
    assert hers.page.locator(".who-name").inner_text() == "Nguyễn Thị Lan"
    assert hers.page.locator("a[href^='/admin']").count() == 0
    for page in ("people", "screens", "keys", "audit"):
        assert hers.page.goto(f"{living.url}/admin/{page}").status == 404
        assert "Người dùng" not in hers.page.content()
    assert hers.page.context.request.get(f"{living.url}/api/v1/audit.csv").status == 404
    assert not shown.complaints, shown.complaints


def test_map_and_tree_show_and_change_the_same_choice(at: Open) -> None:
    shown = at("people?new=1")
    shown.page.locator("[data-pick-open]:visible").click()
    shown.page.locator("[data-pick-tree=old]").click()
    until(shown, "(() => { const v = [...centre.map.views][0]; return v.areas.shapes().some((s) => s.name === 'Huyện Củ Chi'); })()")
    where = "(() => { const v = [...centre.map.views][0], a = centre.feed.directory.trees.old.find((a) => a.name === '%s'); const p = v.map.latLngToContainerPoint(a.label), r = v.map.getContainer().getBoundingClientRect(); return [r.x + p.x, r.y + p.y, a.code]; })()"
    x, y, code = shown.page.evaluate(where % "Huyện Củ Chi")
    row = shown.page.locator(f".pick-row input[value='{code}']")
    shown.page.mouse.click(x, y)
    assert row.is_checked()
    assert shown.page.locator("[data-pick-chips]").inner_text().startswith("Huyện Củ Chi")
    held = f"[...centre.map.views][0].pick.has('{code}')"
    assert shown.page.evaluate(held)
    row.uncheck()
    assert not shown.page.evaluate(held), "taken off the list, taken off the map"
    for name in ("Huyện Củ Chi", "Huyện Hóc Môn"):
        x, y, _ = shown.page.evaluate(where % name)
        shown.page.mouse.click(x, y)
    shown.page.mouse.move(x + 1, y)
    shown.page.locator(".map-tip", has_text="đã chọn").wait_for()
    shown.page.locator("[data-pick-done]").click()
    assert shown.page.evaluate("document.activeElement.hasAttribute('data-pick-open')"), "the focus is back where it was"
    assert "tree" not in query(shown), "the picker leaves nothing in the address"
    fill_in(shown, "Trần Văn Bình", "binh.tran")
    create(shown)
    shown.page.locator(".reach-rows", has_text="Huyện Củ Chi, Huyện Hóc Môn").wait_for()
    assert not shown.complaints, shown.complaints


def test_the_whole_province_takes_the_place_of_its_areas(at: Open) -> None:
    shown = at("people?new=1")
    shown.page.locator("select[name=role]").select_option("operator")
    assert shown.page.locator("[data-chips]:visible").inner_text() == "Toàn địa bàn"
    shown.page.locator("[data-pick-open]:visible").click()
    assert shown.page.locator(".pick-row:not(.whole) input:enabled").count() == 0
    shown.page.locator(".pick-row.whole input").uncheck()
    assert shown.page.locator(".pick-row input:checked").count() == 0
    shown.page.keyboard.press("Escape")
    assert not shown.page.locator("dialog.picker").is_visible()
    assert shown.page.locator("dialog.admin-sheet").is_visible(), "Esc closes one dialog"
    assert shown.page.locator("[data-chips]:visible").inner_text() == "Toàn địa bàn", "what was not taken is not kept"


def test_a_school_contact_is_given_one_school(at: Open) -> None:
    shown = at("people?new=1")
    shown.page.locator("select[name=role]").select_option("school_contact")
    assert not shown.page.locator("[data-pick-open]").first.is_visible()
    fill_in(shown, "Phạm Quỳnh Anh", "anh.pham")
    shown.page.locator(".school-field:visible input").fill("tieu hoc")
    name = shown.page.locator(".school-field:visible .result-name").first.inner_text()
    shown.page.keyboard.press("Enter")
    assert shown.page.locator(".school-field:visible input").input_value() == name
    create(shown)
    shown.page.locator(".reach-rows", has_text=name).wait_for()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_half_done(at: Open) -> None:
    shown = at("people?new=1")
    fill_in(shown, "Lê Văn Sai", "Lê Sai")
    shown.page.keyboard.press("Enter")
    error = shown.page.locator("[data-error-for=login]")
    wait_until(lambda: "chữ không dấu" in error.inner_text())
    assert shown.page.evaluate("document.activeElement.name") == "login"
    shown.page.locator("[data-enter] input[name=login]").fill("le.sai")
    shown.page.keyboard.press("Enter")
    wait_until(lambda: "ít nhất một địa bàn" in shown.page.locator("[data-error-for=areas]:visible").first.inner_text())
    assert error.inner_text() == ""
    choose(shown, "can gio")
    shown.page.locator("input[name=until]").fill("31/02/2027")
    shown.page.locator(".sheet-foot [type=submit]").click()
    wait_until(lambda: "22/11/2026" in shown.page.locator("[data-error-for=until]").inner_text())
    assert shown.page.locator("[data-enter] input[name=name]").input_value() == "Lê Văn Sai", "what was typed is kept"
    shown.page.keyboard.press("Escape")
    shown.page.locator(".admin-search input").fill("le van sai")
    shown.page.locator(".admin-list .empty").wait_for()


def test_taking_away_asks_first_and_acts_at_once(living: Product, at: Open, screen: Callable[..., Screen]) -> None:
    shown = at("people?new=1")
    fill_in(shown, "Võ Thị Ngọc", "ngoc.vo")
    choose(shown, "quan 3")
    hers = enter_by(create(shown), screen)
    shown.page.locator("[data-act=take_back]").click()
    box = shown.page.locator(".admin-sure")
    assert "Quận 3" in box.inner_text()
    assert shown.page.evaluate("document.activeElement.textContent") == "Để nguyên", "the harmless answer has the focus"
    shown.page.keyboard.press("Escape")
    assert shown.page.locator(".reach-rows li").count() == 1
    shown.page.locator("[data-act=disable]").click()
    box.locator(".danger").click()
    wait_until(lambda: "Đã khoá tài khoản" in answered(shown))
    shown.page.locator(".sheet-head .pill", has_text="đã khoá").wait_for()
    assert hers.page.context.request.get(f"{living.url}/api/v1/me").status == 401
    shown.page.locator("[data-act=enable]").click()
    shown.page.locator(".sheet-head .pill", has_text="đang dùng").wait_for()


def test_leave_cover_is_arranged_and_shows_on_both_sides(at: Open, house: Centre) -> None:
    giver = accounts.create(house, DEMO, login="dao.le", name="Lê Thị Đào", role=Role.OFFICER, parts=[Part(area="760")]).person_id
    taker = accounts.create(house, DEMO, login="dung.ho", name="Hồ Văn Dũng", role=Role.OFFICER, parts=[Part(area="787")]).person_id
    shown = at(f"people?person={giver}")
    shown.page.locator("summary", has_text="Bàn giao khi nghỉ").click()
    cover = shown.page.locator("form[data-act=hand_over]")
    cover.locator("[type=submit]").click()
    wait_until(lambda: cover.locator("[data-error-for=since]").inner_text() == "Hãy cho biết ngày.")
    cover.locator("select[name=to]").select_option(str(taker))
    cover.locator("input[name=since]").fill("01/12/2029")
    cover.locator("input[name=until]").fill("15/12/2029")
    cover.locator("input[name=why]").fill("nghỉ phép")
    cover.locator("[type=submit]").click()
    assert "Đã bàn giao" in answered(shown)
    shown.page.goto(re.sub(r"person=\d+", f"person={taker}", shown.page.url))
    line = shown.page.locator(".reach-rows li", has_text="phạm vi của Lê Thị Đào")
    line.wait_for()
    assert "từ 01/12/2029 đến hết 15/12/2029" in line.inner_text()
    assert "chưa đến ngày" in line.inner_text()
    assert "nghỉ phép" in line.inner_text()


def test_a_link_shows_the_person_and_back_closes_the_sheet(at: Open) -> None:
    shown = at("people?q=mo+phong")
    shown.page.locator(".row-name", has_text="Quản trị").click()
    shown.page.wait_for_selector(".sheet-head h2")
    until(shown, "document.activeElement === document.querySelector('.sheet-head h2')")
    assert query(shown).keys() == {"q", "person"}
    shown.page.go_back()
    until(shown, "!document.querySelector('dialog.admin-sheet').open")
    assert query(shown) == {"q": "mo phong"}
    shown.page.go_forward()
    shown.page.wait_for_selector("dialog.admin-sheet[open] .sheet-head h2")
    shown.page.keyboard.press("Escape")
    shown.page.wait_for_url("**/admin/people?q=mo+phong")
    assert not shown.page.locator("dialog.admin-sheet").is_visible()
    shown.page.locator(".row-name").first.focus()
    shown.page.keyboard.press("Enter")
    until(shown, "document.activeElement === document.querySelector('dialog[open] .sheet-head h2')")
    shown.page.keyboard.press("Escape")
    until(shown, "document.activeElement.classList.contains('row-name')")
    assert not shown.complaints, shown.complaints
