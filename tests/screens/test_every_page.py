"""Every page and wall scene, dark and light, at a desk and in the hand: axe finds nothing serious (F7), nothing is cut, laid over
another or empty without words, nothing is asked of anybody else (F8), and the browser complains of nothing."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.reading import product, text
from tests.rig.browser import LAPTOP, PHONE, WALL, Screen
from tests.rig.looking import SOFT, dress, serious, settle, wrong
from tests.rig.places import PLACES, Place
from tests.rig.product import Product
from tests.rig.standing import stood

PLAYED = re.compile(r"register_page\(\s*__name__,\s*(?:path|path_template)=\"([^\"]+)\"")
WHOLE = """() => document.scrollingElement.scrollWidth <= innerWidth
  && [...document.querySelectorAll(".topbar > *")].every((part) => part.getBoundingClientRect().right <= innerWidth)"""


@pytest.fixture(scope="module")
def words(living: Product) -> Iterator[dict[str, str]]:
    """One school, one incident, two areas of the living province, and a wall of its own."""
    with stood(living) as told:
        yield told


def sizes(place: Place) -> list[tuple[int, int]]:
    return [WALL] if place.wall else [LAPTOP, PHONE]


@pytest.mark.screen
@pytest.mark.product
@pytest.mark.parametrize(("place", "size"), [pytest.param(p, s, id=f"{p.key}-{s[0]}") for p in PLACES for s in sizes(p)])
def test_it_can_be_read_by_everybody(
    living: Product, screen: Callable[..., Screen], words: dict[str, str], place: Place, size: tuple[int, int]
) -> None:
    shown = screen(size, dark=True, role=place.role, touch=size == PHONE)
    shown.page.goto(living.url + place.path.format(**words), wait_until="commit")
    assert settle(shown.page, 30), "it never settled"
    assert wrong(shown.page, wall=place.wall) == []
    if size == LAPTOP:  # and at a desk's full width: nothing runs over the right edge, the bar neither
        shown.page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
        shown.page.wait_for_function(WHOLE, timeout=5_000)
        shown.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    for theme in ("dark", "light"):
        dress(shown.page, theme, place.palette)
        assert serious(shown.page) == [], theme
    assert [said for said in shown.complaints if not any(soft in said for soft in SOFT)] == []
    assert shown.foreign(living.url) == []


@pytest.mark.screen
@pytest.mark.product
@pytest.mark.parametrize("role", ["administrator", "operator", "manager"])
@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_the_bar_is_whole_at_every_width(living: Product, screen: Callable[..., Screen], role: str, tongue: str) -> None:
    """Also with a number of incidents that nobody foresaw."""
    shown = screen(WALL, role=role)
    shown.context.add_cookies([{"name": "lang", "value": tongue, "url": living.url}])
    shown.page.goto(f"{living.url}/incidents", wait_until="commit")
    assert settle(shown.page, 30), "it never settled"
    shown.page.evaluate("const n = document.querySelector('.nav-count'); n.hidden = false; n.textContent = '12.345'")
    for width in (1920, 1600, 1366, 1280, 1024, 820, 390):
        shown.page.set_viewport_size({"width": width, "height": 700})
        shown.page.wait_for_function(WHOLE, timeout=5_000)


def test_no_page_is_forgotten() -> None:
    """A new page is looked at from its first day."""
    def shape(path: str) -> str:
        return re.sub(r"[<{]\w+[>}]", "*", path.partition("?")[0])

    pages = {shape(found) for path in product(".py") if path.parts[0] == "pages" for found in PLAYED.findall(text(path))}
    looked_at = {shape(place.path) for place in PLACES}
    assert len(pages) > 15
    assert pages - looked_at - {"/wall/*"} == set()  # a registered screen plays what /wall plays
