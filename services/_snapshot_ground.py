"""What a template is made from: all that is known of a scope at a moment or over a period, read for one maker.

Now is the very picture the screens show; the past is told from what was recorded: what nobody knows is absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.clock_view import ClockBoard
from domain.errors import BadInput
from domain.person import EVERYTHING, Actor, Part, Scope
from domain.snapshot import SourceState, Template
from services._snapshot_hours import Hour, Reach, hours, means
from services._snapshot_lives import Asked, lives
from services._snapshot_past import picture_of
from services._snapshot_sources import now_sources, then_sources
from services._snapshot_when import MINUTE_S, When, earlier, when
from services._snapshot_wish import Wish
from services.centre import Centre
from services.clocks import of_period
from services.desk import seeing
from services.register import Register
from services.sight import restricted
from services.view import Picture
from store import scoping
from store.clocks import Row
from store.database import Connection
from store.incidents import Incident

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`picture`: of the schools in scope only; of the past it holds what is known, UNKNOWN and NaN else.

    `scope`: for reads of the store; when both the actor and the wish are limited it is the actor's, and what was read
    is cut to `register`; `inside`: the wish alone. `begins`, `ends`: the wished period, None = a moment; `since`,
    `until`: that period as far as it has passed, or the 24 hours before `at`. `by_hour`: minutes are no longer kept.
    `incidents`: opened by `until` and not over before `since`, as told to the actor, as they stood at `until`;
    `members`: incident -> codes of its schools in scope. `before`: the same, of what this is compared with; `compared`
    says in words what that is.
    """

    centre: Centre
    actor: Actor
    template: Template
    parts: tuple[Part, ...]
    scope: Scope
    inside: Scope = EVERYTHING
    at: float
    begins: float | None
    ends: float | None
    since: float
    until: float
    past: bool
    by_hour: bool = False
    visitors: bool
    picture: Picture
    sources: tuple[SourceState, ...] = ()
    incidents: tuple[Incident, ...] = ()
    area_names: Mapping[int, str] = field(default_factory=dict)
    members: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
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
    def known_incidents(self) -> bool:
        """A database that does not tell of them freezes nothing at all."""
        return True

    @cached_property
    def clocks(self) -> ClockBoard:
        """The clocks of what was opened between `since` and `until`, as they stood then."""
        found = of_period(self.centre, self.scope, self.register, self.since, self.until, self.until,
                          only=self.members)
        return replace(found, people=()) if self.visitors else found

    def hours(self, key: str) -> tuple[Hour, ...]:
        """Hour by hour (day by day beyond four days), oldest first; () = nothing is known."""
        return hours(self._reach, key)

    def means(self, key: str) -> Floats:
        """Of each school over the whole time; NaN = nothing is known."""
        return means(self._reach, key)

    @property
    def _reach(self) -> Reach:
        return Reach(self.centre, self.scope, self.inside, self.register, self.since, self.until)

    @property
    def simulated(self) -> bool:
        """Every page must say so."""
        return self.register.simulated or self.centre.simulated


def ground(centre: Centre, actor: Actor, wish: Wish) -> Ground:
    """Everything of a wish. Raises NotFound for what the actor does not reach, BadInput for an impossible time."""
    now = centre.clock()
    found = when(wish, now)
    then = earlier(found, wish.compared, now)
    base = cut(centre, actor, wish, now)
    with centre.db.read() as conn:
        told = _told(conn, centre, actor, wish, base, found, now)
        if then is None:
            return told
        return replace(told, compared=then[1], before=_told(conn, centre, actor, wish, base, then[0], now))


def _told(
    conn: Connection, centre: Centre, actor: Actor, wish: Wish, base: Picture, found: When, now: float,
) -> Ground:
    scope, today = _scope(actor, wish, base.register), scoping.local_day(now)
    picture = picture_of(conn, scope, base, centre.indicators, found, today) if found.past else base
    until = min(found.at, now)
    lived = lives(conn, Asked(
        scope=scope, register=base.register, since=found.since, until=until, today=today, whole=scope.everything,
        past=found.past, visitors=wish.visitors))
    return Ground(
        centre=centre, actor=actor, template=wish.template, parts=wish.parts or _own(actor), scope=scope, at=until,
        inside=_inside(wish, base.register), begins=found.begins, ends=found.ends, since=found.since, until=until,
        past=found.past, by_hour=found.step > MINUTE_S, visitors=wish.visitors, picture=picture,
        sources=then_sources(conn, centre, base, picture, until) if found.past else now_sources(centre, picture, until),
        incidents=lived.incidents, area_names=lived.area_names, members=lived.members, rows=lived.rows)


def cut(centre: Centre, actor: Actor, wish: Wish, now: float) -> Picture:
    """The newest picture of the schools that the actor reaches and the wish names."""
    base, today = seeing(centre, actor.scope).picture, scoping.local_day(now)
    inside = _inside(wish, base.register)
    if inside.everything:
        return _some(base)
    for part in inside.parts:
        _ = base.register.area(part.area) if part.area else None
        _ = base.register.position(part.school) if part.school else None
    with centre.db.read() as conn:
        ids = scoping.school_ids(conn, inside, today)
        named = scoping.area_codes(conn, inside, today)
    which = np.flatnonzero(np.isin(base.register.ids, np.array(ids, dtype=np.int64)))
    known = {area.code for areas in base.register.trees.values() for area in areas}
    layers = {key: layer.cut(which) for key, layer in base.layers.items()}
    return _some(replace(base, register=restricted(base.register, which, named & known), layers=layers, past={}))


def _some(picture: Picture) -> Picture:
    if not picture.register.schools:
        raise BadInput("Không có trường nào trong phạm vi đã chọn.", "There is no school in this scope.", code="area")
    return picture


def _whole(register: Register, part: Part) -> bool:
    province = register.province.code if register.province else ""
    return not part.school and part.area in ("", province, register.whole or province)


def _own(actor: Actor) -> tuple[Part, ...]:
    parts = (Part(),) if actor.scope.everything else actor.scope.parts
    return tuple(sorted(parts, key=lambda part: (part.area, part.school, sorted(part.kinds))))


def _inside(wish: Wish, register: Register) -> Scope:
    """What was wished; the province by any of its names is everything."""
    parts = (replace(part, area="") if _whole(register, part) else part for part in wish.parts)
    return Scope(parts=frozenset(parts) or frozenset({Part()}))


def _scope(actor: Actor, wish: Wish, register: Register) -> Scope:
    """What the store is asked with."""
    return _inside(wish, register) if reaches_all(actor.scope, register) else actor.scope


def reaches_all(scope: Scope, register: Register) -> bool:
    """Whoever was given the province by its code was given everything."""
    return scope.everything or Part(area=register.whole) in scope.parts
