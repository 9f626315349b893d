"""The list of incidents in a real browser, over the living product: Minh answers by keyboard, Lan by a telephone in her hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from domain.person import EVERYTHING, Actor, ActorKind, Role
from domain.wording import Words
from services import silences
from services.centre import Centre
from store import incident_events, incidents, registers
from tests.rig.administration import query, until
from tests.rig.browser import LAPTOP, PHONE, WALL, WALL_4K, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
NUMBER = count(1)
MINH = Actor(kind=ActorKind.PERSON, id=1, name="Minh", role=Role.OPERATOR, scope=EVERYTHING)
FORGETFUL = "Storage.prototype.setItem = ((own) => function (key, value) { if (!key.startsWith('centre.moves.')) own.call(this, key, value); })(Storage.prototype.setItem)"
LISTEN = "window.broken = []; document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective + ' ' + event.blockedURI));"


@dataclass
class Board:
    """A handful of incidents told by hand, with a word of their own to find them by."""

    house: Centre
    word: str = field(default_factory=lambda: f"vụ thử {next(NUMBER)}x")
    ids: list[int] = field(default_factory=list)

    def plant(self, *severities: str, ago: float = 600, kind: str = "manual", quiet: bool = False) -> list[int]:
        for severity in severities:
            now = self.house.clock()
            with self.house.db.write() as conn:
                code = registers.read_schools(conn, EVERYTHING)[0][1].code
                says = Words(f"Trường báo mất điện, {self.word} mã {'xyzwv'[len(self.ids)] * 3} số {len(self.ids) + 1}", f"No power, {self.word}")
                made = incidents.open_incident(
                    self.house.db, conn, kind=kind, rule="manual", subject=f"told:{self.word}:{len(self.ids)}", severity=severity, area="",
                    says=says, started_at=now - ago, at=now - ago, members=[code], quiet=quiet)
            assert made is not None
            self.ids.append(made)
            ago -= 10
        return self.ids

    def hush(self, incident: int) -> None:
        """What is quiet for being out of hours alone speaks when school begins: whatever the hour of this test is, it stays quiet."""
        silences.silence(self.house, MINH, until=self.house.clock() + 3600, reason="Trường đã biết, đang sửa", incident=incident)

    def row(self, incident: int) -> Any:
        with self.house.db.read() as conn:
            found = incidents.read_one(conn, EVERYTHING, incident)
        assert found is not None
        return found

    def events(self, incident: int, what: str) -> list[incident_events.Event]:
        with self.house.db.read() as conn:
            return [event for event in incident_events.read_events(conn, EVERYTHING, incident) if event.what == what]


@pytest.fixture
def board(house: Centre) -> Board:
    return Board(house)


@pytest.fixture
def duty(living: Product, screen: Callable[..., Screen], board: Board) -> Callable[..., Screen]:
    """duty(size) -> the list with the board's incidents only, drawn."""

    def sit(size: tuple[int, int] = LAPTOP, *, role: str = "operator", also: str = "", script: str = "", **options: Any) -> Screen:
        shown = screen(size, role=role, **options)
        shown.page.add_init_script(LISTEN + script)
        shown.page.goto(f"{living.url}/incidents?q={board.word.replace(' ', '+')}{also}")
        shown.page.wait_for_selector(".incident-says", timeout=60_000)
        until(shown, "centre.incidents.ready && (centre.incidents.cards.on() || centre.incidents.grid.api)")
        return shown

    return sit


def told(shown: Screen) -> list[str]:
    """The sentences of the lines, as they stand."""
    return shown.page.locator(".incident-grid .ag-row, [data-card]").evaluate_all(
        "all => all.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((n) => n.querySelector('.incident-says')).map((n) => (n ? n.textContent : 'not drawn yet 0'))")


def numbers(shown: Screen) -> list[int]:
    return [int(text.rsplit(" ", 1)[1]) for text in told(shown)]


def press(shown: Screen, *keys: str) -> None:
    for key in keys:
        shown.page.keyboard.press(key)


