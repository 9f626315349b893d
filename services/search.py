"""One question over everything a person may open: schools, areas, incidents, people. Nothing out of reach is found.

What is asked for by its key ("school:79…": what somebody opened lately) is told only as far as it is theirs today.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.errors import StoreDown
from domain.person import Actor, Permission
from domain.wording import fold
from services._search_hits import Hit, area_hit, incident_hit, person_hit, school_hit
from services._search_incidents import numbered, searched
from services._search_index import Index, index_of
from services.desk import Desk
from store import people

__all__ = ["Found", "Hit", "search"]
LONGEST, MOST_WORDS, MOST_KEYS = 120, 8, 12
SHOWN = {"school": 8, "area": 4, "incident": 5, "person": 5}
NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)
BETWEEN = re.compile(r"[\s.\-()+]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`more`: kind -> how many beyond those told; `unread`: kinds the database did not answer for."""

    hits: tuple[Hit, ...] = ()
    more: dict[str, int]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who asks for which words; `keys`: what they opened lately, newest first."""

    desk: Desk
    actor: Actor
    index: Index
    words: list[str]
    keys: list[str]


def search(desk: Desk, actor: Actor, text: str, recent: Sequence[str] = ()) -> Found:
    """Everything that fits `text`; without a text what `recent` names. Raises NotAllowed."""
    actor.must(Permission.SCHOOL)
    keys = list(dict.fromkeys(recent))[:MOST_KEYS]
    asked = _Asked(desk=desk, actor=actor, index=index_of(desk), words=_words(text), keys=keys)
    found = Found(more={})
    for kind, look in (_LOOKS if asked.words else _KNOWN).items():
        try:
            hits, many = look(asked)
        except StoreDown:
            found = replace(found, unread=(*found.unread, kind))
            continue
        more = {kind: many - len(hits)} if many > len(hits) else {}
        found = replace(found, hits=(*found.hits, *hits), more=found.more | more)
    if not asked.words:
        order = {key: place for place, key in enumerate(keys)}
        found = replace(found, hits=tuple(sorted(found.hits, key=lambda hit: order.get(hit.key, MOST_KEYS))))
    return found


def _words(text: str) -> list[str]:
    """Folded; a telephone number is one word, however it is grouped."""
    said = fold(text[:LONGEST])
    digits = BETWEEN.sub("", said)
    if digits.isascii() and digits.isdecimal() and len(digits) >= 6:
        return [f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits]
    return said.split()[:MOST_WORDS]


def _named(asked: _Asked, kind: str) -> list[str]:
    """What of this kind was opened lately, newest first."""
    return [key.partition(":")[2] for key in asked.keys if key.startswith(f"{kind}:")]


def _numbers(asked: _Asked) -> list[int]:
    return [int(one) for one in _named(asked, "incident") if one.isascii() and one.isdecimal() and len(one) < 10]


def _first(lately: Sequence[int], best: Sequence[int], most: int) -> list[int]:
    return list(dict.fromkeys([*lately, *best]))[:most]


def _schools(asked: _Asked) -> tuple[list[Hit], int]:
    index = asked.index
    best, many = index.schools(asked.words, SHOWN["school"])
    known = [index.register.index[code] for code in _named(asked, "school") if code in index.register.index]
    lately = [i for i in known if all(word in index.texts[i] for word in asked.words)]
    return [school_hit(asked.desk, index, i) for i in _first(lately, best, SHOWN["school"])], many


def _areas(asked: _Asked) -> tuple[list[Hit], int]:
    best, many = asked.index.areas_like(asked.words, len(asked.index.areas))
    known = _named(asked, "area")
    lately = [i for i in best if asked.index.areas[i][1].code in known]
    return [area_hit(asked.index, i) for i in _first(lately, best, SHOWN["area"])], many


def _incidents(asked: _Asked) -> tuple[list[Hit], int]:
    if not asked.actor.may(Permission.INCIDENTS):
        return [], 0
    told = [told for told, text in searched(asked.desk) if all(_there(word, text) for word in asked.words)]
    found = {row.id: (row, area) for row, area in told}
    number = NUMBER.fullmatch(" ".join(asked.words))
    own = numbered(asked.desk, int(number[1])) if number else None
    by_number = {own[0].id: own} if own else {}
    lately = {one: found[one] for one in _numbers(asked) if one in found}
    ordered = {**by_number, **lately, **found}
    return [incident_hit(*told) for told in list(ordered.values())[:SHOWN["incident"]]], len(ordered)


def _there(word: str, text: str) -> bool:
    return f" {word}" in text if len(word) < 3 or word.isdecimal() else word in text


def _people(asked: _Asked) -> tuple[list[Hit], int]:
    """Only for whoever administers people; a one-click administrator sees the people of the simulated province."""
    if not asked.actor.may(Permission.PEOPLE):
        return [], 0
    with asked.desk.centre.db.read() as conn:
        everybody = [one for one in people.read_all(conn) if one.demo or not asked.actor.demo]
    found = [one for one in everybody
             if all(_there(word, f" {fold(one.name)} {fold(one.login)}") for word in asked.words)]
    known = _named(asked, "person")
    found.sort(key=lambda one: (str(one.id) not in known, one.disabled_at is not None))
    return [person_hit(one) for one in found[:SHOWN["person"]]], len(found)


def _known_schools(asked: _Asked) -> tuple[list[Hit], int]:
    index = asked.index.register.index
    found = [school_hit(asked.desk, asked.index, index[code]) for code in _named(asked, "school") if code in index]
    return found, 0


def _known_areas(asked: _Asked) -> tuple[list[Hit], int]:
    wanted = _named(asked, "area")
    places = {area.code: i for i, (_, area, _, _) in enumerate(asked.index.areas)}
    return [area_hit(asked.index, places[code]) for code in wanted if code in places], 0


def _known_incidents(asked: _Asked) -> tuple[list[Hit], int]:
    if not asked.actor.may(Permission.INCIDENTS):
        return [], 0
    ids = _numbers(asked)
    rows = {row.id: (row, area) for (row, area), _ in searched(asked.desk)} if ids else {}
    found = [rows.get(one) or numbered(asked.desk, one) for one in ids]
    return [incident_hit(*told) for told in found if told is not None], 0


def _known_people(asked: _Asked) -> tuple[list[Hit], int]:
    wanted = _named(asked, "person")
    if not wanted or not asked.actor.may(Permission.PEOPLE):
        return [], 0
    with asked.desk.centre.db.read() as conn:
        found = [one for one in people.read_all(conn) if str(one.id) in wanted and (one.demo or not asked.actor.demo)]
    return [person_hit(one) for one in found], 0


Look = Callable[[_Asked], tuple[list[Hit], int]]
_LOOKS: dict[str, Look] = {"school": _schools, "area": _areas, "incident": _incidents, "person": _people}
_KNOWN: dict[str, Look] = {"school": _known_schools, "area": _known_areas, "incident": _known_incidents,
                           "person": _known_people}
