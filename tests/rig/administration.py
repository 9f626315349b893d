"""An administrator at the administration pages: what stories about them play with."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from domain.person import Actor, ActorKind, Role
from services.centre import Centre, Door
from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

PASSWORD = "ba con mèo ngủ trưa"
NO_CACHE = "redis://127.0.0.1:1/0"
DEMO = Actor(kind=ActorKind.PERSON, id=1, name="Quản trị (mô phỏng)", role=Role.ADMINISTRATOR, demo=True)
Open = Callable[..., Screen]


@pytest.fixture
def at(living: Product, screen: Callable[..., Screen]) -> Open:
    """at("people?new=1", size) -> an administrator's screen, the page drawn."""

    def go(path: str, size: tuple[int, int] = LAPTOP, *, role: str = "administrator", **options: Any) -> Screen:
        shown = screen(size, role=role, **options)
        shown.page.goto(f"{living.url}/admin/{path}")
        shown.page.wait_for_selector(".admin-slot:not(.sheet-slot) > :not(.skeletons)")
        if "new=" in path or "accept=" in path:
            shown.page.wait_for_selector("[data-enter]")
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
    until(screen, "document.querySelector('.secret').textContent.includes('/welcome#code=')")
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
