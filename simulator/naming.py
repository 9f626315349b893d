"""How Vietnamese schools are named: flowers, birds and dates for the little ones, great persons for the others."""
from __future__ import annotations

from random import Random

KIND_PREFIX: dict[str, str] = {
    "mam_non": "Trường Mầm non", "tieu_hoc": "Trường Tiểu học", "thcs": "Trường THCS", "thpt": "Trường THPT",
    "gdtx": "Trung tâm GDTX", "gdnn_gdtx": "Trung tâm GDNN-GDTX", "tthtcd": "Trung tâm học tập cộng đồng",
}

NURSERY = tuple("""
Hoa Sen|Hoa Mai|Hoa Hồng|Hoa Lan|Hoa Cúc|Hoa Phượng|Hoa Đào|Hoa Lư|Hoa Anh Đào|Hoàng Yến|Hướng Dương|Hoa Phượng Đỏ|
Sơn Ca|Họa Mi|Vàng Anh|Sao Mai|Ánh Dương|Ban Mai|Bình Minh|Bé Ngoan|Tuổi Thơ|Tuổi Ngọc|Tuổi Hồng|Măng Non|Mầm Xanh|
Rạng Đông|Thiên Thần Nhỏ|Hải Âu|Bồ Câu Trắng|Thỏ Ngọc|Nai Vàng|Sóc Nâu|Gấu Trúc|Chim Non|Én Nhỏ|Ong Vàng|Bướm Vàng|
Cánh Diều|Cầu Vồng|Mặt Trời Nhỏ|Ngôi Sao Nhỏ|Ngôi Nhà Trẻ Thơ|Trăng Non|Vầng Trăng|Biển Xanh|Đại Dương Xanh|
Cỏ Ba Lá|Cây Táo|Thảo Nguyên Xanh|Vườn Hồng|Khu Vườn Nhỏ|Hạnh Phúc|Ánh Sao|Tương Lai|Ước Mơ|Hy Vọng|Niềm Tin|
Sen Hồng|Phong Lan|Thiên Lý|Bằng Lăng|Dạ Lý Hương|Tường Vi|Cẩm Tú|Thủy Tiên|Nam Sài Gòn|Bé Yêu|Tí Hon|Kim Đồng|
19/5|1/6|2/9|30/4|8/3|20/10|Vành Khuyên|Khai Minh|Anh Đào|Quỳnh Hương|Bông Sen|Bông Hồng|Tuổi Thần Tiên|Đô Rê Mí|
Nắng Mai|Nắng Hồng|Nắng Xuân|Nắng Sớm|Chồi Non|Chồi Xanh|Chồi Biếc|Mầm Sáng|Sao Sáng|Sao Việt|Bé Vui|Bé Thông Minh|
Gia Đình Nhỏ|Thế Giới Trẻ Thơ|Thế Giới Xanh|Ngôi Nhà Nhỏ|Ngôi Nhà Xanh|Cánh Én|Cánh Buồm|Thuyền Giấy|Giọt Sương|
Bong Bóng|Xích Đu|Kẹo Ngọt|Hạt Mầm|Hạt Giống Nhỏ|Chú Ong Nhỏ|Việt Anh|Việt Mỹ|Bách Việt|Tuổi Xanh|Tuổi Hoa
""".replace("\n", "").split("|"))
# Private nurseries like the sound of a child's name.
CHILD_FIRST = (
    "An", "Bảo", "Gia", "Khánh", "Minh", "Ngọc", "Thanh", "Thiên", "Phương", "Hồng",
    "Kim", "Mỹ", "Mai", "Tuệ", "Thùy", "Hoàng", "Đức", "Phúc",
)
CHILD_LAST = (
    "An", "Anh", "Châu", "Đức", "Hân", "Khang", "Lâm", "Linh", "Minh", "Ngọc",
    "Phúc", "Tâm", "Trí", "Quang", "Vy", "Nhi", "Thảo", "Hà", "Khôi", "Đan",
)

