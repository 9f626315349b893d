"""Text on its way into a spreadsheet stays text: a cell that a program could take for a formula is marked."""

import csv
import io
from collections.abc import Iterable

BOM = "\ufeff"  # without it, spreadsheet programs read Vietnamese as another alphabet
_LIVE = frozenset("=+-@\t\r\n＝＋－＠")
_SKIPPED = "' \u00a0\u200b\u200c\u200d\u2060\ufeff"  # programs may look past these


def safe_cell(text: str) -> str:
    """A leading ' before text that would otherwise start a formula; everything else as it is."""
    return f"'{text}" if _starts_formula(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _starts_formula(text[1:]) else text


def csv_line(cells: Iterable[str]) -> str:
    """One line of RFC 4180, every cell safe."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def _starts_formula(text: str) -> bool:
    return text.lstrip(_SKIPPED)[:1] in _LIVE if text else False
