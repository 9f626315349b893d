"""Declared beside measured, as one reader sees it: figures of the whole reach, of each area, and the schools to call;
and the ledger of silent schools: since when, what was known last, what we therefore do not know."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.area import Area, Tree
from domain.claims import CLAIMS, OF, Answer, Claim
from domain.errors import NotFound
from domain.groups import GROUPS
from domain.indicator import Indicator
from domain.measurement import Code
from domain.wording import sort_key
from services._claim_columns import Columns
from services._work_schools import LINE, Why, area_name
from services.board import Layer
from services.desk import Desk
from services.register import NONE
from store import claims

Places = NDArray[np.intp]
Counts = dict[str, int]
MOST = 200  # schools that are told; further ones are counted
MOST_SILENT = 100
NO_CLAIM = ("Không có khai báo này.", "No such claim.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One claim over some schools."""

    claim: Claim
    counts: Counts
    schools: int
    at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One school and one claim."""

    claim: Claim
    school: str
    name: str
    area: str
    phone: str
    answer: Answer
    claimed: float | None
    measured: float | None
    taken: float
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`areas`: of the asked claim, worst first; `rows`: its schools that are asked for, of `rows_all`."""

    tallies: tuple[Tally, ...]
    areas: tuple[tuple[Area, Counts], ...]
    rows: tuple[Row, ...]
    rows_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Of one group: what was known last, and how many of its figures nobody knows now."""

    group: str
    indicator: Indicator
    value: float
    taken: float
    lost: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """One silent school. `since`: when it was heard of last, 0 = never."""

    school: str
    name: str
    area: str
    phone: str
    since: float
    known: tuple[Known, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Longest silent first, of `all`; `why`: why it may be empty without everything being well."""

    schools: tuple[Lost, ...]
    all: int
    why: Why


def columns(desk: Desk) -> dict[str, Columns]:
    """Every claim over the schools within reach, in their order; nothing before the collector's first look."""
    with desk.centre.db.read() as conn:
        found = claims.read(conn, tuple(OF))
    ids = desk.viewer.picture.register.ids
    kept = {key: Columns.unpack(payload, at) for key, (at, payload) in found.items()}
    return {key: one.of(ids) for key, one in kept.items() if one is not None}


def overview(desk: Desk, claim: str, *, area: str = "", tree: Tree = Tree.NEW, answer: Answer = Answer.GAP) -> Overview:
    """Raises NotFound, StoreDown."""
    if claim not in OF:
        raise NotFound(*NO_CLAIM)
    register, known = desk.viewer.picture.register, columns(desk)
    places = register.within(area) if area else np.arange(len(register.schools))
    tallies = tuple(Tally(claim=one, counts=_counts(known.get(one.key), places), schools=len(places),
                          at=known[one.key].at if one.key in known else None) for one in CLAIMS)
    found = known.get(claim)
    if found is None:
        return Overview(tallies=tallies, areas=(), rows=(), rows_all=0)
    which = _worst(OF[claim], found, places[found.answer[places] == answer])
    return Overview(tallies=tallies, areas=_areas(desk, found, places, tree), rows_all=len(which),
                    rows=tuple(row(desk, OF[claim], found, int(i)) for i in which[:MOST]))


def gaps(desk: Desk, known: Mapping[str, Columns], most: int) -> tuple[list[Row], int]:
    """The schools to call about any claim, worst first and the claims in turn; and how many there are."""
    found, count = list[tuple[int, Row]](), 0
    for claim in CLAIMS:
        if claim.key in known:
            one = known[claim.key]
            which = _worst(claim, one, np.flatnonzero(one.answer == Answer.GAP))
            count += len(which)
            found += [(rank, row(desk, claim, one, int(i))) for rank, i in enumerate(which[:most])]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])][:most], count


def row(desk: Desk, claim: Claim, found: Columns, i: int) -> Row:
    """One school's line."""
    register = desk.viewer.picture.register
    school = register.schools[i]
    return Row(claim=claim, school=school.code, name=school.name, area=area_name(register, i), phone=school.phone,
               answer=Answer(int(found.answer[i])), claimed=_number(found.claimed[i]),
               measured=_number(found.measured[i]), taken=float(found.taken[i]), since=float(found.since[i]))


def of_school(desk: Desk, code: str) -> list[Row]:
    """Every claim of one school. Raises NotFound, StoreDown."""
    i, known = desk.viewer.picture.register.position(code), columns(desk)
    return [row(desk, claim, known[claim.key], i) for claim in CLAIMS if claim.key in known]


def ledger(desk: Desk) -> Ledger:
    """Who is not heard of now. A picture nobody proves names nobody."""
    picture = desk.viewer.picture
    layer = picture.layers.get(LINE)
    if not picture.believed(desk.centre.clock()):
        return Ledger(schools=(), all=0, why=Why.BLIND)
    if layer is None or not (layer.taken > 0).any():
        return Ledger(schools=(), all=0, why=Why.NONE)
    which = np.flatnonzero(np.isin(layer.status, (Code.STALE, Code.UNKNOWN)))
    which = which[np.argsort(layer.taken[which], kind="stable")]
    shown = tuple(_lost(desk, layer, int(i)) for i in which[:MOST_SILENT])
    return Ledger(schools=shown, all=len(which), why=Why.KNOWN)


def _lost(desk: Desk, line: Layer, i: int) -> Lost:
    picture, known, never = desk.viewer.picture, list[Known](), list[str]()
    kind = picture.register.schools[i].kind
    for group in GROUPS:
        mine = [(one, picture.layers[key]) for key, one in desk.centre.indicators.items()
                if one.group == group and key in picture.layers and one.concerns(kind)]
        heard = [(float(layer.taken[i]), one, layer) for one, layer in mine
                 if layer.taken[i] > 0 and not np.isnan(layer.value[i])]
        lost = sum(int(layer.status[i]) in (Code.STALE, Code.UNKNOWN) for _, layer in mine)
        if heard:
            taken, one, layer = max(heard, key=lambda pair: pair[0])
            known.append(Known(group=group, indicator=one, value=float(layer.value[i]), taken=taken, lost=lost,
                               of=len(mine)))
        elif mine:
            never.append(group)
    register = picture.register
    school = register.schools[i]
    return Lost(school=school.code, name=school.name, area=area_name(register, i), phone=school.phone,
                since=float(line.taken[i]), known=tuple(known), never=tuple(never))


def _counts(found: Columns | None, places: Places) -> Counts:
    if found is None:
        return {one.key: 0 for one in Answer}
    told = np.bincount(found.answer[places], minlength=len(Answer))
    return {one.key: int(told[one]) for one in Answer}


def _worst(claim: Claim, found: Columns, which: Places) -> Places:
    """How far a school is from its claim: the farthest first."""
    measured, claimed = found.measured[which].astype(float), found.claimed[which].astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        far = measured / claimed if claim.per_claim else measured
    return which[np.argsort(-far if claim.most else far, kind="stable")]


def _areas(desk: Desk, found: Columns, places: Places, tree: Tree) -> tuple[tuple[Area, Counts], ...]:
    register, rows = desk.viewer.picture.register, list[tuple[Area, Counts]]()
    leaf = register.leaf(tree)[places]
    for place in np.unique(leaf):
        if place != NONE:
            rows.append((register.trees[tree][int(place)], _counts(found, places[leaf == place])))
    return tuple(sorted(rows, key=lambda pair: (-_far(pair[1]), sort_key(pair[0].name))))


def _far(counts: Counts) -> float:
    declared = counts["gap"] + counts["kept"]
    return counts["gap"] / declared if declared else -1.0


def _number(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)
