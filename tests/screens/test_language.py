"""Every page in either language: in English no Vietnamese sentence is left, in Vietnamese no English one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.person import SYSTEM, Part
from services import pairing
from services.centre import Centre
from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product
from tests.rig.reading import VIETNAMESE, english_halves, names, paths, said, without

pytestmark = [pytest.mark.screen, pytest.mark.product]
ENTERING = ("/login", "/first", "/welcome", "/pair", "/login?why=ended")
SHEETS = ("/admin/people?new=1", "/admin/keys?new=1", "/admin/screens?new=1", "/silences?new=1", "/admin/calendar?new=1",
          "/reports?new=1", "/reports?view=verify", "/reports?view=plans", "/reports?view=plans&plan=new", "/nothing-here")
PARTS = 6  # each a story of its own: nobody waits minutes for the first finding
NOISE = {"undefined", "NaN", "null", "Loading...", "[object Object]"}


def reader(screen: Callable[..., Screen], living: Product, lang: str, role: str = "administrator") -> Screen:
    shown = screen(LAPTOP, role=role)
    shown.context.add_cookies([{"name": "lang", "value": lang, "url": living.url}])
    return shown


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A province of this walk's own: what other tests call people, screens and incidents is in whatever language they like."""
    product = Product(tmp_path_factory.mktemp("tongues"), SIM_SCHOOLS=120, SIM_STORM=0)
    try:
        yield product.ready()
    finally:
        product.stop()


@pytest.fixture
def wall(house: Centre) -> Iterator[int]:
    """A paired screen, for the pages about one."""
    made = pairing.accept(house, SYSTEM, pairing.start(house, address="127.0.0.1", agent="test").code, "Hall 1", (Part(),))
    yield made
    pairing.revoke(house, SYSTEM, made)


def addresses(shown: Screen, living: Product, wall: int, part: int) -> list[str]:
    """A part of: every registered page, the templates filled in with something that exists, and sheets of forms."""
    shown.page.goto(f"{living.url}/sources")
    code = shown.page.evaluate("async () => (await (await fetch('/api/v1/live/directory')).json()).codes[0]")
    rows: list[dict[str, Any]] = shown.page.evaluate("async () => (await fetch('/api/v1/incidents?state=all')).json()")
    filled = {"/schools/<code>": f"/schools/{code}", "/wall/<number>": f"/wall/{wall}", "/admin/screens/<screen>": f"/admin/screens/{wall}",
              "/indicators/<key>": "/indicators/signatures_issued", "/sources/<key>": "/sources/labs"}
    filled |= {path: path.replace("<number>", str(rows[0]["id"])) if rows else ""
               for path in ("/incidents/<number>", "/incidents/<number>/calls")}
    filled |= {"/reports/<ident>": ""}  # what was frozen is in the language of papers: tests/screens/test_reports.py
    unknown = {path for path, template in paths().items() if template} - set(filled)
    assert not unknown, f"say in this test with what to fill in {unknown}"
    plain = [path for path, template in paths().items() if not template]
    return [*plain, *filter(None, filled.values()), f"/?school={code}", *SHEETS][part::PARTS]


@pytest.mark.parametrize("part", range(PARTS))
def test_in_english_no_vietnamese_sentence_is_left(living: Product, screen: Callable[..., Screen], wall: int, part: int) -> None:
    guest, shown = reader(screen, living, "en", role=""), reader(screen, living, "en")
    walk = addresses(shown, living, wall, part)
    known = names(shown)
    wrong = {f"{path} {where}: {what[:160]}" for path in ENTERING[part::PARTS] for where, what in said(guest, f"{living.url}{path}")
             if VIETNAMESE.search(without(what, known))}
    for path in walk:
        told = said(shown, f"{living.url}{path}")
        assert shown.page.evaluate("document.documentElement.lang") == "en"
        wrong |= {f"{path} {where}: {what[:160]}" for where, what in told if VIETNAMESE.search(without(what, known))}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("part", range(PARTS))
def test_in_vietnamese_no_english_sentence_is_left(living: Product, screen: Callable[..., Screen], wall: int, part: int) -> None:
    foreign = english_halves() | NOISE
    guest, shown = reader(screen, living, "vi", role=""), reader(screen, living, "vi")
    wrong = {f"{path} {where}: {what[:160]}" for path in ENTERING[part::PARTS] for where, what in said(guest, f"{living.url}{path}")
             if what in foreign}
    for path in addresses(shown, living, wall, part):
        told = said(shown, f"{living.url}{path}")
        assert shown.page.evaluate("document.documentElement.lang") == "vi"
        wrong |= {f"{path} {where}: {what[:160]}" for where, what in told if what in foreign}
    assert not wrong, "\n".join(sorted(wrong))


def test_the_switch_is_remembered_on_both_sides_of_the_door(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="")
    shown.page.goto(f"{living.url}/login")
    shown.page.locator("a.gate-language").click()
    shown.page.wait_for_function("document.documentElement.lang === 'en'")
    shown.page.locator("[data-role=operator]").click()
    shown.page.wait_for_selector(".topbar [data-language=vi]")
    assert shown.page.evaluate("document.documentElement.lang") == "en"
    wait_until(lambda: shown.page.title() == "Digital map · Operations centre", 20, what="an English title")
    shown.page.locator(".topbar > [data-language=vi]").focus()
    shown.page.keyboard.press("Enter")
    shown.page.wait_for_function("document.documentElement.lang === 'vi'")
    shown.page.goto(f"{living.url}/incidents")
    wait_until(lambda: shown.page.title().startswith("Sự cố"), 20, what="a Vietnamese title")
    kept = next(one for one in shown.context.cookies() if one["name"] == "lang")
    assert kept["value"] == "vi"
    assert kept["expires"] > 0
