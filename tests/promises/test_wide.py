"""E4: one cut is one incident with its list, whatever its shape; it says how sure it is; stragglers become their own."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services import _watch_groups, _watch_wide
from services._watch_streaks import Streaks
from store.importing import AreaRow, Changes, SchoolRow, commit
from tests.promises.office import Office
from tests.rig.clock import Clock

PARENTS = {"760": ("26734", "26737", "26740", "26743", "26746"), "764": ("26876", "26878"), "787": ("27667", "27673")}  # district -> its wards
EACH = 120  # schools of a district, half of them on one carrier
GONE = "redis://127.0.0.1:1/0"


def town(office: Office) -> dict[str, list[int]]:
    """Three districts of 120 schools in six wards, on two carriers; gives numbers of schools by what they belong to."""
    areas, rows = [], []
    for district, wards in PARENTS.items():
        areas += [AreaRow(code=ward, name=f"Phường {ward}", level="ward", parent="79", valid_from="2025-07-01") for ward in wards if ward != "26734"]
        for n in range(EACH):
            carrier, ward = ("viettel", "vnpt")[n % 2], wards[n // 2 % len(wards)]
            rows.append(SchoolRow(code=f"80{district}{n:03d}", name=f"Trường {district}-{n}", kind="tieu_hoc", lat=10.7, lon=106.6,
                                  old_area=district, new_area=ward, carrier=carrier, pupils=500, contracted_mbps=100.0))
    commit(office.centre.db, Changes(areas_new=areas, schools_new=rows), 1)
    office.lead()
    groups: dict[str, list[int]] = {}
    for i, school in enumerate(office.register.schools):
        if school.code.startswith("80"):
            for name in (school.old_area, school.new_area, school.carrier, f"{school.old_area}/{school.carrier}", f"{school.new_area}/{school.carrier}"):
                groups.setdefault(name, []).append(i)
    return groups


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str, clock: Clock) -> Iterator[Office]:
    opened = Office(tmp_path, sqlite_url, GONE, clock)
    yield opened
    opened.close()


@pytest.fixture
def groups(office: Office) -> dict[str, list[int]]:
    return town(office)


def wides(office: Office) -> dict[str, int]:
    """subject -> how many schools, of all wide ones that ever were; nobody was told of one by one."""
    office.settle()
    assert office.rows("SELECT count(*) FROM incidents WHERE kind NOT IN ('wide')") == [(0,)], "told of one by one as well"
    return dict(office.rows("SELECT subject, schools FROM incidents"))


def cut(office: Office, down: list[int], times: int = 6) -> None:
    office.tick(2)
    office.tick(times, down=down)


def all_of_it(office: Office, groups: dict[str, list[int]]) -> None:
    """120 of 120."""
    cut(office, groups["764"])
    assert wides(office) == {"area:764": 120}
    assert office.rows("SELECT confidence, severity, area FROM incidents")[0][0] > 0.9
    assert office.rows("SELECT count(*) FROM incident_schools") == [(120,)]
    assert office.rows("SELECT says_vi FROM incidents") == [("120 trường ở Quận Gò Vấp cùng mất kết nối",)]


def half_of_it(office: Office, groups: dict[str, list[int]]) -> None:
    """60 of 120: all of one carrier, or just any half."""
    cut(office, groups["787/vnpt"])
    assert wides(office) == {"area:787/vnpt": 60}
    office.tick(4)
    cut(office, random.Random(7).sample(groups["760"], 66))
    assert wides(office) == {"area:787/vnpt": 60, "area:760": 66}
    assert 0.5 <= office.rows("SELECT confidence FROM incidents WHERE subject = 'area:760'")[0][0] < 0.6


def staggered(office: Office, groups: dict[str, list[int]]) -> None:
    """It reaches the schools over three sweeps."""
    office.tick(2)
    order = random.Random(3).sample(groups["760/viettel"], 60)
    for part in (20, 40, 60):
        office.tick(down=order[:part])
    office.tick(6, down=order)
    assert wides(office) == {"area:760/viettel": 60}


def commune_in_province(office: Office, groups: dict[str, list[int]]) -> None:
    """One ward of a district: the ward, neither its district nor the province."""
    cut(office, groups["26737"])
    assert wides(office) == {"area:26737": len(groups["26737"])}
    office.tick(4)
    cut(office, list(range(len(office.register.schools))))
    assert wides(office) == {"area:26737": len(groups["26737"]), "area:79": len(office.register.schools)}


def two_at_once(office: Office, groups: dict[str, list[int]]) -> None:
    """Two cables in two districts: two lines."""
    cut(office, groups["764"] + groups["787/viettel"])
    assert wides(office) == {"area:764": 120, "area:787/viettel": 60}


def one_carrier(office: Office, groups: dict[str, list[int]]) -> None:
    """An ISP across areas is one line, and so is its cable through neighbouring wards of one district."""
    cut(office, groups["vnpt"] + [i for i, s in enumerate(office.register.schools) if s.code.startswith("79") and s.carrier == "vnpt"])
    assert wides(office) == {"carrier:vnpt": 186}
    assert "nhà mạng VNPT" in office.rows("SELECT says_vi FROM incidents")[0][0]
    office.tick(4)
    cut(office, groups["26737/viettel"] + groups["26740/viettel"])
    assert wides(office) == {"carrier:vnpt": 186, "area:760/viettel": 24}, "24 of 66 in the district, 24 of 24 along the cable"


SHAPES = [all_of_it, half_of_it, staggered, commune_in_province, two_at_once, one_carrier]


@pytest.mark.parametrize("shape", SHAPES)
def test_e4_one_cut_is_one_incident(office: Office, groups: dict[str, list[int]], shape: Any) -> None:
    shape(office, groups)


def test_e4_stragglers_become_their_own_after_the_parent_closes(office: Office, groups: dict[str, list[int]]) -> None:
    dark = groups["764"][:3]
    cut(office, groups["764"])
    office.tick(8, down=dark)
    assert office.rows("SELECT kind, state, count(*) FROM incidents GROUP BY 1, 2 ORDER BY 1") == [("single", "open", 3), ("wide", "resolved", 1)]
    first = office.rows("SELECT started_at FROM incidents WHERE kind = 'wide'")[0][0]
    assert {row[0] for row in office.rows("SELECT started_at FROM incidents WHERE kind = 'single'")} == {first}, "since the first bad reading"


def test_e4_whoever_falls_later_joins_while_it_is_open_and_the_sentence_counts_them(office: Office, groups: dict[str, list[int]]) -> None:
    cut(office, groups["764/vnpt"][:40], 4)
    office.tick(4, down=groups["764/vnpt"])
    assert wides(office) == {"area:764/vnpt": 60}
    assert office.rows("SELECT says_vi FROM incidents")[0][0].startswith("60 trường")


def test_e4_it_is_told_as_soon_as_it_is_whole_not_after_patience(office: Office, groups: dict[str, list[int]]) -> None:
    """Beats of five seconds, looked at each second: told before the third beat of the first school."""
    office.tick(2)
    began = office.clock()
    down = set(groups["760/viettel"])
    for second in range(15):
        some = [i for i in range(len(office.register.schools)) if i % 5 == second % 5]
        office.tick(seconds=1, down=down, only=some)
        if office.rows("SELECT count(*) FROM incidents") == [(1,)]:
            break
    assert office.clock() - began <= 11
    assert wides(office) == {"area:760/viettel": 60}


def test_e4_it_begins_with_the_cut_not_with_who_was_dark_before(office: Office, groups: dict[str, list[int]]) -> None:
    """Two schools of the group were bad for a while, not long enough to be told: they are not of the cut, nor is its beginning theirs."""
    early, cable = groups["764/viettel"][:2], groups["764/viettel"]
    office.tick(2)
    office.tick(seconds=5, down=early)
    office.tick(seconds=10, down=early)
    began = office.clock()
    office.tick(6, down=cable)
    assert office.rows("SELECT kind, schools FROM incidents ORDER BY kind") == [("single", 1), ("single", 1), ("wide", 58)]
    assert office.rows("SELECT started_at FROM incidents WHERE kind = 'wide'")[0][0] > began
    assert max(row[0] for row in office.rows("SELECT started_at FROM incidents WHERE kind = 'single'")) < began


def test_a_few_of_many_are_no_area(office: Office, groups: dict[str, list[int]]) -> None:
    """Twelve schools all over the province fell silent by chance: twelve lines, not an invented one."""
    office.tick(2)
    some = [groups[f"{district}/{carrier}"][n] for district in PARENTS for carrier in ("viettel", "vnpt") for n in (0, 20)]
    office.tick(8, down=some)
    assert office.rows("SELECT kind, count(*) FROM incidents GROUP BY 1") == [("single", 12)]


def test_it_is_quick_for_a_country(office: Office, groups: dict[str, list[int]]) -> None:
    """52,000 schools, three cuts at once: the explanation is arithmetic over columns, not a loop over schools."""
    import time

    crowd, copies = _watch_groups.Groups(office.register), 140
    large = _watch_groups.Groups.__new__(_watch_groups.Groups)
    large.families = tuple(_many(family, copies) for family in crowd.families)
    large.places, large._at = large.families[3].label, {s: (f.label, n) for f in reversed(large.families) for n, s in enumerate(f.subjects)}
    bad = np.zeros(len(large.places), bool)
    assert len(bad) >= 52_000
    bad[100:400] = bad[9000:9300] = bad[30_000:30_050] = True
    began = time.perf_counter()
    assert list(large.explain(bad, np.ones(len(bad), bool)))
    assert time.perf_counter() - began < 1.0


def _many(family: _watch_groups.Family, copies: int) -> _watch_groups.Family:
    """The same town many times over, each with groups of its own."""
    count, size = len(family.subjects), len(family.label)
    label = np.tile(family.label, copies) + np.repeat(np.arange(copies), size) * count
    patches = family.patches and (np.tile(family.patches[0], copies) + np.repeat(np.arange(copies), size) * len(family.patches[1]),
                                  np.concatenate([family.patches[1] + n * count for n in range(copies)]))
    return _watch_groups.Family(label=label, subjects=tuple(f"{s}-{n}" for n in range(copies) for s in family.subjects), patches=patches)


def _only_first(best: Any) -> Any:
    return lambda self, family, bad, known: best(self, family, bad, known) if family is self.families[0] else None


def _purest(best: Any) -> Any:
    def found(self: Any, family: Any, bad: Any, known: Any) -> Any:
        row = best(self, family, bad, known)
        return row and (row[4], *row[1:])
    return found


def _no_patches(best: Any) -> Any:
    return lambda self, family, bad, known: None if family.patches is not None else best(self, family, bad, known)


def _hasty(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_watch_wide, "SETTLE_S", -1.0)
    patch.setattr(_watch_wide, "join", lambda *_: None)


BEST = _watch_groups.Groups._best
MUTANTS: dict[str, tuple[Any, Any]] = {
    "old district x carrier only": (all_of_it, lambda m: m.setattr(_watch_groups.Groups, "_best", _only_first(BEST))),
    "the purest, however small": (all_of_it, lambda m: m.setattr(_watch_groups.Groups, "_best", _purest(BEST))),
    "nobody joins, told before it is whole": (staggered, _hasty),
    "neighbouring wards are two cuts": (one_carrier, lambda m: m.setattr(_watch_groups.Groups, "_best", _no_patches(BEST))),
    "most of a group must be bad": (half_of_it, lambda m: m.setattr(_watch_groups, "SHARE", 0.8)),
    "whenever they fell, it is one cut": (test_e4_it_begins_with_the_cut_not_with_who_was_dark_before, lambda m: m.setattr(_watch_wide, "APART_S", 1e9)),
    "who is spoken for is told of again": (two_at_once, lambda m: m.setattr(Streaks, "covered", lambda self: self.single.copy())),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_e4_mutants(office: Office, groups: dict[str, list[int]], mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each break makes one of the six shapes more than one line, or the wrong one."""
    shape, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        shape(office, groups)
