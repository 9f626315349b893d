"""Lan's session ends while the map is open, Minh leaves everywhere, a password changes: what a browser shows then."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.person import SYSTEM, Part, Role
from services import accounts, sessions
from services.centre import Centre
from store import people
from tests.gate.gatehouse import HASHED, PASSWORD
from tests.rig.browser import LAPTOP, PHONE, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
MAP = "/?layer=labs&area=26740"
DEAF = "(own => Object.defineProperty(window, 'fetch', { get: () => own, set() {} }))(window.fetch)"  # nobody listens for a 401
DUTY = ["/", "/incidents", "/work", "/compare", "/reports", "/handover", "/silences", "/clocks"]
FIGURES, KEPT = ["/indicators", "/trends", "/claims", "/findings"], ["/systems", "/sources", "/ingest"]
OFFICER = [*DUTY, *FIGURES, "/wall", "/work", "/compare", "/reports", *FIGURES, "/wall"]  # what does not fit a narrow bar, or a phone's, is in the menu as well, and shown once
COLOUR, GREY = ":root[data-lease]:not([data-culprit])", ":root:not([data-lease])"


@pytest.fixture
def office(living: Product) -> Iterator[Centre]:
    """Another process at the same house."""
    centre = Centre.open(home=living.home, database_url=f"sqlite:///{living.home}/centre.db", redis_url="redis://127.0.0.1:1/0")
    yield centre
    centre.close()


@pytest.fixture
def lan(office: Centre) -> str:
    """An officer of Quận 1, with PASSWORD; gives her login, another one for every test."""
    login = f"lan.{len(accounts.listing(office, SYSTEM))}"
    made = accounts.create(office, SYSTEM, login=login, name="Trần Thị Lan", role=Role.OFFICER, parts=[Part(area="760")])
    with office.db.write() as conn:
        people.change(conn, made.person_id, password_hash=HASHED)
    return login


@pytest.fixture
def desk(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """desk(login, size) -> a browser in which Lan signed in with her password and looks at the map, in colour."""

    def sit(login: str, size: tuple[int, int] = LAPTOP, path: str = MAP) -> Screen:
        shown = screen(size, role="")
        shown.page.goto(living.url + path)
        shown.page.wait_for_selector("form[data-post]")
        sign_in(shown, login)
        shown.page.wait_for_url(living.url + path)
        shown.page.wait_for_selector(COLOUR)
        return shown

    return sit


def sign_in(shown: Screen, login: str, password: str = PASSWORD) -> None:
    shown.page.fill("input[name=login]", login)
    shown.page.fill("input[name=password]", password)
    shown.page.click("button[type=submit]")


def end(office: Centre, shown: Screen) -> None:
    """Her session ends, and her browser is not told."""
    cookie = next(c["value"] for c in shown.context.cookies() if c["name"] == "centre_session")
    with office.db.write() as conn:
        assert sessions.end(office, conn, cookie)


def through_the_door_and_back(living: Product, office: Centre, shown: Screen, login: str) -> None:
    """The promise: colour ends, she stands at the door with the way back, and is back after entering."""
    end(office, shown)
    shown.page.wait_for_url("**/login?*why=ended*", timeout=45_000)
    assert "next=%2F%3Flayer%3Dlabs%26area%3D26740" in shown.page.url
    sign_in(shown, login)
    shown.page.wait_for_url(living.url + MAP)
    shown.page.wait_for_selector(COLOUR)


def test_a_session_that_ends_under_the_map_leads_to_the_door_and_back(living: Product, office: Centre, lan: str, desk: Callable[..., Screen]) -> None:
    shown = desk(lan)
    through_the_door_and_back(living, office, shown, lan)
    assert all("401" in told for told in shown.complaints), shown.complaints


def test_mutant_that_does_not_listen_stays_on_the_map_and_is_caught(living: Product, office: Centre, lan: str, desk: Callable[..., Screen]) -> None:
    shown = desk(lan)
    shown.page.context.add_init_script(DEAF)
    shown.page.reload()
    shown.page.wait_for_selector(COLOUR)
    with pytest.raises(Exception, match="Timeout"):
        through_the_door_and_back(living, office, shown, lan)


def test_colour_ends_at_once_and_nothing_is_asked_any_more(living: Product, office: Centre, lan: str, desk: Callable[..., Screen]) -> None:
    shown = desk(lan)
    shown.page.route("**/login*", lambda route: route.abort())  # the door itself is away
    end(office, shown)
    shown.page.wait_for_selector(GREY, state="attached", timeout=15_000)
    assert "hết hạn" in shown.page.locator("[data-lease-title]").inner_text()
    asked = len(shown.requests)
    shown.page.wait_for_timeout(6000)
    after = shown.requests[asked:]
    assert not [url for url in after if "/api/" in url or "/_dash" in url], after
    assert len(after) <= 6
    assert shown.page.locator(GREY).count() == 1


def test_a_refused_callback_leaves_the_page_as_it_is(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    for status in (401, 403, 404):
        shown.complaints.clear()
        shown.page.route("**/_dash-update-component", refuse_with(status))
        shown.page.goto(f"{living.url}/sources" if status != 401 else f"{living.url}/")
        shown.page.wait_for_timeout(1500)
        assert all(str(status) in told for told in shown.complaints), shown.complaints
        shown.page.unroute("**/_dash-update-component")
    assert shown.page.locator(".topbar").count() == 1


def refuse_with(status: int) -> Callable[[Any], None]:
    """Only callbacks of pages: Dash's own router must draw the page first."""

    def answer(route: Any) -> None:
        if "_pages_content" in (route.request.post_data or "") and status != 401:
            route.fallback()
        else:
            route.fulfill(status=status, json={"code": "not_found", "vi": "x", "en": "x"})

    return answer


