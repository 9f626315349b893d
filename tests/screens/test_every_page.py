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
    for theme in ("dark", "light"):
        dress(shown.page, theme, place.palette)
        assert serious(shown.page) == [], theme
    assert [said for said in shown.complaints if not any(soft in said for soft in SOFT)] == []
    assert shown.foreign(living.url) == []


def test_no_page_is_forgotten() -> None:
    """A new page is looked at from its first day."""
    def shape(path: str) -> str:
        return re.sub(r"[<{]\w+[>}]", "*", path.partition("?")[0])

    pages = {shape(found) for path in product(".py") if path.parts[0] == "pages" for found in PLAYED.findall(text(path))}
    looked_at = {shape(place.path) for place in PLACES}
    assert len(pages) > 15
    assert pages - looked_at - {"/wall/*"} == set()  # a registered screen plays what /wall plays
