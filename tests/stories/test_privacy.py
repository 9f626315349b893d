"""What a person writes about an incident is read first: nothing of a single pupil stays, everything else does."""

import re

import pytest

from domain import privacy, pupils
from domain.errors import BadInput
from domain.privacy import pupil_data, refuse_pupil_data

REFUSED = {
    "cccd": [
        "CCCD 079301001234", "số định danh 079 301 001 234", "căn cước 079-301-001-234 của người báo",
        "CMND 024123456", "mã học sinh 7912345678", "０79301001234",
    ],
    "pupil": [
        "em H'Hen Niê bị sốt", "cháu Y Moan về nhà", "bạn Nguyễn Văn An lớp 5A bị ngất", "2 em Nguyễn Văn An và Trần Thị Bình nhập viện",
        "em Nguyễn Văn An bị ngất ở sân", "Em Nguyễn Văn An lớp 5A bị ngất", "học sinh Trần Thị Bích té cầu thang",
        "Học sinh: Trần Thị B bị đau bụng", "HS lớp 5A tên An nhập viện", "HS Lê Hoàng Long đã về nhà",
        "cháu Phạm Gia Bảo sốt cao", "cháu Bảo sốt cao", "bé Na bị sốt", "em An lớp 3 bị ngã",
        "Nguyễn Văn An lớp 5A nhập viện", "Nguyễn Văn An (5A2) nhập viện",
        "Trần Thị Bích, học sinh lớp 6, bị ngộ độc", "hoc sinh Nguyen Van An bi dau bung", "em nguyễn văn an bị ngất",
        "HỌC SINH NGUYỄN VĂN AN NGHỈ HỌC", "nữ sinh Võ Thị Hoa mất tích", "phụ huynh em Lê Minh Khôi gọi đến",
        "phụ huynh Trần Văn Bình phản ánh", "em An 0903123456", "học sinh Nguyễn\u200b Văn An đã về",
        "thí sinh Đặng Quốc Huy vắng thi", "em tên là Khôi đau bụng", "học viên Đỗ Hữu Phước bị ngã",
        "bé gái lớp 1 tên Bông khóc",
    ],
    "birth": [
        "Nguyễn Văn An 12/03/2015", "Nguyễn Văn An, 12/03/2015 đã được đưa về", "em nữ, 12/03/2015",
        "học sinh sinh 2015-03-12", "em sinh ngày 12/03/2015", "cháu sinh năm 2014 nhập viện", "ngày sinh: 12/3/2015",
        "cháu trai lớp 3 sn 2016",
    ],
    "phone": [
        "SĐT phụ huynh 0912 345 678", "gọi mẹ em 0912345678", "gọi phụ huynh: 028 3822 1234",
        "phụ huynh báo sự việc, gọi lại 0912.345.678", "0912 345 678 (phụ huynh)", "0912345678 là số của mẹ cháu",
        "học sinh để lại số 0903 123 456", "PHHS 0903-123-456", "+84 903 123 456 của phụ huynh",
        "ba em gọi từ số 0912345678",
    ],
    "email": [
        "e-mail phụ huynh: me.an@example.vn",
    ],
}
TAKEN = [
    "Mầm non Bé Ngoan mất mạng", "MN Bé Thơ mất mạng", "Trường Mầm non Em Bé Sài Gòn", "Cháu của bảo vệ mở cổng", "Trần nhà lớp 5A bị dột",
    "gọi 0283 822 1234 gặp bảo vệ", "anh Minh kỹ thuật VNPT 0912 345 678",
    "anh Minh kỹ thuật VNPT 0912345678 hẹn 14 giờ", "THPT Nguyễn Thị Minh Khai mất điện",
    "Trường Tiểu học Nguyễn Văn Trỗi đứt cáp từ 20/11/2026", "3 học sinh nhập viện",
    "Có 3 học sinh nhập viện, liên hệ trạm y tế 0283 822 1234", "Có 12 học sinh đau bụng, liên hệ 028 3822 1234",
    "học sinh nghỉ từ ngày 20/11/2026", "Từ 20/11/2026 học sinh lớp 5A học phòng khác",
    "học sinh Trường THCS Lê Quý Đôn nghỉ học", "học sinh THPT Nguyễn Du được về sớm",
    "HS tiểu học Lê Lợi học phòng khác", "học sinh Quận 4 nghỉ tránh bão", "học sinh Bình Thạnh nghỉ tránh bão",
    "học sinh Hà Nội đến giao lưu", "các em đã về nhà an toàn", "các em Trường Mầm non Hoa Sen đã ăn trưa",
    "em đã gọi điện lực, 1900 1006 hẹn 15 giờ", "Em gọi 0283 822 1234 không ai nghe", "anh em VNPT đang hàn cáp",
    "trẻ em vùng ngập được sơ tán", "phụ huynh phản ánh mạng chậm", "phụ huynh đón con về sớm, cổng trường kẹt",
    "thầy Nguyễn Văn Bình hiệu trưởng 0903 111 222", "cô Trần Thị Hoa GVCN lớp 5A báo mất điện",
    "bảo vệ Lê Văn Tám trực cổng, số 0903111222", "phòng máy lớp 10A1 THPT Trần Phú hỏng",
    "THPT Lê Hồng Phong lớp 10A1 mất mạng", "Trường Nguyễn Du lớp 5A hỏng quạt", "học sinh phạm lỗi cài phần mềm lạ",
    "mã phiếu VNPT 202611220001", "mạch 0283822123 đứt", "em Minh kỹ thuật Viettel hẹn 14:30",
    "đường Nguyễn Văn Cừ ngập 40 cm", "phường Võ Thị Sáu cúp điện 22/11/2026", "sự cố phát sinh ngày 20/11/2026",
    "tuyển sinh 2026 bị chậm", "thí sinh đã vào phòng thi", "20 em bị đau bụng sau bữa trưa, đã gọi 115",
    "cáp quang đứt ở km 12, dự kiến xong 16 giờ", "Ba trường mất điện, gọi 0283 822 1234",
    "số hợp đồng 0283-822-1234", "mẹ nấu ăn của trường báo ngộ độc", "học sinh an toàn", "vệ sinh 22/11/2026",
    "Đã báo hiệu trưởng, học sinh học bù 28/11/2026", "IP 10.79.30.100, cổng 8080, tải 1.234,5 Mb",
    "N.V.A. đã được đưa đi",
]
ALL = [(sort, text) for sort, texts in REFUSED.items() for text in texts]


