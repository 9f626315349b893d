"""A manager's report: started from the page she looks at, seen before it is frozen, opened again with the same figures, taken away, compared, checked."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.places import snapshot
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
Open = Callable[..., Screen]
VIEWS = ("", "?new=1", "?new=1&template=school", "?new=1&template=incidents&begins=2026-11-01&ends=2026-11-20", "?view=verify", "?view=plans")


@pytest.fixture
def at(living: Product, screen: Callable[..., Screen]) -> Open:
    def go(path: str = "/reports", size: tuple[int, int] = LAPTOP, role: str = "manager", **options: Any) -> Screen:
        shown = screen(size, role=role, touch=size == PHONE, **options)
        shown.page.goto(living.url + path)
        return shown

    return go


def until(shown: Screen, true: str, within: float = 90) -> None:
    wait_until(lambda: shown.page.evaluate(true), within, what=true)


def asked(shown: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(shown.page.url).query).items()}


def document(shown: Screen, living: Product, ident: str) -> dict[str, Any]:
    told: dict[str, Any] = shown.context.request.get(f"{living.url}/api/v1/snapshots/{ident}").json()
    return told


def number(shown: Screen) -> str:
    found = re.search(r"/reports/(AC-\d{4}-\d+)", shown.page.url)
    assert found, shown.page.url
    return found[1]


def freeze(shown: Screen) -> str:
    shown.page.locator(".report-make").click()
    shown.page.wait_for_selector(".report-body", timeout=150_000)
    return number(shown)


def test_a_report_starts_from_the_area_one_looks_at_and_says_what_was_frozen(at: Open, living: Product) -> None:
    shown = at("/?tree=old&area=760")
    shown.page.locator(".tools .report-start").click()
    shown.page.wait_for_url("**/reports?*")
    assert asked(shown) == {"new": "1", "template": "area", "area": "760"}
    assert "Quận 1" in shown.page.locator(".report-form .chips").inner_text()
    shown.page.locator(".report-paper img").wait_for(timeout=150_000)
    ident = freeze(shown)
    told = document(shown, living, ident)
    assert [part["area"] for part in told["parts"]] == ["760"]
    page = shown.page.locator(".report-main").inner_text()
    for section in told["sections"]:
        assert section["title"] in page
        for figure in section["figures"]:
            assert figure["label"] in page
            assert figure["text"] in page, figure
        for finding in section["findings"]:
            assert finding in page
    assert told["title"] in shown.page.title()
    assert "khớp" in shown.page.locator(".report-aside").inner_text(), "the hash was taken again in the browser"
    assert not shown.complaints, shown.complaints


def test_every_row_of_a_long_list_is_reached_and_found_without_marks(at: Open, living: Product) -> None:
    ident = snapshot(living, "79")
    shown = at(f"/reports/{ident}")
    told = document(shown, living, ident)
    table = max((t for s in told["sections"] for t in s["tables"]), key=lambda t: len(t["rows"]))
    assert len(table["rows"]) > 100, "longer than what is shown at once"
    card = shown.page.locator(".report-table", has=shown.page.get_by_role("heading", name=table["title"], exact=True))
    card.locator("input[type=search]").fill("tieu hoc")
    wide = next(n for n, column in enumerate(table["columns"]) if column["wide"])
    wanted = [row for row in table["rows"] if "Tiểu học" in " ".join(str(cell) for cell in row)]
    wait_until(lambda: card.locator("tbody tr").count() == min(100, len(wanted)), 10, what="only primary schools")
    assert card.locator("tbody tr").first.locator("td").nth(wide).inner_text() == str(wanted[0][wide])
    card.locator("input[type=search]").fill("")
    card.locator("thead button").nth(wide).click()
    assert card.locator("thead th").nth(wide).get_attribute("aria-sort") == "ascending"
    card.locator(".report-table-more button").click()
    assert card.locator("tbody tr").count() == len(table["rows"])


def test_choices_are_steps_of_the_address_and_back_undoes_them(at: Open) -> None:
    shown = at("/reports")
    shown.page.locator("[data-report-tab=make]").click()
    shown.page.locator("[data-template=connectivity]").click()
    shown.page.locator(".of-scope input").fill("quan 1")
    until(shown, "document.querySelectorAll('.report-find .result').length > 0")
    shown.page.keyboard.press("Enter")
    until(shown, "new URLSearchParams(location.search).has('area')")
    shown.page.locator(".of-time [data-value=period]").click()
    assert set(asked(shown)) == {"new", "template", "area", "begins", "ends"}
    shown.page.locator("input[name=begins]").fill("31/02/2026")
    shown.page.keyboard.press("Tab")
    assert shown.page.locator("input[name=begins]").get_attribute("aria-invalid") == "true", "there is no such day"
    for wanted in ({"new", "template", "area"}, {"new", "template"}, {"new"}, set()):
        shown.page.go_back()
        wait_until(lambda wanted=wanted: set(asked(shown)) == wanted, 10, what=f"back to {wanted}")  # type: ignore[misc]
    shown.page.locator(".of-list .report-rows").wait_for()


def test_what_is_missing_is_asked_for_before_anything_is_frozen(at: Open) -> None:
    shown = at("/reports?new=1&template=school")
    until(shown, "document.querySelector('.report-preview-said')?.textContent.includes('chọn một trường')")
    shown.page.locator(".report-make").click()
    assert "Hãy chọn một trường" in shown.page.locator(".report-told").inner_text()
    assert "/reports?" in shown.page.url


def test_it_is_found_again_without_marks_and_taken_away(at: Open, living: Product, tmp_path: Any) -> None:
    ident = snapshot(living, "778", "daily")
    shown = at("/reports")
    shown.page.locator("[name=q]").fill("quan 7")
    row = shown.page.locator(f"[data-snapshot='{ident}']")
    row.wait_for()
    until(shown, "new URLSearchParams(location.search).get('q') === 'quan 7'")
    with shown.page.expect_download(timeout=150_000) as taken:
        row.locator(".report-get").click()
    taken.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert ident in taken.value.suggested_filename
    until(shown, "document.querySelector('[data-report-queue]:not([hidden])')?.textContent.includes('đã xong')")

    shown.page.locator("[data-report-tab=verify]").click()
    shown.page.locator(".report-drop input").set_input_files(tmp_path / "report.pdf")
    shown.page.locator(".report-verdict.good").wait_for()
    assert ident in shown.page.locator(".report-verdict").inner_text()
    (tmp_path / "frozen.json").write_text(json.dumps(document(shown, living, ident) | {"title": "Mọi trường đều tốt"}), encoding="utf-8")
    shown.page.locator(".report-drop input").set_input_files(tmp_path / "frozen.json")
    shown.page.locator(".report-verdict.bad").wait_for()
    assert "đã khác" in shown.page.locator(".report-verdict").inner_text()
    shown.page.locator("[name=id]").fill("AC-1999-000001")
    shown.page.keyboard.press("Enter")
    shown.page.locator(".report-verdict.unknown").wait_for()


def test_two_snapshots_are_put_side_by_side(at: Open, living: Product) -> None:
    first, second = snapshot(living, "760"), snapshot(living, "760")
    shown = at("/reports")
    for ident in (first, second):
        shown.page.locator(f"[data-snapshot='{ident}'] .report-check input").check()
    shown.page.locator("[data-report-chosen] .primary").click()
    shown.page.locator(".report-compare").wait_for()
    assert (number(shown), asked(shown)["with"]) == (second, first)
    figures = [f for s in document(shown, living, second)["sections"] for f in s["figures"]]
    lines = shown.page.locator(".report-compare tbody tr")
    assert lines.count() == len(figures)
    assert figures[0]["text"] in lines.first.inner_text()
    shown.page.get_by_role("button", name="Thôi so sánh").click()
    shown.page.locator(".report-compare").wait_for(state="detached")


def test_a_manager_writes_a_schedule_and_ends_it(at: Open) -> None:
    shown = at("/reports?view=plans")
    shown.page.get_by_role("button", name="Thêm lịch").click()
    box = shown.page.locator(".report-plan-box")
    box.locator("input[name=name]").fill("Giao ban đầu tuần")
    box.get_by_role("button", name="Hằng tuần").click()
    box.locator("select[name=weekday]").select_option("0")
    box.locator("input[name=clock]").fill("06:45")
    box.locator("select[name=person]").select_option(index=1)
    assert box.locator("input[name=address]").count() == 0, "by one click nobody sends out of the house"
    assert "chỉ gửi được cho người của trung tâm" in box.inner_text()
    box.get_by_role("button", name="Lưu lịch").click()
    plan = shown.page.locator(".report-plan", has_text="Giao ban đầu tuần")
    plan.wait_for()
    assert "06:45" in plan.inner_text()
    assert "plan" not in asked(shown)
    plan.get_by_role("button", name="Tạm dừng").click()
    plan.get_by_role("button", name="Chạy lại").wait_for()
    plan.get_by_role("button", name="Bỏ lịch").click()
    plan.get_by_role("button", name="Bấm lần nữa để bỏ").click()
    plan.wait_for(state="detached")


def test_an_operator_makes_reports_but_no_schedules_and_does_not_open_what_exceeds_her(at: Open, living: Product) -> None:
    shown = at("/reports", role="operator")
    shown.page.locator(".report-rows").wait_for()
    assert shown.page.locator("[data-report-tab=plans]").count() == 0
    whole = snapshot(living, "79")
    officer = at(f"/reports/{whole}", role="officer")
    officer.page.wait_for_selector(".absent, .report-gone, .not-found, main h1")
    assert officer.page.locator(".report-body").count() == 0
    officer.page.goto(f"{living.url}/reports")
    officer.page.locator(".report-rows").wait_for()
    wait_until(lambda: officer.page.locator(".report-rows[aria-busy]").count() == 0, 20, what="the register came")
    assert officer.page.locator(f"[data-snapshot='{whole}']").count() == 0


def test_one_key_freezes_now_for_a_persons_wall(at: Open, living: Product) -> None:
    shown = at("/wall")
    until(shown, "window.centre.feed.ready && Boolean(document.querySelector('.shell[data-may] .wall[data-wall]'))")
    shown.page.keyboard.press("s")
    shown.page.locator(".wall-frozen.good").wait_for(timeout=90_000)
    said = shown.page.locator(".wall-frozen").inner_text()
    found = re.search(r"AC-\d{4}-\d+", said)
    assert found, said
    assert document(shown, living, found[0])["template"] == "daily"


def test_a_silent_server_is_said_and_asked_again(at: Open) -> None:
    shown = at("/sources")
    shown.page.route("**/api/v1/snapshots?*", lambda route: route.fulfill(status=503, content_type="application/json", body='{"code": "x", "vi": "Cơ sở dữ liệu im lặng.", "en": "The database is silent."}'))
    shown.page.locator(".nav > a[href='/reports']").click()
    shown.page.get_by_text("Cơ sở dữ liệu im lặng.").wait_for()
    shown.page.unroute("**/api/v1/snapshots?*")
    shown.page.get_by_role("button", name="Thử lại").click()
    shown.page.locator(".report-row, .report-empty").first.wait_for()


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_phone_nothing_runs_over_the_edge(at: Open, view: str) -> None:
    shown = at("/reports" + view, PHONE)
    shown.page.wait_for_selector("[data-report-view]:not([hidden]) > *")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
