"""Telephone lines: a school's own is a landline or a service number; a mobile is somebody's and is not kept."""

import re

_LAND = re.compile(r"02\d{8,9}")
_SERVICE = re.compile(r"1[89]00\d{4,6}")
_GIVEN = re.compile(r"\+?[\d(][\d ().-]{6,}\d")
IN_TEXT = re.compile(r"(?<![\d.])(?:\+84|0)[ .-]?(?:\d[ .-]?){8,9}\d?(?!\d)|"
                     r"(?<![\d.])1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2})?(?!\d)")


def school_line(given: str) -> str:
    """The first landline or service number of a cell, digits only with its zero: "02838221234"; "" = there is none.

    A number a spreadsheet took its zero from gets it back.
    """
    for part in re.split(r"[/;,\n]| - |hoặc", given):
        found = _GIVEN.search(part.strip())
        digits = plain(found.group()) if found else ""
        for candidate in (digits, f"0{digits}"):
            if _LAND.fullmatch(candidate) or _SERVICE.fullmatch(candidate):
                return candidate
    return ""


def plain(written: str) -> str:
    """Digits only, +84 as 0."""
    digits = re.sub(r"\D", "", written)
    return f"0{digits[2:]}" if written.strip().startswith("+84") else digits


def spoken(number: str) -> str:
    """As people read it: "028 3822 1234", "1800 1166", "0912 345 678"."""
    if _SERVICE.fullmatch(number):
        return f"{number[:4]} {number[4:]}"
    if re.fullmatch(r"02[48]\d{8}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if _LAND.fullmatch(number):
        return f"{number[:4]} {number[4:-4]} {number[-4:]}"
    return f"{number[:4]} {number[4:7]} {number[7:]}" if len(number) == 10 else number
