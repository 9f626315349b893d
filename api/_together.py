"""Questions that many requests ask at once are one trip to the database, begun after the last of them was asked.

Nothing is kept: whoever asks is told what stands there now. A quiet house answers at once; a busy one sets out at most
once in PACE_S, so that five hundred walls cost a hundred trips a second and not a thousand.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

import anyio
import anyio.to_thread

PACE_S = 0.01
AT_ONCE = 4  # trips under way: nobody waits behind one slow trip
MOST = 200  # questions of one trip
T = TypeVar("T")
Told = Mapping[str, T | Exception]


class _Turn(Generic[T]):
    """What waits in one event loop."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, asyncio.Future[T]]] = []
        self.away = 0
        self.next_at = 0.0
        self.due: asyncio.TimerHandle | None = None
        self.trips: set[asyncio.Task[None]] = set()
        self.limiter = anyio.CapacityLimiter(AT_ONCE)  # threads of its own: slow pages hold none of them


class Together(Generic[T]):
    """`read`: all of these questions in one trip, in a thread; an exception is one question's answer, or everybody's
    when it is raised."""

    def __init__(self, read: Callable[[Sequence[str]], Told[T]]) -> None:
        self.read = read
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Turn[T]] = WeakKeyDictionary()

    async def ask(self, question: str) -> T:
        """Its answer, read after this was called. Raises what `read` says or raises."""
        loop = asyncio.get_running_loop()
        turn = self._turns.get(loop)
        if turn is None:
            turn = self._turns[loop] = _Turn()
        answer: asyncio.Future[T] = loop.create_future()
        turn.asked.append((question, answer))
        self._plan(loop, turn)
        return await answer

    def _plan(self, loop: asyncio.AbstractEventLoop, turn: _Turn[T]) -> None:
        if turn.asked and turn.due is None and turn.away < AT_ONCE:
            turn.due = loop.call_at(turn.next_at, self._set_out, loop, turn)

    def _set_out(self, loop: asyncio.AbstractEventLoop, turn: _Turn[T]) -> None:
        turn.due, turn.next_at = None, loop.time() + PACE_S
        waiting = [pair for pair in turn.asked if not pair[1].done()]  # the others went away meanwhile
        group, turn.asked = waiting[:MOST], waiting[MOST:]
        if group:
            turn.away += 1
            task = loop.create_task(self._go(loop, turn, group))
            turn.trips.add(task)
            task.add_done_callback(turn.trips.discard)
        self._plan(loop, turn)

    async def _go(self, loop: asyncio.AbstractEventLoop, turn: _Turn[T],
                  group: list[tuple[str, "asyncio.Future[T]"]]) -> None:
        told: Told[T] = {}
        failed: Exception = asyncio.CancelledError()  # type: ignore[assignment]  # the house closes
        try:
            told = await anyio.to_thread.run_sync(self.read, list(dict.fromkeys(q for q, _ in group)),
                                                  limiter=turn.limiter)
            failed = LookupError("no answer")
        except Exception as error:  # noqa: BLE001 - told to everybody who asked
            failed = error
        finally:
            turn.away -= 1
            for question, answer in group:
                _tell(answer, told.get(question, failed))
            self._plan(loop, turn)


def _tell(answer: "asyncio.Future[T]", told: T | Exception | BaseException) -> None:
    if answer.done():
        return
    if isinstance(told, asyncio.CancelledError):
        answer.cancel()
    elif isinstance(told, Exception):
        answer.set_exception(told)
    else:
        answer.set_result(told)  # type: ignore[arg-type]
