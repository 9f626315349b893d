"""Forms of a workbook's cells: letters, grounds, and numbers as a Vietnamese reads them – the numbers stay numbers."""

from datetime import datetime
from typing import Any

from domain.cells import safe_cell
from domain.section import Cell, Column, Figure, Kind
from domain.wording import LOCAL, percent
from reports import _ink as ink
from reports._said import ABSENT, MARKS, apart, clean, status_word

FACE = "Arial"
_VI = "[$-42A]"  # Vietnamese separators wherever the workbook is opened


def count_form(decimals: int) -> str:
    """1234.5 is shown as 1.234,5."""
    return f"{_VI}#,##0" + ("." + "0" * decimals if decimals else "")


def share_form(share: float, decimals: int) -> str:
    """0.625 is shown as 62,5 %; not quite everything or nothing is never shown as it (`percent`)."""
    plain = round(share, decimals + 2)
    if (plain >= 1 > share) or (plain <= 0 < share):
        return f'"{percent(share, decimals, "vi")}"'
    return f"{_VI}0" + ("." + "0" * decimals if decimals else "") + "\u00a0%"


class Forms:
    """A workbook's formats, each made once: `forms(bold=True, num_format="0")`."""

    def __init__(self, book: Any) -> None:
        """Of one workbook of XlsxWriter."""
        self._book, self._made = book, {}  # type: ignore[var-annotated]

    def __call__(self, **wish: Any) -> Any:
        """The format of these properties."""
        key = tuple(sorted(wish.items()))
        if key not in self._made:
            usual = {"font_name": FACE, "font_size": 10, "font_color": f"#{ink.INK}", "valign": "vcenter"}
            told = {name: f"#{value}" if name.endswith("color") else value for name, value in wish.items()}
            self._made[key] = self._book.add_format(usual | told)
        return self._made[key]


def put(sheet: Any, forms: Forms, at: tuple[int, int], text: str, **wish: Any) -> None:
    """Text, never a formula – not even after somebody has edited it: such a cell is quoted as a hand would."""
    said = clean(text)
    if safe_cell(said) != said:
        wish["quote_prefix"] = True
    sheet.write_string(*at, said, forms(**wish))


def put_cell(sheet: Any, forms: Forms, at: tuple[int, int], cell: Cell, column: Column, **wish: Any) -> None:
    """A cell of a table in its own type: numbers, shares, moments and spans are numbers with a form."""
    if cell is None:
        side = "right" if numeric(column) else "left"
        put(sheet, forms, at, ABSENT, **wish | {"align": side, "font_color": ink.INK_3})
    elif isinstance(cell, str):
        _put_text(sheet, forms, at, cell, column, **wish)
    elif column.kind is Kind.MOMENT:
        local = datetime.fromtimestamp(cell, LOCAL).replace(tzinfo=None)
        sheet.write_datetime(*at, local, forms(num_format="dd/mm/yyyy hh:mm", align="right", **wish))
    elif column.kind is Kind.SPAN:
        sheet.write_number(*at, cell / 86400, forms(num_format="[h]:mm:ss", align="right", **wish))
    else:
        form = share_form(cell, column.decimals) if column.kind is Kind.SHARE else count_form(column.decimals)
        sheet.write_number(*at, cell, forms(num_format=form, align="right", **wish))


def _put_text(sheet: Any, forms: Forms, at: tuple[int, int], cell: str, column: Column, **wish: Any) -> None:
    if column.kind is Kind.STATUS and cell in MARKS:
        look = {"font_color": ink.tone(cell).text, "num_format": f'"{MARKS[cell]}"\u00a0@'}
        sheet.write_string(*at, status_word(cell), forms(**wish | look))
    else:
        put(sheet, forms, at, cell, **wish | ({"text_wrap": True} if column.wide else {}))


def numeric(column: Column) -> bool:
    """Its cells end at the right."""
    return column.kind not in {Kind.TEXT, Kind.STATUS}


def figure_form(figure: Figure, *, before: bool = False) -> str:
    """The form in which a figure's number, or the one before it, is read as its text says it."""
    value, text = (figure.before, figure.before_text) if before else (figure.value, figure.text)
    if figure.unit == "%":
        return share_form(value or 0.0, _decimals(text.rstrip("%\u00a0 ")))
    unit = "" if before else apart(figure)[1].replace('"', "")[:40]
    return count_form(_decimals(text)) + (f'"\u00a0{unit}"' if unit else "")


def _decimals(text: str) -> int:
    head = text.split("\u00a0")[0].split(" ")[0]
    return len(head.partition(",")[2]) if "," in head else 0
