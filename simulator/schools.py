"""The simulated schools: where they stand, how large they are, how they are connected; the same for the same seed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from simulator.gazetteer_districts import CARRIERS, DISTRICT_BY_CODE
from simulator.gazetteer_wards import WARDS, Ward
from simulator.naming import Namer
from simulator.placing import Placer

# The split of about 2,380; community learning centres fill up the rest.
SPLIT = (("mam_non", 1336), ("tieu_hoc", 515), ("thcs", 290), ("thpt", 200), ("gdtx", 14), ("gdnn_gdtx", 20))
DEFAULT_TOTAL = 2380
KIND_DIGIT = {"mam_non": 1, "tieu_hoc": 2, "thcs": 3, "thpt": 4, "gdtx": 5, "gdnn_gdtx": 6, "tthtcd": 7}
# Pupils (least, usual, most), pupils per class, teachers per class, contracted Mbps to choose from.
SIZES: dict[str, tuple[int, int, int, int, float]] = {
    "mam_non": (60, 190, 620, 28, 1.9), "tieu_hoc": (350, 1050, 2400, 38, 1.4), "thcs": (450, 1250, 2900, 42, 1.9),
    "thpt": (500, 1350, 2600, 42, 2.1), "gdtx": (180, 520, 1100, 38, 1.8), "gdnn_gdtx": (200, 600, 1300, 38, 1.8),
    "tthtcd": (40, 120, 300, 30, 0.3),
}
LINES_MBPS = {"mam_non": (80, 100, 100, 150), "tieu_hoc": (100, 150, 200, 200), "thcs": (150, 200, 200, 300),
              "thpt": (200, 300, 300, 500), "gdtx": (100, 150, 200, 200), "gdnn_gdtx": (100, 150, 200, 200),
              "tthtcd": (40, 60, 80, 100)}
# The five pilot schools of the smart-school project (NQ 05/NQ-HĐND 7-4-2022) at their approximate true places.
PILOTS = (
    ("Trường THPT chuyên Lê Hồng Phong", "27301", 10.762, 106.682),
    ("Trường THPT chuyên Trần Đại Nghĩa", "26740", 10.781, 106.702),
    ("Trường THPT Lê Quý Đôn", "27139", 10.780, 106.692),
    ("Trường THPT Nguyễn Hiền", "27232", 10.763, 106.648),
    ("Trường THPT Nguyễn Du", "27163", 10.782, 106.664),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One school of the register; lat/lon in degrees or None, contracted line in Mbps."""

    code: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    district: str
    ward: str
    pupils: int
    teachers: int
    classes: int
    carrier: str
    contracted_mbps: int
    pilot: bool = False
    adopted: bool = False


def kind_counts(total: int) -> dict[str, int]:
    """How many schools of each kind among `total`; the shares of the issue, the rest community learning centres."""
    counts = {kind: round(share * total / DEFAULT_TOTAL) for kind, share in SPLIT}
    while sum(counts.values()) > total:
        counts[max(counts, key=lambda kind: counts[kind])] -= 1
    return counts | {"tthtcd": total - sum(counts.values())}


def draw_carrier(rng: Random, district: str) -> str:
    """A carrier by the district's shares; unknown districts share like the whole city."""
    known = DISTRICT_BY_CODE.get(district)
    return rng.choices(CARRIERS, known.shares if known else (36, 30, 25, 5, 4))[0]


def sized(rng: Random, kind: str) -> dict[str, Any]:
    """Pupils, teachers, classes, contracted Mbps of a school of this kind."""
    least, usual, most, per_class, teachers = SIZES.get(kind, SIZES["thcs"])
    pupils = round(rng.triangular(least, most, usual))
    # Classes are fuller in one school than in the next; drawn from the pupils, so that no other draw moves.
    classes = max(3, round(pupils / (per_class * (0.85 + 0.3 * (pupils * 0.618034 % 1)))))
    line = rng.choice(LINES_MBPS.get(kind, (100, 150, 200)))
    return {"pupils": pupils, "classes": classes, "teachers": max(2, round(classes * teachers)),
            "contracted_mbps": line}


