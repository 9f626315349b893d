"""Walls of a running product, as Hà of the simulated province accepted them: in real browsers, arranged by her hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from domain.person import EVERYTHING, Actor, ActorKind, Part, Role
from services import arranging, pairing
from services.accounts import demo_person
from services.centre import Centre, Door
from tests.rig.browser import WALL, Screen
from tests.rig.product import Product


class Walls:
    """The house as another process sees it, with Hà in it."""

    def __init__(self, product: Product) -> None:
        self.product, self.loaded = product, list[tuple[int, str]]()
        self.centre = Centre.open(home=product.home, database_url=f"sqlite:///{product.home}/centre.db", redis_url="redis://127.0.0.1:1/0",
                                  door=Door(demo=True))
        self.ha = Actor(kind=ActorKind.PERSON, id=demo_person(self.centre, Role.ADMINISTRATOR).id, name="Hà", role=Role.ADMINISTRATOR, scope=EVERYTHING, demo=True)

    def pair(self, screen: Callable[..., Screen], name: str, size: tuple[int, int] = WALL, *parts: Part) -> tuple[int, Screen]:
        """(number, the PC) of a wall that shows itself in colour."""
        shown = screen(size, dark=True, role="")
        shown.page.goto(f"{self.product.url}/pair")
        shown.page.wait_for_selector("[data-pair][data-held]")
        code = "".join(shown.page.locator("[data-pair-half]").all_inner_texts())
        number = pairing.accept(self.centre, self.ha, code, name, parts or (Part(),))
        shown.page.on("domcontentloaded", lambda page: self.loaded.append((number, page.url)))
        shown.page.wait_for_url("**/wall")
        shown.page.wait_for_selector(":root[data-lease]:not([data-culprit])")
        return number, shown

    def loads(self, number: int) -> int:
        """How many documents this wall has shown since it was accepted."""
        return sum(one == number for one, _ in self.loaded)

    def arrange(self, number: int, *kinds: str, version: int = 0, **looks: Any) -> int:
        """These scenes, a minute each."""
        scenes = [{"kind": kind, "seconds": 60} for kind in kinds]
        return arranging.arrange(self.centre, self.ha, number, {"scenes": scenes, **looks}, version)


@contextmanager
def walls_of(product: Product) -> Iterator[Walls]:
    """Closed at the end; nobody waits at the door for the next test."""
    made = Walls(product)
    try:
        yield made
    finally:
        with made.centre.db.write() as conn:
            conn.exec_driver_sql("DELETE FROM pairings")
        made.centre.close()
