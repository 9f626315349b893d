"""Who is told of what when nobody answers: by severity, after how long, and how the circle widens."""

from collections.abc import Mapping

from domain.person import Role

MINUTE = 60.0
STEPS: Mapping[str, tuple[float, ...]] = {  # seconds without acknowledgement after which the next step is taken
    "critical": (5 * MINUTE, 15 * MINUTE, 30 * MINUTE),
    "high": (15 * MINUTE, 45 * MINUTE),
    "medium": (120 * MINUTE,),
    "low": (),
}
SCHOOL_TIME = frozenset({"medium"})  # these wait in school time only; the others at any hour
_CIRCLES = (
    frozenset({Role.OPERATOR, Role.OFFICER}),
    frozenset({Role.OPERATOR, Role.OFFICER}),
    frozenset({Role.OPERATOR, Role.OFFICER, Role.MANAGER}),
    frozenset({Role.OPERATOR, Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR}),
)


def level_after(severity: str, waited_s: float) -> int:
    """Steps that are due after so long without acknowledgement."""
    return sum(waited_s >= step for step in STEPS[severity])


def circle(level: int) -> frozenset[Role]:
    """Roles that are told when so many steps were taken."""
    return _CIRCLES[min(level, len(_CIRCLES) - 1)]
