"""A document in the form of Nghị định 30/2020/NĐ-CP: page, letters, heads, and the paragraphs it is made of."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from domain.snapshot import Snapshot
from reports import _ink as ink
from reports._said import clean, marked
from reports._told import stressed

FACE, SANS = "Times New Roman", "Arial"
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def paper(snapshot: Snapshot) -> Any:
    """An empty document with its styles, heads and feet."""
    file = Document()
    _letters(file)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(18),
    )
    section.header_distance, section.footer_distance = Mm(9), Mm(8)
    section.different_first_page_header_footer = True
    for header, numbered in ((section.header, True), (section.first_page_header, False)):
        first = header.paragraphs[0]
        _plain(first, "center")
        if numbered:
            _field(first, "PAGE", 13)
        if snapshot.marks:
            mark = header.add_paragraph() if numbered else first
            _plain(mark, "center")
            run(mark, f"▲ {marked(snapshot)}", 8.5, colour=ink.TONES["watch"].text, bold=True, face=SANS)
    for footer in (section.footer, section.first_page_footer):
        _plain(footer.paragraphs[0], "left")
        run(
            footer.paragraphs[0],
            f"Ảnh chụp {snapshot.id} · SHA-256 {snapshot.sha256}",
            7.5,
            colour=ink.INK_3,
            face=SANS,
        )
    return file


def _letters(file: Any) -> None:
    """Styles of the form, Vietnamese for the proof-reader, no letters of another theme."""
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = defaults.find(qn("w:lang"))
    lang = lang if lang is not None else defaults.makeelement(qn("w:lang"))
    if lang.getparent() is None:
        defaults.append(lang)
    for key in ("val", "eastAsia"):
        lang.set(qn(f"w:{key}"), "vi-VN")
    looks: tuple[tuple[str, float, bool, bool], ...] = (
        ("Normal", 14, False, False),
        ("Title", 14, True, False),
        ("Heading 1", 14, True, False),
        ("Heading 2", 14, True, True),
        ("Caption", 12, False, True),
        ("List Bullet", 14, False, False),
    )
    for name, size, bold, italic in looks:
        style = file.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, italic
        style.font.color.rgb = RGBColor(0, 0, 0)
        faces(style.element.get_or_add_rPr(), FACE)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(10 if name.startswith("Heading") else 0), Pt(6)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.15
        form.keep_with_next = name.startswith("Heading")
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    body = file.styles["Normal"].paragraph_format
    body.alignment, body.first_line_indent = ALIGN["both"], Mm(10)
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        file.styles[name].paragraph_format.first_line_indent = Mm(0)
        file.styles[name].paragraph_format.alignment = ALIGN["left" if "Heading" in name else "center"]


def faces(properties: Any, face: str) -> None:
    """One face for every script, none of the theme's."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)


def run(
    paragraph: Any,
    text: str,
    size: float | None = None,
    *,
    colour: str = "",
    bold: bool | None = None,
    italic: bool | None = None,
    face: str = "",
) -> Any:
    """Letters in a paragraph."""
    made = paragraph.add_run(clean(text))
    made.font.bold, made.font.italic = bold, italic
    if size:
        made.font.size = Pt(size)
    if colour:
        made.font.color.rgb = RGBColor.from_string(colour)
    if face:
        faces(made._r.get_or_add_rPr(), face)
    return made


def line(
    holder: Any,
    text: str,
    size: float | None = None,
    *,
    align: str = "both",
    indent: bool = False,
    after: float = 6,
    **look: Any,
) -> Any:
    """A paragraph of one look; returns it."""
    paragraph = holder.add_paragraph()
    _plain(paragraph, align, after)
    if indent:
        paragraph.paragraph_format.first_line_indent = None
    if text:
        run(paragraph, text, size, **look)
    elif size:  # an empty line of that height
        paragraph.paragraph_format.line_spacing = Pt(size)
    return paragraph


def finding(file: Any, text: str) -> None:
    """A sentence of the body, its figures strong."""
    paragraph = file.add_paragraph()
    for part, strong in stressed(clean(text)):
        run(paragraph, part, bold=True if strong else None)


def _plain(paragraph: Any, align: str, after: float = 0) -> None:
    form = paragraph.paragraph_format
    paragraph.alignment, form.first_line_indent, form.space_after, form.space_before = (
        ALIGN[align],
        Mm(0),
        Pt(after),
        Pt(0),
    )
    form.line_spacing = 1.0


def small_break(file: Any) -> None:
    """The paragraph that ends a section takes no room: a full page is not followed by an empty one."""
    last = [one for one in file.paragraphs if one._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None][-1]
    form = last.paragraph_format
    form.space_after, form.space_before, form.line_spacing = Pt(0), Pt(0), Pt(1)


def first_line(cell: Any, align: str, after: float = 0) -> Any:
    """The paragraph a cell is born with."""
    _plain(cell.paragraphs[0], align, after)
    return cell.paragraphs[0]


def ruled(holder: Any, left: float, right: float, after: float) -> None:
    """A short line, as the form has it below names: so many millimetres from either side."""
    paragraph = line(holder, "", after=after)
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent, form.line_spacing, form.space_before = Mm(left), Mm(right), Pt(2), Pt(4)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    border.append(top)
    places = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *places)


def _field(paragraph: Any, code: str, size: float) -> None:
    made = run(paragraph, "", size)._r
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        made.append(part)
