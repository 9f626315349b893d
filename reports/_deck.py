"""A deck 16:9 in the look of the house: one master, one kind of slide, and the pieces that are put on it."""

import re
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from domain.snapshot import Snapshot
from reports import _ink as ink
from reports._said import clean, marked, of_what, scope, when

FACE = "Arial"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
WIDE, HIGH, LEFT, TOP, BOTTOM = (
    13.333,
    7.5,
    0.6,
    1.85,
    6.85,
)  # inches; what lies between TOP and BOTTOM is a slide's own
FULL = WIDE - 2 * LEFT
_COLOURS = {
    "dk1": ink.INK,
    "lt1": ink.WHITE,
    "dk2": ink.NIGHT,
    "lt2": ink.GROUND,
    "hlink": ink.ACCENT,
    "folHlink": ink.INK_2,
}
_ACCENTS = {f"accent{n}": colour for n, colour in enumerate(ink.SERIES, 1)}
_MARK = (64, 10), (140, 9), (250, 8), (380, 7)  # letters at most, and their size
Box = tuple[float, float, float, float]  # left, top, width, height in inches


class Deck:
    """Slides are added in the order they are told."""

    def __init__(self, snapshot: Snapshot) -> None:
        """An empty deck of one layout."""
        self.snapshot, self.file = snapshot, Presentation()
        _sized(self.file)
        self.layout = self.file.slide_layouts[0]
        self.notes = _notes(snapshot)

    def slide(self, kicker: str, title: str, notes: str = "") -> Any:
        """A slide with its message above, its source below and in the speaker's notes."""
        slide = self.file.slides.add_slide(self.layout)
        self.text(slide, (LEFT, 0.42, FULL, 0.34), kicker.upper(), size=12, colour=ink.ACCENT, bold=True)
        slide.shapes.title.text_frame.text = clean(title, 400)
        size = next((size for most, size in ((58, 28), (100, 24), (170, 20)) if len(title) <= most), 16)
        for run in slide.shapes.title.text_frame.paragraphs[0].runs:
            _font(run, size, ink.INK, bold=True)
        self._foot(slide)
        slide.notes_slide.notes_text_frame.text = clean(notes, 4000) + ("\n\n" if notes else "") + self.notes
        return slide

    def _foot(self, slide: Any) -> None:
        told = self.snapshot
        self.bar(slide, (LEFT, 6.98, FULL, 0.01), ink.LINE_2)
        self.text(
            slide,
            (LEFT, 7.03, 5.6 if told.marks else 8.6, 0.4),
            f"{clean(of_what(told), 110)} · ảnh chụp {told.id}",
            size=9 if told.marks else 10,
            colour=ink.INK_3,
        )
        if told.marks:
            self.text(
                slide,
                (6.4, 7.01, 5.8, 0.46),
                f"▲ {marked(told)}",
                size=next((size for most, size in _MARK if len(marked(told)) <= most), 6),
                colour=ink.TONES["watch"].text,
                bold=True,
                align="right",
            )
        number = self.text(
            slide, (12.25, 7.03, WIDE - LEFT - 12.25, 0.3), "", size=10, colour=ink.INK_3, align="right"
        )
        _number_field(number.text_frame.paragraphs[0], len(self.file.slides))

    def text(
        self,
        slide: Any,
        box: Box,
        text: str,
        *,
        size: float = 14,
        colour: str = ink.INK,
        bold: bool = False,
        align: str = "left",
        middle: bool = False,
    ) -> Any:
        """A text without ground; returns its shape."""
        shape = slide.shapes.add_textbox(*(Inches(n) for n in box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        say(frame.paragraphs[0], text, size, colour, bold=bold, align=align)
        return shape

    def bar(self, slide: Any, box: Box, colour: str) -> Any:
        """A plain ground."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(n) for n in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(f"{{{_P}}}style"))  # the theme's shadow and outline
        return shape


def say(
    paragraph: Any,
    text: str,
    size: float,
    colour: str = ink.INK,
    *,
    bold: bool = False,
    align: str = "left",
    after: float = 0,
) -> Any:
    """One run in a paragraph, in Vietnamese."""
    run = paragraph.add_run()
    run.text = clean(text, 2000)
    _font(run, size, colour, bold=bold)
    paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}[align]
    paragraph.space_after = Pt(after)
    return run


def _font(run: Any, size: float, colour: str, *, bold: bool) -> None:
    run.font.name, run.font.size, run.font.bold, run.font.language_id = (
        FACE,
        Pt(size),
        bold,
        MSO_LANGUAGE_ID.VIETNAMESE,
    )
    run.font.color.rgb = RGBColor.from_string(colour)


def _sized(file: Any) -> None:
    """16:9, the one layout with a title, our letters and colours in the theme: what people add looks like the rest."""
    file.slide_width, file.slide_height = Inches(WIDE), Inches(HIGH)
    master, kept = file.slide_masters[0], file.slide_layouts[5]
    for layout in list(file.slide_layouts):
        if layout is not kept:
            file.slide_layouts.remove(layout)
    for holder in (*master.placeholders, *kept.placeholders):
        holder.left, holder.width = Emu(int(holder.left * 4 / 3)), Emu(int(holder.width * 4 / 3))
        if holder.placeholder_format.type == 1:
            holder.left, holder.top, holder.width, holder.height = (
                Inches(LEFT),
                Inches(0.76),
                Inches(FULL),
                Inches(0.92),
            )
            frame = holder.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.TOP, True
            holder.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    for style in master.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr"):
        if style.getparent().tag.endswith("titleStyle"):
            style.set("algn", "l")
    _themed(next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")))


def _themed(part: Any) -> None:
    theme = part.blob.decode("utf-8")
    for name, colour in {**_COLOURS, **_ACCENTS}.items():
        theme = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', theme, flags=re.DOTALL
        )
    theme = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FACE}", theme)
    part._blob = theme.encode("utf-8")


def _number_field(paragraph: Any, number: int) -> None:
    """The slide's number as a field, so that it stays right when slides are moved."""
    run = say(paragraph, str(number), 10, ink.INK_3, align="right")._r
    run.tag = run.tag.replace("}r", "}fld")
    run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    run.set("type", "slidenum")


def _notes(snapshot: Snapshot) -> str:
    """What a speaker may be asked: of when, of whom, from which sources, how to find it again."""
    lines = [
        f"{when(snapshot)}. Phạm vi: {scope(snapshot)}.",
        *(f"Lưu ý: {clean(mark)}." for mark in snapshot.marks),
        "Nguồn:",
    ]
    lines += [
        f"– {clean(source.label)}: {clean(source.text)}{' (QUÁ HẠN)' if source.late else ''}"
        for source in snapshot.sources
    ]
    lines += [f"Ảnh chụp {snapshot.id}, SHA-256 {snapshot.sha256}", f"Phần mềm {clean(snapshot.software)}"]
    return "\n".join(lines)