def said(shown: Screen, words: str) -> None:
    shown.page.locator(".said-now", has_text=words).wait_for()


# --- by keyboard ---


def test_a_whole_life_by_keyboard(living: Product, duty: Callable[..., Screen], board: Board) -> None:
    first, second, third = board.plant("critical", "high", "low")
    shown = duty()
    assert numbers(shown) == [1, 2, 3]
    press(shown, "j", "a")
    said(shown, "Đã tiếp nhận")
    assert board.row(first).state == "acknowledged"
    press(shown, "e")
    shown.page.locator("[data-people] [data-to=me]").wait_for()
    press(shown, "Enter")
    said(shown, "Đã giao cho tôi")
    assert (board.row(first).state, bool(board.row(first).owner)) == ("in_progress", True)
    press(shown, "n")
    shown.page.keyboard.type("Đã gọi nhà trường, thợ đến lúc 14 giờ")
    press(shown, "Control+Enter")
    said(shown, "Đã ghi chú")
    assert [event.text for event in board.events(first, "noted")] == ["Đã gọi nhà trường, thợ đến lúc 14 giờ"]
    press(shown, "r", "1", "Control+Enter")
    said(shown, "Đã ghi nhận khắc phục")
    assert (board.row(first).state, board.row(first).cause) == ("resolved", "power")
    assert shown.page.locator(".stood-on .incident-says").first.inner_text().endswith("số 1"), "the line stays until she leaves it"
    press(shown, "j", "x", "j", "x")
    wait_until(lambda: numbers(shown) == [2, 3])
    shown.page.locator("[data-chosen-count]", has_text="2 đã chọn").wait_for()
    press(shown, "Shift+A")
    said(shown, "Đã tiếp nhận 2 sự cố")
    assert {board.row(second).state, board.row(third).state} == {"acknowledged"}
    until(shown, "document.querySelector('[data-chosen]').hidden")
    press(shown, "Enter")
    shown.page.wait_for_url(f"**/incidents/{third}")
    shown.page.go_back()
    shown.page.wait_for_selector(".incident-says")
    until(shown, "Boolean(document.activeElement.closest('.incident-grid .ag-row.stood-on'))")
    assert query(shown)["q"] == board.word
    assert not shown.complaints, shown.complaints
    assert not shown.foreign(living.url)


