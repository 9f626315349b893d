"""How wide a table's columns are on a page that has only so much room."""

from collections.abc import Sequence

from domain.section import Cell, Column, Kind
from reports._said import heading, told


def shares(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], margins: float = 3.5) -> list[float]:
    """Of the whole width, by the longest text of each column; `margins` of a cell in letters."""
    longest = []
    for n, column in enumerate(columns):
        mark = 2 if column.kind is Kind.STATUS else 0
        cells = max((len(told(line[n], column)) + mark for line in rows if n < len(line)), default=0)
        words = max((len(word) for word in heading(column).split()), default=0) + 1
        least = 14 if column.kind is Kind.STATUS else 6
        longest.append(min(64 if column.wide else 26, max(cells, words, len(heading(column)) * 0.5, least)) + margins)
    return [one / sum(longest) for one in longest]
