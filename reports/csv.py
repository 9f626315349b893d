"""CSV: one table as RFC 4180 with a byte order mark, no cell a formula; every row says which snapshot it is from."""

import csv
import io

from domain.cells import BOM, safe_cell
from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words
from reports._rows import every_table, heads, lines, usual_table


def render(snapshot: Snapshot, table: int = 0) -> bytes:
    """Table number `table` (1: the figures, 2…: as they are read); 0: the annex. ValueError when there is none such."""
    every = every_table(snapshot)
    if table > len(every):
        raise ValueError(f"this snapshot has {len(every)} tables, not {table}")
    chosen = every[table - 1] if table else usual_table(every)
    told = io.StringIO(newline="")
    told.write(BOM)
    writer = csv.writer(told, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(safe_cell(head) for head in heads(chosen))
    for line in lines(snapshot, chosen):
        writer.writerow(safe_cell(cell) if isinstance(cell, str) else cell for cell in line)
    return told.getvalue().encode("utf-8")


PAPER = Paper(
    key="csv", label=Words("CSV", "CSV"), what=Words("Một bảng cho phần mềm bảng tính", "One table for a spreadsheet"),
    media_type="text/csv; charset=utf-8", order=6, render=render, options=(("table", 0, 0, 99),),
)
