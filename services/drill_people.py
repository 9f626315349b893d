"""Who answers for some schools: people whose reach covers them, nearest first. Names only for who answers too."""

import threading
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import StoreDown
from domain.given_names import reader_name
from domain.person import MAY, Actor, Permission, Role
from domain.wording import sort_key
from services.register import Register
from services.seeing import Seeing
from store import grants, people, scoping
from store.database import Connection
from store.scoping import local_day

FRESH_S = 20.0  # how long a list of people is believed; rights themselves are asked at every request
SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who answers. `inside`: which schools of the register; None = all of the province. `own`: how many."""

    name: str
    role: Role
    demo: bool
    inside: NDArray[np.bool_] | None
    own: int


class Holders:
    """One per scope and worker: every answering person with the schools of this register they reach."""

    def __init__(self, viewer: Seeing) -> None:
        self._viewer = viewer
        self._lock = threading.Lock()
        self._kept: tuple[tuple[Any, ...], float, tuple[Holder, ...]] = ((), 0.0, ())
        self._reached: dict[str, NDArray[np.bool_]] = {}

    def all(self, register: Register) -> tuple[Holder, ...]:
        """Everybody, as last read today. Raises StoreDown when the database never told."""
        now = self._viewer.centre.clock()
        key = (register.edition, local_day(now))
        with self._lock:
            if self._kept[0] == key and 0 <= now - self._kept[1] < FRESH_S:
                return self._kept[2]
            if self._kept[0] != key:
                self._reached = {}
            try:
                with self._viewer.centre.db.read() as conn:
                    found = tuple(self._read(conn, register, key[1]))
            except StoreDown:
                if self._kept[0] != key:
                    raise
                found = self._kept[2]
            self._kept = (key, now, found)
            return found

    def _read(self, conn: Connection, register: Register, today: str) -> list[Holder]:
        found = []
        answers = [person for person in people.read_all(conn)
                   if person.disabled_at is None and Permission.RESPOND in MAY[person.role]]
        scopes = grants.read_scopes(conn, {("person", person.id) for person in answers}, date.fromisoformat(today))
        for person in answers:
            scope = scopes["person", person.id]
            if not scope.parts:
                continue
            inside = None
            if not scope.everything:
                if scope.key not in self._reached:
                    ids = np.array(scoping.school_ids(conn, scope, today), np.int64)
                    self._reached[scope.key] = np.isin(register.ids, ids)
                inside = self._reached[scope.key]
            own = len(register.ids) if inside is None else int(inside.sum())
            found.append(Holder(name=person.name, role=person.role, demo=bool(person.demo), inside=inside, own=own))
        return found


def answering(holders: tuple[Holder, ...], actor: Actor, which: NDArray[np.intp]) -> dict[str, Any] | None:
    """Who of them answers for these schools, as this actor may know it; None = the actor may read no names.

    `near`: whose reach is a part of the province, the narrowest first, with how many of the schools are theirs; `more`:
    how many others; `centre`: who reaches everything, by role.
    """
    if not actor.may(Permission.INCIDENTS):
        return None
    shown = [one for one in holders if one.demo or not actor.demo]
    near = [(one, int(one.inside[which].sum())) for one in shown if one.inside is not None]
    near = sorted([pair for pair in near if pair[1]], key=lambda pair: (-pair[1], pair[0].own, sort_key(pair[0].name)))
    centre = sorted([one for one in shown if one.inside is None and one.role is not Role.ADMINISTRATOR],
                    key=lambda one: (one.role is not Role.OPERATOR, sort_key(one.name)))
    return {
        "near": [{"name": reader_name(one.name), "role": one.role.words.text, "schools": n} for one, n in near[:SHOWN]],
        "more": max(0, len(near) - SHOWN),
        "centre": [{"name": reader_name(one.name), "role": one.role.words.text} for one in centre[:SHOWN]],
        "others": max(0, len(centre) - SHOWN),
    }
