"""Whom one calls when a line is down. To be confirmed by the department: numbers as typed, none was dialled."""

from collections.abc import Mapping

HOTLINES: Mapping[str, str] = {
    "viettel": "1800 8119",
    "vnpt": "1800 1166",
    "fpt": "1900 6600",
    "mobifone": "1800 1090",
}


def hotline(carrier: str) -> str:
    """The number of a carrier's service desk, "" = not known here."""
    return HOTLINES.get(carrier.strip().lower(), "")
