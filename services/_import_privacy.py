"""Nothing about a single person enters (promise: aggregates only). Finds personal data in headings and cells of a file;
`domain.privacy` reads sentences."""

import re

from domain.privacy import BIRTH, CITIZEN_ID, EMAIL, PHONE
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

_PUPIL = re.compile(
    r"\b(học sinh|hs|em|cháu|phụ huynh)\s*:?\s+[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+[A-ZĐÀ-Ỹ]|\blớp\s*\d{1,2}\s?[A-Z]\d?\b", re.UNICODE
)

# One look that rules nearly every cell out; only the rest is looked at closely.
_MAYBE = re.compile(r"@|\d[\d ./+-]{6,}\d|học sinh|\bhs\b|\bem\b|cháu|phụ huynh|lớp", re.IGNORECASE)


def personal(cell: str, *, code: bool = False) -> str | None:
    """Which kind of personal data a cell holds (key of FOUND), None = none. `code`: long digits may be a code there."""
    if not cell or not _MAYBE.search(cell):
        return None
    if EMAIL.search(cell):
        return "email"
    if CITIZEN_ID.search(cell):
        return "cccd"
    if not code and PHONE.search(cell):
        return "phone"
    if BIRTH.search(cell):
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
