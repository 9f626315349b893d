"""The picture as far as one scope reaches: fewer schools, fewer areas, the same proof. Asked like a viewer."""

import threading
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from domain.area import Area, Tree
from domain.errors import StoreDown
from domain.person import Scope
from domain.school import School
from services.board import Layer
from services.centre import Centre
from services.register import NONE, Register
from services.view import Picture, Viewer
from store import scoping

Which = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was made from which picture. `which`: indices of the reachable schools in the whole register."""

    base: Picture
    day: str
    which: Which
    picture: Picture


class Sight:
    """One per scope and worker. Only what moved is cut out again; nothing is done per school in Python."""

    def __init__(self, viewer: Viewer, scope: Scope) -> None:
        self.centre: Centre = viewer.centre
        self.scope = scope
        self._viewer = viewer
        self._lock = threading.Lock()
        self._seen: _Seen | None = None

    @property
    def ready(self) -> bool:
        """It looked at least once: what is seen costs no database."""
        return self._seen is not None

    @property
    def picture(self) -> Picture:
        """The reachable part of the newest picture. While somebody else cuts it out: the one before.

        Raises StoreDown when the database has never told how far this scope reaches.
        """
        if self.scope.everything:
            return self._viewer.picture
        seen = self._seen
        if seen is not None and seen.base is self._viewer.picture and seen.day == self._today():
            return seen.picture
        if self._lock.acquire(blocking=seen is None):
            try:
                self._seen = seen = self._look(self._seen)
            finally:
                self._lock.release()
        assert seen is not None
        return seen.picture

    def keep_up(self) -> None:
        """Ask the database again when the register or the day is another one, so that no screen waits for that."""
        seen = self._seen
        if seen is not None and (seen.base.register is not self._viewer.picture.register or seen.day != self._today()):
            _ = self.picture

    def _today(self) -> str:
        return scoping.local_day(self.centre.clock())

    def _look(self, seen: _Seen | None) -> _Seen:
        base, day = self._viewer.picture, self._today()
        if seen is not None and seen.base.register is base.register and seen.day == day:
            which, register = seen.which, seen.picture.register
        else:
            try:
                which, named = self._reach(base.register, day)
            except StoreDown:
                if seen is None:
                    raise
                return seen  # its proof grows old and greys by itself
            register, seen = restricted(base.register, which, named), None
        picture = replace(
            base, register=register, past=_pasts(base, which, seen),
            layers={key: _cut(layer, which, key, seen) for key, layer in base.layers.items()},
        )
        return _Seen(base=base, day=day, which=which, picture=picture)

    def _reach(self, register: Register, day: str) -> tuple[Which, frozenset[str]]:
        with self.centre.db.read() as conn:
            ids = scoping.school_ids(conn, self.scope, day)
            named = scoping.area_codes(conn, self.scope, day)
        return np.flatnonzero(np.isin(register.ids, np.array(ids, dtype=np.int64))), named


def _cut(layer: Layer, which: Which, key: str, seen: _Seen | None) -> Layer:
    if seen is not None and seen.base.layers.get(key) is layer:
        return seen.picture.layers[key]
    return layer.cut(which)


def _pasts(base: Picture, which: Which, seen: _Seen | None) -> dict[str, dict[int, NDArray[np.uint8]]]:
    made: dict[str, dict[int, NDArray[np.uint8]]] = {}
    for key, versions in base.past.items():
        before = seen.base.past.get(key, {}) if seen else {}
        kept = seen.picture.past.get(key, {}) if seen else {}
        cut: dict[int, NDArray[np.uint8]] = {}  # versions that share a column go on sharing it
        for version, status in versions.items():
            if id(status) not in cut:
                cut[id(status)] = kept[version] if before.get(version) is status else status[which]
        made[key] = {version: cut[id(status)] for version, status in versions.items()}
    return made


def restricted(register: Register, which: Which, named: frozenset[str]) -> Register:
    """The register of these schools; of areas only those with one of them, or named by the scope itself."""
    schools = _pick(register.schools, which)
    trees: dict[Tree, tuple[Area, ...]] = {}
    columns: dict[Tree, NDArray[np.uint16]] = {}
    for tree, areas in register.trees.items():
        trees[tree], columns[tree] = _leaves(areas, register.leaf(tree)[which], named)
    cut = blake2b(which.tobytes() + " ".join(sorted(named)).encode(), digest_size=12).hexdigest()
    return replace(
        register, cut=cut, schools=schools, ids=register.ids[which], index={s.code: i for i, s in enumerate(schools)},
        trees=trees, old=columns[Tree.OLD], new=columns[Tree.NEW], kind=register.kind[which],
    )


def _pick(schools: tuple[School, ...], which: Which) -> tuple[School, ...]:
    if len(which) < 2:
        return tuple(schools[i] for i in which)
    picked: tuple[School, ...] = itemgetter(*which.tolist())(schools)
    return picked


def _leaves(
    areas: tuple[Area, ...], column: NDArray[np.uint16], named: frozenset[str],
) -> tuple[tuple[Area, ...], NDArray[np.uint16]]:
    """(areas that stay, each school's index among them)."""
    inside = np.zeros(len(areas), np.bool_)
    inside[column[column != NONE]] = True
    if named:
        inside |= np.fromiter((area.code in named for area in areas), np.bool_, len(areas))
    moved = np.full(NONE + 1, NONE, np.uint16)
    moved[np.flatnonzero(inside)] = np.arange(int(inside.sum()), dtype=np.uint16)
    return tuple(area for area, stays in zip(areas, inside, strict=True) if stays), moved[column]
