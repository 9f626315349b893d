"""Hà arranges a wall by dragging and by keyboard and the wall in its room follows; she finds it by its name and sends it to a scene."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services import arranging
from tests.rig.browser import LAPTOP, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product
from tests.rig.walls import Walls, walls_of

pytestmark = [pytest.mark.screen, pytest.mark.product]
SOON_S = 15.0  # a beat every five seconds, a scene that fades


@pytest.fixture
def walls(living: Product) -> Iterator[Walls]:
    """Walls of the living province."""
    with walls_of(living) as made:
        yield made


def shows(wall: Screen, kind: str, within: float = SOON_S) -> None:
    """The wall stands on this scene."""
    wait_until(lambda: wall.page.evaluate("centre.wall.now().shown") == kind, within, every=0.2, what=f"the wall shows {kind}")


def order(ha: Screen) -> list[str]:
    """Names of the scenes as they stand in the list."""
    return list(ha.page.locator(".arrange-name span").all_inner_texts())


def bench(walls: Walls, screen: Callable[..., Screen], number: int, size: tuple[int, int] = WALL) -> Screen:
    """Hà at the page where this screen is arranged, the preview drawn."""
    ha = screen(size, role="administrator")
    ha.page.goto(f"{walls.product.url}/admin/screens/{number}")
    ha.page.wait_for_selector(".arrange-row")
    return ha


def preview(ha: Screen) -> str:
    """The scene that the preview shows."""
    frame = next((one for one in ha.page.frames if "/wall/" in one.url), None)
    told: Any = frame and frame.evaluate("window.centre && centre.wall && centre.wall.now ? centre.wall.now().shown : ''")
    return str(told or "")


def test_a_scene_dragged_to_the_top_is_what_the_wall_plays_first(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, wall = walls.pair(screen, "Phòng trực")
    walls.arrange(number, "indicators", "sources", "incidents")
    shows(wall, "indicators")
    ha = bench(walls, screen, number)
    assert order(ha) == ["Bảng chỉ số", "Nguồn dữ liệu", "Sự cố và người phụ trách"]
    wait_until(lambda: preview(ha) == "indicators", 30, every=0.2, what="the preview shows the first scene")
    grip, top = (ha.page.locator(".arrange-handle").nth(n).bounding_box() for n in (2, 0))
    assert grip
    assert top
    ha.page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    ha.page.mouse.down()
    ha.page.mouse.move(top["x"] + 8, top["y"] + 30, steps=6)
    ha.page.mouse.move(top["x"] + 8, top["y"] - 4, steps=6)
    ha.page.mouse.up()
    assert order(ha) == ["Sự cố và người phụ trách", "Bảng chỉ số", "Nguồn dữ liệu"]
    wait_until(lambda: preview(ha) == "incidents", 10, every=0.2, what="the preview follows without saving")
    assert wall.page.evaluate("centre.wall.now().shown") == "indicators", "the room has not changed yet"
    ha.page.click("[data-arrange-act=save]")
    ha.page.wait_for_selector(".arrange-state.good")
    shows(wall, "incidents")
    assert wall.page.evaluate("centre.wall.now().version") == 2
    assert not ha.complaints, ha.complaints
    assert not wall.complaints, wall.complaints


def test_scenes_are_moved_added_and_taken_out_without_a_mouse(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, wall = walls.pair(screen, "Sảnh")
    walls.arrange(number, "indicators", "sources", "incidents")
    ha = bench(walls, screen, number, LAPTOP)
    ha.page.locator(".arrange-handle").first.focus()
    ha.page.keyboard.press("Space")
    assert "Đã nhấc cảnh 1" in ha.page.locator("[data-arrange-said]").inner_text()
    ha.page.keyboard.press("ArrowDown")
    ha.page.keyboard.press("ArrowDown")
    assert "vị trí 3 trên 3" in ha.page.locator("[data-arrange-said]").inner_text()
    ha.page.keyboard.press("Escape")
    assert order(ha) == ["Bảng chỉ số", "Nguồn dữ liệu", "Sự cố và người phụ trách"], "Esc leaves it where it was"
    ha.page.keyboard.press("Space")
    ha.page.keyboard.press("ArrowDown")
    ha.page.keyboard.press("Space")
    assert order(ha) == ["Nguồn dữ liệu", "Bảng chỉ số", "Sự cố và người phụ trách"]
    ha.page.locator(".arrange-add button", has_text="Một địa bàn").focus()
    ha.page.keyboard.press("Enter")
    assert "chưa chọn địa bàn" in ha.page.locator("[data-arrange-state]").inner_text()
    assert ha.page.locator("[data-arrange-act=save]").is_disabled(), "what cannot be played is not saved"
    ha.page.locator(".arrange-row[data-chosen] select").first.select_option("760")
    ha.page.locator(".arrange-row", has_text="Sự cố và người phụ trách").locator(".arrange-out").focus()
    ha.page.keyboard.press("Enter")
    assert order(ha)[1:] == ["Bảng chỉ số", "Quận 1 (trước 7/2025)"] or "Quận 1 (trước 7/2025)" in order(ha)
    ha.page.keyboard.press("Control+s")
    ha.page.wait_for_selector(".arrange-state.good")
    wait_until(lambda: wall.page.evaluate("centre.wall.now().version") == 2, SOON_S, every=0.2, what="the wall takes the new list")
    assert not ha.complaints, ha.complaints


def test_what_was_not_saved_is_still_there_and_who_was_slower_is_told(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, _ = walls.pair(screen, "Phòng họp")
    walls.arrange(number, "indicators", "sources")
    ha = bench(walls, screen, number, LAPTOP)
    ha.page.locator("input[name=visitors]").check()
    assert ha.page.locator("[data-arrange-state]").inner_text() == "Có thay đổi chưa lưu"
    ha.page.click(".arrange-back")
    ha.page.wait_for_selector(".screen-card")
    ha.page.locator(f".screen-card[data-screen='{number}'] a", has_text="Sắp xếp cảnh").click()
    ha.page.wait_for_selector(".arrange-row")
    walls.arrange(number, "sources", version=1)
    ha.page.locator("input[name=only_issues]").uncheck()
    ha.page.click("[data-arrange-act=save]")
    ha.page.wait_for_selector(".arrange-state.bad")
    assert "Người khác vừa đổi" in ha.page.locator("[data-arrange-state]").inner_text()


def test_the_overview_shows_what_the_wall_painted_and_ha_finds_it_in_the_room(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, wall = walls.pair(screen, "Hành lang tầng 2")
    walls.arrange(number, "indicators", "sources", "incidents")
    ha = screen(LAPTOP, role="administrator")
    ha.page.goto(f"{walls.product.url}/admin/screens")
    card = ha.page.locator(f".screen-card[data-screen='{number}']")
    card.wait_for()
    wait_until(lambda: card.locator("img").evaluate("one => one.naturalWidth") == 480, 40, every=0.5, what="the echo of the wall")
    shows(wall, "indicators")
    wait_until(lambda: "Bảng chỉ số · 1/3" in card.inner_text() and "đang chiếu" in card.inner_text() and "mới nhất" in card.inner_text(), 30, every=0.5, what="the card tells it")
    card.locator("button", has_text="Nháy màn hình").click()
    wall.page.wait_for_selector(".screen-flash-name", timeout=SOON_S * 1000)
    assert wall.page.locator(".screen-flash-name").inner_text() == "Hành lang tầng 2"
    assert card.locator("button", has_text="Đang nháy").is_disabled()
    card.locator(".screen-step").nth(2).click()
    shows(wall, "incidents")
    wall.page.wait_for_selector(".screen-flash", state="detached", timeout=30_000)
    assert not ha.complaints, ha.complaints
    assert not wall.complaints, wall.complaints


def test_a_held_scene_outlives_a_reload_of_the_wall(walls: Walls, screen: Callable[..., Screen]) -> None:
    number, wall = walls.pair(screen, "Phòng máy chủ")
    walls.arrange(number, "indicators", "sources")
    arranging.show_scene(walls.centre, walls.ha, number, 1, hold=True)
    shows(wall, "sources")
    wall.page.reload()
    shows(wall, "sources", 30)
    assert "asked" in wall.page.evaluate("centre.wall.now().held")
    arranging.show_scene(walls.centre, walls.ha, number, None)
    wait_until(lambda: "asked" not in wall.page.evaluate("centre.wall.now().held"), SOON_S, every=0.2, what="it is let go")
