"""Mr Sơn prints a page of reports instead of taking the PDF: whole sheets, heads of tables on each, nothing that is pressed."""

from collections.abc import Callable
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.places import snapshot
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
MM = 72 / 25.4


def printed(shown: Screen) -> list[Any]:
    """The sheets as text pages."""
    sheet = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True, print_background=True))
    return [(page.get_size(), page.get_textpage()) for page in sheet]


@pytest.fixture
def at(living: Product, screen: Callable[..., Screen]) -> Callable[[str, str], Screen]:
    def go(path: str, wanted: str) -> Screen:
        shown = screen(LAPTOP, role="manager", dark=True)
        shown.page.goto(living.url + path)
        shown.page.wait_for_selector(wanted)
        return shown

    return go


def test_a_snapshot_is_printed_on_whole_sheets(at: Callable[[str, str], Screen], living: Product) -> None:
    ident = snapshot(living, "79")
    shown = at(f"/reports/{ident}", ".report-body")
    card = shown.page.locator(".report-table.long").last
    heads = [words for words in card.locator("thead .report-sort span, thead .report-sort").all_text_contents() if words]
    codes = card.locator("tbody tr td:first-child").all_inner_texts()
    said = card.locator(".report-table-more .num").inner_text()
    sheets = printed(shown)
    assert len(sheets) > 3
    crossed = 0
    for n, ((width, height), text) in enumerate(sheets):
        assert (round(width / MM), round(height / MM)) == (210, 297)
        words = " ".join(text.get_text_range().split())
        assert f"{n + 1} / {len(sheets)}" in words
        for at_char in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(at_char)
            assert right <= left or (left >= 11 * MM and right <= width - 11 * MM), f"cut on sheet {n + 1}: {words[:80]}"
        if sum(code in words for code in codes) > 2:
            crossed += 1
            assert heads[0] in words, f"sheet {n + 1} tells nobody what its columns are"
    assert crossed > 1, "the table runs over sheets"
    whole = " ".join(" ".join(text.get_text_range().split()) for _, text in sheets)
    assert said in whole, "a list that is not whole says so on paper"
    for pressed in ("So sánh…", "Hiện thêm", "Ảnh chụp đã lưu", "Thử lại"):
        assert pressed not in whole
    assert ident in whole


@pytest.mark.parametrize(("path", "wanted", "there", "absent"), [
    ("/reports", ".report-row", "lập bởi", "Dạng khác"),
    ("/reports?view=verify", ".report-drop", "Báo cáo", "Thả tệp"),
    ("/reports?new=1&template=daily", ".report-paper img", "Báo cáo", "Phạm vi"),
])
def test_the_register_and_the_rest_print_what_is_read_there(at: Callable[[str, str], Screen], living: Product, path: str, wanted: str, there: str, absent: str) -> None:
    snapshot(living, "760", "daily")
    sheets = printed(at(path, wanted))
    words = " ".join(text.get_text_range() for _, text in sheets)
    assert there in words
    assert absent not in words
    if "new=1" in path:
        assert len(sheets) == 1, "page one of the paper on one sheet"
