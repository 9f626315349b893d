"""What a walk through every page needs to stand in a product: a wall of its own, and an incident somebody told of."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from domain.person import SYSTEM, Part
from services import pairing
from services.centre import Centre, Door
from tests.rig.administration import DEMO, NO_CACHE
from tests.rig.places import standing
from tests.rig.product import Product, one_click


@contextmanager
def stood(product: Product) -> Iterator[dict[str, str]]:
    """The words of every place's path in this product; the wall is sent away at the end."""
    one_click(product.url, "administrator")  # the trial people are there from the first click on
    house = Centre.open(home=product.home, database_url=f"sqlite:///{product.home}/centre.db", redis_url=NO_CACHE, door=Door(demo=True))
    wall = pairing.accept(house, DEMO, pairing.start(house, address="127.0.0.1", agent="test").code, "Hall 1", (Part(),))
    if not product.get("/api/v1/incidents"):
        told = {"category": "power", "text": "Trường báo mất điện", "schools": sorted(product.statuses())[:1], "severity": "high"}
        headers = {**product.entrance(), "content-type": "application/json", "origin": product.url}
        status, _, answer = product.fetch("/api/v1/incidents", data=json.dumps(told).encode(), headers=headers)
        assert status == 201, answer
    try:
        yield standing(product, time.time()) | {"screen": str(wall)}
    finally:
        pairing.revoke(house, SYSTEM, wall)
        house.close()
