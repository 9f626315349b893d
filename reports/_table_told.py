"""Tables as the typesetter wants them: cells as text, columns as widths that fit a sheet, upright or lying."""

from typing import Any

from domain.section import Column, Kind, Table
from reports._letters import broken, shown, width
from reports._said import MARKS, heading, status_word, told

UPRIGHT, LYING = 467.0, 741.0  # points of text beside each other: A4 with its margins
INSET, PAD = 7.4, 8.6
LEAST = 26.0
NUMBERED = ("tt", "số",  "stt", "hạng", "số tt")


def table(table: Table) -> dict[str, Any]:
    """Everything of a table a template sets."""
    heads = [shown(heading(column)) for column in table.columns]
    rows = [_row(row, table.columns) for row in table.rows]
    last = _row(table.total, table.columns) if table.total else []
    aligned = ["left" if c.kind in (Kind.TEXT, Kind.STATUS) else "right" for c in table.columns]
    if _counted(table):
        heads, aligned = ["TT", *heads], ["right", *aligned]
        rows = [[str(at), *row] for at, row in enumerate(rows, start=1)]
        last = ["", *last] if last else []
    columns = [Column(key="", label="TT"), *table.columns] if _counted(table) else list(table.columns)
    size, lying, widths = _sheet(table, heads, [*rows, last] if last else rows, columns)
    marked = {at for at, column in enumerate(columns) if column.kind is Kind.STATUS}
    return {
        "title": shown(table.title), "heads": heads, "rows": rows, "total": last, "aligned": aligned, "size": size,
        "lying": lying, "widths": widths, "status": sorted(marked), "keys": _keys(table), "empty": shown(table.empty),
        "single": [_single(row, widths, size, marked) for row in rows],
    }


def _sheet(
    table: Table, heads: list[str], rows: list[list[str]], columns: list[Column]
) -> tuple[float, bool, list[float]]:
    """Type size, upright or lying, widths: the largest type that stands upright, else the densest lying sheet."""
    dense = table.annex or len(rows) > 40 or len(heads) > 7
    for size in (9.0, 8.2) if dense else (11.0, 10.0, 9.0):
        natural, least, must = _wanted(heads, rows, size, columns)
        if sum(natural if len(rows) > 150 else least) <= UPRIGHT:
            return size, False, _shared(natural, least, must, UPRIGHT, columns)
    natural, least, must = _wanted(heads, rows, 8.2 if dense else 9.0, columns)
    lying = table.annex
    return 8.2 if dense else 9.0, lying, _shared(natural, least, must, LYING if lying else UPRIGHT, columns)


def _row(row: tuple[Any, ...], columns: tuple[Column, ...]) -> list[str]:
    return [broken(shown(told(cell, column))) if cell != "" else "" for cell, column in zip(row, columns, strict=True)]


def _counted(table: Table) -> bool:
    """Rows get a number of their own when they are many and carry none."""
    return len(table.rows) > 3 and bool(table.columns) and table.columns[0].label.casefold() not in NUMBERED


def _keys(table: Table) -> dict[str, str]:
    """Words of statuses in this table -> their keys, for the marks beside them."""
    places = [at for at, column in enumerate(table.columns) if column.kind is Kind.STATUS]
    return {shown(status_word(str(row[at]))): str(row[at]) for row in table.rows for at in places if row[at] in MARKS}


def _single(row: list[str], widths: list[float], size: float, marked: set[int]) -> bool:
    """Every cell stands on one line: such a row's height is known before it is set, which halves the time."""
    pairs = enumerate(zip(row, widths, strict=True))
    return all(width(cell) * size + (size * 1.2 if at in marked else 0) < wide - INSET for at, (cell, wide) in pairs)


def _wanted(
    heads: list[str], rows: list[list[str]], size: float, columns: list[Column]
) -> tuple[list[float], list[float], list[float]]:
    """How wide every column would like to be, is comfortable, and must be: a word is never broken, prose may wrap."""
    natural, least, must = [], [], []
    for at, head in enumerate(heads):
        texts = {row[at] for row in rows}
        words = {word for text in texts for word in text.replace("\u00a0", "_").replace("\u200b", " ").split()}
        mark = size * 1.2 if columns[at].kind is Kind.STATUS else 0
        longest = max((width(text) for text in texts), default=0) * size
        breaks = max((width(word) for word in words), default=0) * size
        top = max((width(word) for word in head.split()), default=1) * size * 1.12
        natural.append(max(longest + mark, top, min(width(head) * size * 1.1, 80)) + PAD)
        prose = columns[at].kind is Kind.TEXT and longest > 60
        need = max(breaks, min(longest, 168 if columns[at].wide else 88)) if prose else longest
        least.append(max(min(need, 260) + mark, top) + PAD)
        must.append(max((breaks if columns[at].kind in (Kind.TEXT, Kind.STATUS) else longest) + mark, top) + PAD)
    return natural, least, must


def _shared(
    natural: list[float], least: list[float], must: list[float], room: float, columns: list[Column]
) -> list[float]:
    """The room of a sheet among the columns: first what each needs, then what it would like, the rest to prose."""
    if sum(must) >= room:
        return [round(w * room / sum(must), 2) for w in must]
    if sum(least) >= room:
        part = (room - sum(must)) / max(sum(max(a - b, 0) for a, b in zip(least, must, strict=True)), 0.01)
        return [round(b + max(a - b, 0) * min(part, 1.0), 2) for a, b in zip(least, must, strict=True)]
    spare = room - sum(least)
    wishes = [max(0.0, a - b) for a, b in zip(natural, least, strict=True)]
    given = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
    widths = [b + w * given for b, w in zip(least, wishes, strict=True)]
    rest = room - sum(widths)
    wide = [at for at, column in enumerate(columns) if column.wide] or list(range(len(widths)))
    for at in wide:
        widths[at] += rest / len(wide)
    return [round(w, 2) for w in widths]
