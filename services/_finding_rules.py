"""Plausibility of all schools at once: which figures lie outside a range, contradict, jump, never move,
divide too well.

A rule that cannot be judged yet (no year before, not long enough watched) finds nothing and clears nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.plausibility import DOCUMENTS
from services.register import NONE, Register

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Look = Callable[[str], tuple[Floats, Floats]]
LEAST_ROOMS = 20  # fewer rooms divide by chance
REST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding. `school`: position in the register, None = of no single school; `evidence`: (what, value, taken)."""

    rule: str
    subject: str
    value: float
    evidence: tuple[tuple[str, float, float | None], ...]
    school: int | None = None


@dataclass(slots=True)
class Judged:
    """`of`: rule -> how many could be judged; `marks`: which schools: only there may a rule clear what it found."""

    found: list[Found] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is not on the board now: `year`: metric -> a year before; `still`: rule -> (metric, hours it did not move,
    judged)."""

    year: Mapping[str, Floats] = field(default_factory=dict)
    still: Mapping[str, tuple[str, Floats, Marks]] = field(default_factory=dict)


def inspect(register: Register, look: Look, beside: Beside) -> Judged:
    """Every rule over every school, area and document."""
    told = Judged()
    with np.errstate(invalid="ignore", divide="ignore"):
        _ranges(register, look, told)
        _crosses(register, look, told)
        _jumps(register, look, beside, told)
        for rule, (metric, hours, judged) in beside.still.items():
            if judged.any():
                _tell(register, look, told, rule, judged & (hours > 0), look(metric)[0], judged, (metric,),
                      {"hours": hours})
        _exact(register, look, told)
    _documents(told)
    return told


def _tell(register: Register, look: Look, told: Judged, rule: str, wrong: Marks, value: Floats, judged: Marks,
          needs: tuple[str, ...], more: Mapping[str, Floats] | None = None) -> None:
    told.of[rule], told.marks[rule] = int(judged.sum()), judged
    columns = [(need, *look(need)) for need in needs]
    for i in np.flatnonzero(wrong & judged).tolist():
        evidence = [(need, float(values[i]), float(taken[i]) or None) for need, values, taken in columns
                    if not np.isnan(values[i])]
        evidence += [(name, float(values[i]), None) for name, values in (more or {}).items()]
        told.found.append(Found(rule=rule, subject=f"school:{register.schools[i].code}", value=float(value[i]),
                                evidence=tuple(evidence), school=i))


def _ranges(register: Register, look: Look, told: Judged) -> None:
    for rule, top, bottom, least, most in (
        ("class_size", "network.pupils", "network.classes", 5, 60),
        ("room_machines", "labs.standard_machines", "labs.rooms", 5, 60),
        ("pupils_teacher", "sector.pupil_records", "sector.teacher_records", 3, 60),
    ):
        ratio = look(top)[0] / look(bottom)[0]
        judged = np.isfinite(ratio) & (look(bottom)[0] > 0) & (look(top)[0] > 0)
        _tell(register, look, told, rule, (ratio < least) | (ratio > most), ratio, judged, (top, bottom))


def _crosses(register: Register, look: Look, told: Judged) -> None:
    reach, speed, own = (look(key)[0] for key in ("connectivity.reachable", "connectivity.download_mbps",
                                                  "netspeed.download_mbps"))
    contract = look("school.contracted_mbps")[0]
    nameless = np.array([not school.carrier for school in register.schools], np.bool_)
    best = np.fmax(speed, own)
    _tell(register, look, told, "internet_unproved", nameless & np.isnan(best), np.zeros(len(reach)), reach == 1,
          ("connectivity.reachable",))
    _tell(register, look, told, "faster_than_line", best > 1.5 * contract, best, ~np.isnan(best) & (contract > 0),
          ("school.contracted_mbps", "connectivity.download_mbps", "netspeed.download_mbps"))
    enabled, month = look("epayment.enabled")[0], look("epayment.transactions_30d")[0]
    _tell(register, look, told, "cashless_unused", month == 0, month, (enabled == 1) & ~np.isnan(month),
          ("epayment.enabled", "epayment.transactions_30d"))
    rooms, machines, devices = (look(f"labs.{name}")[0] for name in ("rooms", "standard_machines", "devices"))
    _tell(register, look, told, "machines_no_room", (rooms == 0) & (machines > 0), machines,
          ~np.isnan(rooms) & ~np.isnan(machines), ("labs.standard_machines", "labs.rooms"))
    _tell(register, look, told, "machines_devices", machines > devices, machines,
          ~np.isnan(devices) & ~np.isnan(machines), ("labs.standard_machines", "labs.devices"))
    book, base = look("network.pupils")[0], look("sector.pupil_records")[0]
    _tell(register, look, told, "pupils_registers", np.abs(base - book) > 0.15 * book, base, (book > 20) & (base > 0),
          ("network.pupils", "sector.pupil_records", "school.pupils"))
    given, spent = look("programme.allocated_million")[0], look("programme.disbursed_million")[0]
    _tell(register, look, told, "spent_over", spent > given + 0.5, spent, ~np.isnan(given) & ~np.isnan(spent),
          ("programme.allocated_million", "programme.disbursed_million"))


def _jumps(register: Register, look: Look, beside: Beside, told: Judged) -> None:
    for rule, metric, share in (("pupils_jump", "network.pupils", 0.3),
                                ("machines_jump", "labs.standard_machines", 0.5)):
        if metric in beside.year:
            now, before = look(metric)[0], beside.year[metric]
            judged = ~np.isnan(now) & (before > 0)
            _tell(register, look, told, rule, np.abs(now - before) > share * before, now, judged, (metric,),
                  {"year_before": before})


def _exact(register: Register, look: Look, told: Judged) -> None:
    """Sums of areas: 12,312 machines in 2,052 rooms is 6.000 each."""
    rooms, machines = look("labs.rooms")[0], look("labs.standard_machines")[0]
    known = ~np.isnan(rooms) & ~np.isnan(machines)
    told.of["machines_exact"] = 0
    for tree in Tree:
        leaf = register.leaf(tree)
        for place, area in enumerate(register.trees[tree]):
            inside = known & (leaf == place) & (place != NONE)
            all_rooms, all_machines = float(rooms[inside].sum()), float(machines[inside].sum())
            if all_rooms < LEAST_ROOMS:
                continue
            told.of["machines_exact"] += 1
            if _whole(all_machines / all_rooms):
                told.found.append(Found(
                    rule="machines_exact", subject=f"area:{area.code}", value=all_machines / all_rooms,
                    evidence=(("labs.standard_machines", all_machines, None), ("labs.rooms", all_rooms, None))))


def _documents(told: Judged) -> None:
    """Figures of the founding documents, worked out again."""
    told.of["parts_total"] = sum(bool(one.parts) for one in DOCUMENTS)
    for one in DOCUMENTS:
        if one.bottom and one.bottom >= LEAST_ROOMS:
            told.of["machines_exact"] = told.of.get("machines_exact", 0) + 1
            if _whole(one.top / one.bottom):
                told.found.append(Found(rule="machines_exact", subject=f"document:{one.key}",
                                        value=one.top / one.bottom,
                                        evidence=(("top", one.top, None), ("bottom", one.bottom, None))))
        elif one.parts and abs(sum(one.parts) - one.total) > REST:
            told.found.append(Found(
                rule="parts_total", subject=f"document:{one.key}", value=sum(one.parts),
                evidence=(("total", one.total, None), *(("part", part, None) for part in one.parts))))


def _whole(ratio: float) -> bool:
    return ratio >= 1 and abs(ratio - round(ratio)) < REST
