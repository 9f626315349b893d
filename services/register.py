"""The register as screens and collectors use it: schools in directory order, areas of both trees, index columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.area import Area, Tree
from domain.errors import NotFound
from domain.person import EVERYTHING
from domain.school import KINDS, School
from domain.wording import sort_key
from store.database import Database
from store.registers import fact, read_areas, read_schools, register_version

NONE = 65535  # "in no area of this tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """`schools[i]` has database id `ids[i]`; `old[i]`, `new[i]` index into `trees`; `kind[i]` into KINDS.

    `whole`: the code that means everything, "" when several provinces are valid. `cut`: which part of the
    register this is.
    """

    version: int
    simulated: bool
    province: Area | None
    schools: tuple[School, ...]
    ids: NDArray[np.int64]
    index: dict[str, int]
    trees: dict[Tree, tuple[Area, ...]]
    old: NDArray[np.uint16]
    new: NDArray[np.uint16]
    kind: NDArray[np.uint8]
    whole: str = ""
    cut: str = ""

    @property
    def edition(self) -> tuple[int, str]:
        """What is made of this register is kept under this: reach may change with the day, the register unchanged."""
        return self.version, self.cut

    def leaf(self, tree: Tree) -> NDArray[np.uint16]:
        """Each school's area index in that tree."""
        return self.old if tree is Tree.OLD else self.new

    def within(self, code: str) -> NDArray[np.intp]:
        """Indices of the schools of an area of any level, in directory order. Raises NotFound."""
        if self.province is not None and code == self.province.code:
            return np.arange(len(self.schools))
        for tree, areas in self.trees.items():
            for position, area in enumerate(areas):
                if area.code == code:
                    return np.flatnonzero(self.leaf(tree) == position)
        raise no_area()

    def area(self, code: str) -> Area:
        """The area of this code. Raises NotFound."""
        if self.province is not None and code == self.province.code:
            return self.province
        for areas in self.trees.values():
            for area in areas:
                if area.code == code:
                    return area
        raise no_area()

    def position(self, code: str) -> int:
        """Directory index of a school. Raises NotFound."""
        if code not in self.index:
            raise NotFound("Không tìm thấy trường này.", "No such school.")
        return self.index[code]


def no_area() -> NotFound:
    """The one sentence for an area that is absent or not theirs."""
    return NotFound("Không tìm thấy địa bàn này.", "No such area.")


def current_version(db: Database) -> int:
    """One cheap read: has the register changed?"""
    with db.read() as conn:
        return register_version(conn)


def load(db: Database) -> Register:
    """Read the whole register once. About 1 s for 52,000 schools."""
    with db.read() as conn:
        version = register_version(conn)
        simulated = fact(conn, "simulated") == "1"
        areas = read_areas(conn)
        rows = read_schools(conn, EVERYTHING)
    schools = tuple(school for _, school in rows)
    provinces = [area for area in areas if area.level.value == "province"]
    trees = {tree: tuple(sorted(_leaves(areas, tree), key=lambda a: sort_key(a.name))) for tree in Tree}
    valid = {area.code for area in provinces if area.valid_to is None}
    columns = {tree: _positions(schools, tree, trees[tree]) for tree in Tree}
    return Register(
        version=version, simulated=simulated, province=_today(provinces), schools=schools,
        ids=np.array([i for i, _ in rows], dtype=np.int64),
        index={school.code: i for i, school in enumerate(schools)},
        trees=trees, old=columns[Tree.OLD], new=columns[Tree.NEW],
        kind=np.array([KINDS.index(school.kind) for school in schools], dtype=np.uint8),
        whole=valid.pop() if len(valid) == 1 else "",
    )


def _leaves(areas: list[Area], tree: Tree) -> list[Area]:
    """The newest version of each leaf area of the tree."""
    newest: dict[str, Area] = {}
    for area in areas:
        if area.level is tree.leaf:
            newest[area.code] = area  # read in order of valid_from: the last one wins
    return list(newest.values())


def _today(provinces: list[Area]) -> Area | None:
    return max(provinces, key=lambda a: (a.valid_to is None, a.valid_from is not None, a.valid_from or 0), default=None)


def _positions(schools: tuple[School, ...], tree: Tree, areas: tuple[Area, ...]) -> NDArray[np.uint16]:
    at = {area.code: i for i, area in enumerate(areas)}
    codes = (school.old_area if tree is Tree.OLD else school.new_area for school in schools)
    return np.fromiter((at.get(code, NONE) for code in codes), dtype=np.uint16, count=len(schools))
