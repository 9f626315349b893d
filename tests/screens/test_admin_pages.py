"""The administration pages in a real browser, over the living product: what an administrator can decide and look up."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from domain.person import Actor, ActorKind, Part, Role
from services import accounts, keys
from services.centre import Centre, Door
from tests.gate.gatehouse import NO_CACHE
from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch

pytestmark = [pytest.mark.screen, pytest.mark.product]

PASSWORD = "ba con mèo ngủ trưa"
XSS = (  # PROMISES section 6, 1-13
    "<img src=x onerror=window.__x=1>", '"><svg onload=window.__x=1>', "</script><script>window.__x=1</script>", "[x](javascript:window.__x=1)",
    '<a href="javascript:window.__x=1">t</a>', "$\\href{javascript:window.__x=1}{m}$", "{{7*7}}${7*7}<%=7*7%>", '<iframe srcdoc="<script>parent.__x=1</script>">',
    '" autofocus onfocus=window.__x=1 x="', "<a id=dash_clientside>", "<svg><script>window.__x=1</script></svg>", "&lt;img src=x onerror=window.__x=1&gt;", "__proto__",
)
DEMO = Actor(kind=ActorKind.PERSON, id=1, name="Quản trị (mô phỏng)", role=Role.ADMINISTRATOR, demo=True)
Open = Callable[..., Screen]


@pytest.fixture
def at(living: Product, screen: Callable[..., Screen]) -> Open:
    """at("people?new=1", size) -> an administrator's screen, the page drawn."""

    def go(path: str, size: tuple[int, int] = LAPTOP, *, role: str = "administrator", **options: Any) -> Screen:
        shown = screen(size, role=role, **options)
        shown.page.goto(f"{living.url}/admin/{path}")
        shown.page.wait_for_selector(".admin-slot .card, [data-enter]")
        return shown

    return go


@pytest.fixture
def house(living: Product) -> Iterator[Centre]:
    """The same database by its own door: for planting what would take a person long to type."""
    opened = Centre.open(home=living.home, database_url=f"sqlite:///{living.home}/centre.db", redis_url=NO_CACHE, door=Door(demo=True))
    yield opened
    opened.close()


def until(screen: Screen, true: str) -> None:
    wait_until(lambda: screen.page.evaluate(true), 10, what=true)


def query(screen: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(screen.page.url).query).items()}


def answered(screen: Screen) -> str:
    """The sentence that came back."""
    said = screen.page.locator(".sheet-told [data-answer]")
    said.wait_for()
    return said.inner_text()


def choose(screen: Screen, *found: str, tree: str = "old") -> None:
    """Areas by typing into the picker's search, each the first that fits."""
    screen.page.locator("[data-pick-open]:visible").click()
    screen.page.locator(f"[data-pick-tree={tree}]").click()
    for text in found:
        screen.page.locator("[data-pick-search] input").fill(text)
        screen.page.locator(f"[data-pick-tree={tree}][aria-pressed=true]").wait_for()
        wait_until(lambda: screen.page.locator(".pick-row.whole").count() == 0, what="the list follows the search")
        screen.page.locator(".pick-row input").first.check()
    screen.page.locator("[data-pick-done]").click()


def fill_in(screen: Screen, name: str, login: str) -> None:
    screen.page.locator("[data-enter] input[name=name]").fill(name)
    screen.page.locator("[data-enter] input[name=login]").fill(login)


def create(screen: Screen) -> str:
    """Press the button; the link that is shown this once."""
    screen.page.keyboard.press("Enter") if screen.page.evaluate("document.activeElement.name === 'login'") else screen.page.locator(".sheet-foot [type=submit]").click()
    assert "Đã tạo tài khoản" in answered(screen)
    until(screen, "document.querySelector('.secret').textContent.includes('/welcome?code=')")
    return screen.page.locator(".secret").inner_text()


def enter_by(link: str, screen: Callable[..., Screen]) -> Screen:
    """She opens the link on her own machine and chooses a password."""
    hers = screen(LAPTOP, role="")
    hers.page.goto(link)
    hers.page.locator("input[name=password]").fill(PASSWORD)
    hers.page.locator("input[name=again]").fill(PASSWORD)
    hers.page.keyboard.press("Enter")
    hers.page.wait_for_selector(".map-place [data-painted]")
    return hers


def directory(hers: Screen, living: Product) -> dict[str, Any]:
    found: dict[str, Any] = hers.page.evaluate("async () => (await fetch('/api/v1/live/directory')).json()")
    return found


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
    wait_until(lambda: query(shown) == {"q": "mo phong"})
    assert not shown.page.locator("dialog.admin-sheet").is_visible()
    assert not shown.complaints, shown.complaints


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
    shown.page.reload()
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
