"""Province, area, school and back on one map: every level answers, the address is the state, keys suffice, nothing is empty without words."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from domain.wording import sort_key
from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
ANSWERS = ("indicators", "open", "changed", "people", "table")


@pytest.fixture
def on_map(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """on_map("?area=…", size) -> a screen whose panel has answered."""

    def go(query: str = "", size: tuple[int, int] = WALL, **options: Any) -> Screen:
        shown = screen(size, **options)
        shown.page.goto(living.url + "/" + query)
        shown.page.wait_for_selector(".map-place [data-painted]")
        answered(shown)
        return shown

    return go


def until(shown: Screen, true: str) -> None:
    wait_until(lambda: shown.page.evaluate(true), 40, what=true)


def answered(shown: Screen) -> None:
    for name in ANSWERS:
        until(shown, f"document.querySelector(\"[data-drill='{name}']\").childNodes.length > 0")


def asked(shown: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(shown.page.url).query).items()}


def said(shown: Screen, name: str) -> str:
    return shown.page.locator(f"[data-drill='{name}']").inner_text()


def directory(living: Product) -> dict[str, Any]:
    answer: dict[str, Any] = living.get("/api/v1/live/directory?area=79")
    return answer


def test_every_level_answers_the_six_questions_and_back_brings_her_out(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    known = directory(living)
    assert "trường báo cáo" in shown.page.locator(".area-head").inner_text()
    assert shown.page.locator("[data-drill='indicators'] .drill-row").count() >= 6
    assert "sự cố" in said(shown, "open")
    assert "hôm qua" in said(shown, "changed")
    assert "Trung tâm điều hành" in said(shown, "people")
    code = shown.page.locator("tr.area-line").first.get_attribute("data-code")
    name = shown.page.locator("tr.area-line .drill-to").first.get_attribute("title")
    shown.page.locator("tr.area-line").first.click()
    until(shown, f"document.querySelector('.area-name').textContent === {name!r}")
    answered(shown)
    assert asked(shown) == {"area": code}
    row = shown.page.locator("tr.school-line").first
    school = row.get_attribute("data-code")
    row.click()
    shown.page.wait_for_selector(f".school-card[data-school='{school}']")
    of_kind = shown.page.evaluate(f"centre.feed.points.kind[centre.feed.indexOf.get('{school}')]")
    until(shown, "document.querySelectorAll('.school-card .readings-group').length > 0")
    assert shown.page.locator(".school-card .reading").count() == 7, "what presses first"
    for fold in shown.page.locator(".school-card .readings-group summary").all():
        fold.click()
    every = sum(layer["mask"] >> of_kind & 1 for layer in known["layers"])
    until(shown, f"document.querySelectorAll('.school-card .readings-group .reading').length === {every}")
    until(shown, "document.querySelector('.school-under').textContent.includes('Ai phụ trách')")
    assert [step.inner_text() for step in shown.page.locator(".crumbs .crumb").all()][1:] == [name, known["names"][known["codes"].index(school)]]
    shown.page.go_back()
    until(shown, "!document.querySelector('.school-card')")
    assert asked(shown) == {"area": code}
    shown.page.go_back()
    until(shown, "!centre.state.get().area")
    assert shown.page.evaluate("document.querySelectorAll('.leaflet-container').length") == 1, "the map was never rebuilt"
    assert not shown.complaints, shown.complaints


def test_a_school_has_its_name_and_state_before_the_server_answers(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    known = directory(living)
    for silent in ("card", "story"):
        shown.page.route(f"**/api/v1/areas/{silent}*", lambda _: None)
    shown.page.evaluate(f"centre.state.set({{ school: '{known['codes'][5]}' }})")
    soon = shown.page.locator(".school-soon h2")
    soon.wait_for()
    assert soon.inner_text() == known["names"][5]
    assert shown.page.locator(".school-soon .pill").first.is_visible()
    until(shown, "document.querySelector('.school-soon').textContent.includes('Máy chủ chưa trả lời')")


def test_a_school_is_drawn_by_the_page_itself_and_its_links_stay_in_it(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    code = directory(living)["codes"][5]
    through_dash: list[str] = []
    shown.page.on("request", lambda asked_for: through_dash.append(asked_for.url) if "_dash-update-component" in asked_for.url else None)
    shown.page.evaluate(f"centre.state.set({{ school: '{code}' }})")
    shown.page.wait_for_selector(f".school-card[data-school='{code}'] .segment")
    for part in ("head", "readings", "day", "incidents", "about"):
        assert shown.page.locator(f".school-card [data-part='{part}']").inner_text().strip(), part
    assert not through_dash, "what Dash mounts costs the browser half a second"
    shown.page.evaluate("window.__same = true")
    shown.page.locator(".school-card .whole").click()
    shown.page.wait_for_selector(f".school-cards[data-school='{code}']")
    assert shown.page.evaluate("window.__same") is True, "the same document"
    shown.page.go_back()
    shown.page.wait_for_selector(f".school-card[data-school='{code}'] .segment")
    assert not shown.complaints, shown.complaints


def test_a_card_the_server_no_longer_answers_for_says_of_when_it_is(living: Product, on_map: Callable[..., Screen]) -> None:
    code = directory(living)["codes"][5]
    shown = on_map(f"?school={code}")
    shown.page.wait_for_selector(f".school-card[data-school='{code}'] .reading")
    shown.page.route("**/api/v1/areas/card*", lambda route: route.abort())
    until(shown, "document.querySelector('.school-card .caution')?.textContent.includes('bảng này là của') === true")
    shown.page.unroute("**/api/v1/areas/card*")
    until(shown, "document.querySelector('.school-card .caution') === null && document.querySelector('.school-card .reading') !== null")


def test_areas_are_in_vietnamese_order_and_every_column_sorts(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old&table=1&sort=name")
    names = shown.page.evaluate("[...document.querySelectorAll('tr.area-line .drill-to')].map((n) => n.title)")
    assert names == sorted(names, key=sort_key)
    numbered = [name for name in names if name.startswith("Quận ") and name[5:].isdigit()]
    assert numbered == sorted(numbered, key=lambda name: int(name[5:])), "Quận 2 before Quận 10"
    assert len(numbered) > 3
    for column in ("schools", "bad", "reporting"):
        shown.page.locator(f"[data-sort='{column}']").click()
        until(shown, f"document.querySelector('[aria-sort=descending] [data-sort={column}]') !== null")
        assert asked(shown)["sort"] == f"-{column}"
    sizes = shown.page.evaluate("[...document.querySelectorAll('tr.area-line')].map((row) => +row.children[2].textContent)")
    assert sizes == sorted(sizes, reverse=True)


def test_schools_sort_as_the_register_would(on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old&area=764&sort=name")
    names = shown.page.evaluate("[...document.querySelectorAll('tr.school-line .drill-to')].map((n) => n.title)")
    assert len(names) > 3
    assert names == sorted(names, key=sort_key)


def test_the_other_division_is_one_press_away(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old&area=764")
    shown.page.locator("[data-drill='lies'] .drill-chip").first.click()
    until(shown, "centre.state.get().tree === 'new'")
    wards = {area["code"]: area["name"] for area in directory(living)["trees"]["new"]}
    assert shown.page.locator(".area-name").inner_text() == wards[shown.page.evaluate("centre.state.get().area")]
    for words in ("từ 01/07/2025", "đến 30/06/2025"):
        assert words in shown.page.locator(".drill-trees").inner_text()


def test_an_empty_level_says_why_and_offers_the_way_on(on_map: Callable[..., Screen]) -> None:
    shown = on_map("?area=99999")
    until(shown, "document.querySelector(\"[data-drill='why']\").textContent.includes('99999')")
    shown.page.goto(shown.page.url.split("?")[0] + "?tree=old&area=764&kind=khac")
    until(shown, "document.querySelector(\"[data-drill='why']\")?.textContent.includes('cấp học đã chọn')")
    shown.page.locator("[data-drill='why'] button").click()
    until(shown, "!document.querySelector(\"[data-drill='why']\").textContent && document.querySelectorAll('tr.school-line').length > 0")


def test_by_keyboard_alone_down_and_up(on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old")
    shown.page.locator("tr.area-line .drill-to").first.focus()
    shown.page.keyboard.press("Enter")
    until(shown, "Boolean(centre.state.get().area) && document.querySelectorAll('tr.school-line').length > 0")
    shown.page.locator("tr.school-line .drill-to").first.focus()
    shown.page.keyboard.press("Enter")
    until(shown, "document.activeElement === document.querySelector('.school-card h2')")
    shown.page.keyboard.press("Escape")
    until(shown, "!centre.state.get().school && document.activeElement.matches('.leaflet-container')")
    shown.page.keyboard.press("Escape")
    until(shown, "!centre.state.get().area")


def test_on_a_phone_the_sheet_carries_the_level(on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old&area=764", PHONE, touch=True)
    shown.page.locator(".area-head").tap()
    assert shown.page.locator("[data-drill='indicators'] .drill-row").first.is_visible()
    small = shown.page.evaluate(
        "[...document.querySelectorAll('.side-body button, .side-body summary')].filter((n) => n.offsetParent)"
        ".filter((n) => n.getBoundingClientRect().height < 38).map((n) => n.className)")
    assert set(small) <= {"sort"}, small


def test_in_english_no_vietnamese_sentence_is_left(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("?tree=old&area=764", LAPTOP)
    shown.page.context.add_cookies([{"name": "lang", "value": "en", "url": living.url}])
    shown.page.reload()
    shown.page.wait_for_selector(".map-place [data-painted]")
    answered(shown)
    assert "schools report" in shown.page.locator(".area-head").inner_text()
    assert "Indicators, worst first" in shown.page.locator(".side").inner_text()
    for words in ("sự cố", "hôm qua", "phụ trách", "trường"):
        assert words not in said(shown, "open") + said(shown, "changed") + said(shown, "indicators"), words
