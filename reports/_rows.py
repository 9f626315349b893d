"""A table for another program: its heads and rows as text, every row with the snapshot it is from."""

from collections.abc import Iterator
from datetime import datetime

from domain.section import Cell, Column, Kind, Table
from domain.snapshot import Snapshot
from domain.wording import LOCAL
from reports._said import clean, figures, heading, marked, status_word, tables

SOURCE = ("Ảnh chụp", "Số liệu lúc", "Đánh dấu")
UNITS = {Kind.SHARE: "tỷ lệ 0–1", Kind.SPAN: "giây"}


def every_table(snapshot: Snapshot) -> list[Table]:
    """All tables to choose from, by number from 1: the figures, then the tables in reading order, annexes last."""
    return [figure_table(snapshot), *(table for _, table in tables(snapshot))]


def usual_table(every: list[Table]) -> Table:
    """The longest annex, which names every school; else the first table; else the figures."""
    annexes = [table for table in every if table.annex]
    if annexes:
        return max(annexes, key=lambda table: len(table.rows))
    return every[1] if len(every) > 1 else every[0]


def figure_table(snapshot: Snapshot) -> Table:
    """Every figure of the snapshot, one row each."""
    columns = (
        Column(key="section", label="Phần"), Column(key="key", label="Mã chỉ số"),
        Column(key="label", label="Chỉ số", wide=True), Column(key="value", label="Giá trị", kind=Kind.NUMBER),
        Column(key="unit", label="Đơn vị"), Column(key="text", label="Đọc là"),
        Column(key="status", label="Tình trạng", kind=Kind.STATUS),
        Column(key="known", label="Số trường báo cáo", kind=Kind.NUMBER),
        Column(key="total", label="Tổng số trường", kind=Kind.NUMBER),
        Column(key="before", label="Giá trị so sánh", kind=Kind.NUMBER), Column(key="note", label="Ghi chú", wide=True),
    )
    rows: Iterator[tuple[Cell, ...]] = (
        (section.title, one.key, one.label, one.value, "tỷ lệ 0–1" if one.unit == "%" else one.unit, one.text,
         one.status, one.known, one.total, one.before, one.note) for section, one in figures(snapshot))
    return Table(key="figures", title="Số liệu chính", columns=columns, rows=tuple(rows))


def heads(table: Table) -> list[str]:
    """One head a column, with the unit its plain numbers are in."""
    return [*(clean(f"{c.label} ({UNITS[c.kind]})") if c.kind in UNITS else heading(c) for c in table.columns), *SOURCE]


def lines(snapshot: Snapshot, table: Table) -> Iterator[list[str | float]]:
    """Every row, the total last: numbers as they are, times with their distance to UTC, absence empty."""
    source = [snapshot.id, _at(snapshot.as_of), marked(snapshot)]
    for row in (*table.rows, *((table.total,) if table.total else ())):
        yield [*(_plain(cell, column) for cell, column in zip(row, table.columns, strict=True)), *source]


def _plain(cell: Cell, column: Column) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return status_word(cell) if column.kind is Kind.STATUS else clean(cell)
    if column.kind is Kind.MOMENT:
        return _at(cell)
    return int(cell) if cell == int(cell) else cell


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, LOCAL).isoformat(timespec="seconds")
