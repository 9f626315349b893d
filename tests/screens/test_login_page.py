"""The pages before the door in a real browser: what Lan sees, types, hears, and where one click takes a newcomer."""

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
import uvicorn

from api._entering_page import BUNDLES
from api._headers import Headers, content_policy
from api._static import Static
from domain.person import SYSTEM, Part, Role
from services import accounts
from tests.gate.doorstep import WRONG, login_of, served
from tests.gate.gatehouse import EVERYWHERE, PASSWORD, Gatehouse
from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.processes import free_port, wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen]
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL], ids=["phone", "laptop", "wall"])
ALERT = ".gate-problem[role=alert]:not([hidden])"


class Door:
    """The door's own addresses on a socket, under the product's policy, with nothing behind them."""

    def __init__(self, home: Path, template: Path) -> None:
        import time

        shutil.copy(template, home / "centre.db")
        self.house = Gatehouse(home / "home", f"sqlite:///{home}/centre.db", time.time)  # type: ignore[arg-type]
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        gate: Any = Headers(Static(served(self.house.centre), BUNDLES), content_policy([], ""))
        self.server = uvicorn.Server(uvicorn.Config(gate, port=port, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve()), daemon=True)
        self.thread.start()
        wait_until(lambda: self.server.started, 10, what="the door answers")

    def close(self) -> None:
        """Nobody enters any more."""
        self.server.should_exit = True
        self.thread.join(10)
        self.house.centre.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Door]:
    opened = Door(tmp_path_factory.mktemp("door"), migrated_sqlite)
    yield opened
    opened.close()


