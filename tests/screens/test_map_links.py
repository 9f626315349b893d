"""Links that name what is not there, and the moment between two trees: the map opens on what there is, nobody complains."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
PAINTED = ".map-place [data-painted]"


def asked(screen: Screen) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(screen.page.url).query).items()}


def test_a_link_to_a_layer_that_is_gone_opens_on_the_first_one(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    shown.page.goto(living.url + "/?layer=retired&kind=thpt")
    shown.page.wait_for_selector(PAINTED)
    assert asked(shown) == {"kind": "thpt"}
    wait_until(lambda: "trường báo cáo" in shown.page.locator(".layer-card").inner_text(), 30, what="a count")


def test_a_link_to_an_area_of_the_other_tree_changes_the_tree(living: Product, screen: Callable[..., Screen]) -> None:
    directory: dict[str, Any] = living.get("/api/v1/live/directory?area=79")
    code = directory["trees"]["old"][-1]["code"]
    shown = screen(LAPTOP)
    shown.page.goto(f"{living.url}/?area={code}")
    shown.page.wait_for_selector(PAINTED)
    assert asked(shown) == {"tree": "old", "area": code}
    shown.page.goto(living.url + "/?area=99999")
    shown.page.wait_for_selector(PAINTED)
    wait_until(lambda: asked(shown) == {}, 30, what="an area nobody knows is dropped")


def test_changing_the_tree_never_stumbles(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP)
    shown.page.goto(living.url + "/")
    shown.page.wait_for_selector(PAINTED)
    for tree in ("old", "new", "old"):
        shown.page.evaluate(f"centre.state.set({{ tree: '{tree}' }})")
        shown.page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    assert not shown.complaints, shown.complaints
