"""Cô Lan's office sends registers from Excel, from old programs and by e-mail: good rows enter, the others come back."""

import codecs
import csv
from pathlib import Path

import openpyxl
import pytest

from services._import_kinds import kind_of
from services.importing import ImportResult, SchoolOptions, import_schools
from store.database import Database
from store.importing import SchoolRow, read_registers
from tests.importing.kit import kinds

HEAD = "Mã trường,Tên trường,Cấp học,Vĩ độ,Kinh độ"
ROWS = ["A1,Trường Tiểu học Hoà Bình,Tiểu học,10.71,106.61", "A2,Trường THCS Đống Đa,,10.72,106.66"]


def run(db: Database, path: Path, **options: object) -> ImportResult:
    return import_schools(db, path, SchoolOptions(home=path.parent, **options), apply=True)  # type: ignore[arg-type]


def stored(db: Database) -> dict[str, SchoolRow]:
    return {s.code: s for s in read_registers(db).schools}


def text(path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n"), ("utf-16-le", "\n"),
                                              ("utf-8", "\r\n")])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_line_end_and_delimiter(encoding: str, end: str, delimiter: str, province: Database, tmp_path: Path) -> None:
    lines = [line.replace(",", delimiter) for line in (HEAD, *ROWS)]
    result = run(province, text(tmp_path / "s.csv", *lines, encoding=encoding, end=end))
    assert result.counts[0].new == 2, result.say("en")
    assert stored(province)["A1"].name == "Trường Tiểu học Hoà Bình"
    assert (stored(province)["A1"].old_area, stored(province)["A1"].new_area) == ("001", "00101")


def test_cp1258_is_read(province: Database, tmp_path: Path) -> None:
    # CP1258 writes ề as ê + a combining grave: what Windows programs of the nineties made of "Trường Tiểu học".
    marks = {"ườ": "ươ\u0300", "ể": "ê\u0309", "ọ": "o\u0323", "ố": "ô\u0301"}
    line = "A1,Trường Tiểu học Số 1,Tiểu học,10.71,106.61"
    for whole, parts in marks.items():
        line = line.replace(whole, parts)
    path = tmp_path / "old.csv"
    path.write_bytes(b"code,name,kind,lat,lon\r\n" + codecs.encode(line, "cp1258") + b"\r\n")
    assert run(province, path).counts[0].new == 1
    assert stored(province)["A1"].name == "Trường Tiểu học Số 1"


