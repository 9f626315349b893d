"""What people type about people, screens and keys, made clean or refused with a sentence."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from domain.errors import BadInput
from domain.person import PERSON_ROLES, Part, Role, Scope
from store import registers
from store.database import Connection
from store.people import fold_login

LONGEST = 120
_CODE = re.compile(r"[\w.-]{1,40}", re.ASCII)
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{1,62}[a-z0-9])")


def clean_name(text: str, what: str = "name") -> str:
    """A name as it is stored: NFC, single spaces. Raises BadInput."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > LONGEST:
        raise BadInput(f"Tên cần từ 1 đến {LONGEST} ký tự.", f"A name has 1 to {LONGEST} characters.", code=what)
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in name):
        raise BadInput("Tên có ký tự không nhìn thấy được; hãy gõ lại.",
                       "The name has characters that cannot be seen; type it again.", code=what)
    return name


def person_role(role: Role) -> str:
    """The role as it is stored: a wall and the public are roles, and no person's. Raises BadInput."""
    if role not in PERSON_ROLES:
        raise BadInput("Vai trò này không giao cho người được.", "No person can have this role.", code="role")
    return role.value


def clean_login(text: str) -> str:
    """A login as it is stored. Raises BadInput."""
    login = fold_login(text)
    if not _LOGIN.fullmatch(login):
        raise BadInput("Tên đăng nhập gồm 3–64 chữ không dấu, chữ số và . _ @ + - (chữ hoặc số ở hai đầu).",
                       "A login has 3 to 64 letters a–z, figures and . _ @ + - (a letter or figure at both ends).",
                       code="login")
    return login


def clean_why(text: str) -> str:
    """A reason as it is stored: one line, at most 500 letters."""
    kept = "".join(" " if unicodedata.category(c).startswith(("C", "Zl", "Zp")) else c for c in text)
    return " ".join(kept.split())[:500]


def checked_parts(conn: Connection, role: Role, parts: Collection[Part]) -> tuple[Part, ...]:
    """The parts, each with an area or a school that exists. Raises BadInput."""
    if not parts:
        raise BadInput("Hãy chọn ít nhất một địa bàn.", "Choose at least one area.", code="areas")
    for part in parts:
        if part.area and not (_CODE.fullmatch(part.area) and registers.area_exists(conn, part.area)):
            raise BadInput(f"Không có địa bàn mã {part.area[:20]}.", f"There is no area {part.area[:20]}.",
                           code="areas")
        if part.school and not (_CODE.fullmatch(part.school) and registers.school_exists(conn, part.school)):
            raise BadInput(f"Không có trường mã {part.school[:20]}.", f"There is no school {part.school[:20]}.",
                           code="areas")
        if part.school and (part.area or part.kinds):
            raise BadInput("Một phần phạm vi là một trường hoặc một địa bàn, không cả hai.",
                           "A part of a reach is one school or one area, not both.", code="areas")
        # Kinds alone are enough: THPT stay directly under the department, wherever they lie.
        if role is Role.OFFICER and not (part.area or part.school or part.kinds):
            raise BadInput("Chuyên viên địa bàn cần ít nhất một địa bàn hoặc cấp học, không nhận cả tỉnh; hãy chọn.",
                           "An area officer needs an area or a kind of school, not all of the province; choose one.",
                           code="areas")
        if role is Role.SCHOOL_CONTACT and not part.school:
            raise BadInput("Cán bộ nhà trường chỉ được gán vào trường của mình.",
                           "A school contact reaches single schools only.", code="areas")
    return tuple(sorted(set(parts), key=part_words))


def checked_area(conn: Connection, code: str, n: int) -> None:
    """Raises BadInput when scene `n` of a playlist names an area that does not exist."""
    if not registers.area_exists(conn, code):
        raise BadInput(f"Cảnh {n}: không có địa bàn mã {code[:20]}.", f"Scene {n}: there is no area {code[:20]}.",
                       code="area")


def checked_days(since: date, until: date | None) -> None:
    """Raises BadInput when it would end before it begins."""
    if until is not None and until < since:
        raise BadInput("Ngày kết thúc phải sau ngày bắt đầu.", "The last day comes before the first.", code="until")


def part_words(part: Part) -> str:
    """A part in the log: "*", "760", "760 thpt tieu_hoc", "school:79000001"."""
    if part.school:
        return f"school:{part.school}"
    return " ".join([part.area or "*", *sorted(part.kinds)])


def reach_of(scope: Scope) -> tuple[str, ...]:
    """A scope in the log: codes of its areas, "school:CODE" for single schools; () = the whole province, "-" = none."""
    if not scope.parts:
        return ("-",)
    if any(not part.area and not part.school for part in scope.parts):
        return ()
    return tuple(sorted({f"school:{part.school}" if part.school else part.area for part in scope.parts}))
