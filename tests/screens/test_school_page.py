"""The page of one school in a real browser, over the living product."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


@pytest.fixture
def on_page(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """on_page(code, size) -> a screen on which the school is told."""

    def go(code: str, size: tuple[int, int] = WALL, **options: Any) -> Screen:
        shown = screen(size, **options)
        shown.page.goto(f"{living.url}/schools/{code}")
        shown.page.wait_for_selector(".school-cards, .absent")
        return shown

    return go


def first(living: Product) -> tuple[str, str]:
    known = living.get("/api/v1/live/directory?area=79")
    return known["codes"][0], known["names"][0]


def test_an_officer_reads_who_where_and_what_it_rests_on(living: Product, on_page: Callable[..., Screen]) -> None:
    code, name = first(living)
    shown = on_page(code)
    assert shown.page.locator("h1").inner_text() == name
    table = shown.page.locator(".table-wrap .readings-table").inner_text()
    assert "Quyết định 131/QĐ-TTg" in table  # legal basis
    assert "đo trực tiếp" in table  # source class
    assert "bình thường từ 70" in table.replace("\u00a0", " ")  # bands
    assert 5 <= shown.page.locator(".table-wrap .readings-table tbody tr:not(.group-row)").count() <= 14, "what moves within the day"
    folded = shown.page.locator(".readings-group")
    assert folded.count() >= 5, "everything else, by group"
    folded.first.locator("summary").click()
    assert folded.first.locator("tbody tr").count() > 0
    shown.page.wait_for_selector(".inset [data-painted]")
    assert not shown.complaints, shown.complaints
    assert not shown.foreign(living.url)


def test_the_line_of_the_last_day_is_told_in_words_too(living: Product, on_page: Callable[..., Screen]) -> None:
    shown = on_page(first(living)[0])
    said = shown.page.locator(".segments").get_attribute("aria-label") or ""
    assert said.startswith("24 giờ qua: có kết nối")
    assert "không rõ 23 giờ" in said or "không rõ 1 ngày" in said  # a house that has just begun does not know yesterday
    assert shown.page.locator(".day").count() == 30
    assert shown.page.locator(".day.unknown").count() >= 28


def test_it_leads_back_to_the_map_with_the_school_open(living: Product, on_page: Callable[..., Screen]) -> None:
    code, _ = first(living)
    shown = on_page(code)
    assert shown.page.locator(".head-links .compare").get_attribute("href") == f"/compare?a={code}"
    shown.page.locator(".head-links a").first.click()
    shown.page.wait_for_selector(f".school-card[data-school='{code}']")
    assert shown.page.url.endswith(f"/?school={code}")


def test_an_absent_school_gets_one_clear_sentence_and_a_way_out(on_page: Callable[..., Screen]) -> None:
    shown = on_page("KHONG-CO")
    assert "Không tìm thấy trường này" in shown.page.locator(".absent").inner_text()
    assert shown.page.locator(".absent a").get_attribute("href") == "/"


def test_a_hostile_code_stays_text(on_page: Callable[..., Screen]) -> None:
    shown = on_page("%3Cimg%20src%3Dx%20onerror%3Dwindow.__x%3D1%3E")
    assert shown.page.evaluate("window.__x") is None


@pytest.mark.parametrize("size", [WALL, LAPTOP, PHONE], ids=["wall", "laptop", "phone"])
def test_nothing_runs_over_the_edge(living: Product, on_page: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = on_page(first(living)[0], size, touch=size == PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    over = shown.page.evaluate(
        """[...document.querySelectorAll('.page-card *')].filter((n) => n.scrollWidth > n.clientWidth + 2 && getComputedStyle(n).display !== 'inline'
        && n.clientWidth && !n.closest('.inset, .table-wrap, .ring')).map((n) => n.className)""")
    assert not over, over


def test_one_screen_answers_who_where_what_and_whom_to_call(living: Product, on_page: Callable[..., Screen]) -> None:
    shown = on_page(first(living)[0])
    heads = [text.strip() for text in shown.page.locator(".school-page h2").all_inner_texts()]
    assert set(heads) == {"Vị trí", "Liên hệ theo vai trò", "Về trường", "Kết nối 30 ngày qua", "Các chỉ số", "Sự cố", "Khai báo và đo được",
                          "Trường xác nhận, phản hồi số liệu", "Phòng máy", "Thanh toán"}
    assert shown.page.locator(".contact-list a[href^='tel:']").count() == 1
    assert shown.page.locator(".scale .needle").count() >= 3
    tops = shown.page.evaluate("[...document.querySelectorAll('.school-page section:not(.claims-record) h2')].map((n) => n.getBoundingClientRect().top)")
    assert max(tops) < 1080, "every card begins on the first screen; the record, which asks the school to answer, follows them"


def test_every_state_of_the_line_has_a_texture_of_its_own(living: Product, on_page: Callable[..., Screen]) -> None:
    """Read without colour: thread, stripes, block, frame, hatch."""
    shown = on_page(first(living)[0])
    looks = shown.page.evaluate("""['good', 'watch', 'bad', 'unknown', 'work'].map((state) => {
        const box = document.createElement('i');
        box.className = 'segment ' + state;
        document.querySelector('.segments').append(box);
        const style = getComputedStyle(box);
        return style.backgroundImage.replace(/(color|rgb|oklab|srgb)[^,)]*[,)]/g, '') + ' ' + style.borderTopStyle;
    })""")
    assert len(set(looks)) == 5, looks


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_paper_it_is_one_sheet(living: Product, on_page: Callable[..., Screen], dark: bool) -> None:
    shown = on_page(first(living)[0], LAPTOP, dark=dark)
    shown.page.emulate_media(media="print")
    paper = shown.page.pdf(prefer_css_page_size=True)
    assert b"/Count 1\n" in paper or b"/Count 1>" in paper or b"/Count 1 " in paper
    assert b"/MediaBox [0 0 595" in paper or b"/MediaBox [0 0 594" in paper
    assert shown.page.locator(".print-stamp").is_visible()
    assert not shown.page.locator(".topbar").is_visible()


def test_it_reads_in_english(living: Product, on_page: Callable[..., Screen]) -> None:
    code, name = first(living)
    shown = on_page(code)
    shown.context.add_cookies([{"name": "lang", "value": "en", "url": living.url}])
    shown.page.goto(f"{living.url}/schools/{code}")
    shown.page.wait_for_selector(".school-cards")
    told = shown.page.locator(".school-page").inner_text()
    for words in ("Connectivity, last 30 days", "Claimed and measured", "Contacts by role", "Answers for the area", "Ward since 1 July 2025"):
        assert words in told
    assert (shown.page.locator(".segments").get_attribute("aria-label") or "").startswith("last 24 hours: up")
