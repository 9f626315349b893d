"""What a reach is called: the heading over figures that are counted for this reach alone."""

from domain.errors import NotFound
from domain.person import Part, Scope
from domain.wording import Words, number, sort_key
from services.register import Register

NAMED = 3  # so many names fit a heading; more are counted
WHOLE = Words("Toàn bộ địa bàn", "The whole province")
YOURS = Words("Phần bạn phụ trách: {what}", "Your part: {what}")
OF_SCREEN = Words("Phạm vi màn hình này: {what}", "Reach of this screen: {what}")  # a room has no "you"
AREAS, SCHOOLS = Words("{n} địa bàn", "{n} areas"), Words("{n} trường", "{n} schools")


def reach_name(scope: Scope, register: Register, many: Words = YOURS) -> str:
    """Whole: the province. Up to three parts by name; `many` says how more than that are counted."""
    if scope.everything:
        return register.province.name if register.province else ""
    names = sorted({_with_kinds(part, register) for part in scope.parts}, key=sort_key)
    return ", ".join(names) if len(names) <= NAMED else many.text.format(what=_counted(scope))


def part_name(part: Part, register: Register) -> str:
    """Without its kinds; what is not in the register any more goes by its code."""
    code = part.school or part.area
    if part.school:
        return register.schools[register.index[code]].name if code in register.index else code
    if not code:
        return register.province.name if register.province else WHOLE.text
    try:
        return register.area(code).name
    except NotFound:
        return code


def _with_kinds(part: Part, register: Register) -> str:
    kinds = ", ".join(sorted(kind.words.text for kind in part.kinds))
    return f"{part_name(part, register)} · {kinds}" if kinds else part_name(part, register)


def _counted(scope: Scope) -> str:
    areas = {part.area for part in scope.parts if not part.school}
    schools = {part.school for part in scope.parts if part.school}
    told = ((AREAS, len(areas)), (SCHOOLS, len(schools)))
    return ", ".join(words.text.format(n=number(n)) for words, n in told if n)
