"""Who acts, as the frame of every page says it: name, role, and the names of what is reached."""

from domain.errors import CentreError
from domain.person import ActorKind, Part, Who
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.register import Register

WHOLE = Words("Toàn bộ địa bàn", "The whole province")


def who() -> Who | None:
    """The acting person or screen; None when nobody with a screen acts."""
    actor = acting()
    if actor.half or actor.kind not in (ActorKind.PERSON, ActorKind.SCREEN):
        return None
    try:
        register = desk().viewer.picture.register
    except CentreError:  # the database is silent: codes are better than no frame
        register = None
    areas = sorted({_named(part, register) for part in actor.scope.parts})
    return Who(name=actor.name, role=actor.role, permissions=actor.permissions, areas=tuple(areas), demo=actor.demo)


def _named(part: Part, register: Register | None) -> str:
    if part.school:
        known = register is not None and part.school in register.index
        return register.schools[register.index[part.school]].name if register and known else part.school
    if not part.area:
        name = register.province.name if register and register.province else WHOLE.vi
    else:
        name = _area(part.area, register)
    return f"{name} ({', '.join(sorted(kind.words.vi for kind in part.kinds))})" if part.kinds else name


def _area(code: str, register: Register | None) -> str:
    try:
        return register.area(code).name if register else code
    except CentreError:
        return code