@pytest.mark.parametrize(("sort", "text"), ALL)
def test_what_tells_of_one_pupil_is_refused_with_its_sort(sort: str, text: str) -> None:
    assert pupil_data(text) == sort
    with pytest.raises(BadInput) as refused:
        refuse_pupil_data(text)
    assert refused.value.code == "pupil_data"


@pytest.mark.parametrize("text", TAKEN)
def test_what_an_operator_writes_every_day_is_taken(text: str) -> None:
    refuse_pupil_data(text)


@pytest.mark.parametrize(("sort", "text"), ALL)
def test_it_is_found_in_the_middle_of_a_long_note_too(sort: str, text: str) -> None:
    assert pupil_data(f"14:05 đã gọi điện lực, hẹn 15 giờ.\n{text}.\nTrường báo lại sau.") is not None


def test_the_refusal_never_repeats_what_was_found() -> None:
    for _, text in ALL:
        with pytest.raises(BadInput) as refused:
            refuse_pupil_data(text)
        said = refused.value.words.vi + refused.value.words.en + str(refused.value)
        assert not [part for part in re.findall(r"\d{4,}|[A-ZĐ]\w+ [A-ZĐ]\w+ [A-ZĐ]\w+", text) if part in said]


def test_a_whole_day_of_notes_together_is_taken() -> None:
    refuse_pupil_data("\n".join(TAKEN))


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "\n\n"])
def test_a_text_without_a_word_is_nobodys(text: str) -> None:
    refuse_pupil_data(text)


def missed() -> list[str]:
    return [text for _, text in ALL if pupil_data(text) is None]


def test_mutant_that_reads_no_family_names_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pupils, "_FAMILIES", frozenset())
    assert len(missed()) > 5


def test_mutant_that_takes_every_number_for_the_services_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "held_by_family", lambda *_, **__: False)
    assert len(missed()) > 5


def test_mutant_that_knows_no_schools_refuses_the_daily_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pupils, "_OF_A_PLACE", frozenset())
    assert [text for text in TAKEN if pupil_data(text)]
