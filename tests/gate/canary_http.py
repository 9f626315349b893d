"""The canary sweep through the whole product: `python -m tests.gate.canary_http HOME DATABASE CACHE ORDERS [MUTANT]` prints what was read that
should not have been. A process of its own, since pages and callbacks register once in each."""

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dash

from domain.person import SYSTEM
from services import desk, keys, wall
from services.centre import Centre, Door
from store import scoping
from store.database import Database
from store.migrating import migrate
from tests.gate import canaries, canary_incidents, whole
from tests.gate.canaries import (
    AREAS,
    ROLES,
    SCHOOLS,
    SCOPES,
    allowed,
    area_code,
    found,
    mark,
    plant,
    school_code,
    words_in,
    write,
)
from tests.gate.gatehouse import Gatehouse
from tests.gate.matrix import routes
from tests.gate.whole import Answer, Whole, asked_as_declared, paired
from tests.promises.office import Office
from tests.rig.clock import Clock

CODES = tuple(school_code(n) for n in (0, 10, 17, 31))
OPENED = {"administrator": (0, 10, 17, 31), "manager": (0, 31), "operator": (0, 10), "officer": (10, 31), "school_contact": (17,)}
READERS = ("anonymous", "half", *SCOPES)
NAMES = {"administrator": "Thảo", "manager": "Bình", "operator": "Minh", "officer": "Hạnh", "school_contact": "Lan"}


class Marked(Gatehouse):
    """The marked province with its people."""

    def __init__(self, home: Path, url: str, redis: str, clock: Clock) -> None:
        self.home, self.url, self.clock, self.redis = home, url, clock, redis
        self.centre = self.open()

    def open(self, *, demo: bool = False) -> Centre:
        """With a cache that lives, and no one-click officer: the login page names that one's area to everybody."""
        return Centre.open(home=self.home, database_url=self.url, redis_url=self.redis, clock=self.clock, door=Door(demo=demo))


def begin(home: Path, url: str, redis: str) -> tuple[Office, Whole]:
    """A collector that has measured, and the product with one of each."""
    clock, db = Clock(), Database(url)
    migrate(db)
    found(db)
    db.close()
    wall.PATIENCE_S = 30.0
    office = Office(home, url, redis, clock)
    office.tick(2)
    plant(office.centre.db, clock())
    write(office.centre)
    office.tick(22, down=range(6))
    office.settle()
    people: Any = {who: (NAMES[who], canaries.actor(who).role, tuple(SCOPES[who].parts)) for who in NAMES}
    whole.PEOPLE = people
    product = Whole(Marked(home, url, redis, clock))
    product.screen = paired(product.centre, tuple(SCOPES["screen"].parts))
    product.token = keys.make(product.centre, SYSTEM, name="máy đọc", role=ROLES["client"][1], parts=list(SCOPES["client"].parts)).token
    canary_incidents.own_ways(product.centre, product.ids, mark)
    product.kept.clear()
    return office, product


Asked = tuple[str, dict[str, Any]]


def gets(product: Whole) -> Iterator[Asked]:
    """Every address that answers to GET, with everything that can be asked of it."""
    for method, path in routes(product):
        if method == "GET" and "{" not in path and "/oidc" not in path:
            yield path, {}
    for area in (*(area_code(a) for a in AREAS), "79", "none"):
        yield f"/api/v1/areas/story?area={area}", {}
        for what in (f"live/directory?area={area}", f"live/directory?area={area}&part=points", f"geo/areas?area={area}&tree=old", f"geo/areas?area={area}"):
            yield f"/api/v1/{what}", {}
            yield f"/api/v1/{what}", {"headers": {"accept-encoding": "gzip"}}
        yield f"/api/v1/live/frame?area={area}", {}
        yield f"/api/v1/live/frame?area={area}&format=json", {}
        yield f"/api/v1/replay/day?area={area}", {}
        yield f"/api/v1/replay/frame?area={area}&at=1788920400", {}
    for page in sorted(dash.page_registry.values(), key=lambda p: p["module"]):
        template = page["path_template"] or page["path"]
        if "<number>" in template:
            continue
        for code in CODES if "<code>" in template else ("",):
            yield quote(template.replace("<code>", code)), {}
    templates = [path for method, path in routes(product) if method == "GET"] + [page["path_template"] for page in dash.page_registry.values() if page["path_template"]]
    for path in canary_incidents.addresses(templates, asked_incidents(product)):
        yield path, {}
    for text in ("su co", "truong", "quan", "phuong", "nguon", "1", *CODES):
        yield f"/api/v1/search?q={quote(text)}", {}
    for start in range(0, 40, 10):
        lately = [f"school:{school_code(n)}" for n in range(start, start + 10)] + [f"incident:{start + n}" for n in (1, 5)]
        yield f"/api/v1/search?recent={','.join(lately[:6])}", {}
        yield f"/api/v1/search?recent={','.join(lately[6:])}", {}
    for code, area in zip(CODES, AREAS, strict=False):
        yield f"/api/v1/areas/story?school={code}", {}
        yield f"/api/v1/areas/card?school={code}", {}
        yield f"/compare?a={code}&b={area_code(area)}", {}
        yield f"/?school={code}&area={area_code(area)}&tree=old", {}
        yield f"/schools/{code}?code={CODES[0]}", {}


