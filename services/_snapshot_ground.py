"""What a template is made from: all that is known of a scope at a moment or over a period, read for one maker.

Now is the very picture the screens show; the past is told from what was recorded: what nobody knows is absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from domain.errors import BadInput
from domain.person import EVERYTHING, Actor, Part, Scope
from domain.snapshot import SourceState, Template
from services._snapshot_wish import Wish
from services.board import Layer
from services.centre import Centre
from services.desk import seeing
from services.register import Register
from services.sight import restricted
from services.view import Picture
from store import scoping
from store.clocks import Row
from store.incidents import Incident

DAY_S = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`picture`: of the schools in scope only; of the past it holds what is known, UNKNOWN and NaN else.

    `scope`: for reads of the store; when both the actor and the wish are limited it is the actor's, and what was read
    is cut to `register`. `begins`, `ends`: the wished period, None = a moment; `since`, `until`: that period, or the
    last 24 hours before `at`. `incidents`: opened by `until` and not over before `since`, as told to the actor, as
    they stood at `until`; `members`: incident -> codes of its schools in scope. `known_incidents` False: the database
    did not tell. `before`: the same, of what this is compared with; `compared` says in words what that is.
    """

    centre: Centre
    actor: Actor
    template: Template
    parts: tuple[Part, ...]
    scope: Scope
    at: float
    begins: float | None
    ends: float | None
    since: float
    until: float
    past: bool
    visitors: bool
    picture: Picture
    sources: tuple[SourceState, ...] = ()
    incidents: tuple[Incident, ...] = ()
    area_names: Mapping[int, str] = field(default_factory=dict)
    members: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    known_incidents: bool = True
    compared: str = ""
    before: "Ground | None" = None

    @property
    def register(self) -> Register:
        """The schools in scope and their areas."""
        return self.picture.register

    @property
    def everybody(self) -> NDArray[np.intp]:
        """Places of all schools in scope."""
        return np.arange(len(self.register.schools))

    @property
    def live(self) -> tuple[Incident, ...]:
        """Those that lived at `at`."""
        return tuple(one for one in self.incidents if one.live)

    @property
    def simulated(self) -> bool:
        """Every page must say so."""
        return self.register.simulated or self.centre.simulated


def ground(centre: Centre, actor: Actor, wish: Wish) -> Ground:
    """Everything of a wish. Raises NotFound for what the actor does not reach, BadInput for an impossible time."""
    now = centre.clock()
    picture = cut(centre, actor, wish, now)
    at = now if wish.at is None else wish.at
    return Ground(
        centre=centre, actor=actor, template=wish.template, parts=wish.parts or _own(actor), scope=_scope(actor, wish),
        at=at, begins=wish.begins, ends=wish.ends, since=at - DAY_S, until=at, past=wish.at is not None,
        visitors=wish.visitors, picture=picture)


def cut(centre: Centre, actor: Actor, wish: Wish, now: float) -> Picture:
    """The newest picture of the schools that the actor reaches and the wish names."""
    base = seeing(centre, actor.scope).picture
    parts = [replace(part, area="") if _whole(base.register, part) else part for part in wish.parts]
    if not parts or Part() in parts:
        return base
    for part in parts:
        _ = base.register.area(part.area) if part.area else None
        _ = base.register.position(part.school) if part.school else None
    inside, today = Scope(parts=frozenset(parts)), scoping.local_day(now)
    with centre.db.read() as conn:
        ids = scoping.school_ids(conn, inside, today)
        named = scoping.area_codes(conn, inside, today)
    which = np.flatnonzero(np.isin(base.register.ids, np.array(ids, dtype=np.int64)))
    if not len(which):
        raise BadInput("Không có trường nào trong phạm vi đã chọn.", "There is no school in this scope.", code="area")
    known = {area.code for areas in base.register.trees.values() for area in areas}
    layers = {key: Layer(value=layer.value[which], taken=layer.taken[which], status=layer.status[which],
                         version=layer.version) for key, layer in base.layers.items()}
    return replace(base, register=restricted(base.register, which, named & known), layers=layers, past={})


def _whole(register: Register, part: Part) -> bool:
    province = register.province.code if register.province else ""
    return not part.school and part.area in ("", province, register.whole or province)


def _own(actor: Actor) -> tuple[Part, ...]:
    parts = (Part(),) if actor.scope.everything else actor.scope.parts
    return tuple(sorted(parts, key=lambda part: (part.area, part.school, sorted(part.kinds))))


def _scope(actor: Actor, wish: Wish) -> Scope:
    """What the store is asked with."""
    return (wish.scope if wish.parts else EVERYTHING) if actor.scope.everything else actor.scope
