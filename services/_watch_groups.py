"""Which group of schools explains that so many are bad at once: the smallest that holds most of them and few others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.school import School
from services._watch_streaks import Bools, Places
from services.register import NONE, Register

LEAST = 5  # schools; fewer are told of one by one
SHARE = 0.5  # of the known schools of the group, so many are bad
MOST = 64  # explanations of one turn


class Explanation(NamedTuple):
    """A group, its bad schools, and which share of its known ones they are."""

    subject: str
    members: Places
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """Schools told apart in one way. `label`: each school's group, -1 = in none. `patches`: a group's wards one by
    one (each school's, and each ward's group): one cable serves neighbouring wards of a district, not all of it."""

    label: NDArray[np.int64]
    subjects: tuple[str, ...]
    patches: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None


class Groups:
    """Candidates over one register: district x carrier, ward x carrier, district, ward, carrier, province."""

    def __init__(self, register: Register) -> None:
        old = _areas(register, Tree.OLD)
        new = _areas(register, Tree.NEW)
        self.families: tuple[Family, ...] = (
            _family(register, lambda i, s: _both(old[i], s)), _family(register, lambda i, s: _both(new[i], s)),
            _family(register, lambda i, s: old[i]), _family(register, lambda i, s: new[i]),
            _family(register, lambda i, s: s.carrier, "carrier:"), _family(register, _province(register)),
            _patched(register, old, new),
        )
        self.places = _family(register, lambda i, s: new[i] or old[i]).label
        self._at = {subject: (family.label, number) for family in reversed(self.families)
                    for number, subject in enumerate(family.subjects)}

    def __contains__(self, subject: str) -> bool:
        return subject in self._at

    def within(self, subject: str) -> Bools:
        """Which schools belong to it; nobody, if this register has no such group."""
        label, number = self._at.get(subject, (self.places, -2))
        return np.equal(label, number)

    def explain(self, bad: Bools, known: Bools) -> Iterator[Explanation]:
        """The best first: highest F1 of "bad" against "member"; its schools are out of the game for the next."""
        bad, known = bad.copy(), known & ~bad
        for _ in range(MOST):
            if bad.sum() < LEAST:
                return
            best = max((found for family in self.families if (found := self._best(family, bad, known | bad))),
                       default=None)
            if best is None:
                return
            _, _, _, subject, confidence = best
            members = np.flatnonzero(self.within(subject) & bad)
            yield Explanation(subject, members, confidence)
            bad[members] = False

    def _best(self, family: Family, bad: Bools, known: Bools) -> tuple[float, int, int, str, float] | None:
        """(F1, minus its size, rank of the family, subject, precision) of the family's best group."""
        count = len(family.subjects)
        hits, heard = _counts(family.label, count, bad), _counts(family.label, count, known)
        if family.patches is not None:
            hits, heard = self._within_patches(family, count, bad, known)
        able = (hits >= LEAST) & (hits >= SHARE * heard)
        if not able.any():
            return None
        score = np.where(able, 2 * hits / (heard + bad.sum()), 0.0)
        top = np.flatnonzero(score >= score.max() - 1e-12)
        best = int(top[np.argmin(heard[top])])
        rank = -self.families.index(family)
        return float(score[best]), -int(heard[best]), rank, family.subjects[best], float(hits[best] / heard[best])

    def _within_patches(self, family: Family, count: int, bad: Bools, known: Bools,
                        ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Counted over those wards only in which most of this carrier is bad and most of the others are well."""
        assert family.patches is not None
        label, owner = family.patches
        hits, heard = _counts(label, len(owner), bad), _counts(label, len(owner), known)
        wards = int(self.places.max(initial=-1)) + 1
        place_bad, place_known = _counts(self.places, wards, bad), _counts(self.places, wards, known)
        where = np.zeros(len(owner), np.int64)
        where[label[label >= 0]] = self.places[label >= 0]
        others_bad, others = place_bad[where] - hits, place_known[where] - heard
        struck = (hits > 0) & (hits >= SHARE * heard) & ((others == 0) | (others_bad < SHARE * others))
        return (np.bincount(owner[struck], hits[struck], count).astype(np.int64),
                np.bincount(owner[struck], heard[struck], count).astype(np.int64))


def _counts(label: NDArray[np.int64], count: int, mask: Bools) -> NDArray[np.int64]:
    return np.bincount(label[mask & (label >= 0)], minlength=count).astype(np.int64)


def _both(area: str, school: School) -> str:
    return f"{area}/{school.carrier}" if area and school.carrier else ""


def _areas(register: Register, tree: Tree) -> list[str]:
    """The code of each school's area in that tree, "" = none."""
    areas = register.trees[tree]
    return ["" if at == NONE else areas[at].code for at in register.leaf(tree).tolist()]


def _province(register: Register) -> Callable[[int, School], str]:
    parents = {area.code: area.parent or "" for areas in register.trees.values() for area in areas}
    whole = register.province.code if register.province is not None else ""
    return lambda i, s: parents.get(s.new_area) or parents.get(s.old_area) or whole


def _family(register: Register, name: Callable[[int, School], str], head: str = "area:") -> Family:
    numbers: dict[str, int] = {}
    label = np.full(len(register.schools), -1, np.int64)
    for i, school in enumerate(register.schools):
        if found := name(i, school):
            label[i] = numbers.setdefault(f"{head}{found}", len(numbers))
    return Family(label=label, subjects=tuple(numbers))


def _patched(register: Register, old: list[str], new: list[str]) -> Family:
    """District x carrier once more, looked at ward by ward."""
    whole = _family(register, lambda i, s: _both(old[i], s))
    cells = _family(register, lambda i, s: f"{_both(old[i], s)}/{new[i]}" if _both(old[i], s) and new[i] else "")
    owner = np.zeros(len(cells.subjects), np.int64)
    owner[cells.label[cells.label >= 0]] = whole.label[cells.label >= 0]
    return Family(label=whole.label, subjects=whole.subjects, patches=(cells.label, owner))