# --- who am I ---


def test_lan_reads_who_she_is_and_only_her_own_places(lan: str, desk: Callable[..., Screen]) -> None:
    shown = desk(lan)
    shown.page.click(".who-menu > summary")
    told = shown.page.locator(".who-card").inner_text()
    assert "Trần Thị Lan" in told
    assert "Chuyên viên địa bàn" in told
    assert "Quận 1" in told
    assert shown.page.locator(".nav a").evaluate_all("links => links.map((a) => a.getAttribute('href'))") == OFFICER
    assert "admin" not in shown.page.content()


def test_an_administrator_finds_more_places(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="administrator")
    shown.page.goto(f"{living.url}/")
    shown.page.wait_for_selector(".admin-menu")
    hrefs = shown.page.locator(".nav a").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    assert hrefs == [*DUTY, *FIGURES, *KEPT, "/wall", "/work", "/compare", "/reports", *FIGURES, *KEPT, "/wall", *("/admin/" + name for name in ("people", "screens", "keys", "calendar", "audit"))]


@pytest.mark.parametrize("role", ["operator", "administrator"])
def test_the_bar_fits_a_phone(living: Product, screen: Callable[..., Screen], role: str) -> None:
    shown = screen(PHONE, touch=True, role=role)
    shown.page.goto(f"{living.url}/")
    shown.page.wait_for_selector(COLOUR)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    parts = shown.page.locator(".topbar > *:visible, .topbar .nav > *:visible").evaluate_all("all => all.map((n) => n.getBoundingClientRect()).map((r) => [r.left, r.right])")
    assert all(0 <= left <= right <= PHONE[0] for left, right in parts), parts
    for menu in [".who-menu", *([".admin-menu"] if role == "administrator" else [])]:
        shown.page.locator(f"{menu} > summary").tap()
        box = shown.page.locator(f"{menu} .menu-body").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
        shown.page.keyboard.press("Escape")


# --- leaving ---


def test_leaving_ends_here_and_only_here(living: Product, lan: str, desk: Callable[..., Screen]) -> None:
    here, there = desk(lan), desk(lan)
    here.page.click(".who-menu > summary")
    here.page.click("[data-who=leave]")
    here.page.wait_for_url("**/login*")
    here.page.goto(f"{living.url}/")
    assert "/login" in here.page.url
    there.page.reload()
    there.page.wait_for_selector(COLOUR)


def test_leaving_everywhere_ends_everywhere(lan: str, desk: Callable[..., Screen]) -> None:
    here, there = desk(lan), desk(lan)
    here.page.click(".who-menu > summary")
    here.page.click("[data-who=leave-everywhere]")
    here.page.wait_for_url("**/login*")
    there.page.wait_for_url("**/login?*why=ended*", timeout=45_000)


def test_a_door_that_does_not_answer_says_that_she_is_still_in(lan: str, desk: Callable[..., Screen]) -> None:
    shown = desk(lan)
    shown.page.route("**/api/v1/leave", lambda route: route.abort())
    shown.page.click(".who-menu > summary")
    shown.page.click("[data-who=leave]")
    shown.page.wait_for_selector("[data-who-failed]:not([hidden])")
    assert shown.page.locator(COLOUR).count() == 1


def test_another_password_keeps_this_browser_and_ends_the_others(lan: str, desk: Callable[..., Screen]) -> None:
    here, there = desk(lan), desk(lan)
    here.page.click(".who-menu > summary")
    here.page.click("[data-who=password]")

    def type_in(old: str, new: str, again: str) -> str:
        for name, typed in (("old", old), ("new", new), ("again", again)):
            here.page.fill(f"[data-password-box] input[name={name}]", typed)
        here.page.click("[data-password-box] [type=submit]")
        here.page.wait_for_selector("[data-who-said]:not(:empty)")
        return here.page.locator("[data-who-said]").get_attribute("data-tone") or ""

    fresh = "sông xanh bến cũ 2026"
    assert type_in(PASSWORD, fresh, fresh + "x") == "bad"
    assert type_in("không phải mật khẩu này", fresh, fresh) == "bad"
    assert "/login" not in here.page.url
    wait_until(lambda: type_in(PASSWORD, fresh, fresh) == "good", 10, every=0.5, what="the new password is taken")
    here.page.click("[data-password-box] [data-press=close]")
    here.page.wait_for_selector("[data-password-box] input", state="detached")
    there.page.wait_for_url("**/login?*why=ended*", timeout=45_000)
    here.page.reload()
    here.page.wait_for_selector(COLOUR)


# --- activity ---


def test_keys_are_told_once_a_minute_and_the_page_alone_never(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    shown.page.add_init_script("""window.ahead = 0;
      const now = performance.now.bind(performance); performance.now = () => now() + window.ahead;""")
    shown.page.goto(f"{living.url}/")
    shown.page.wait_for_selector(COLOUR)

    def sent() -> int:
        shown.page.wait_for_timeout(300)
        return sum(url.endswith("/api/v1/me/active") for url in shown.requests)

    shown.page.keyboard.press("Shift")
    assert sent() == 0  # opening the page was activity
    shown.page.evaluate("window.ahead = 61000")
    assert sent() == 0
    shown.page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))")
    assert sent() == 0  # a script is nobody's hand
    for _ in range(5):
        shown.page.keyboard.press("Shift")
    assert sent() == 1
    shown.page.evaluate("window.ahead = 122000")
    shown.page.mouse.click(700, 400)
    assert sent() == 2
