"""How an incident reads, and to whom: a limited reader is told of their own schools and areas only."""

from collections.abc import Sequence
from dataclasses import replace

from domain.area import Tree
from domain.person import Scope
from domain.wording import Words, carrier_name, number
from services.register import NONE, Register
from store import incidents
from store.database import Connection
from store.incidents import Incident

NAMED = 3  # areas of one sentence


def wide_words(count: int, places: str, carrier: str) -> Words:
    """The sentence of a wide incident."""
    name, many = carrier_name(carrier), count != 1
    return Words(f"{number(count)} trường ở {places}{' cùng' if many else ''} mất kết nối, nhà mạng {name}",
                 f"{number(count, lang='en')} school{'s' if many else ''} in {places} went offline"
                 f"{' together' if many else ''}, carrier {name}")


def retold(
    conn: Connection, scope: Scope, found: Sequence[Incident], register: Register, today: str,
) -> list[tuple[Incident, str]]:
    """Each incident with the name of its area, as a reader of `scope` and its (restricted) `register` may know it."""
    names = {area.code: area.name for areas in register.trees.values() for area in areas}
    limited = [i.id for i in found if i.kind != "single"] if not scope.everything else []
    members = incidents.read_members(conn, scope, limited, today) if limited else {}
    return [_own(i, members[i.id], register) if i.id in members else (i, names.get(i.area, "")) for i in found]


def _own(incident: Incident, members: Sequence[str], register: Register) -> tuple[Incident, str]:
    """Made anew from the own members: the stored sentence counts and names for everybody."""
    tree = Tree.OLD if any(area.code == incident.area for area in register.trees[Tree.OLD]) else Tree.NEW
    leaf, areas = register.leaf(tree), register.trees[tree]
    which = sorted({int(leaf[register.index[code]]) for code in members if code in register.index} - {NONE})
    places = ", ".join(areas[i].name for i in which[:NAMED]) + (" …" if len(which) > NAMED else "")
    carrier = incident.subject.rpartition("/")[2]
    return replace(incident, says=wide_words(incident.schools, places or "–", carrier)), places
