"""What a paper says of a snapshot: a cell as it is read, when and of whom figures are, texts no program stumbles on."""

import re
from collections.abc import Iterator

from domain.measurement import Status
from domain.section import SPELLED, Cell, Column, Figure, Kind, Section, Table
from domain.snapshot import Snapshot
from domain.wording import number, percent, span, stamp

ABSENT = "–"
MARKS = {"bad": "♦", "watch": "▲", "stale": "■", "unknown": "○", "good": "●"}  # a shape before it is a colour
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_UNSAID = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
MOST = 32_000  # a spreadsheet's cell holds 32,767


def clean(text: str, most: int = MOST) -> str:
    """One line that every XML reader takes: breaks are spaces, an endless text ends in "…".

    What cannot stand in a document, or turns the letters after it round, is shown as the sign for what cannot be shown.
    """
    said = _UNSAID.sub("\ufffd", _BREAKS.sub(" ", text))
    return said if len(said) <= most else said[: most - 1] + "…"


def status_word(key: str) -> str:
    """The words of a status; any other text as it is."""
    return Status(key).words.vi if key in MARKS else clean(key)


def told(cell: Cell, column: Column) -> str:
    """A cell as it is read."""
    if cell is None:
        return ABSENT
    if isinstance(cell, str):
        return status_word(cell) if column.kind is Kind.STATUS else clean(cell)
    match column.kind:
        case Kind.SHARE:
            return percent(cell, column.decimals, "vi")
        case Kind.MOMENT:
            return stamp(cell)
        case Kind.SPAN:
            return span(cell, "vi")
        case _:
            return number(cell, column.decimals, "vi")


def heading(column: Column) -> str:
    """A column's head with its unit: "Tốc độ (Mbps)". A percent sign stands in the cells already."""
    unit = "" if column.kind is Kind.SHARE else column.unit
    return clean(f"{column.label} ({unit})" if unit else column.label)


def apart(figure: Figure) -> tuple[str, str]:
    """A figure's number and its unit, each once: ("33", "trường"); a percent sign stays with its number."""
    text, unit = clean(figure.text), clean(figure.unit)
    if not unit or unit in {"%", SPELLED, text} or figure.value is None:
        return text, ""
    if text.endswith(unit):
        return text[: -len(unit)].rstrip(), unit
    return text, "" if unit in text else unit


def worded(text: str) -> bool:
    """A figure read as a word ("có kết nối"): its number is not what is shown."""
    return bool(text) and not text[0].isdigit() and text[0] not in "+-−–<≤≥~"


def coverage(figure: Figure) -> str:
    """Of how many the figure speaks: "2.320 / 2.380 trường báo cáo", then its note; empty when neither applies."""
    said = [figure.note] if figure.note else []
    if figure.total is not None:
        said.insert(0, f"{number(figure.known, lang='vi')} / {number(figure.total, lang='vi')} trường báo cáo")
    return clean(" · ".join(said))


def change(figure: Figure, compared: str) -> str:
    """The same figure of the moment compared with: "Hôm qua cùng giờ: 90,5 %"; empty without one."""
    if figure.before is None:
        return ""
    then = clean(compared).removeprefix("so với ") or "kỳ trước"
    return f"{then[:1].upper()}{then[1:]}: {clean(figure.before_text)}"


def when(snapshot: Snapshot) -> str:
    """The moment or the period of the figures."""
    if snapshot.begins is None or snapshot.ends is None:
        return f"Số liệu lúc {stamp(snapshot.as_of)}"
    return f"Kỳ số liệu {stamp(snapshot.begins)} – {stamp(snapshot.ends)}"


def of_what(snapshot: Snapshot) -> str:
    """The moment and the scope, on one line."""
    return " · ".join(part for part in (when(snapshot), scope(snapshot)) if part)


def scope(snapshot: Snapshot) -> str:
    """Areas and kinds the figures are of."""
    return clean("; ".join(part.text for part in snapshot.parts))


def marked(snapshot: Snapshot) -> str:
    """Everything that stands on every page; empty when nothing does."""
    return clean(" · ".join(snapshot.marks))


def tables(snapshot: Snapshot) -> Iterator[tuple[Section, Table]]:
    """Every table in reading order: those of the body, then the annex."""
    every = [(section, table) for section in snapshot.sections for table in section.tables]
    yield from (pair for pair in every if not pair[1].annex)
    yield from (pair for pair in every if pair[1].annex)


def figures(snapshot: Snapshot) -> Iterator[tuple[Section, Figure]]:
    """Every figure in reading order."""
    for section in snapshot.sections:
        yield from ((section, figure) for figure in section.figures)


def findings(snapshot: Snapshot) -> Iterator[tuple[Section, str]]:
    """Every finding in reading order."""
    for section in snapshot.sections:
        yield from ((section, clean(finding)) for finding in section.findings)
