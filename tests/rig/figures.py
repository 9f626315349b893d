"""Where a figure stands in a paper: under its own name, and nowhere merely somewhere."""

import csv
import io
import re
import unicodedata
from typing import Any

import docx
import openpyxl
import pptx
import pypdfium2
from docx.oxml.ns import qn

from domain.section import Figure
from domain.snapshot import Snapshot
from reports._said import worded

PAPERS = {"pdf": "pdf", "xlsx": "xlsx", "pptx": "pptx", "docx": "docx", "figures": "csv?table=1"}  # what `holds` reads


def tight(said: str) -> str:
    """Without spaces: a line of paper may break anywhere."""
    return re.sub(r"[\s\u200b\ufffe\u00ad]", "", unicodedata.normalize("NFC", said))


def read(figure: Figure) -> str:
    """As it stands in a paper: its label, and behind it what it is."""
    return tight(figure.label + figure.text)


def of_pdf(paper: bytes) -> str:
    document = pypdfium2.PdfDocument(paper)
    return tight("".join(document[n].get_textpage().get_text_range() for n in range(len(document))))


def of_pptx(paper: bytes) -> list[str]:
    """The cards, each whole."""
    shapes = [shape for slide in pptx.Presentation(io.BytesIO(paper)).slides for shape in slide.shapes]
    return [tight(shape.text_frame.text) for shape in shapes if shape.has_text_frame]


def of_docx(paper: bytes) -> list[str]:
    """The cells, each whole: a card is one."""
    return [tight("".join(t.text or "" for t in cell.iter(qn("w:t")))) for cell in docx.Document(io.BytesIO(paper)).element.body.iter(qn("w:tc"))]


def of_xlsx(paper: bytes) -> dict[tuple[str, str], tuple[Any, str]]:
    """(section, key) -> the number or the word that stands there, and how it is read."""
    rows = list(openpyxl.load_workbook(io.BytesIO(paper))["Số liệu chính"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "Mã chỉ số" in row)
    at = [rows[head].index(name) for name in ("Phần", "Mã chỉ số", "Giá trị", "Đọc là")]
    return {(row[at[0]], row[at[1]]): (row[at[2]], row[at[3]]) for row in rows[head + 1:] if row[at[1]]}


def of_csv(paper: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """The same, as another program reads it."""
    lines = list(csv.DictReader(io.StringIO(paper.decode("utf-8-sig"))))
    return {(line["Phần"], line["Mã chỉ số"]): (line["Giá trị"], line["Đọc là"]) for line in lines}


def holds(frozen: Snapshot, papers: dict[str, bytes]) -> None:
    """Every figure stands under its own name in every paper, and is the frozen one."""
    pdf, shapes, cells = of_pdf(papers["pdf"]), of_pptx(papers["pptx"]), of_docx(papers["docx"])
    sheet, plain = of_xlsx(papers["xlsx"]), of_csv(papers["figures"])
    figures = [(section.title, figure) for section in frozen.sections for figure in section.figures]
    assert len(figures) == len({(title, figure.key) for title, figure in figures}) == len(sheet) == len(plain) > 5
    for title, figure in figures:
        said = read(figure)
        assert said in pdf, (title, figure)
        assert any(shape.startswith(said) for shape in shapes), (title, figure)
        assert any(cell.startswith(said) for cell in cells), (title, figure)
        shown, text = sheet[title, figure.key]
        assert text == figure.text
        assert shown == (figure.text if figure.value is None or worded(figure.text) else figure.value), (shown, figure)
        number, text = plain[title, figure.key]
        assert (number, text) == ("" if figure.value is None else number, figure.text)
        assert figure.value is None or float(number) == figure.value, (number, figure)
