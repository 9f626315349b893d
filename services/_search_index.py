"""What one reach can be asked for by name, folded once per register: schools with their areas, areas of both trees.

A question is some words; every one must occur. 52,000 schools are looked through in some thousandths of a second,
because only what has the rarest word is looked at again.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

import numpy as np

from domain.area import Area, Tree
from domain.wording import fold
from services.desk import Desk
from services.register import NONE, Register
from store.database import Database

KEPT = 48  # reaches kept ready
WIDE = 4000  # so many are told apart by how well they fit; of more, the best sorts are looked for one after another


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """`texts[i]`: " name code phone areas" of school i, folded; `names[i]`: " name "; `areas`: (tree, area, text, n),
    n = how many schools."""

    register: Register
    names: list[str]
    texts: list[str]
    areas: list[tuple[Tree, Area, str, int]]

    def schools(self, words: list[str], most: int) -> tuple[list[int], int]:
        """(the best `most`, how many there are): exact code, name as typed, then where words begin."""
        found = list(_having(self.texts, words))
        names, texts, whole = self.names, self.texts, " ".join(words)
        exact = [self.register.index[code] for code in (whole, whole.upper()) if code in self.register.index]
        start, full, starts = f" {whole}", f" {whole} ", [f" {word}" for word in words]
        sorts: tuple[Iterable[int], ...] = (
            exact, (i for i in found if names[i] == full), (i for i in found if names[i].startswith(start)),
            (i for i in found if full in names[i]), (i for i in found if start in names[i]),
            (i for i in found if all(word in names[i] for word in starts)) if len(words) > 1 else (),
            (i for i in found if all(word in texts[i] for word in starts)), found)
        return _first(sorts, most), max(len(found), len(set(exact)))

    def areas_like(self, words: list[str], most: int) -> tuple[list[int], int]:
        """(places in `areas`, the best first, how many)."""
        texts, whole = [text for _, _, text, _ in self.areas], " ".join(words)
        found = [i for i in _having(texts, words) if all(f" {word}" in texts[i] for word in words)]
        sorts = ((i for i in found if texts[i].startswith(f" {whole} ")),
                 (i for i in found if f" {whole} " in f"{texts[i]} "), found)
        return _first(sorts, most), len(found)


def _having(texts: list[str], words: list[str]) -> Iterator[int]:
    """Where every word occurs. A word of one or two letters or figures must begin there: "1" is not within "2013"."""
    wanted = sorted((f" {word}" if len(word) < 3 else word for word in words), key=len, reverse=True)
    if not wanted:
        return iter(())
    first, rest = wanted[0], wanted[1:]
    some = [i for i, text in enumerate(texts) if first in text]
    return (i for i in some if all(word in texts[i] for word in rest)) if rest else iter(some)


def _first(sorts: Iterable[Iterable[int]], most: int) -> list[int]:
    """The first of each sort, none twice."""
    taken: dict[int, None] = {}
    for sort in sorts:
        if len(taken) >= most:
            break
        for i in islice(sort, WIDE):
            taken.setdefault(i)
            if len(taken) >= most:
                break
    return list(taken)


_made: WeakKeyDictionary[Database, OrderedDict[str, Index]] = WeakKeyDictionary()
_lock = threading.Lock()


def index_of(desk: Desk) -> Index:
    """Made once per reach and edition of the register, then only read; of a reach the newest edition alone is kept."""
    register, db = desk.viewer.picture.register, desk.centre.db
    key = desk.scope.key
    with _lock:
        kept = _made.setdefault(db, OrderedDict())
        if key not in kept or kept[key].register.edition != register.edition:
            kept[key] = _index(register)
        kept.move_to_end(key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return kept[key]


def _index(register: Register) -> Index:
    places = {tree: [fold(area.name) for area in areas] + [""] for tree, areas in register.trees.items()}
    columns = {tree: np.where(register.leaf(tree) == NONE, len(places[tree]) - 1, register.leaf(tree)).tolist()
               for tree in register.trees}
    names = [f" {fold(school.name)} " for school in register.schools]
    texts = [f"{name}{school.code.lower()} {school.phone} "
             + " ".join(places[tree][columns[tree][i]] for tree in places)
             for i, (name, school) in enumerate(zip(names, register.schools, strict=True))]
    areas = [(tree, area, f" {places[tree][n]} {area.code}", count)
             for tree, some in register.trees.items()
             for n, (area, count) in enumerate(zip(some, _counts(register, tree, len(some)), strict=True))]
    return Index(register=register, names=names, texts=texts, areas=areas)


def _counts(register: Register, tree: Tree, many: int) -> list[int]:
    leaf = register.leaf(tree)
    counted: list[int] = np.bincount(leaf[leaf != NONE], minlength=many).tolist()
    return counted[:many]