PERSONS = tuple("""
Nguyễn Bỉnh Khiêm|Lê Quý Đôn|Nguyễn Du|Trần Hưng Đạo|Lê Lợi|Nguyễn Trãi|Quang Trung|Hai Bà Trưng|Lý Thường Kiệt|
Trần Quốc Toản|Nguyễn Huệ|Đinh Tiên Hoàng|Lê Văn Tám|Kim Đồng|Võ Thị Sáu|Nguyễn Thái Sơn|Phan Chu Trinh|Phan Bội Châu|
Nguyễn Thị Minh Khai|Nguyễn Văn Trỗi|Lê Hồng Phong|Trần Phú|Hùng Vương|Âu Cơ|Lạc Long Quân|Chu Văn An|Lương Thế Vinh|
Nguyễn Hiền|Mạc Đĩnh Chi|Trương Định|Nguyễn Trung Trực|Thủ Khoa Huân|Nguyễn Đình Chiểu|Hồ Văn Huê|Trần Văn Ơn|
Lê Văn Sỹ|Bành Văn Trân|Nguyễn Thanh Tuyền|Phạm Ngọc Thạch|Tôn Thất Tùng|Đặng Thùy Trâm|Hoàng Hoa Thám|Ngô Quyền|
Ngô Gia Tự|Nguyễn Văn Cừ|Hà Huy Tập|Phạm Hồng Thái|Lý Tự Trọng|Bùi Thị Xuân|Trần Bình Trọng|Yết Kiêu|Dã Tượng|
Phạm Ngũ Lão|Trần Quang Khải|Trần Khánh Dư|Nguyễn Khuyến|Trần Tế Xương|Cao Bá Quát|Đoàn Thị Điểm|Hồ Xuân Hương|
Bà Huyện Thanh Quan|Sương Nguyệt Anh|Phan Văn Trị|Bùi Hữu Nghĩa|Huỳnh Mẫn Đạt|Phan Đình Phùng|Phan Tây Hồ|
Huỳnh Thúc Kháng|Nguyễn An Ninh|Trần Cao Vân|Thái Phiên|Nguyễn Thái Bình|Nguyễn Thái Học|Lương Khánh Thiện|
Tô Vĩnh Diện|Bế Văn Đàn|Phan Đình Giót|Cù Chính Lan|La Văn Cầu|Nguyễn Viết Xuân|Lê Anh Xuân|Nguyễn Minh Quang|
Lê Thị Hồng Gấm|Trần Đại Nghĩa|Tạ Quang Bửu|Lương Định Của|Nguyễn Hữu Thọ|Phạm Văn Hai|Nguyễn Hữu Huân|
Nguyễn Hữu Cảnh|Trương Vĩnh Ký|Trần Văn Đang|Lê Đình Chinh|Lê Thánh Tôn|Lê Đức Thọ|Lê Lai|Lê Ngọc Hân|Lê Trọng Tấn|
Hoàng Diệu|Hoàng Văn Thụ|Nguyễn Sơn Hà|Nguyễn Thượng Hiền|Nguyễn Công Trứ|Nguyễn Trường Tộ|Nguyễn Văn Linh|
Nguyễn Văn Tố|Nguyễn Tri Phương|Nguyễn Khắc Viện|Tô Hiến Thành|Đào Duy Anh|Đặng Trần Côn|Đoàn Kết|Thống Nhất|
Cửu Long|Bạch Đằng|Đống Đa|Chi Lăng|Lam Sơn|Rạch Gầm|Ba Đình|Nguyễn Văn Hưởng|Nguyễn Văn Tạo|Nguyễn Văn Nghi|
Nguyễn Văn Lượng|Nguyễn Văn Bứa|Huỳnh Văn Chính|Phù Đổng|Lê Công Phép|Lê Thành Công|Nguyễn Thị Định|Nguyễn Thị Thập|
Nguyễn Thị Tú|Nguyễn Thị Hương|Hồ Thị Kỷ|Trần Thị Bưởi|Phạm Hữu Lầu|Nguyễn Đức Cảnh|Tôn Thất Thuyết|Tôn Đức Thắng|
Nguyễn Gia Thiều|Ngô Thời Nhiệm|Phan Huy Ích|Phan Huy Chú|Lê Hữu Trác|Lê Minh Xuân|Võ Trường Toản|Võ Văn Kiệt|
Võ Văn Tần|Hồ Tùng Mậu|Hồ Hảo Hớn|Hồ Văn Cường|Đinh Bộ Lĩnh|Lý Thái Tổ|Lý Nhân Tông|Trần Nhân Tông|Trần Nguyên Hãn
""".replace("\n", "").split("|"))
OWN_NAME = {"mam_non": 0.2}
CHILD_NAME, NUMBER_NAME = 0.3, 0.06


def _plain(area_name: str) -> str:
    for prefix in ("Phường ", "Xã "):
        area_name = area_name.removeprefix(prefix)
    return area_name


class Namer:
    """Hands out names: unique within a ward; the same name elsewhere only as often as decks run out."""

    def __init__(self, rng: Random, taken: frozenset[str] = frozenset()) -> None:
        """`taken`: full names that no further school of the city may bear while the deck is fresh."""
        self._rng = rng
        self._taken: set[tuple[str, str]] = set()
        self._decks: dict[str, list[str]] = {}
        self._reserved = taken

    def name(self, kind: str, ward: str, ward_name: str, district_name: str) -> str:
        """A fresh customary name for a school of this kind in this ward."""
        prefix, plain = KIND_PREFIX[kind], _plain(ward_name)
        if kind == "tthtcd":
            return self._numbered(ward, f"{prefix} {ward_name}")
        if kind == "gdnn_gdtx":
            return self._numbered("", f"{prefix} {district_name}")
        for _ in range(8):
            name = f"{prefix} {self._draw(kind, plain)}"
            if (ward, name) not in self._taken and name not in self._reserved:
                self._taken.add((ward, name))
                return name
        return self._numbered(ward, f"{prefix} {plain}")

    def _draw(self, kind: str, plain: str) -> str:
        """A card from this kind's shuffled deck, or the ward's own name, as in reality."""
        if kind != "gdtx" and self._rng.random() < OWN_NAME.get(kind, 0.14):
            return plain if self._rng.random() < 0.5 else f"{plain} {self._rng.randint(1, 3)}"
        if kind == "mam_non":
            luck = self._rng.random()
            if luck < CHILD_NAME:
                return self._child()
            if luck < CHILD_NAME + NUMBER_NAME:
                return str(self._rng.randint(1, 28))
        deck = self._decks.get(kind)
        if not deck:
            deck = list(NURSERY if kind == "mam_non" else PERSONS)
            self._rng.shuffle(deck)
            self._decks[kind] = deck
        return deck.pop()

    def _child(self) -> str:
        first, last = self._rng.choice(CHILD_FIRST), self._rng.choice(CHILD_LAST)
        return f"{first} {last}" if first != last else f"{first} Anh"

    def _numbered(self, ward: str, base: str) -> str:
        name, number = base, 1
        while (ward, name) in self._taken:
            number += 1
            name = f"{base} {number}"
        self._taken.add((ward, name))
        return name
