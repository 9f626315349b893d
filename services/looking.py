"""Whoever looks is written down: which school, or the list of all they reach. Once in ten minutes, a moment later."""

from domain.person import ActorKind
from domain.school import School
from services.acting import acting
from services.audit import reach_of, saw
from services.desk import Desk

_LOOKS = frozenset({ActorKind.PERSON, ActorKind.SCREEN, ActorKind.CLIENT})  # the house itself looks at everything


def saw_school(desk: Desk, school: School) -> None:
    """The acting person opened this school."""
    actor = acting()
    if actor.kind in _LOOKS:
        places = tuple(code for code in (school.old_area, school.new_area) if code)
        saw(desk.centre, actor, f"school:{school.code}", places)


def saw_directory(desk: Desk) -> None:
    """The acting person was given names and states of all they reach; nobody reaches nothing."""
    actor = acting()
    if actor.kind in _LOOKS and actor.scope.parts:
        saw(desk.centre, actor, "directory", reach_of(actor.scope))
