"""Who acts, as the frame of every page says it: name, role, and the names of what is reached."""

from domain.errors import CentreError
from domain.person import Actor, ActorKind, Part, Who
from domain.wording import Words
from services.acting import acting
from services.desk import house

WHOLE = Words("Toàn bộ địa bàn", "The whole province")


def who() -> Who | None:
    """The acting person or screen; None when nobody with a screen acts."""
    actor = acting()
    if actor.half or actor.kind not in (ActorKind.PERSON, ActorKind.SCREEN):
        return None
    return Who(name=actor.name, role=actor.role, permissions=actor.permissions, demo=actor.demo,
               areas=tuple(name for _, name in reach_names(actor)))


def reach_names(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of every part of somebody's own reach, the name with the kinds it is limited to."""
    return sorted({_named(part) for part in actor.scope.parts}, key=lambda pair: (pair[1], pair[0]))


def _named(part: Part) -> tuple[str, str]:
    register = house().viewer.picture.register
    code = part.school or part.area
    if part.school:
        name = register.schools[register.index[code]].name if code in register.index else code
    elif not code:
        name = register.province.name if register.province else WHOLE.vi
    else:
        name = _area(code)
    kinds = ", ".join(sorted(kind.words.vi for kind in part.kinds))
    return code, f"{name} ({kinds})" if kinds else name


def _area(code: str) -> str:
    try:
        return house().viewer.picture.register.area(code).name
    except CentreError:  # an area that has ended: its code is what is left
        return code
