"""Many who ask in the same moment are one trip to the database; each is told what stood there after they asked."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from api._together import AT_ONCE, MOST, Together
from domain.errors import StoreDown
from domain.person import Role
from services import sessions
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, leave


def test_many_at_once_are_few_trips_and_each_gets_its_own_answer() -> None:
    trips: list[list[str]] = []

    def read(questions: Sequence[str]) -> dict[str, str | Exception]:
        trips.append(list(questions))
        return {one: StoreDown("im", "silent") if one == "q7" else one.upper() for one in questions}

    async def ask() -> list[Any]:
        together = Together(read)
        return await asyncio.gather(*(together.ask(f"q{n % 300}") for n in range(600)), return_exceptions=True)

    told = asyncio.run(ask())
    assert [one for n, one in enumerate(told) if n % 300 != 7] == [f"Q{n % 300}" for n in range(600) if n % 300 != 7]
    assert isinstance(told[7], StoreDown)
    assert isinstance(told[307], StoreDown)
    assert len(trips) == 600 // MOST
    assert all(len(set(one)) == len(one) for one in trips)


def test_who_asks_while_a_trip_is_under_way_is_told_by_the_next() -> None:
    """The answer of a trip that had begun before the question would be one of yesterday."""
    stands, read_it, go = ["before"], threading.Event(), threading.Event()

    def read(questions: Sequence[str]) -> dict[str, str | Exception]:
        seen = stands[0]
        read_it.set()
        assert go.wait(10)
        return dict.fromkeys(questions, seen)

    async def ask() -> tuple[str, str]:
        together = Together(read)
        first = asyncio.ensure_future(together.ask("lan"))
        await asyncio.to_thread(read_it.wait, 10)
        stands[0] = "after"
        second = asyncio.ensure_future(together.ask("lan"))
        asyncio.get_running_loop().call_later(0.1, go.set)
        return await first, await second

    assert asyncio.run(ask()) == ("before", "after")


def test_one_slow_trip_holds_nobody_up_and_a_broken_one_tells_everybody() -> None:
    begun, slow = threading.Event(), threading.Event()

    def read(questions: Sequence[str]) -> dict[str, str | Exception]:
        if "slow" in questions:
            begun.set()
            assert slow.wait(10)
        if "broken" in questions:
            raise ZeroDivisionError
        return dict.fromkeys(questions, "told")

    async def ask() -> list[Any]:
        together = Together(read)
        held = asyncio.ensure_future(together.ask("slow"))
        await asyncio.to_thread(begun.wait, 10)
        told = [await asyncio.gather(together.ask(one), return_exceptions=True) for one in ("quick", "broken", "quick")]
        slow.set()
        return [*(one for group in told for one in group), await held]

    told = asyncio.run(ask())
    assert [told[0], told[2], told[3]] == ["told"] * 3
    assert isinstance(told[1], ZeroDivisionError)


def test_who_goes_away_meanwhile_disturbs_nobody_and_another_loop_finds_it_ready() -> None:
    together = Together(lambda questions: dict.fromkeys(questions, "told"))

    async def ask() -> list[Any]:
        gone = [asyncio.ensure_future(together.ask("gone")) for _ in range(3 * AT_ONCE)]
        await asyncio.sleep(0)
        for one in gone:
            one.cancel()
        return [await together.ask("here"), *await asyncio.gather(*gone, return_exceptions=True)]

    for _ in range(3):
        told = asyncio.run(ask())
        assert told[0] == "told"
        assert {type(one) for one in told[1:]} == {asyncio.CancelledError}


def test_whoever_is_read_together_is_who_they_are_alone(gatehouse: Gatehouse) -> None:
    lan, minh, binh = gatehouse.person("Lan"), gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE), gatehouse.person("Bình", Role.MANAGER, EVERYWHERE)
    there = [gatehouse.enter(one) for one in (lan, lan, minh, binh)]
    left = gatehouse.enter(minh)
    leave(gatehouse, left)
    asked = [*there, left, "a" * 43, "short", "x" * 500]
    together = sessions.find_all(gatehouse.centre, asked)
    assert together == {one: sessions.find(gatehouse.centre, one) for one in asked}
    assert [together[one] is None for one in asked] == [False] * 4 + [True] * 4
    names = [found.actor.name for one in there if isinstance(found := together[one], sessions.Found)]
    assert names == ["Lan", "Lan", "Minh", "Bình"]


@pytest.mark.parametrize("found", [None, 1])
def test_an_answer_nobody_gave_is_an_error_and_never_somebody_elses(found: Any) -> None:
    async def ask() -> Any:
        return await Together(lambda _: {} if found is None else {"other": found}).ask("mine")

    with pytest.raises(LookupError):
        asyncio.run(ask())