class Census:
    """Builds the register one school after the other."""

    def __init__(self, seed: int, placer: Placer) -> None:
        self._rng = Random(f"{seed}:schools")
        # The city has one Nguyễn Hiền, and everybody knows which one is meant.
        taken = frozenset(name.replace("chuyên ", "") for name, *_ in PILOTS)
        self._namer = Namer(Random(f"{seed}:names"), taken)
        self._placer = placer
        self._numbers: dict[tuple[str, str], int] = {}

    def _code(self, district: str, kind: str) -> str:
        number = self._numbers[district, kind] = self._numbers.get((district, kind), 0) + 1
        return f"79{district}{KIND_DIGIT[kind]}{number:03d}"

    def pilot(self, name: str, ward: Ward, lat: float, lon: float) -> School:
        """One of the five pilot schools, at its own place."""
        size = sized(self._rng, "thpt") | {"contracted_mbps": 500}
        return School(code=self._code(ward.district, "thpt"), name=name, kind="thpt", lat=lat, lon=lon, ward=ward.code,
                      district=ward.district, carrier=draw_carrier(self._rng, ward.district), pilot=True, **size)

    def school(self, kind: str, ward: Ward) -> School:
        """A school of this kind near the people of this ward."""
        lat, lon = self._placer.place(ward)
        name = self._namer.name(kind, ward.code, ward.name, DISTRICT_BY_CODE[ward.district].name)
        return School(code=self._code(ward.district, kind), name=name, kind=kind, lat=lat, lon=lon, ward=ward.code,
                      district=ward.district, carrier=draw_carrier(self._rng, ward.district), **sized(self._rng, kind))


def _ward_weights() -> list[float]:
    """People per ward: the district's census shared out by the gazetteer's relative weights."""
    totals: dict[str, float] = {}
    for ward in WARDS:
        totals[ward.district] = totals.get(ward.district, 0.0) + ward.weight
    return [DISTRICT_BY_CODE[ward.district].people * ward.weight / totals[ward.district] for ward in WARDS]


def _without_point(schools: list[School], rng: Random) -> set[int]:
    """About eight schools whose coordinates nobody has entered yet."""
    few = max(1, round(8 * min(1.0, len(schools) / DEFAULT_TOTAL))) if len(schools) > 20 else 0
    return set(rng.sample([i for i, school in enumerate(schools) if not school.pilot], few))


def _spread(rng: Random, kind: str) -> list[Ward]:
    """One ward after the other for kinds of which an area has one: a district its GDNN-GDTX, a ward its centre."""
    wards = rng.sample(WARDS, len(WARDS))
    if kind == "gdnn_gdtx":
        return list({ward.district: ward for ward in wards}.values())
    return wards if kind == "tthtcd" else []


def build_schools(total: int, seed: int, placer: Placer) -> list[School]:
    """The whole register, in the order of codes."""
    census, rng = Census(seed, placer), Random(f"{seed}:wards")
    by_code = {ward.code: ward for ward in WARDS}
    counts = kind_counts(total)
    schools = [census.pilot(name, by_code[ward], lat, lon) for name, ward, lat, lon in PILOTS[:counts["thpt"]]]
    weights = _ward_weights()
    for kind, count in counts.items():
        missing = count - min(count, len(PILOTS)) if kind == "thpt" else count
        wards = _spread(rng, kind) or rng.choices(WARDS, weights, k=missing)
        schools += [census.school(kind, wards[i % len(wards)]) for i in range(missing)]
    return _finish(schools, rng)


def _finish(schools: list[School], rng: Random) -> list[School]:
    lost = _without_point(schools, rng)
    rows = [replace(school, lat=None, lon=None) if i in lost else school for i, school in enumerate(schools)]
    rows.sort(key=lambda school: school.code)
    return rows
