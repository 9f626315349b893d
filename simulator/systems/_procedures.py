"""The department's 23 procedures, 17 of them run fully online; and how many of 35 internal processes reach a school."""
from __future__ import annotations

NURSERY, PRIMARY, LOWER, UPPER = "mam_non", "tieu_hoc", "thcs", "thpt"
ADULT = ("gdtx", "gdnn_gdtx")
CLC = "tthtcd"
GENERAL = (PRIMARY, LOWER, UPPER)

# (name, kinds of school that receive it, fully online in this city)
PROCEDURES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Chuyển trường học sinh tiểu học", (PRIMARY,), True),
    ("Chuyển trường học sinh THCS", (LOWER,), True),
    ("Chuyển trường học sinh THPT", (UPPER,), True),
    ("Tuyển sinh lớp 1", (PRIMARY,), True),
    ("Tuyển sinh lớp 6", (LOWER,), True),
    ("Tuyển sinh lớp 10", (UPPER,), True),
    ("Tiếp nhận trẻ vào trường mầm non", (NURSERY,), True),
    ("Xin học lại tại trường khác", (LOWER, UPPER), True),
    ("Tiếp nhận học sinh người nước ngoài, học sinh từ nước ngoài về", GENERAL, False),
    ("Cấp bản sao văn bằng, chứng chỉ từ sổ gốc", (UPPER, *ADULT), True),
    ("Chỉnh sửa nội dung văn bằng, chứng chỉ", (UPPER, *ADULT), False),
    ("Đăng ký dự thi tốt nghiệp THPT", (UPPER, *ADULT), True),
    ("Phúc khảo bài thi tốt nghiệp THPT", (UPPER, *ADULT), True),
    ("Xét đặc cách tốt nghiệp THPT", (UPPER, *ADULT), False),
    ("Miễn, giảm học phí và hỗ trợ chi phí học tập", (NURSERY, *GENERAL, *ADULT), True),
    ("Chế độ cho học sinh khuyết tật", (NURSERY, *GENERAL, *ADULT), True),
    ("Hỗ trợ ăn trưa trẻ mẫu giáo", (NURSERY,), True),
    ("Trợ cấp trẻ mầm non là con công nhân khu công nghiệp", (NURSERY,), True),
    ("Công nhận trường đạt chuẩn quốc gia", (NURSERY, *GENERAL), False),
    ("Công nhận đạt kiểm định chất lượng giáo dục", (NURSERY, *GENERAL), False),
    ("Xác nhận hoạt động giáo dục kỹ năng sống và ngoài giờ", (LOWER, UPPER, *ADULT), True),
    ("Công nhận thư viện đạt tiêu chuẩn", (LOWER, UPPER), False),
    ("Xếp loại trung tâm học tập cộng đồng", (CLC,), True),
)
PROCESSES = {NURSERY: 19, PRIMARY: 26, LOWER: 28, UPPER: 35, "gdtx": 24, "gdnn_gdtx": 24, CLC: 6}


def of_kind(kind: str) -> list[tuple[int, bool]]:
    """(number of the procedure, fully online in this city) of those a school of this kind receives."""
    known = kind if any(kind in kinds for _, kinds, _ in PROCEDURES) else LOWER
    return [(n, fully) for n, (_, kinds, fully) in enumerate(PROCEDURES) if known in kinds]
