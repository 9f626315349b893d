"""How wide a table's columns are on a page that has only so much room."""

from collections.abc import Sequence

from domain.section import Cell, Column, Kind
from reports._said import heading, told


def shares(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], margins: float = 3.5, room: float = 0,
           ) -> list[float]:
    """Of the whole width, by the longest text of each column; `margins` of a cell in letters. `room`: letters of the
    whole width: when they do not suffice, no column becomes narrower than the longest word of its head."""
    longest, least_of = [], []
    for n, column in enumerate(columns):
        mark = 2 if column.kind is Kind.STATUS else 0
        cells = max((len(told(line[n], column)) + mark for line in rows if n < len(line)), default=0)
        words = max((len(word) for word in heading(column).split()), default=0) + 1
        least = 14 if column.kind is Kind.STATUS else 6
        longest.append(min(64 if column.wide else 26, max(cells, words, len(heading(column)) * 0.5, least)) + margins)
        least_of.append(min(longest[-1], 1.12 * words + margins))  # heads are bold
    over, floor = sum(longest), sum(least_of)
    if room and floor < room < over:
        part = (room - floor) / (over - floor)
        longest = [low + (one - low) * part for one, low in zip(longest, least_of, strict=True)]
    return [one / sum(longest) for one in longest]