@pytest.mark.parametrize("garbled", ["Tr\u00adêng TiÓu häc Hoµ B×nh; ph\u00adêng 1", "Tröôøng Tieåu hoïc; Phöôøng 1",
                                     "TrÆ°á»ng Tiá»ƒu há»c"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_old_font_encodings_are_refused_with_a_sentence(garbled: str, encoding: str, province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(("code,name\n" + f"A1,{garbled}\nA2,{garbled}\n").encode(encoding, "replace"))
    result = run(province, path)
    assert result.exit_code == 2
    assert "Unicode" in result.say() or "UTF-8" in result.say()
    assert stored(province) == {}


def workbook(path: Path, rows: list[list[object]], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    book.create_sheet("Ghi chú").append(["không có gì"])
    book.save(path)
    return path


def test_a_workbook_with_titles_above_and_totals_below(province: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "s.xlsx", [
        ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["DANH SÁCH CƠ SỞ GIÁO DỤC NĂM HỌC 2026-2027"], [],
        ["STT", "Mã trường", "Tên trường", "Loại hình", "Số học sinh", "Vĩ độ", "Kinh độ"],
        ["I", None, None, None, None, None, None],
        [1, "079001", "Trường Mầm non Sen", "MN", 312, 10.71, 106.61], [2, "079002", "TH Kim Đồng", None, "1.204", "10,72", "106,66"],
        [3, None, None, None, None, None, None],
        [None, None, "Tổng cộng", None, 1516, None, None], ["Người lập biểu", None, None, None, None, None, "Hiệu trưởng"]],
        merge="A2:G2")
    result = run(province, path)
    assert result.counts[0].new == 2, result.say("en")
    rows = stored(province)
    assert rows["079001"].kind == "mam_non"
    assert (rows["079002"].pupils, rows["079002"].lat, rows["079002"].kind) == (1204, 10.72, "tieu_hoc")
    back = openpyxl.load_workbook(result.out).active
    assert back.cell(4, 8).value == "Lỗi nhập liệu"
    assert back.cell(6, 2).value == "079001"


def test_a_numeric_code_is_kept_and_said(province: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "s.xlsx", [["Mã", "Tên trường"], [79001, "Trường THPT Một"]])
    result = run(province, path)
    assert kinds(result)["numeric"] == 1
    assert "79001" in stored(province)


def test_bad_rows_come_back_and_good_rows_stay(province: Database, tmp_path: Path) -> None:
    path = text(tmp_path / "s.csv", HEAD, *ROWS, "A3,,THPT,10.71,106.61", "A1,Trường khác,THPT,10.71,106.61",
                "A4,Trường Tiểu học Đảo,TH,106.61,10.71", "A5,Trường Tiểu học Biển,TH,9.1,107.9",
                "A6,Trường Tiểu học Lạ,TH,mười,106.61", "A7,Trường Tiểu học Gộp,TH,0,0")
    result = run(province, path)
    assert result.exit_code == 1
    assert (result.counts[0].new, result.counts[0].refused) == (6, 2), result.say("en")
    found = kinds(result)
    assert [found[k] for k in ("nameless", "double", "swapped", "outside", "point", "abroad")] == [1] * 6
    rows = stored(province)
    assert (rows["A4"].lat, rows["A4"].lon) == (10.71, 106.61)
    assert rows["A5"].lat is None
    with result.out.open(encoding="utf-8-sig") as handle:  # type: ignore[union-attr]
        back = list(csv.reader(handle))
    assert back[0][-1] == "Lỗi nhập liệu"
    assert len(back) == 9
    assert back[1][-1] == ""
    assert back[3][-1].startswith("KHÔNG NHẬN")
    assert "đảo chỗ" in back[5][-1]


def test_schools_without_codes_get_the_same_code_each_time(province: Database, tmp_path: Path) -> None:
    head = "Tên trường,Phường/xã,Quận/huyện"
    path = text(tmp_path / "s.csv", head, "Trường Tiểu học Hòa Bình,P. Hoà An,Quận Một", "Trường Tiểu học Hòa Bình,X. Tân Thủy,",
                "Trường Tiểu học Hòa Bình,P. Hòa An,Quận Một", "Trường THCS Xa,Phường Lạ,")
    first = run(province, path)
    assert first.counts[0].new == 4, first.say("en")
    rows = stored(province)
    assert all(code.startswith("TAM-") for code in rows)
    assert sum(code.startswith("TAM-00101-") for code in rows) == 2
    assert kinds(first)["area"] == 1
    assert run(province, path).changes == 0
    text(path, head, "Trường THCS Mới,P. Hòa An,", "Trường Tiểu học Hoà Bình,X. Tân Thuỷ,")
    again = run(province, path)
    assert (again.counts[0].new, again.counts[0].changed) == (1, 1), again.say("en")


def test_what_a_file_does_not_say_stays(province: Database, tmp_path: Path) -> None:
    run(province, text(tmp_path / "a.csv", HEAD + ",probe,Số học sinh", ROWS[0] + ",tcp://127.0.0.1:80,500"))
    run(province, text(tmp_path / "b.csv", "code,name", "A1,Trường Tiểu học Hoà Bình (mới)"))
    row = stored(province)["A1"]
    assert (row.name, row.probe, row.pupils, row.lat, row.kind) == (
        "Trường Tiểu học Hoà Bình (mới)", "tcp://127.0.0.1:80", 500, 10.71, "tieu_hoc")


@pytest.mark.parametrize(("word", "name", "kind"), [
    ("Mầm non", "x", "mam_non"), ("", "Trường Mẫu giáo Sao Mai", "mam_non"), ("", "Nhóm trẻ - Nhà trẻ 2", "mam_non"),
    ("TH", "x", "tieu_hoc"), ("", "Trường TH Kim Đồng", "tieu_hoc"), ("", "Trường Trung học cơ sở Lê Lợi", "thcs"),
    ("", "Trường THPT chuyên Lê Hồng Phong", "thpt"), ("", "Trường PTTH Nguyễn Du", "thpt"),
    ("", "Trường Trung học phổ thông Trần Cao Vân", "thpt"), ("", "Trường TH-THCS-THPT Vinschool", "lien_cap"),
    ("", "Trường THCS và THPT Hoa Sen", "lien_cap"), ("Liên cấp", "x", "lien_cap"), ("", "Trung tâm GDNN-GDTX Quận 1", "gdnn_gdtx"),
    ("", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Quận 3", "gdnn_gdtx"),
    ("", "Trung tâm Giáo dục thường xuyên Chu Văn An", "gdtx"), ("", "Trung tâm học tập cộng đồng Phường 5", "tthtcd"),
    ("", "Trường Chuyên biệt Tương Lai", "chuyen_biet"), ("thcs", "Trường THPT Nhầm", "thcs"), ("", "Horizon", "khac"),
    ("", "Trường Tiểu học và THCS Bình Minh", "lien_cap"), ("THPT", "Trường THCS - THPT A", "thpt")])
def test_kinds_from_words_and_names(word: str, name: str, kind: str) -> None:
    assert kind_of(word, name).value == kind


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "rỗng"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", ".xls"), (b"<html><table>", "HTML"), (b"%PDF-1.7", "PDF"),
    (b"a,b\n1,2\n", "tiêu đề"), (b"name\x00,x\n", "byte"), (b"PK\x03\x04broken", "hỏng")])
def test_what_is_no_register_is_refused_in_words(content: bytes, sentence: str, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    result = run(db, path)
    assert result.exit_code == 2
    assert sentence in result.say()