@pytest.fixture
def at(door: Door, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """at("/login", size) -> a screen there."""

    def go(path: str, size: tuple[int, int] = LAPTOP, **options: Any) -> Screen:
        shown = screen(size, touch=size == PHONE, role="", **options)
        shown.page.goto(door.url + path)
        return shown

    return go


def unexpected(shown: Screen) -> list[str]:
    """Complaints of the browser, but for answers that are refusals by design."""
    return [line for line in shown.complaints if not re.search(r"status of (400|401|404|429)", line)]


def fill(shown: Screen, **fields: str) -> None:
    for name, value in fields.items():
        shown.page.locator(f"#{name}").fill(value)


@SIZES
@pytest.mark.parametrize("path", ["/login", "/login?why=ended&lang=en", "/first", "/welcome"])
def test_nothing_runs_over_the_edge_and_nothing_is_asked_of_others(door: Door, at: Callable[..., Screen], size: tuple[int, int], path: str) -> None:
    shown = at(path, size)
    shown.page.locator("form .gate-do").wait_for()
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    if size != PHONE:
        assert shown.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "no scrolling to sign in"
    assert not shown.complaints
    assert not shown.foreign(door.url)


def test_a_wrong_password_is_said_in_one_sentence_and_lan_types_on(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    assert shown.page.evaluate("document.activeElement.id") == "login"
    shown.page.keyboard.type("lan.nguyen")
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.type(WRONG)
    shown.page.keyboard.press("Enter")
    told = shown.page.locator(ALERT)
    told.wait_for()
    assert "không đúng" in told.inner_text()
    assert "tạm khoá" in told.inner_text()
    assert shown.page.evaluate("document.activeElement.id") == "password"
    assert shown.page.locator("form").get_attribute("aria-busy") == "false"
    assert shown.page.locator(".gate-do").is_enabled()
    assert not unexpected(shown)


def test_an_empty_form_is_not_sent(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    before = len(shown.requests)
    shown.page.locator(".gate-do").click()
    shown.page.locator(ALERT).wait_for()
    assert shown.page.locator("#login").get_attribute("aria-invalid") == "true"
    assert len(shown.requests) == before


def test_a_server_that_is_away_is_said_and_the_form_lives_on(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    shown.page.route("**/api/v1/enter", lambda route: route.abort())
    fill(shown, login="lan", password=WRONG)
    shown.page.locator(".gate-do").click()
    shown.page.locator(ALERT).wait_for()
    assert "Không liên lạc được" in shown.page.locator(ALERT).inner_text()
    assert shown.page.locator(".gate-do").is_enabled()


def test_the_button_is_busy_while_the_server_thinks_and_a_second_press_sends_nothing(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    held: list[Any] = []
    shown.page.route("**/api/v1/enter", lambda route: held.append(route))
    fill(shown, login="lan", password=WRONG)
    shown.page.keyboard.press("Enter")
    shown.page.locator("form[aria-busy=true]").wait_for()
    assert "Đang kiểm tra" in shown.page.locator(".gate-do").inner_text()
    shown.page.locator("#password").press("Enter")
    assert len(held) == 1
    held[0].abort()
    shown.page.locator("form[aria-busy=false]").wait_for()
    assert "Vào trung tâm" in shown.page.locator(".gate-do").inner_text()


def test_the_password_is_shown_on_request_and_caps_lock_is_told(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    fill(shown, password="bí mật")
    eye = shown.page.locator("[data-show=password]")
    eye.click()
    assert shown.page.locator("#password").get_attribute("type") == "text"
    assert eye.get_attribute("aria-pressed") == "true"
    assert eye.get_attribute("aria-label") == "Ẩn mật khẩu"
    eye.click()
    press = "(on) => document.getElementById('password').dispatchEvent(new KeyboardEvent('keydown', {key: 'A', bubbles: true, modifierCapsLock: on}))"
    shown.page.evaluate(press, True)
    assert shown.page.locator(".gate-caps").is_visible()
    shown.page.evaluate(press, False)
    assert shown.page.locator(".gate-caps").is_hidden()


def test_a_keeper_of_passwords_finds_its_fields(at: Callable[..., Screen]) -> None:
    def kept(path: str) -> list[str]:
        return at(path).page.evaluate("[...document.querySelectorAll('form input')].map((i) => i.autocomplete)")  # type: ignore[no-any-return]

    assert kept("/login") == ["username", "current-password"]
    assert kept("/welcome") == ["off", "new-password", "new-password"]
    assert kept("/first") == ["off", "name", "username", "new-password", "new-password"]


def test_light_and_dark_follow_the_system_until_somebody_chooses(at: Callable[..., Screen]) -> None:
    theme = "document.documentElement.dataset.theme"
    assert at("/login", dark=True).page.evaluate(theme) == "dark"
    shown = at("/login")
    assert shown.page.evaluate(theme) == "light"
    shown.page.locator("[data-theme-press]").click()
    shown.page.reload()
    assert shown.page.evaluate(theme) == "dark"
    assert shown.page.evaluate("localStorage.getItem('centre.theme')") == "dark"  # the product reads the same


@pytest.mark.parametrize(("why", "words"), [("ended", "Phiên làm việc đã hết"), ("left", "đã ra khỏi"), ("<b>x</b>", "")])
def test_why_she_is_here_again_is_told(at: Callable[..., Screen], why: str, words: str) -> None:
    shown = at(f"/login?why={why}")
    said = shown.page.locator(".gate-said")
    assert (words in said.inner_text()) if words else said.count() == 0


@pytest.mark.parametrize("evil", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_link_that_came_by_mail_leads_nowhere_else(door: Door, at: Callable[..., Screen], evil: str) -> None:
    shown = at(f"/login?next={evil}")
    shown.page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(door.url) else route.abort())
    shown.page.locator("[data-role=officer]").click()
    shown.page.wait_for_url(f"{door.url}/")
    assert not shown.foreign(door.url)


def test_the_walls_computer_shows_a_code_by_itself(at: Callable[..., Screen]) -> None:
    shown = at("/login")
    shown.page.evaluate("localStorage.setItem('centre.kind', 'screen')")
    shown.page.goto(shown.page.url.replace("/login", "/login?next=/wall"))
    shown.page.wait_for_url(lambda url: "/pair" in url)


def test_binh_turns_on_the_second_factor_with_her_telephone(door: Door, at: Callable[..., Screen]) -> None:
    code = accounts.first_code(door.house.centre)
    assert code is not None
    shown = at("/first")
    fill(shown, code=code, name="Trần Thị Bình", login="binh.tran", password="ngắn", again="khác")
    shown.page.locator(".gate-do").click()
    shown.page.locator(ALERT).wait_for()
    assert "chưa giống" in shown.page.locator(ALERT).inner_text()
    fill(shown, again="ngắn")
    shown.page.locator(".gate-do").click()
    shown.page.locator(ALERT, has_text="ít nhất 12").wait_for()
    assert shown.page.locator("#password").get_attribute("aria-invalid") == "true"
    fill(shown, password=PASSWORD, again=PASSWORD)
    shown.page.locator(".gate-do").click()
    picture = shown.page.locator("[data-qr][src]")
    picture.wait_for()
    assert picture.evaluate("(node) => node.decode().then(() => node.naturalWidth)") > 100
    seed = shown.page.locator("[data-secret-text]").inner_text().replace(" ", "")
    fill(shown, code="000000")  # the sixth figure sends it
    shown.page.locator(ALERT, has_text="Mã không đúng").wait_for()
    fill(shown, code=pyotp.TOTP(seed).now())
    shown.page.wait_for_url(f"{door.url}/")
    assert shown.page.evaluate("fetch('/api/v1/me').then((r) => r.json())")["role"] == "administrator"
    assert not unexpected(shown)


def test_minh_is_asked_for_his_code_on_a_phone_and_may_leave(door: Door, at: Callable[..., Screen]) -> None:
    login = login_of(door.house, door.house.person("Minh", Role.MANAGER, EVERYWHERE))
    shown = at("/login?next=/wall", PHONE)
    fill(shown, login=login, password=PASSWORD)
    shown.page.locator(".gate-do").tap()
    shown.page.locator("[data-qr][src]").wait_for()
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.page.locator("[data-leave]").tap()
    shown.page.wait_for_url(re.compile(r"/login"))
    assert not unexpected(shown)


def test_fingers_find_every_button(at: Callable[..., Screen]) -> None:
    shown = at("/login", PHONE)
    small = shown.page.evaluate(
        "[...document.querySelectorAll('button, input, a')].map((n) => [n.textContent, n.getBoundingClientRect().height]).filter(([, h]) => h && h < 36)")
    assert small == []


# --- the living product ---


@pytest.mark.product
@pytest.mark.parametrize(("role", "schools"), [("operator", "all"), ("officer", "some"), ("manager", "all"), ("administrator", "all")])
def test_one_click_lands_on_the_map_with_its_role(living: Product, screen: Callable[..., Screen], role: str, schools: str) -> None:
    shown = screen(LAPTOP, dark=True, role="")
    shown.page.goto(f"{living.url}/")
    shown.page.wait_for_url(f"{living.url}/login?next=/")
    shown.page.locator(f"[data-role={role}]").click()
    shown.page.locator(".shell").wait_for()
    assert shown.page.url == f"{living.url}/"
    me = shown.page.evaluate("fetch('/api/v1/me').then((r) => r.json())")
    assert (me["role"], me["demo"]) == (role, True)
    counted = shown.page.evaluate("fetch('/api/v1/live/directory').then((r) => r.json()).then((d) => d.count)")
    assert (counted == 300) is (schools == "all")
    assert counted > 0
    assert not shown.foreign(living.url)


def test_a_welcome_link_tells_its_code_to_the_page_and_to_nobody_else(door: Door, at: Callable[..., Screen]) -> None:
    made = accounts.create(door.house.centre, SYSTEM, login="lan.chao", name="Lê Thị Lan", role=Role.OFFICER, parts=[Part(area="760")])
    shown = at(f"/welcome#code={made.code}")
    kept = "[document.querySelector('#code').value, location.hash, document.activeElement.id]"
    assert shown.page.evaluate(kept) == [made.code, "", "password"]
    shown.page.locator(".gate-language").click()  # another document: the code goes along
    wait_until(lambda: shown.page.evaluate("document.documentElement.lang") == "en", what="English")
    assert shown.page.evaluate(kept) == [made.code, "", "password"]
    fill(shown, password=PASSWORD, again=PASSWORD)
    shown.page.locator(".gate-do").click()
    shown.page.wait_for_url(f"{door.url}/")
    assert not [asked for asked in shown.requests if made.code in asked.partition("#")[0]]
    assert not unexpected(shown)


def test_a_code_in_the_query_is_not_read_and_a_second_link_in_the_same_tab_is(at: Callable[..., Screen]) -> None:
    shown = at("/welcome?code=AAAA-BBBB-CCCC")
    assert shown.page.locator("#code").input_value() == ""
    shown.page.evaluate("location.hash = '#code=DDDD-EEEE-FFFF'")
    wait_until(lambda: shown.page.locator("#code").input_value() == "DDDD-EEEE-FFFF", what="the code is typed")
    assert shown.page.evaluate("location.hash") == ""
