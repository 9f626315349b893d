"""The log's verbs: what was refused, what was looked at, who did what and when, and is the chain whole?

What changes something writes its own record in its own transaction (`store.audit.record`). Looks and refusals are
written within seconds by `services.later`, each look once in ten minutes.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from domain.person import SYSTEM, Actor, ActorKind, Permission
from services import _heads
from services._named import reach_of
from services.centre import Centre
from services.later import flush_acts, later
from store import audit, audit_reading, people
from store.audit import Act
from store.audit_reading import Filters, Walked
from store.database import Connection, Database

__all__ = ["Filters", "Row", "Walked", "acts", "export", "limited", "reach_of", "refused", "saw", "search", "total",
           "verify"]

AGAIN_S = 600.0  # one look is one look, however often the page asks
REFUSED_S = 60.0
WHOLE_S = 3600.0
MOST_REFUSED = 100
_walked: WeakKeyDictionary[Database, tuple[Walked, float]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the log, as it is shown. `at`: epoch seconds UTC; `reach`: codes, none = not about areas."""

    seq: int
    at: float
    actor_kind: str
    actor_id: int
    actor_name: str
    role: str
    act: str
    outcome: str
    object: str
    reach: tuple[str, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    why: str
    request: str
    address: str
    hash: str


def refused(centre: Centre, actor: Actor, act: Act) -> None:
    """Somebody was refused. The same again within a minute is not written again; whoever tries a hundred doors in a
    minute gets one more row that says so: the log stays readable, and nobody fills the disk with it."""
    waiting = later(centre)
    who = (actor.kind.value, str(actor.id), actor.address if actor.kind is ActorKind.NOBODY else "")
    now = centre.clock()
    if not waiting.first(("refused", *who, act.what, act.object), now, REFUSED_S):
        return
    if waiting.counted(who, now, REFUSED_S) <= MOST_REFUSED:
        waiting.add(actor, replace(act, outcome="refused"))
    elif waiting.first(("flood", *who), now, REFUSED_S):
        waiting.add(actor, Act(what="access.flood", outcome="refused", after={"more_than": MOST_REFUSED}))


def saw(centre: Centre, actor: Actor, object: str, reach: Collection[str] = ()) -> None:  # noqa: A002
    """Somebody looked at "school:79000001", "directory" …; `reach` as `reach_of` says it, none = the whole province."""
    waiting = later(centre)
    key = ("saw", actor.kind.value, str(actor.id), object, " ".join(reach))
    if waiting.first(key, centre.clock(), AGAIN_S):
        waiting.add(actor, Act(what=f"{object.partition(':')[0]}.seen", object=object, reach=tuple(reach)))


def search(centre: Centre, actor: Actor, asked: Filters, *, before: int = 0, most: int = 100) -> tuple[Row, ...]:
    """Newest first, with numbers below `before`. Raises NotAllowed."""
    actor.must(Permission.AUDIT)
    flush_acts(centre)  # what this process saw a second ago belongs to the answer
    with centre.db.read() as conn:
        found = audit_reading.search(conn, asked, simulated=_limited(conn, actor), before=before, most=min(most, 1000))
        return tuple(_row(row) for row in found)


def limited(centre: Centre, actor: Actor) -> bool:
    """Does the actor get only rows of the simulated province? Whoever entered by one click proved nothing: what real
    people did is not theirs to read. Raises NotAllowed."""
    actor.must(Permission.AUDIT)
    with centre.db.read() as conn:
        return _limited(conn, actor)


def _limited(conn: Connection, actor: Actor) -> bool:
    return actor.demo and people.anybody_real(conn)


def total(centre: Centre, actor: Actor, asked: Filters) -> int:
    """How many rows `asked` has. Raises NotAllowed."""
    actor.must(Permission.AUDIT)
    with centre.db.read() as conn:
        return audit_reading.count(conn, asked, simulated=_limited(conn, actor))


def acts(centre: Centre, actor: Actor) -> list[str]:
    """Every act in the rows the actor may read, for a list to choose from."""
    actor.must(Permission.AUDIT)
    with centre.db.read() as conn:
        return audit_reading.acts(conn, simulated=_limited(conn, actor))


def export(centre: Centre, actor: Actor, asked: Filters, why: str = "") -> Iterator[Row]:
    """Every row asked for; that it left the centre is written before the first one does. Raises NotAllowed."""
    actor.must(Permission.AUDIT)
    flush_acts(centre)
    told = {name: value for name in Filters.__slots__ if (value := getattr(asked, name)) not in ("", None)}
    with centre.db.write() as conn:
        audit.record(centre.db, conn, actor, Act(what="audit.exported", object="audit", after=told, why=why))
    return _exported(centre, actor, asked)


def _exported(centre: Centre, actor: Actor, asked: Filters) -> Iterator[Row]:
    before = 0
    while True:
        with centre.db.read() as conn:
            chunk = audit_reading.search(conn, asked, simulated=_limited(conn, actor), before=before,
                                         most=audit_reading.CHUNK)
        yield from (_row(row) for row in chunk)
        if len(chunk) < audit_reading.CHUNK:
            return
        before = int(chunk[-1]["seq"])


def verify(centre: Centre, actor: Actor = SYSTEM, *, whole: bool = True) -> Walked:
    """Is every row where it was, as it was? Compares with the heads kept outside of the database too.

    `whole` False, for a page: within an hour of a whole walk that found nothing, only what came after it.
    """
    actor.must(Permission.AUDIT)
    heads, now = _heads.read(centre.home), centre.clock()  # first: later ones may be newer than what is read
    last, at = _walked.get(centre.db, (None, 0.0))
    fresh = not whole and 0 <= now - at < WHOLE_S
    with centre.db.read() as conn:
        found = audit_reading.walk(conn, heads, last if fresh else None)
    _walked[centre.db] = (found, at if fresh else now)
    return found


def _row(row: Any) -> Row:
    values = {name: row[name] for name in Row.__slots__ if name not in {"reach", "before", "after"}}
    return Row(**values, reach=tuple(row["reach"].split()), before=_values(row["before"]), after=_values(row["after"]))


def _values(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        found = json.loads(text)
    except ValueError:  # cut because it was endless
        return {"…": text}
    return found if isinstance(found, dict) else {"…": text}
