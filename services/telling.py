"""How an incident reads, and to whom: a limited reader is told of their own schools and areas only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.area import Tree
from domain.incident import Category, Kind
from domain.person import Scope
from domain.wording import Words, number
from services._watch_words import wide_says
from services.register import NONE, Register
from store import incidents
from store.database import Connection
from store.incidents import Incident

NAMED = 3  # areas of one sentence


def wide_words(count: int, places: str, carrier: str) -> Words:
    """The sentence of a wide incident."""
    return wide_says(count, places, carrier)


def carrier_of(subject: str) -> str:
    """The carrier a subject names, "" = none: area:CODE/carrier, carrier:KEY."""
    head, _, rest = subject.partition(":")
    return rest if head == "carrier" else rest.partition("/")[2] if head == "area" else ""


def retold(
    conn: Connection, scope: Scope, found: Sequence[Incident], register: Register, today: str,
    members: Mapping[int, Sequence[str]] | None = None,
) -> list[tuple[Incident, str]]:
    """Each incident with the name of its area, as a reader of `scope` and its (restricted) `register` may know it.

    `members`: codes of their schools within reach, when the caller has read them already.
    """
    names = {area.code: area.name for areas in register.trees.values() for area in areas}
    if register.province is not None:
        names.setdefault(register.province.code, register.province.name)
    anew = {i.id for i in found if not scope.everything and (i.partial or i.kind == Kind.WIDE or "/" in i.subject)}
    own = members if members is not None else incidents.read_members(conn, scope, sorted(anew), today) if anew else {}
    return [_own(i, own[i.id], register) if i.id in anew else (i, names.get(i.area, "")) for i in found]


def _own(incident: Incident, members: Sequence[str], register: Register) -> tuple[Incident, str]:
    """Made anew from the own members: the stored sentence counts and names for everybody."""
    tree = Tree.OLD if any(area.code == incident.area for area in register.trees[Tree.OLD]) else Tree.NEW
    leaf, areas = register.leaf(tree), register.trees[tree]
    which = sorted({int(leaf[register.index[code]]) for code in members if code in register.index} - {NONE})
    places = ", ".join(areas[i].name for i in which[:NAMED]) + (" …" if len(which) > NAMED else "")
    area = areas[which[0]].code if len(which) == 1 else ""
    learnt = "" if incident.partial else incident.postmortem
    return replace(incident, area=area, says=_says(incident, places or "–"), postmortem=learnt), places


def _says(incident: Incident, places: str) -> Words:
    count, carrier = incident.schools, carrier_of(incident.subject)
    if incident.kind in (Kind.WIDE, Kind.FLAPPING):
        return wide_says(count, places, carrier, flapping=incident.kind == Kind.FLAPPING)
    told = Category(incident.category) if incident.category in set(Category) else Kind(incident.kind)
    return Words(f"{told.words.vi}: {number(count, lang='vi')} trường ở {places}",
                 f"{told.words.en}: {number(count, lang='en')} school{'s' if count != 1 else ''} in {places}")
