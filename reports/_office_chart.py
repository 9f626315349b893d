"""A chart the office program draws itself, in a deck or a document: its look, and its numbers as a workbook."""

import io
from typing import Any

from domain.section import Chart, Shape
from reports import _ink as ink
from reports._said import clean
from reports._sheet_charts import axis_form, lying, series_name

FACE = "Arial"


def chart_kind(chart: Chart) -> Any:
    """What python-pptx calls it."""
    from pptx.enum.chart import XL_CHART_TYPE as KIND

    if chart.shape is Shape.LINE:
        return KIND.LINE_MARKERS
    if chart.shape is Shape.STACK:
        return KIND.BAR_STACKED if lying(chart) else KIND.COLUMN_STACKED
    return KIND.BAR_CLUSTERED if lying(chart) else KIND.COLUMN_CLUSTERED


def chart_data(chart: Chart) -> Any:
    """Its numbers; what is absent is a gap."""
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format=axis_form(chart))
    data.categories = [clean(place, 200) for place in chart.places]
    for series in chart.series:
        data.add_series(clean(series_name(series.label, chart), 200), series.values)
    return data


def dress(drawn: Any, chart: Chart, size: float = 11) -> None:
    """The look of the house on a chart of python-pptx, and a workbook in which nothing is a formula."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    drawn.has_title, drawn.has_legend = False, len(chart.series) > 1
    drawn.font.name, drawn.font.size, drawn.font.color.rgb = FACE, Pt(size), RGBColor.from_string(ink.INK_2)
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    plot = drawn.plots[0]
    if chart.shape is not Shape.LINE:
        plot.gap_width = 45 if len(chart.places) > 8 else 70
        plot.overlap = 100 if chart.shape is Shape.STACK else 0
    if len(chart.series) == 1 and chart.shape is not Shape.LINE:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, axis_form(chart), False
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(size), True, RGBColor.from_string(ink.INK)
    for n, series in enumerate(plot.series):
        _look(series, chart, n)
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))


def _axes(drawn: Any, chart: Chart) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    places, values = drawn.category_axis, drawn.value_axis
    for axis in (places, values):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if not lying(chart) and len(chart.places) > 12:
        places._element.insert_element_before(parse_xml(
            f'<c:tickLblSkip xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
            f' val="{-(-len(chart.places) // 12)}"/>'), "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    places.format.line.color.rgb = RGBColor.from_string(ink.LINE_2)
    places.reverse_order = lying(chart)
    places.has_major_gridlines, values.has_major_gridlines = False, True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(ink.LINE)
    values.major_gridlines.format.line.width = Pt(0.75)
    values.format.line.fill.background()
    values.tick_labels.number_format = axis_form(chart).replace("0.0\u00a0%", "0\u00a0%")
    values.tick_labels.number_format_is_linked = False
    if chart.shape is not Shape.LINE:
        values.minimum_scale = 0
    if lying(chart) and len(chart.series) == 1:
        values.visible = False  # every bar says its number
        values.has_major_gridlines = False
    elif lying(chart):
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below: the places are told from above


def _look(series: Any, chart: Chart, n: int) -> None:
    """A status has its colour and texture; other series are told apart by lightness and marker too."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE as MARKER
    from pptx.enum.dml import MSO_PATTERN as PATTERN
    from pptx.util import Pt

    status = chart.series[n].status
    colour = RGBColor.from_string(ink.TONES[status].mark if status in ink.TONES else ink.SERIES[n % len(ink.SERIES)])
    series.format.line.color.rgb = colour
    if chart.shape is Shape.LINE:
        series.smooth, series.format.line.width = False, Pt(2.5)
        kinds = (MARKER.CIRCLE, MARKER.DIAMOND, MARKER.SQUARE, MARKER.TRIANGLE, MARKER.X, MARKER.STAR)
        series.marker.style, series.marker.size = kinds[n % 6], 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        return
    patterns = {"watch": PATTERN.WIDE_UPWARD_DIAGONAL, "stale": PATTERN.DARK_DOWNWARD_DIAGONAL,
                "unknown": PATTERN.LIGHT_HORIZONTAL}
    fill = series.format.fill
    if status in patterns:
        fill.patterned()
        fill.pattern, fill.fore_color.rgb, fill.back_color.rgb = patterns[status], colour, RGBColor(255, 255, 255)
    else:
        fill.solid()
        fill.fore_color.rgb = colour
    series.invert_if_negative = False


def _workbook(chart: Chart) -> bytes:
    """The numbers for whoever opens "edit data", where the chart looks for them: Sheet1, places down, series across."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, form = book.add_worksheet("Sheet1"), book.add_format({"num_format": axis_form(chart)})
    sheet.set_column(0, 0, 28)
    quoted = book.add_format({"quote_prefix": True})
    for r, place in enumerate(chart.places, 1):
        sheet.write_string(r, 0, clean(place, 200), quoted)
    for n, series in enumerate(chart.series, 1):
        sheet.write_string(0, n, series_name(series.label, chart), quoted)
        for r, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(r, n, value, form)
    book.close()
    return file.getvalue()


def message(chart: Chart) -> str:
    """What the chart says in one sentence, from its own numbers; its title alone when it has none."""
    from reports._chart_parts import said

    known = [(value, place, series.label) for series in chart.series
             for place, value in zip(chart.places, series.values, strict=True) if value is not None]
    title = clean(chart.title)
    if not known or chart.shape is Shape.STACK:
        return title
    if chart.shape is Shape.LINE:
        if len(chart.series) > 1:
            return title
        low, high = min(known), max(known)
        return f"{title}: thấp nhất {said(low[0], chart)} ({low[1]}), cao nhất {said(high[0], chart)} ({high[1]})"
    if len(chart.series) > 1 or max(known)[0] == min(known)[0]:
        return title
    most = max(known)[0]
    top = [clean(place) for value, place, _ in known if value == most]
    named = ", ".join(top[:3]) + (f" và {len(top) - 3} nơi khác" if len(top) > 3 else "")
    return f"{title}: cao nhất {said(most, chart)}, ở {named}"


