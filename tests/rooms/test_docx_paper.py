"""A document reopened: the form of Nghị định 30, every figure and row the snapshot's own, every word to be changed."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from domain.section import Kind
from reports._said import clean, figures, heading, tables, told
from reports.docx import render
from tests.rig.papers import HOSTILE, struck
from tests.rig.snapshots import sample


def opened(document: bytes) -> Any:
    return docx.Document(io.BytesIO(document))


def text(file: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.body.iter(qn("w:p")))


def rows(file: Any) -> list[tuple[str, ...]]:
    return [tuple("".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iterfind(qn("w:tc"))) for row in file.element.body.iter(qn("w:tr"))]


def test_the_form_of_the_decree_stands() -> None:
    snapshot = sample(schools=50)
    file = opened(render(snapshot))
    said = text(file)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "/BC-SGDĐT", "BÁO CÁO", snapshot.title,
                  "Thành phố Hồ Chí Minh, ngày 22 tháng 11 năm 2026", "Nơi nhận:", "THỦ TRƯỞNG CƠ QUAN", "Phụ lục I", snapshot.id, snapshot.sha256):
        assert words in said, words
    page = file.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert 30 <= page.left_margin.mm <= 35
    assert 15 <= page.right_margin.mm <= 20
    body = file.styles["Normal"]
    assert (body.font.name, body.font.size.pt) == ("Times New Roman", 14)
    assert body.paragraph_format.alignment == 3
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    assert "PAGE" not in page.first_page_header._element.xml  # no number on page one


def test_it_is_vietnamese_for_the_proof_reader_and_has_real_headings() -> None:
    file = opened(render(sample(schools=50)))
    lang = next(file.styles.element.iter(qn("w:lang")))
    assert lang.get(qn("w:val")) == "vi-VN"
    assert [p.text for p in file.paragraphs if p.style.name == "Heading 1"] == ["I. Tình hình chung", "II. Theo địa bàn", "Phụ lục I", "Phụ lục II"]


def test_marks_stand_at_the_head_of_every_page() -> None:
    snapshot = sample(schools=50, marks=("NGUỒN QUÁ HẠN: Phòng máy",))
    for section in opened(render(snapshot)).sections:
        heads = [section.header] + ([section.first_page_header] if section.different_first_page_header_footer else [])
        for head in heads:
            assert all(mark in "\n".join(p.text for p in head.paragraphs) for mark in snapshot.marks)


def test_every_figure_every_finding_and_every_row_is_there() -> None:
    snapshot = sample(schools=300)
    file = opened(render(snapshot))
    said, lines = text(file), rows(file)
    for _, figure in figures(snapshot):
        assert f"{figure.label}\n{figure.text}" in said
        assert figure.before is None or figure.before_text in said
    assert all(finding in said for section in snapshot.sections for finding in section.findings)
    for _, table in tables(snapshot):
        if not table.rows:
            assert table.empty in said
            continue
        start = lines.index(tuple(heading(column) for column in table.columns)) + 1
        for line, row in zip(lines[start:start + len(table.rows)], table.rows, strict=True):
            for found, cell, column in zip(line, row, table.columns, strict=True):
                wanted = told(cell, column)
                assert found == wanted or (column.kind is Kind.STATUS and found.endswith(f" {wanted}"))


def test_heads_are_repeated_and_rows_stay_whole() -> None:
    snapshot = sample(schools=50)
    file = opened(render(snapshot))
    headed = [table for table in file.element.body.iter(qn("w:tbl")) if table.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(headed) == 4  # by area, annex, sources, definitions
    for table in headed:
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table.iterfind(qn("w:tr")))


def test_charts_can_be_edited_and_hold_the_snapshots_numbers() -> None:
    snapshot = sample(schools=50)
    frozen = [chart for section in snapshot.sections for chart in section.charts]
    with zipfile.ZipFile(io.BytesIO(render(snapshot))) as packed:
        for n, chart in enumerate(frozen, 1):
            assert f'charts/chart{n}.xml'.encode() in packed.read("word/_rels/document.xml.rels")
            assert f'embeddings/chart{n}.xlsx'.encode() in packed.read(f"word/charts/_rels/chart{n}.xml.rels")
            inside = openpyxl.load_workbook(io.BytesIO(packed.read(f"word/embeddings/chart{n}.xlsx"))).active
            for at, series in enumerate(chart.series, 2):
                assert tuple(inside.cell(r, at).value for r in range(2, len(chart.places) + 2)) == series.values


def test_pictures_and_charts_are_told_in_words() -> None:
    file = opened(render(sample(schools=50)))
    told_ = [one.get("descr") for one in file.element.body.iter(qn("wp:docPr"))]
    assert len(told_) == 5  # map, three charts, code
    assert all(told_)


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(payload: str) -> None:
    snapshot = struck(sample(areas=3, schools=4), payload)
    document = render(snapshot)
    file = opened(document)
    said = text(file)
    for _, figure in figures(snapshot):
        assert clean(figure.label) in said
    for row in snapshot.sections[2].tables[0].rows:
        assert any(clean(str(row[1])) in line for line in rows(file))
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        assert not [name for name in packed.namelist() if b'TargetMode="External"' in packed.read(name) or "vba" in name.lower()]
    codes = {(one.text or "").strip() for one in file.element.body.iter(qn("w:instrText"))}
    assert codes <= {"PAGE"}


def test_ten_thousand_rows() -> None:
    snapshot = sample(schools=10_000)
    lines = rows(opened(render(snapshot)))
    assert {row[0] for row in snapshot.sections[2].tables[0].rows} <= {line[0] for line in lines}
