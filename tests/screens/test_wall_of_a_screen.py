"""A registered screen plays its own scenes at its own address; its playlist changes without a hand, and visitors read no name."""

from collections.abc import Callable, Iterator

import pytest

from domain.person import SYSTEM, Part
from domain.scene import Playlist, Scene, SceneKind
from services import pairing
from services._playlist_form import plain
from services.arranging import arrange
from services.centre import Centre
from tests.rig.browser import WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]


@pytest.fixture
def office(living: Product) -> Iterator[Centre]:
    """Hà's desk: another process at the same house."""
    centre = Centre.open(home=living.home, database_url=f"sqlite:///{living.home}/centre.db", redis_url="redis://127.0.0.1:1/0")
    yield centre
    centre.close()


@pytest.fixture
def paired(living: Product, screen: Callable[..., Screen], office: Centre) -> tuple[Screen, int]:
    """A wall in the lobby and its number."""
    shown = screen(WALL, dark=True, role="")
    shown.page.goto(f"{living.url}/pair")
    shown.page.wait_for_selector("[data-pair][data-held]")
    code = "-".join(shown.page.locator("[data-pair-half]").all_inner_texts())
    number = pairing.accept(office, SYSTEM, code, "Sảnh tầng 1", (Part(),))
    shown.page.wait_for_url("**/wall**")
    shown.page.wait_for_selector(":root[data-lease]")
    return shown, number


def until(shown: Screen, true: Callable[[], object], what: str) -> None:
    def look() -> object:
        shown.page.wait_for_timeout(60)
        return true()

    wait_until(look, 40, what=what)


def test_a_screen_plays_what_was_arranged_for_it_and_no_other(living: Product, office: Centre, paired: tuple[Screen, int]) -> None:
    shown, number = paired
    wanted = Playlist(scenes=(Scene(kind=SceneKind.PROGRAMME, seconds=600), Scene(kind=SceneKind.SOURCES, seconds=600)), visitors=True)
    arrange(office, SYSTEM, number, plain(wanted), 0)
    shown.page.goto(f"{living.url}/wall/{number}")
    until(shown, lambda: shown.page.locator(".plan-row").count() == 13, "its first scene")
    assert shown.page.evaluate("window.centre.wall.now().count") == 2
    assert shown.page.evaluate("document.documentElement.hasAttribute('data-visitors')")
    rows = shown.page.evaluate("fetch('/api/v1/live/wall').then((reply) => reply.json()).then((body) => body.incidents.map((one) => one.who))")
    assert set(rows) <= {""}, "the server decides, whatever the page asks for"
    arrange(office, SYSTEM, number, plain(Playlist(scenes=(Scene(kind=SceneKind.SYSTEMS, seconds=600),))), 1)
    shown.page.wait_for_timeout(1500)
    shown.page.evaluate("window.centre.wall.refresh()")
    until(shown, lambda: shown.page.locator(".system-row").count() > 5, "another playlist, without a reload")
    answer = shown.page.goto(f"{living.url}/wall/{number + 1}")
    assert answer is not None
    assert answer.status == 404, "another screen's scenes are not there"
