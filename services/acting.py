"""Who acts in this request: set by the gate before anything else runs, read wherever rights or reach matter."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from domain.person import NOBODY, SYSTEM, Actor, ActorKind

_acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)


def acting() -> Actor:
    """The actor of this request; nobody outside of one."""
    return _acting.get()


def whoever() -> Actor:
    """Whom the log names for an act of the house: the acting person; at a terminal, where nobody is, the centre."""
    actor = acting()
    return SYSTEM if actor.kind is ActorKind.NOBODY else actor


@contextmanager
def act_as(actor: Actor) -> Iterator[Actor]:
    """Inside, `acting()` is `actor`."""
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)
