"""A province in which every school, area and incident carries a word of its own, seven people who reach parts of it, and who may read which
word, told by hand: nothing here asks the product how far anybody reaches."""

import json
import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from components.map_page import map_page
from components.school_card import school_card
from components.school_page import school_page
from components.source_list import source_list
from components.wall import wall_page
from domain.area import Tree
from domain.errors import CentreError
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from domain.school import SchoolKind
from domain.wording import Words
from services.acting import acting
from services.centre import Centre
from services.desk import Desk
from services.ground import ground, spot
from services.playing import playing
from services.school import card, page
from services.source_board import board
from services.wall_boards import MAKERS
from services.wall_boards import board as wall_board
from store import importing, incidents
from store.database import Database
from store.importing import AreaRow, Changes, SchoolRow
from tests.gate import canary_incidents

DISTRICTS = ("d0", "d1", "d2", "d3")
WARDS = ("w0", "w1", "w2", "w3", "w4", "w5")
GONE = "wE"  # ended in 2026: half of its schools went to w3, half to w5
KINDS = ("thpt", "thcs", "mam_non", "thpt")
OUTLINE = '{"type":"Polygon","coordinates":[[[106.6,10.7],[106.7,10.7],[106.7,10.8],[106.6,10.7]]]}'
PER_DISTRICT = 8


def mark(what: str) -> str:
    """A word that stands nowhere else: twelve letters, no digit, so that no number can look like it."""
    return "".join(chr(ord("g") + int(c, 16)) for c in blake2b(what.encode(), digest_size=6).hexdigest())


def area_code(name: str) -> str:
    """As official texts would have it; no code is part of another."""
    return f"{name}{mark(name)[:4]}"


def school_code(n: int) -> str:
    """The n-th school's."""
    return f"79{n:02d}{mark(f'code {n}')[:6]}"


def ward_of(n: int) -> str:
    """w0: five schools of d0. w1: three of d0 and three of d1. w2: the rest of d1. w3, w4, w5: d2 and d3."""
    district, place = divmod(n, PER_DISTRICT)
    return ("w0" if place < 5 else "w1", "w1" if place < 3 else "w2", "w3", "w4" if place < 4 else "w5")[district]


SCHOOLS = range(PER_DISTRICT * len(DISTRICTS))
FROM_GONE = (22, 23, 30, 31)  # 22, 23 lie in w3 now and 30, 31 in w5


def kind_of(n: int) -> str:
    """One after the other."""
    return KINDS[n % len(KINDS)]


