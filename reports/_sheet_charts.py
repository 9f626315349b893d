"""Charts and maps of a snapshot in a workbook: charts drawn by the program itself from numbers on the next sheet."""

from typing import Any

from domain.section import Chart, Shape
from domain.snapshot import Snapshot
from reports import _ink as ink
from reports._said import clean, status_word
from reports._sheet_form import FACE, Forms, put
from reports._sheet_table import head_sheet

DATA, PICTURES = "Số liệu biểu đồ", "Biểu đồ"
_WIDTH, _GAP, _TOP = 620, 20, 110


def add_charts(book: Any, forms: Forms, snapshot: Snapshot) -> bool:
    """Both sheets; False when the snapshot has no chart."""
    charts = [chart for section in snapshot.sections for chart in section.charts]
    if not charts:
        return False
    pictures, data = book.add_worksheet(PICTURES), book.add_worksheet(DATA)
    for sheet, title in ((pictures, PICTURES), (data, DATA)):
        head_sheet(sheet, forms, snapshot, title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    data.set_column(0, 0, 30)
    data.set_column(1, 8, 16)
    row, heights = 5, [_TOP, _TOP]
    for chart in charts:
        drawn = _drawn(book, chart, row)
        row = _data(data, forms, chart, row)
        high = _height(chart)
        drawn.set_size({"width": _WIDTH, "height": high})
        side = heights.index(min(heights))
        pictures.insert_chart(0, 0, drawn, {"x_offset": 12 + side * (_WIDTH + _GAP), "y_offset": heights[side],
                                            "description": clean(chart.title), "object_position": 3})
        heights[side] += high + _GAP
    return True


def _data(sheet: Any, forms: Forms, chart: Chart, row: int) -> int:
    """The numbers of one chart; returns the row after them."""
    look = {"bold": True, "bg_color": ink.GROUND_2}
    put(sheet, forms, (row, 0), chart.title, bold=True)
    put(sheet, forms, (row + 1, 0), "", **look)
    for n, series in enumerate(chart.series, 1):
        put(sheet, forms, (row + 1, n), series_name(series.label, chart), align="right", **look)
    for r, place in enumerate(chart.places, row + 2):
        put(sheet, forms, (r, 0), place)
        for n, series in enumerate(chart.series, 1):
            value = series.values[r - row - 2]
            if value is not None:  # an empty cell, so that the line has a gap
                sheet.write_number(r, n, value, forms(num_format=axis_form(chart), align="right"))
    return row + len(chart.places) + 4


def series_name(label: str, chart: Chart) -> str:
    """Its words, with the unit where the chart has only one series."""
    unit = f" ({chart.unit})" if chart.unit and chart.unit != "%" and len(chart.series) == 1 else ""
    return status_word(label) + clean(unit)


def axis_form(chart: Chart) -> str:
    """Of its numbers along an axis."""
    if chart.unit == "%":
        return "[$-42A]0.0\u00a0%"
    whole = all(v is None or v == int(v) for series in chart.series for v in series.values)
    return "[$-42A]#,##0" if whole else "[$-42A]#,##0.0"


def lying(chart: Chart) -> bool:
    """Bars that lie: their names are long or many."""
    return chart.shape is not Shape.LINE and (len(chart.places) > 8 or max(map(len, chart.places), default=0) > 14)


def _height(chart: Chart) -> int:
    return max(300, 120 + 22 * len(chart.places)) if lying(chart) else 320


def _drawn(book: Any, chart: Chart, row: int) -> Any:
    kind = "line" if chart.shape is Shape.LINE else "bar" if lying(chart) else "column"
    wish = {"type": kind} | ({"subtype": "stacked"} if chart.shape is Shape.STACK else {})
    drawn, last = book.add_chart(wish), row + 1 + len(chart.places)
    for n in range(1, len(chart.series) + 1):
        drawn.add_series({
            "name": [DATA, row + 1, n], "categories": [DATA, row + 2, 0, last, 0],
            "values": [DATA, row + 2, n, last, n],
            "gap": 55, **({"overlap": 100} if chart.shape is Shape.STACK else {}), **_look(chart, n - 1),
        })
    # The title is a cell as well: the library takes some texts for references.
    drawn.set_title({"name": [DATA, row, 0], "overlay": False, "layout": {"x": 0.02, "y": 0.03},
                     "name_font": _font(12, ink.INK, bold=True)})
    many = len(chart.series) > 1
    drawn.set_legend({"position": "bottom", "font": _font(9)} if many else {"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_chartarea({"border": {"color": f"#{ink.LINE}"}, "fill": {"color": "#FFFFFF"}})
    _axes(drawn, chart)
    return drawn


def _axes(drawn: Any, chart: Chart) -> None:
    bare = {"line": {"none": True}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    step = -(-len(chart.places) // 12) if not lying(chart) else 1
    places = {**bare, "line": {"color": f"#{ink.LINE_2}"}, "num_font": _font(9), "reverse": lying(chart),
              "interval_unit": step, "label_position": "low"}
    form = axis_form(chart).replace("0.0\u00a0%", "0\u00a0%")
    values: dict[str, Any] = {
        **bare, "num_font": _font(9, ink.INK_3), "num_format": form,
        "major_gridlines": {"visible": True, "line": {"color": f"#{ink.LINE}", "width": 0.75}}}
    if chart.shape is not Shape.LINE:
        values["min"] = 0
    first, second = (values, places) if lying(chart) else (places, values)  # of lying bars the values lie along x
    drawn.set_x_axis(first)
    drawn.set_y_axis(second)


def _font(size: float, colour: str = ink.INK_2, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FACE, "size": size, "color": f"#{colour}", "bold": bold}


def _look(chart: Chart, n: int) -> dict[str, Any]:
    """A status has its colour and texture; other series are told apart by lightness and marker too."""
    status = chart.series[n].status
    colour = f"#{ink.TONES[status].mark if status in ink.TONES else ink.SERIES[n % len(ink.SERIES)]}"
    if chart.shape is Shape.LINE:
        marker = ("circle", "diamond", "square", "triangle", "x", "star")[n % 6]
        return {"line": {"color": colour, "width": 2.25}, "marker": {
            "type": marker, "size": 5, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}}
    pattern = ink.TONES[status].pattern if status in ink.TONES else ""
    labels = {"data_labels": {"value": True, "font": _font(9, ink.INK), "num_format": axis_form(chart)}}
    fill = {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}} if pattern else {
        "fill": {"color": colour}}
    return {**fill, "border": {"color": colour, "width": 0.75}, **(labels if len(chart.series) == 1 else {})}