def asked_incidents(product: Whole) -> list[int]:
    """The planted incidents that everybody asks for."""
    return canary_incidents.asked(product.centre, school_code, area_code("d0"))


def callbacks(product: Whole) -> Iterator[Asked]:
    """Every callback with own and foreign schools in all it is told; and the one that shows pages."""
    for name, entry in sorted(product.dash.callback_map.items()):
        if "callback" not in entry:
            continue
        told = [f"{one['id']}.{one['property']}" for one in (*entry["inputs"], *entry["state"])]
        for code in CODES:
            for value in (code, {"school": code}):
                body = asked_as_declared(entry, name, dict.fromkeys(told, value))
                yield "/_dash-update-component", {"body": body}
        for number in asked_incidents(product)[1:3]:
            said = {"silence": str(number), "incident": str(number), "id": str(number), "number": str(number), "new": "1"}
            if told and any(page in name for page in canary_incidents.ASKING):
                yield "/_dash-update-component", {"body": asked_as_declared(entry, name, dict.fromkeys(told, said))}
        for path in [f"/incidents/{number}{end}" for number in asked_incidents(product) for end in ("", "/calls")] if name.startswith(".._pages_content") else ():
            yield "/_dash-update-component", {"body": asked_as_declared(entry, name, {"_pages_location.pathname": path, "_pages_location.search": ""})}


def posts(product: Whole) -> Iterator[Asked]:
    """What changes something, told nothing: refusals may name nobody either."""
    for method, path in routes(product):
        if method != "GET" and "{" not in path and path not in ("/_dash-update-component", "/api/v1/leave"):
            yield path, {"method": method, "body": {}}
    known = canary_incidents.ids(product.centre)
    moved = [known[f"school:{school_code(n)}"] for n in canary_incidents.MOVED]
    for path in canary_incidents.addresses([path for method, path in routes(product) if method == "POST"], [*moved, canary_incidents.ABSENT]):
        yield path, {"method": "POST", "body": canary_incidents.BODY}


class Sweep:
    """Asks everything as everybody. `wrong`: who read what where; `read`: words by reader."""

    def __init__(self, product: Whole) -> None:
        self.product, self.asked = product, 0
        self.wrong: list[Any] = []
        self.called: dict[str, set[str]] = {who: set() for who in READERS}
        self.read: dict[str, set[str]] = {who: set() for who in READERS}
        self.addresses: set[str] = set()

    def ask(self, who: str, path: str, options: dict[str, Any]) -> Answer:
        """One request; its head and body are searched. What it leads to is asked as well."""
        answer = self.product.ask(self.product.same(who), path, **options)
        self.asked += 1
        body = gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body
        own = words_in(path) | words_in(options)  # what was asked may be said back: it was known before
        told = words_in(json.dumps(answer.headers)) | words_in(body)
        self.read[who] |= told - own
        self.called[who] |= told if path == "/_dash-update-component" else set()
        foreign = told - self.allowed(who) - own
        if foreign or (answer.status >= 500 and "/healthz" not in path):
            self.wrong.append((who, path, answer.status, sorted(foreign), body.decode("utf-8", "replace")[:200]))
        target = answer.headers.get("location", "")
        if answer.status == 307 and "v=" in target:
            self.addresses.add(target)
            return self.ask(who, target, options)
        return answer

    @staticmethod
    def allowed(who: str) -> set[str]:
        """Nobody in, nothing told."""
        return allowed(who) | {mark(f"way {who}")} if who in SCOPES else set()

    def order(self, seed: int) -> None:
        """Everything once, shuffled; then everybody tries the addresses that the others were led to."""
        dice = random.Random(seed)
        everything = [(who, *one) for who in READERS for one in (*gets(self.product), *callbacks(self.product), *posts(self.product))]
        dice.shuffle(everything)
        if seed % 2 == 0:
            desk.sit(self.product.centre)
        for who, path, options in everything:
            self.ask(who, path, options)
        for who in READERS:
            for address in sorted(self.addresses):
                self.ask(who, address, {})


def main(home: Path, url: str, redis: str, orders: int, mutant: str = "") -> dict[str, Any]:
    """What the sweep found."""
    office, product = begin(home, url, redis)
    if mutant:
        import sqlalchemy as sa

        scoping.within = lambda *_: sa.true()
    sweep = Sweep(product)
    for seed in range(orders):
        sweep.order(seed)
        if mutant and sweep.wrong:
            break
    for who in SCOPES:  # proof that the words can be found: everybody reads all their own schools
        sweep.ask(who, "/api/v1/live/directory?area=79", {})
    missing = {who: sorted({school_code(n) for n in canaries.REACH[who]} - sweep.read[who]) for who in SCOPES}
    missing |= {f"{who}'s panel": sorted({mark(f"incident {n}") for n in own} - sweep.called[who]) for who, own in OPENED.items()}
    product.close()
    office.close()
    return {"asked": sweep.asked, "wrong": sweep.wrong, "missing": {who: codes for who, codes in missing.items() if codes},
            "nobody": sorted(sweep.read["anonymous"] | sweep.read["half"]), "schools": len(SCHOOLS)}


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(main(Path(words[0]), words[1], words[2], int(words[3]), *words[4:]), ensure_ascii=False))
