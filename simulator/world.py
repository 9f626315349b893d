"""The state of the simulated province: why each school is up, down, slow or flapping at this moment.

Causes are kept apart so that taking one back never heals another: the centre's line, carrier cuts, a manual order,
the storm, a chronic trouble - in this order the first that speaks decides.
"""
from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from random import Random

from simulator.addresses import AddressPlan
from simulator.day import Clock, chance
from simulator.gazetteer_districts import DISTRICT_BY_CODE, PROVINCE_CODE
from simulator.halls import Halls, Opening
from simulator.lines import line_of
from simulator.schools import School

MODES = ("up", "down", "slow", "flap")
# Offline for long, chronically slow, flapping for long: believable shares of an otherwise healthy province.
CHRONIC = (("down", 0.018), ("slow", 0.008), ("flap", 0.002))
FLAP_S = (10.0, 40.0)
FIRST_SENTINEL_SLOT = 1_000_000


def chronic_mode(seed: int, code: str) -> str | None:
    """The long-standing trouble of a school, if it has one."""
    luck = chance(seed, code, "chronic")
    for mode, share in CHRONIC:
        if luck < share:
            return mode
        luck -= share
    return None


class World:
    """All schools with their causes; brings the listeners in line with them."""

    def __init__(self, *, schools: Sequence[School], plan: AddressPlan, halls: Halls, seed: int, clock: Clock,
                 pace: float = 1.0) -> None:
        self.schools: list[School] = []
        self.index: dict[str, int] = {}
        self.addresses: list[tuple[str, int]] = []
        self.plan, self.halls, self.seed, self.clock = plan, halls, seed, clock
        self.manual: dict[int, str] = {}
        self.storm: dict[int, str] = {}
        self.chronic: dict[int, str] = {}
        self.cuts: set[tuple[str, str | None]] = set()
        self.uplink_cut = False
        self.faults: dict[str, str] = {}
        self.storm_faults: dict[str, str] = {}
        self._shown: dict[int, str] = {}
        self._flapping: dict[int, tuple[bool, float]] = {}
        self._rng = Random(f"{seed}:flap")
        self._pace = pace
        self._own = list(schools)

    def now(self) -> float:
        """Simulated time, epoch seconds."""
        return time.time() + self.clock.shift

    async def open(self) -> list[str]:
        """Open sentinels and all own schools."""
        sentinels = enumerate(self.plan.sentinels())
        posts: list[Opening] = [(FIRST_SENTINEL_SLOT + n, address, None) for n, address in sentinels]
        return await self._add(self._own, [self.plan.school(n) for n in range(len(self._own))], posts)

    async def adopt(self, schools: Sequence[School], addresses: Sequence[tuple[str, int]]) -> list[str]:
        """Answer for further schools from now on."""
        return await self._add(schools, addresses, [])

    async def _add(self, schools: Sequence[School], addresses: Sequence[tuple[str, int]],
                   posts: list[Opening]) -> list[str]:
        first = len(self.schools)
        for school, address in zip(schools, addresses, strict=True):
            slot = self.index[school.code] = len(self.schools)
            self.schools.append(school)
            self.addresses.append(address)
            line = line_of(self.seed, school.code, school.carrier, school.contracted_mbps, school.district)
            posts.append((slot, address, line))
            mode = None if school.pilot else chronic_mode(self.seed, school.code)
            if mode:
                self.chronic[slot] = mode
        failed = await self.halls.open(posts)
        await self.refresh(range(first, len(self.schools)))
        return failed

    def wanted(self, slot: int) -> str:
        """up, down, slow or flap: what this school should look like from outside."""
        school = self.schools[slot]
        if self.cuts and self._carrier_cut(school):
            return "down"
        return self.manual.get(slot) or self.storm.get(slot) or self.chronic.get(slot) or "up"

    def _carrier_cut(self, school: School) -> bool:
        return any((school.carrier, area) in self.cuts for area in (None, school.district, school.ward))

    async def refresh(self, slots: Iterable[int]) -> int:
        """Bring these schools in line with their causes; returns how many listeners changed."""
        changes: list[tuple[int, str]] = []
        now = time.monotonic()
        for slot in slots:
            mode = self.wanted(slot)
            if mode != "flap":
                self._flapping.pop(slot, None)
            elif slot not in self._flapping:
                self._flapping[slot] = (False, now + self._flap_s())
            shown = mode if mode != "flap" else "up" if self._flapping[slot][0] else "down"
            if self._shown.get(slot, "up") != shown:
                changes.append((slot, shown))
                self._shown[slot] = shown
        if changes:
            await self.halls.show(changes)
        return len(changes)

    async def flap(self) -> None:
        """Turn the flapping schools whose time has come."""
        now = time.monotonic()
        due = [slot for slot, (_, at) in self._flapping.items() if at <= now]
        for slot in due:
            self._flapping[slot] = (not self._flapping[slot][0], now + self._flap_s())
        await self.refresh(due)

    def _flap_s(self) -> float:
        return self._rng.uniform(*FLAP_S) / self._pace

    async def refresh_all(self) -> int:
        """Bring every school in line."""
        return await self.refresh(range(len(self.schools)))

    async def set_uplink(self, cut: bool) -> None:
        """Cut or mend the centre's own line."""
        self.uplink_cut = cut
        await self.halls.cut(cut)

    def slots_of_area(self, area: str) -> list[int]:
        """Slots of the schools in an old district, a present ward or the whole province."""
        whole = area == PROVINCE_CODE
        return [slot for slot, school in enumerate(self.schools)
                if area in (school.district, school.ward) or (whole and school.district in (*DISTRICT_BY_CODE, ""))]

    def fault(self, source: str) -> str:
        """The fault an upstream system shows now."""
        return self.faults.get(source) or self.storm_faults.get(source) or "none"
