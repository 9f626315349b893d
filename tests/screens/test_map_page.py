"""The map page in a real browser, over the living product: what an operator can see, find, open and share."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


@pytest.fixture
def on_map(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """on_map("?area=…", size, touch=…) -> a screen on which every school is painted."""

    def go(query: str = "", size: tuple[int, int] = WALL, **options: Any) -> Screen:
        shown = screen(size, **options)
        shown.page.goto(living.url + "/" + query)
        shown.page.wait_for_selector(".map-place [data-painted]")
        shown.page.wait_for_selector(".school-list[data-sign]", state="attached")
        return shown

    return go


def query(screen: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(screen.page.url).query).items()}


def until(screen: Screen, true: str) -> None:
    """Asked from here: the page's own policy forbids a waiting script to evaluate text."""
    wait_until(lambda: screen.page.evaluate(true), 30, what=true)


def number(screen: Screen, key: str) -> int:
    return int(screen.page.locator(f".legend [data-live='{key}']").inner_text().replace(".", ""))


def directory(living: Product) -> dict[str, Any]:
    answer: dict[str, Any] = living.get("/api/v1/live/directory?area=79")
    return answer


def test_an_operator_sees_every_school_counted_and_nothing_complains(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    count = sum(number(shown, f"counts.{s}") for s in ("bad", "watch", "stale", "unknown", "good"))
    assert count == directory(living)["count"]
    assert shown.page.locator(".badge.simulated").is_visible()
    assert not shown.complaints, shown.complaints
    assert not shown.foreign(living.url)


def test_a_layer_counts_whom_it_concerns_and_names_how_many_it_does_not(living: Product, on_map: Callable[..., Screen]) -> None:
    count = directory(living)["count"]
    shown = on_map("?layer=two_shift")
    until(shown, "centre.live.outside > 0 && centre.feed.layer === 'two_shift'")
    asked = sum(number(shown, f"counts.{s}") for s in ("bad", "watch", "stale", "unknown", "good"))
    outside = number(shown, "outside")
    assert 0 < asked < count
    assert asked + outside == count, "a nursery is neither unknown nor normal, and it is not lost either"
    speck = shown.page.locator(".legend-row.outside")
    assert speck.inner_text().startswith("không thuộc diện")
    area = shown.page.evaluate("centre.live.tree[centre.feed.points.area.new[centre.feed.points.kind.findIndex((kind) => centre.feed.directory.kinds[kind] === 'mam_non')]].code")
    shown.page.evaluate(f"centre.state.set({{ area: '{area}' }})")
    until(shown, "document.querySelector('[data-drill=table]').textContent.includes('không thuộc diện của chỉ số này')")
    assert "Mầm non" not in shown.page.locator("[data-drill=table]").inner_text(), "the list is of those who are asked"
    shown.page.evaluate("centre.state.set({ area: '', layer: 'connectivity' })")
    until(shown, "centre.live.outside === 0 && !document.querySelector('.legend-row.outside').checkVisibility()")
    assert not shown.complaints, shown.complaints


def test_she_drills_into_an_area_and_the_back_button_brings_her_out(living: Product, on_map: Callable[..., Screen]) -> None:
    area = directory(living)["trees"]["new"][-1]
    shown = on_map(f"?area={area['code']}")
    assert shown.page.locator(".area-name").inner_text() == area["name"]
    shown.page.locator(".school-row").first.click()
    shown.page.wait_for_selector(".school-card h2")
    assert query(shown).keys() == {"area", "school"}
    shown.page.go_back()
    shown.page.wait_for_selector(".school-card", state="detached")
    assert query(shown) == {"area": area["code"]}
    shown.page.locator(".crumbs button").first.click()
    until(shown, "document.querySelector('.area-name').textContent.includes('Hồ Chí Minh')")
    assert query(shown) == {}


def test_a_link_in_chat_shows_what_she_sees(living: Product, on_map: Callable[..., Screen]) -> None:
    code = directory(living)["codes"][3]
    shown = on_map(f"?layer=latency&tree=old&school={code}&only=1&kind=thpt,thcs&fill=worst", LAPTOP)
    shown.page.wait_for_selector(f".school-card[data-school='{code}']")
    assert "Độ trễ" in shown.page.locator(".layer-name").inner_text()
    for pressed in ("[data-set='tree=old']", "[data-set='fill=worst']", "[data-toggle='only']", "[data-kind='thpt']"):
        assert shown.page.locator(pressed).get_attribute("aria-pressed") == "true", pressed


def test_a_school_is_found_by_typing_without_marks(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("tieu hoc nguyen")
    first = shown.page.locator(".seek-title").first
    wait_until(lambda: all(word in first.inner_text() for word in ("Tiểu học", "Nguyễn")), 30, what="what was typed, not what was there before")
    shown.page.keyboard.press("Enter")
    title = shown.page.locator(".school-card h2")
    title.wait_for()
    until(shown, "document.activeElement === document.querySelector('.school-card h2')")  # a reader hears its name
    shown.page.keyboard.press("Escape")
    shown.page.wait_for_selector(".school-card", state="detached")


def test_a_school_is_found_by_its_code(living: Product, on_map: Callable[..., Screen]) -> None:
    known = directory(living)
    shown = on_map()
    shown.page.locator("[data-seek-open]").click()
    shown.page.locator("[data-seek] input").fill(known["codes"][7])
    shown.page.locator(".seek-hit", has_text=known["codes"][7]).first.click()
    shown.page.wait_for_selector(f".school-card[data-school='{known['codes'][7]}']")
    assert shown.page.locator(".school-card h2").inner_text() == known["names"][7]


def test_the_panel_says_value_status_age_and_source_of_every_indicator(living: Product, on_map: Callable[..., Screen]) -> None:
    known = directory(living)
    shown = on_map(f"?school={known['codes'][0]}")
    shown.page.wait_for_selector(".reading")
    for fold in shown.page.locator(".school-card .readings-group summary").all():
        fold.click()
    kind = shown.page.evaluate(f"centre.feed.points.kind[centre.feed.indexOf.get('{known['codes'][0]}')]")
    every = sum(layer["mask"] >> kind & 1 for layer in known["layers"])
    until(shown, f"document.querySelectorAll('.school-card .readings-group .reading').length === {every}")
    rows = shown.page.locator(".school-card .readings-group .reading").all()
    words = ("bình thường", "đã biết", "cần chú ý", "báo động", "dữ liệu cũ", "chưa có dữ liệu")
    classes = ("đo trực tiếp", "thu thập", "tự khai", "chỉ tiêu", "số liệu báo chí")
    for row in rows:
        meta = row.locator(".reading-meta").inner_text()
        assert any(word in meta for word in words), meta
        assert any(kind in meta for kind in classes), meta
        assert row.locator(".mark").count() == 1
        assert row.locator(".age").count() == 1


def test_ages_grow_between_two_answers_of_the_server(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map(f"?school={directory(living)['codes'][0]}")
    shown.page.wait_for_selector("[data-since]")
    shown.page.evaluate("document.querySelector('[data-since]').dataset.since = String(centre.feed.now() - 7200)")
    wait_until(lambda: shown.page.locator('[data-since]').first.inner_text() == '2 giờ 00 phút trước', 30)


def test_no_status_of_a_school_travels_through_a_callback(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    bodies: list[str] = []
    shown.page.on("request", lambda r: bodies.append(r.post_data or "") if "_dash-update-component" in r.url else None)
    shown.page.locator(".only-issues, [data-toggle='only']").first.click()
    shown.page.locator(".layer-menu summary").click()
    shown.page.locator("[data-set='layer=labs']").click()
    until(shown, "centre.feed.layer === 'labs' && centre.feed.ready")
    assert all(len(body) < 2000 for body in bodies), [len(b) for b in bodies]
    assert not any('"counts"' in body or '"schools"' in body for body in bodies)


def test_when_nothing_is_wrong_the_empty_map_says_so(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("?kind=khac")
    until(shown, "document.querySelector('.map-says').textContent.startsWith('Không có trường nào thuộc cấp học')")


def test_an_unknown_school_in_the_url_gets_one_clear_sentence(on_map: Callable[..., Screen]) -> None:
    shown = on_map("?school=KHONGCO")
    shown.page.wait_for_selector(".school-card[role=alert]")
    assert "Không tìm thấy trường này" in shown.page.locator(".school-card").inner_text()


def test_the_theme_is_remembered(on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    assert shown.page.evaluate("document.documentElement.dataset.theme") == "dark"
    shown.page.locator("[data-press=theme]:visible").click()
    shown.page.reload()
    shown.page.wait_for_selector("[data-painted]")
    assert shown.page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_keyboard_list_opens_and_closes(on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    shown.page.keyboard.press("?")
    assert shown.page.locator("dialog.help").is_visible()
    shown.page.keyboard.press("Escape")
    assert not shown.page.locator("dialog.help").is_visible()


@pytest.mark.parametrize("size", [WALL, LAPTOP, PHONE], ids=["wall", "laptop", "phone"])
def test_nothing_runs_over_the_edge_and_the_map_dominates(on_map: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = on_map("", size, touch=size == PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = shown.page.locator(".map-place").bounding_box()
    assert box is not None
    assert box["width"] * box["height"] >= 0.6 * size[0] * size[1]


def test_a_thumb_can_hit_every_tool_on_a_phone(on_map: Callable[..., Screen]) -> None:
    shown = on_map("", PHONE, touch=True)
    small = shown.page.evaluate(
        """[...document.querySelectorAll('.tools button, .tools summary, .tools input, .topbar button, .area-head, .nav a')]
        .filter((n) => n.offsetParent && !n.closest('.menu-body')).map((n) => [n.className || n.tagName, n.getBoundingClientRect()])
        .filter(([, r]) => r.height < 40 && r.width < 40).map(([name]) => name)""")
    assert not small, small


def test_the_sheet_of_a_phone_opens_by_a_tap(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("", PHONE, touch=True)
    assert not shown.page.locator(".area-card .side-body").is_visible()
    shown.page.locator(".area-head").tap()
    assert shown.page.locator(".area-card .side-body").is_visible()
    shown.page.goto(f"{living.url}/?school={directory(living)['codes'][0]}")
    shown.page.wait_for_selector(".reading")
    assert shown.page.locator(".reading").first.is_visible()


def test_a_hostile_name_in_the_directory_stays_text(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map()
    evil = "<img src=x onerror=window.__x=1>"
    shown.page.evaluate(f"centre.feed.directory.names.fill({json.dumps(evil)}); document.querySelectorAll('[data-sign]').forEach((n) => n.removeAttribute('data-sign')); centre.emit('counts', centre.live)")
    assert shown.page.evaluate("window.__x") is None
    assert shown.page.locator(".side img").count() == 0


def test_an_old_link_gets_a_sentence_and_a_way_back(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    shown.page.goto(living.url + "/khong-co-trang-nay")
    shown.page.wait_for_selector(".absent")
    assert "Không có trang này" in shown.page.locator(".absent").inner_text()
    assert shown.page.locator(".lease-place").is_hidden()  # no live figure here: nothing to warn of


def test_paper_is_light_whatever_the_room(on_map: Callable[..., Screen]) -> None:
    shown = on_map("", LAPTOP, dark=True)
    shown.page.emulate_media(media="print")
    until(shown, "document.documentElement.dataset.theme === 'light'")
    assert shown.page.locator(".tools").is_hidden()
    shown.page.emulate_media(media="screen")
    until(shown, "document.documentElement.dataset.theme === 'dark'")


def test_a_frozen_collector_is_named_over_the_map_and_hides_no_way_out(living: Product, on_map: Callable[..., Screen]) -> None:
    shown = on_map("", LAPTOP)
    shown.page.evaluate("document.documentElement.dataset.culprit = 'collector'")
    banner, tools = shown.page.locator(".lease-banner").bounding_box(), shown.page.locator(".tools").bounding_box()
    assert banner is not None
    assert tools is not None
    assert banner["y"] >= tools["y"] + tools["height"]


def test_an_officers_heading_is_her_own_area_and_not_the_province(living: Product, on_map: Callable[..., Screen]) -> None:
    for size in (LAPTOP, PHONE):
        shown = on_map("", size, role="officer")
        mine = shown.page.evaluate("fetch('/api/v1/me').then((answer) => answer.json())")["areas"][0]["name"]
        assert shown.page.locator(".area-name").inner_text() == mine
        assert shown.page.locator("[data-crumbs]").text_content() == mine
    shown.page.goto(f"{living.url}/wall")
    assert shown.page.locator(".wall-reach").inner_text() == mine
