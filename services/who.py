"""Who acts, as the frame of every page says it: name, role, and the names of what is reached."""

from domain.given_names import reader_name
from domain.person import Actor, ActorKind, Part, Who
from services._reach_name import part_name
from services.acting import acting
from services.desk import house


def who() -> Who | None:
    """The acting person or screen; None when nobody with a screen acts."""
    actor = acting()
    if actor.half or actor.kind not in (ActorKind.PERSON, ActorKind.SCREEN):
        return None
    return Who(name=reader_name(actor.name), role=actor.role, permissions=actor.permissions, demo=actor.demo,
               areas=tuple(name for _, name in reach_names(actor)))


def me() -> str:
    """The acting person as records tell persons: "person:7"; "" for a screen, or when nobody acts."""
    actor = acting()
    return f"{actor.kind}:{actor.id}" if actor.kind is ActorKind.PERSON and not actor.half else ""


def reach_names(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of every part of somebody's own reach, the name with the kinds it is limited to."""
    return sorted({_named(part) for part in actor.scope.parts}, key=lambda pair: (pair[1], pair[0]))


def _named(part: Part) -> tuple[str, str]:
    name = part_name(part, house().viewer.picture.register)
    kinds = ", ".join(sorted(kind.words.text for kind in part.kinds))
    return part.school or part.area, f"{name} ({kinds})" if kinds else name