def test_help_search_and_escape(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high", "low")
    shown = duty()
    press(shown, "?")
    assert "Tiếp nhận mọi dòng đã chọn" in shown.page.locator("[data-incident-box=help]").inner_text()
    press(shown, "Escape", "/")
    shown.page.keyboard.press("Control+A")
    shown.page.keyboard.type(board.word.replace("ụ", "u").replace("ử", "u") + " ma yyy")
    wait_until(lambda: numbers(shown) == [2], what="found without diacritics")
    press(shown, "Enter")
    until(shown, "Boolean(document.activeElement && document.activeElement.closest('.stood-on'))")
    press(shown, "Escape")
    wait_until(lambda: "q" not in query(shown))


def test_the_place_is_kept_while_others_come(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("medium", "medium", "medium")
    shown = duty()
    press(shown, "j", "j", "x")
    board.plant("critical")
    wait_until(lambda: numbers(shown) == [4, 1, 2, 3], 20, what="the new one is on top")
    assert shown.page.evaluate("document.activeElement.closest('.ag-row').querySelector('.incident-says').textContent").endswith("số 2")
    assert shown.page.locator(".ag-row-selected .incident-says").inner_text().endswith("số 2")


def test_quiet_ones_are_last_and_the_order_is_urgency(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("low", "critical", "high", "high")
    board.plant("high", quiet=True)
    board.hush(board.ids[4])
    with board.house.db.write() as conn:
        incident_events.append(board.house.db, conn, board.ids[1], at=board.house.clock(), what="acknowledged", data={
            "state": "acknowledged", "acknowledged_at": board.house.clock(), "acknowledged_by": "person:1", "acknowledged_name": "Lan"})
    shown = duty()
    assert numbers(shown) == [3, 4, 1, 2, 5]
    assert shown.page.locator(".row-quiet .incident-says").count() == 1


# --- the address is the state ---


def test_filters_are_the_address_and_back_undoes_them(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("critical", "high", "low")
    shown = duty()
    shown.page.locator("[data-f=severity][data-v=high]").click()
    wait_until(lambda: numbers(shown) == [2])
    shown.page.locator("[data-f=severity][data-v=low]").click()
    wait_until(lambda: numbers(shown) == [2, 3])
    assert query(shown)["severity"] == "high,low"
    assert shown.page.locator("[data-count-of='severity.critical']").inner_text() == "1", "a count says what the choice would show"
    shown.page.go_back()
    wait_until(lambda: numbers(shown) == [2])
    shown.page.reload()
    shown.page.wait_for_selector(".incident-says")
    wait_until(lambda: numbers(shown) == [2])
    shown.page.locator("[data-f=kind][data-v=manual]").evaluate("node => node.click()")
    shown.page.locator("[data-f=owner][data-v=me]").click()
    shown.page.locator(".incident-empty h2", has_text="Không có sự cố nào khớp").wait_for()
    shown.page.locator(".incident-empty [data-incident-clear]").click()
    wait_until(lambda: query(shown) == {})
    for _ in range(4):
        shown.page.go_back()
    wait_until(lambda: numbers(shown) == [1, 2, 3])
    assert not shown.complaints, shown.complaints


def test_a_quiet_province_is_told_calmly(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    shown.page.route("**/api/v1/incidents?*", lambda route: route.fulfill(json=[], headers={"x-newest": "7"}))
    shown.page.goto(f"{living.url}/incidents")
    shown.page.locator(".incident-empty.calm h2", has_text="Không có sự cố nào chưa khắc phục").wait_for()


# --- nothing is lost, nothing is twice, nothing is promised ---


def noted_over_a_cut_line(shown: Screen, board: Board, *, strip: bool = False) -> None:
    """The server takes the note, its answer is lost twice; the page sends again. The promise: one note."""
    lost = iter((True, True, False))

    def cut(route: Any) -> None:
        body = dict(route.request.post_data_json)
        if strip:
            body.pop("client")
        answer = route.fetch(post_data=body)
        route.abort() if next(lost, False) else route.fulfill(response=answer)

    shown.page.route("**/note", cut)
    press(shown, "j", "n")
    shown.page.keyboard.type("Đang chờ điện lực")
    press(shown, "Control+Enter")
    shown.page.locator(".incident-state.waits", has_text="chưa gửi").wait_for()
    until(shown, "!centre.moves.pending().length")
    assert len(board.events(board.ids[0], "noted")) == 1


def test_an_answer_that_is_lost_leaves_one_note(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high")
    noted_over_a_cut_line(duty(), board)


def test_mutant_without_a_client_id_writes_it_again_and_is_caught(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high")
    with pytest.raises(AssertionError):
        noted_over_a_cut_line(duty(), board, strip=True)


def acknowledged_over_a_reload(shown: Screen, board: Board) -> None:
    """No way to the server; the row stays as it is, the act waits, also over a reload; then it is sent."""
    shown.page.route("**/acknowledge", lambda route: route.abort())
    press(shown, "j", "a")
    shown.page.locator("[data-unsent]:not([hidden])").wait_for()
    assert shown.page.locator("[data-unsent-count]").inner_text() == "1"
    assert board.row(board.ids[0]).state == "open"
    assert shown.page.locator(".row-fresh").count() == 1, "nothing is shown as done"
    shown.page.reload()
    shown.page.locator(".incident-state.waits", has_text="chưa gửi").wait_for(timeout=8000)
    shown.page.unroute("**/acknowledge")
    wait_until(lambda: board.row(board.ids[0]).state == "acknowledged", 40)
    until(shown, "document.querySelector('[data-unsent]').hidden")
    assert len(board.events(board.ids[0], "acknowledged")) == 1


def test_what_was_not_sent_is_kept_over_a_reload_and_sent(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high")
    acknowledged_over_a_reload(duty(), board)


def test_mutant_that_keeps_nothing_loses_it_and_is_caught(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high")
    with pytest.raises(Exception, match="Timeout"):
        acknowledged_over_a_reload(duty(script=FORGETFUL), board)


def test_whoever_was_faster_is_named(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("critical")
    slow, fast = duty(), duty(role="manager")
    slow.page.route("**/api/v1/incidents?*", lambda route: route.abort())  # her list does not hear of it in time
    press(fast, "j", "a")
    said(fast, "Đã tiếp nhận")
    press(slow, "j", "a")
    refused = slow.page.locator(".said-now.bad")
    refused.wait_for()
    assert "Lãnh đạo" in refused.inner_text()
    assert not slow.page.evaluate("centre.moves.pending()")
    slow.page.unroute("**/api/v1/incidents?*")
    slow.page.locator(".incident-by", has_text="Lãnh đạo").wait_for()


def test_a_server_that_is_away_is_told(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high")
    shown = duty()
    shown.page.route("**/api/v1/incidents?*", lambda route: route.abort())
    shown.page.locator("[data-incident-reach]:not([hidden])", has_text="Không nối được máy chủ từ").wait_for()
    assert numbers(shown) == [1], "what was known stays"
    shown.page.unroute("**/api/v1/incidents?*")
    shown.page.locator("[data-incident-reach]").wait_for(state="hidden")


# --- the browser's own rules ---


def test_the_grid_breaks_no_rule_of_the_content_policy(living: Product, duty: Callable[..., Screen], board: Board) -> None:
    board.plant("high", "low")
    shown = duty(WALL)
    press(shown, "j", "e", "Escape", "?", "Escape", "x", "Escape")
    shown.page.locator(".ag-header-cell[col-id=where] .ag-header-cell-label").click()
    shown.page.locator("[data-own-order]").click()
    assert shown.page.evaluate("broken") == []
    shown.page.evaluate("document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.bad = 1' }))")
    until(shown, "broken.length === 1 && window.bad === undefined")
    names = shown.page.locator(".ag-header-cell[col-id]").evaluate_all("all => all.map((n) => n.getAttribute('col-id') + ':' + n.innerText.trim())")
    assert all(name.split(":")[1] for name in names if not name.startswith("ag-Grid")), names


@pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL, WALL_4K], ids=["phone", "laptop", "wall", "4k"])
def test_nothing_runs_over_the_edge(duty: Callable[..., Screen], board: Board, size: tuple[int, int]) -> None:
    board.plant("critical", "high", "low")
    shown = duty(size, touch=size == PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.page.evaluate("!document.querySelector('.ag-body-horizontal-scroll-viewport') || document.querySelector('.ag-center-cols-viewport').scrollWidth <= document.querySelector('.ag-center-cols-viewport').clientWidth + 1")


def test_lan_acknowledges_by_thumb(duty: Callable[..., Screen], board: Board) -> None:
    board.plant("critical", "high")
    shown = duty(PHONE, touch=True)
    assert not any("dash_ag_grid" in url for url in shown.requests), "a telephone does not load the grid"
    for act in shown.page.locator("[data-card] .card-act").all():
        box = act.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    shown.page.locator("[data-card]").first.locator("[data-card-act=acknowledge]").tap()
    said(shown, "Đã tiếp nhận")
    assert board.row(board.ids[0]).state == "acknowledged"
    wait_until(lambda: numbers(shown) == [2, 1], what="what waits for somebody is on top")
    shown.page.locator("[data-card]").last.locator("[data-card-act=note]").tap()
    shown.page.locator("[data-incident-box=note] textarea").fill("Đã gọi bảo vệ trường")
    shown.page.locator("[data-incident-box=note] [type=submit]").tap()
    said(shown, "Đã ghi chú")
    assert shown.page.locator("[data-card] a[href$='/calls']").count() == 2
    assert not shown.complaints, shown.complaints