def found(db: Database) -> None:
    """The register, as several imports made it."""
    areas = [AreaRow(code="79", name="Thành phố Hồ Chí Minh", level="province")]
    areas += [AreaRow(code=area_code(d), name=f"Quận {mark(d)}", level="district", parent="79", valid_to="2025-06-30", outline=OUTLINE) for d in DISTRICTS]
    areas += [AreaRow(code=area_code(w), name=f"Phường {mark(w)}", level="ward", parent="79", valid_from="2025-07-01", outline=OUTLINE) for w in (*WARDS, GONE)]
    rows = [SchoolRow(
        code=school_code(n), name=f"Trường {mark(f'school {n}')}", kind=kind_of(n), lat=10.7 + n / 1000, lon=106.6, pupils=900, contracted_mbps=100.0,
        old_area=area_code(DISTRICTS[n // PER_DISTRICT]), new_area=area_code(GONE if n in FROM_GONE else ward_of(n)), carrier="viettel" if n % 8 < 6 else "vnpt",
    ) for n in SCHOOLS]
    version = importing.commit(db, Changes(areas_new=areas, schools_new=rows), 0)
    gone = next(a for a in areas if a.code == area_code(GONE))
    ended = AreaRow(**{name: getattr(gone, name) for name in gone.__slots__} | {"valid_to": "2026-03-31"})
    version = importing.commit(db, Changes(areas_changed=[(gone.key, ended)]), version)
    moved = [SchoolRow(**{name: getattr(rows[n], name) for name in rows[n].__slots__} | {"new_area": area_code(ward_of(n))}) for n in FROM_GONE]
    importing.commit(db, Changes(schools_changed=moved), version, today="2026-04-02")


def plant(db: Database, now: float) -> None:
    """One incident of every school, one across two districts, one of a source; each with its word."""
    with db.write() as conn:
        for n in SCHOOLS:
            incidents.open_incident(db, conn, kind="single", rule="labs", subject=f"school:{school_code(n)}", severity="high", area=area_code(ward_of(n)),
                                    says=Words(*[f"Sự cố {mark(f'incident {n}')}"] * 2), schools=1, started_at=now, at=now + n / 100, members=(school_code(n),))
        incidents.open_incident(db, conn, kind="wide", rule="labs", subject=f"area:{area_code('d0')}/viettel", severity="critical", area=area_code("d0"),
                                says=Words(*[f"16 trường ở {mark('wide')}"] * 2), schools=16, started_at=now, at=now + 1, members=[school_code(n) for n in range(16)])
        incidents.open_incident(db, conn, kind="source", rule="source", subject="source:labs", severity="medium", area="",
                                says=Words(*[f"Nguồn {mark('source')}"] * 2), schools=0, started_at=now, at=now + 2)


def write(centre: Centre) -> None:
    """What people wrote about them."""
    canary_incidents.write(centre, mark, school_code, SCHOOLS, area_code("d0"))


# --- who reaches what, told by hand ---

THPT, THCS = frozenset({SchoolKind.THPT}), frozenset({SchoolKind.THCS})
SCOPES: dict[str, Scope] = {
    "administrator": EVERYTHING,
    "manager": Scope(parts=frozenset({Part(kinds=THPT)})),
    "operator": Scope(parts=frozenset({Part(area=area_code("d0")), Part(area=area_code("d1"))})),
    "officer": Scope(parts=frozenset({Part(area=area_code("w1")), Part(area=area_code(GONE))})),
    "school_contact": Scope(parts=frozenset({Part(school=school_code(17))})),
    "screen": Scope(parts=frozenset({Part(area=area_code("w2"))})),
    "client": Scope(parts=frozenset({Part(area=area_code("d3"), kinds=THCS)})),
}
REACH: dict[str, tuple[int, ...]] = {
    "administrator": tuple(SCHOOLS),
    "manager": tuple(n for n in SCHOOLS if n % 4 in (0, 3)),
    "operator": tuple(range(16)),
    "officer": (5, 6, 7, 8, 9, 10, 22, 23, 30, 31),
    "school_contact": (17,),
    "screen": (11, 12, 13, 14, 15),
    "client": (25, 29),
}
NAMED: dict[str, tuple[str, ...]] = {
    "administrator": (*DISTRICTS, *WARDS, GONE), "manager": (), "operator": ("d0", "d1"), "officer": ("w1", GONE), "school_contact": (), "screen": ("w2",),
    "client": ("d3",),
}
ROLES = {"client": (ActorKind.CLIENT, Role.OFFICER), "screen": (ActorKind.SCREEN, Role.SCREEN)}


def actor(who: str) -> Actor:
    """As the gate would call them."""
    kind, role = ROLES.get(who) or (ActorKind.PERSON, Role(who))
    return Actor(kind=kind, id=1 + list(SCOPES).index(who), name=who, role=role, scope=SCOPES[who])


def areas_of(who: str) -> set[str]:
    """Areas whose names this person may read."""
    return {*NAMED[who], *(DISTRICTS[n // PER_DISTRICT] for n in REACH[who]), *(ward_of(n) for n in REACH[who])}


def allowed(who: str) -> set[str]:
    """Every word this person may read."""
    words = {mark(a) for a in areas_of(who)} | {area_code(a) for a in areas_of(who)}
    for n in REACH[who]:
        words |= {mark(f"school {n}"), school_code(n), mark(f"incident {n}")}
    words |= canary_incidents.readable(who, REACH[who], mark)
    return words | ({mark("wide"), mark("source")} if who == "administrator" else set())


AREAS = (*DISTRICTS, *WARDS, GONE)
ALL = {word for who in SCOPES for word in allowed(who)} | {mark(f"way {who}") for who in SCOPES}
ANY = re.compile("|".join(sorted(map(re.escape, ALL), key=len, reverse=True)))


def words_in(told: Any) -> set[str]:
    """Planted words in anything that was produced."""
    if isinstance(told, bytes | bytearray):
        return set(ANY.findall(bytes(told).decode("latin-1")))
    if isinstance(told, str):
        return set(ANY.findall(told))
    return set(ANY.findall(json.dumps(told, cls=PlotlyJSONEncoder, default=repr)))


# --- everything that is made for somebody, without a socket ---

View = Callable[[Desk], Any]


def views(layers: list[str]) -> Iterator[tuple[str, View]]:
    """(name, what makes it) of every body, picture and sentence."""
    for name in (*AREAS, "79", "none"):
        yield from _of_area(name if name in ("79", "none") else area_code(name), layers if name == "79" else layers[:2])
    for n in (0, 10, 17, 31):
        yield f"card {n}", lambda desk, n=n: school_card(card(desk, school_code(n)))  # type: ignore[misc]
        yield f"page {n}", lambda desk, n=n: school_page(page(desk, school_code(n)))  # type: ignore[misc]
        yield f"spot {n}", lambda desk, n=n: spot(desk, school_code(n))  # type: ignore[misc]
        yield f"story of {n}", lambda desk, n=n: desk.drill.stories.of(desk, acting(), school=school_code(n))  # type: ignore[misc]
    yield "figures", lambda desk: desk.drill.figures()[0]
    yield "figures of a kind", lambda desk: desk.drill.figures("thpt")[0]
    yield "story of the whole", lambda desk: desk.drill.stories.of(desk, acting())
    yield "card none", lambda desk: school_card(card(desk, "79none"))
    yield "spot none", lambda desk: spot(desk, "79none")
    yield "pulse", lambda desk: desk.feed.pulse_json()
    yield "wall", lambda desk: desk.wall.ready()
    yield "wall of visitors", lambda desk: desk.wall.ready(visitors=True)
    for kind in MAKERS:
        for place in (area_code("d0"), area_code("w2"), "79", "none") if kind == "area" else ("",):
            yield f"board {kind} {place}", lambda desk, kind=kind, place=place: wall_board(desk, kind, place)  # type: ignore[misc]
    yield "playing", lambda desk: str(playing(desk, acting(), 0, {"scenes": f"area.{area_code('d0')},area.{area_code('w2')}"}))
    yield "map page", lambda desk: map_page(ground(desk), place="p")
    yield "wall page", lambda desk: wall_page(ground(desk), place="p", title="t")
    yield "sources", lambda desk: source_list(board(desk))
    yield from canary_incidents.views(school_code, area_code("d0"))
    yield "water", lambda desk: desk.feed.packed("water", "")[0]


def _of_area(area: str, layers: list[str]) -> Iterator[tuple[str, View]]:
    yield f"directory {area}", lambda desk: desk.feed.directory(area)
    yield f"packed {area}", lambda desk: desk.feed.packed("directory", area)[0]
    yield f"points {area}", lambda desk: desk.feed.packed("points", area)[0]
    yield f"json {area}", lambda desk: desk.feed.frame_json(area)
    yield f"story {area}", lambda desk: desk.drill.stories.of(desk, acting(), area=area)
    for tree in Tree:
        yield f"outlines {tree} {area}", lambda desk, tree=tree: desk.feed.outlines(tree, area)  # type: ignore[misc]
    for layer in layers:
        yield f"frame {layer} {area}", lambda desk, layer=layer: desk.feed.frame(area, layer, 0, "")  # type: ignore[misc]
        yield f"delta {layer} {area}", lambda desk, layer=layer: _delta(desk, area, layer)  # type: ignore[misc]


def _delta(desk: Desk, area: str, layer: str) -> bytes:
    known = desk.viewer.picture.past.get(layer, {})
    return desk.feed.frame(area, layer, min(known, default=0), desk.feed.directory(area)[0][:8])


def made(view: View, desk: Desk) -> tuple[Any, str]:
    """(what the view made, "") or (None, the sentence of its refusal)."""
    try:
        return view(desk), ""
    except CentreError as error:
        return None, f"{error.code}: {error.words.vi}"
