"""Schools of an imported register for which the simulator answers too, remembered across restarts."""
from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from simulator.files import write_whole
from simulator.schools import School, draw_carrier, sized
from simulator.world import World

MOST = 60_000


class BadRow(Exception):
    """A row that cannot be adopted; carries the sentence in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def _degrees(value: Any, row: int) -> float | None:
    if value in (None, ""):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise BadRow(f"Dòng {row}: tọa độ không phải là số.", f"Row {row}: coordinates are not numbers.") from None


def read_row(seed: int, row: int, given: Any) -> School:
    """One row of POST /control/adopt as a school; what is not given is drawn from the code, always the same."""
    if not isinstance(given, dict) or not isinstance(given.get("code"), str) or not given["code"].strip():
        raise BadRow(f"Dòng {row}: thiếu mã trường (code, kiểu chữ).", f"Row {row}: needs a text code.")
    code = given["code"].strip()
    rng = Random(f"{seed}:adopt:{code}")
    kind, district = str(given.get("kind") or "thcs"), str(given.get("district") or "")
    carrier = str(given.get("carrier") or draw_carrier(rng, district))
    return School(code=code, name=str(given.get("name") or code), kind=kind, lat=_degrees(given.get("lat"), row),
                  lon=_degrees(given.get("lon"), row), district=district, ward=str(given.get("ward") or ""),
                  carrier=carrier, adopted=True, **sized(rng, kind))


class Adoption:
    """The adopted schools: code -> (number of its address, row as given)."""

    def __init__(self, world: World, home: Path) -> None:
        self._world, self._file = world, home / "adopted.json"
        self._rows: list[dict[str, Any]] = []
        self._number: dict[str, int] = {}

    async def load(self) -> int:
        """Adopt again what an earlier run had adopted; returns how many."""
        if self._file.exists():
            await self.adopt(json.loads(self._file.read_text(encoding="utf-8"))["schools"], remember=False)
        return len(self._rows)

    async def adopt(self, rows: list[Any], *, remember: bool = True) -> dict[str, str]:
        """Answer for these schools; code -> probe address. Known codes keep theirs; BadRow: nothing is adopted."""
        schools = [read_row(self._world.seed, n, given) for n, given in enumerate(rows, 1)]
        fresh: dict[str, School] = {}
        given_rows = []
        for school, given in zip(schools, rows, strict=True):
            if school.code not in self._world.index and school.code not in fresh:
                fresh[school.code] = school
                given_rows.append(given)
        if len(self._number) + len(fresh) > MOST:
            raise BadRow(f"Nhiều nhất {MOST} trường.", f"At most {MOST} schools.")
        for code in fresh:
            self._number[code] = len(self._number)
        addresses = [self._world.plan.school(self._number[code], adopted=True) for code in fresh]
        if fresh:
            await self._world.adopt(list(fresh.values()), addresses)
            self._rows += given_rows
            if remember:
                write_whole(self._file, json.dumps({"schools": self._rows}, ensure_ascii=False))
        return {school.code: self.address(school.code) for school in schools}

    def address(self, code: str) -> str:
        """The probe address of a school."""
        host, port = self._world.addresses[self._world.index[code]]
        return f"http://{host}:{port}/status"
