"""The quiet storm: a few believable troubles by seed, never against a manual order."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from simulator.logs import log
from simulator.upstream import SOURCES
from simulator.world import World

CUT_SCHOOLS = (12, 40)
CUT_S, FAULT_S, FLAP_S = (70.0, 90.0), (55.0, 65.0), (80.0, 140.0)
# Seconds after the start of the first cut, the first flapping and the first fault: all within two minutes.
FIRST_FLAP, FIRST_CUT, FIRST_FAULT = 12.0, 22.0, 40.0
PAUSE_S = (150.0, 330.0)
FAULTS = ("http500", "slow", "garbage", "hang", "empty")


class Storm:
    """Stages one round after the other until cancelled."""

    def __init__(self, world: World, seed: int, pace: float = 1.0) -> None:
        self._world, self._pace = world, pace
        self._rng = Random(f"{seed}:storm")

    async def run(self) -> None:
        """The first round soon after the start, later ones every few minutes."""
        first = True
        while True:
            scale = 1.0 if first else 1.5
            await asyncio.gather(self._after(FIRST_FLAP * scale, self._flap), self._after(FIRST_CUT * scale, self._cut),
                                 self._after(FIRST_FAULT * scale, self._fault))
            first = False
            await self._sleep(self._rng.uniform(*PAUSE_S))

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._pace)

    async def _after(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        await self._sleep(seconds)
        await act()

    def _groups(self) -> list[tuple[str, str, list[int]]]:
        """Old district x carrier groups of free, healthy schools that are just as large as a cut may be."""
        groups: dict[tuple[bool, str, str], list[int]] = {}
        for slot, school in enumerate(self._world.schools):
            if self._free(slot):
                # A centre shows the simulated register or an imported one: a cut across both would look too small.
                groups.setdefault((school.adopted, school.district, school.carrier), []).append(slot)
        fitting = [(*key[1:], slots) for key, slots in sorted(groups.items()) if len(slots) >= CUT_SCHOOLS[0]]
        # In a small trial province no group is large enough: take the largest there is.
        return fitting or [(*key[1:], slots) for key, slots in sorted(groups.items(), key=lambda row: -len(row[1]))[:1]]

    def _free(self, slot: int) -> bool:
        world = self._world
        return slot not in world.manual and slot not in world.chronic and slot not in world.storm

    def _pick(self) -> tuple[str, str, list[int]] | None:
        groups = self._groups()
        if not groups:
            return None
        district, carrier, slots = self._rng.choice(groups)
        if len(slots) <= CUT_SCHOOLS[1]:
            return district, carrier, slots
        # One cable serves neighbouring wards: take whole wards, in order of code, while they fit.
        chosen: list[int] = []
        by_ward: dict[str, list[int]] = {}
        for slot in slots:
            by_ward.setdefault(self._world.schools[slot].ward, []).append(slot)
        for _, part in sorted(by_ward.items()):
            if len(chosen) + len(part) <= CUT_SCHOOLS[1]:
                chosen += part
        return district, carrier, chosen if len(chosen) >= CUT_SCHOOLS[0] else slots[:CUT_SCHOOLS[1]]

    async def _stage(self, slots: list[int], mode: str, seconds: float) -> None:
        """Put schools into a mode for a while; whoever gets a manual order meanwhile is left to it."""
        self._world.storm.update((slot, mode) for slot in slots if self._free(slot))
        await self._world.refresh(slots)
        await self._sleep(seconds)
        for slot in slots:
            self._world.storm.pop(slot, None)
        await self._world.refresh(slots)

    async def _cut(self) -> None:
        picked = self._pick()
        if picked:
            district, carrier, slots = picked
            seconds = self._rng.uniform(*CUT_S)
            log("storm cut", area=district, carrier=carrier, schools=len(slots), seconds=round(seconds))
            await self._stage(slots, "down", seconds)

    async def _flap(self) -> None:
        free = [slot for slot in range(len(self._world.schools)) if self._free(slot)]
        chosen = self._rng.sample(free, min(len(free), self._rng.randint(3, 5)))
        await self._stage(chosen, "flap", self._rng.uniform(*FLAP_S))

    async def _fault(self) -> None:
        source = self._rng.choice(sorted(set(SOURCES.values()) - set(self._world.faults)) or [""])
        if source:
            fault = self._rng.choice(FAULTS)
            log("storm fault", source=source, fault=fault)
            self._world.storm_faults[source] = fault
            await self._sleep(self._rng.uniform(*FAULT_S))
            self._world.storm_faults.pop(source, None)
