"""Pictures of a document: charts the program draws and a hand can change, maps as pictures; both told in words."""

import io
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from domain.section import Chart, Chorograph
from reports._document import line, run
from reports._office_chart import chart_data, chart_kind, dress
from reports._said import clean
from reports._sheet_charts import lying

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_INLINE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="0" cy="0"/><wp:docPr id="0" name=""/>'
    '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id=""/></a:graphicData></a:graphic></wp:inline></w:drawing>')


def add_chart(file: Any, chart: Chart, number: int, told: str, wide: float = 162) -> None:
    """A native chart with its caption; `told`: its values in words."""
    high = min(190.0, 22 + 5.4 * len(chart.places)) if lying(chart) else 78.0
    inline = parse_xml(_INLINE)
    extent, about = inline.find(f".//{qn('wp:extent')}"), inline.find(f".//{qn('wp:docPr')}")
    extent.set("cx", str(Mm(wide)))
    extent.set("cy", str(Mm(high)))
    about.set("id", str(1000 + number))
    about.set("name", clean(chart.title, 200))
    about.set("descr", clean(told, 2000))
    uri = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    reference = next(one for one in inline.iter() if one.get(uri) is not None)
    reference.set(uri, file.part.relate_to(_part(file, chart, number), REL.CHART))
    paragraph = line(file, "", align="center", after=2)
    paragraph.paragraph_format.keep_with_next = True
    run(paragraph, "")._r.append(inline)
    caption(file, f"Biểu đồ {number}. {chart.title}")


def _part(file: Any, chart: Chart, number: int) -> Part:
    """The chart as the deck would draw it, moved over with the workbook behind it."""
    from pptx import Presentation
    from pptx.util import Inches

    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    frame = slide.shapes.add_chart(chart_kind(chart), Inches(0), Inches(0), Inches(6), Inches(3), chart_data(chart))
    dress(frame.chart, chart, 9)
    drawn, package = frame.chart.part, file.part.package
    book = drawn.chart_workbook.xlsx_part
    key = next(rid for rid, rel in drawn.rels.items() if rel.target_part is book)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, drawn.blob, package)
    inner = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, book.blob, package)
    part.rels.add_relationship(REL.PACKAGE, inner, key)
    return part


def add_map(file: Any, one: Chorograph, number: int, told: str, wide: float = 156) -> None:
    """The map's picture with its caption and what its colours mean."""
    from reports._pictures import map_png

    paragraph = line(file, "", align="center", after=2)
    paragraph.paragraph_format.keep_with_next = True
    drawn = paragraph.add_run().add_picture(io.BytesIO(map_png(one, 1640, 1020)), width=Mm(wide))
    drawn._inline.docPr.set("descr", clean(told, 2000))
    drawn._inline.docPr.set("name", clean(one.title, 200))
    caption(file, f"Bản đồ {number}. {one.title}")


def caption(file: Any, text: str) -> Any:
    """Below a picture, above a table."""
    paragraph = file.add_paragraph(style="Caption")
    run(paragraph, text)
    return paragraph
