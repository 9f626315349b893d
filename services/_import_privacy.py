"""Nothing about a single person enters (promise: aggregates only). Finds personal data in headings and cells."""

import re

from domain.wording import Words
from services._import_columns import column_key

_PERSONAL_HEADINGS = (
    "cccd",
    "cmnd",
    "cancuoc",
    "dinhdanhcanhan",
    "ngaysinh",
    "namsinh",
    "dienthoai",
    "sdt",
    "email",
    "hoten",
    "hovaten",
    "hieutruong",
    "phone",
    "birth",
    "dob",
    "nguoilienhe",
    "phuhuynh",
    "diachinha",
)
_PUPIL_HEADINGS = (
    "hotenhocsinh",
    "hovatenhocsinh",
    "tenhocsinh",
    "mahocsinh",
    "hotenhs",
    "hotentre",
    "studentname",
    "madinhdanhhocsinh",
    "hotenhocvien",
)
_BIRTH_HEADINGS = ("ngaysinh", "namsinh", "dob", "birthdate", "dateofbirth", "ngaythangnamsinh")
_ID_HEADINGS = ("cccd", "cmnd", "cancuoc", "socccd", "socmnd")

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CCCD = re.compile(r"(?<![\d.,])\d{12}(?![\d.,]?\d)|(?<!\d)\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{3}(?!\d)")
_PHONE = re.compile(r"(?<![\d.])(?:\+84|84|0)[ .-]?(?:\d[ .-]?){8,9}\d?(?!\d)")
_BIRTH = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19[3-9]\d|20[0-2]\d)(?!\d)|"
    r"(?<!\d)(?:19[3-9]\d|20[0-2]\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_PUPIL = re.compile(
    r"\b(học sinh|hs|em|cháu|phụ huynh)\s*:?\s+[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+[A-ZĐÀ-Ỹ]|\blớp\s*\d{1,2}\s?[A-Z]\d?\b", re.UNICODE
)

# One look that rules nearly every cell out; only the rest is looked at closely.
_MAYBE = re.compile(r"@|\d[\d ./+-]{6,}\d|học sinh|\bhs\b|\bem\b|cháu|phụ huynh|lớp", re.IGNORECASE)

FOUND = {
    "cccd": Words("có số định danh cá nhân (12 chữ số)", "holds a 12-digit personal number"),
    "phone": Words("có số điện thoại", "holds a phone number"),
    "email": Words("có địa chỉ e-mail", "holds an e-mail address"),
    "birth": Words("có ngày sinh cạnh tên", "holds a birth date beside a name"),
    "pupil": Words("có thông tin của một học sinh", "holds details of a single pupil"),
}


def personal(cell: str, *, code: bool = False) -> str | None:
    """Which kind of personal data a cell holds (key of FOUND), None = none. `code`: long digits may be a code there."""
    if not cell or not _MAYBE.search(cell):
        return None
    if _EMAIL.search(cell):
        return "email"
    if _CCCD.search(cell):
        return "cccd"
    if not code and _PHONE.search(cell):
        return "phone"
    if _BIRTH.search(cell):
        return "birth"
    return "pupil" if _PUPIL.search(cell) else None


def personal_heading(heading: str) -> bool:
    """Does this column speak of persons?"""
    key = column_key(heading)
    return any(word in key for word in _PERSONAL_HEADINGS + _PUPIL_HEADINGS)


def pupil_list(headings: list[str]) -> bool:
    """Is the whole file a list of persons rather than of schools?"""
    keys = [column_key(heading) for heading in headings]
    pupils = any(key.startswith(word) for key in keys for word in _PUPIL_HEADINGS)
    named = any(key in ("hoten", "hovaten", "fullname") for key in keys)
    return pupils or (named and any(word in key for key in keys for word in _BIRTH_HEADINGS + _ID_HEADINGS))
