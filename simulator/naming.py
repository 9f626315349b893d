"""How Vietnamese schools are named: flowers, birds and dates for the little ones, great persons for the others."""
from __future__ import annotations

from random import Random

KIND_PREFIX: dict[str, str] = {
    "mam_non": "Trường Mầm non", "tieu_hoc": "Trường Tiểu học", "thcs": "Trường THCS", "thpt": "Trường THPT",
    "gdtx": "Trung tâm GDTX", "gdnn_gdtx": "Trung tâm GDNN-GDTX", "tthtcd": "Trung tâm học tập cộng đồng",
}

NURSERY = tuple("""
Hoa Sen|Hoa Mai|Hoa Hồng|Hoa Lan|Hoa Cúc|Hoa Phượng|Hoa Đào|Hoa Lư|Hoa Anh Đào|Hoàng Yến|Hoa Phượng Đỏ|Hướng Dương|
Sơn Ca|Họa Mi|Vàng Anh|Sao Mai|Ánh Dương|Ban Mai|Bình Minh|Bé Ngoan|Tuổi Thơ|Tuổi Ngọc|Tuổi Hồng|Măng Non|Mầm Xanh|
Rạng Đông|Thiên Thần Nhỏ|Hải Âu|Bồ Câu Trắng|Thỏ Ngọc|Nai Vàng|Sóc Nâu|Gấu Trúc|Chim Non|Én Nhỏ|Ong Vàng|Bướm Vàng|
Cánh Diều|Cầu Vồng|Mặt Trời Nhỏ|Ngôi Sao Nhỏ|Ngôi Nhà Trẻ Thơ|Trăng Non|Vầng Trăng|Biển Xanh|Đại Dương Xanh|Cỏ Ba Lá|
Cây Táo|Thảo Nguyên Xanh|Vườn Hồng|Khu Vườn Nhỏ|Hạnh Phúc|Thần Đồng|Trí Đức|Việt Mỹ|Ánh Sao|Tương Lai|Ước Mơ|Hy Vọng|
Niềm Tin|Sen Hồng|Phong Lan|Thiên Lý|Bằng Lăng|Dạ Lý Hương|Hoa Thiên Lý|Tường Vi|Mimosa|Cẩm Tú|Thủy Tiên|Lan Anh|
Minh Anh|Ngọc Lan|Thanh Tâm|Thành Phố|Nam Sài Gòn|Bé Yêu|Tí Hon|Kim Đồng|19/5|1/6|2/9|30/4|8/3|20/10|Vành Khuyên|
Khai Minh|Anh Đào|Quỳnh Hương|Hoàng Anh|Thiên Ân|Phúc Lộc|Bông Sen|Bông Hồng|Tuổi Thần Tiên|Đô Rê Mí|Son Ca Nhỏ
""".replace("\n", "").split("|"))

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
Nguyễn Văn Tố|Nguyễn Tri Phương|Nguyễn Khắc Viện|Tô Hiến Thành|Chu Mạnh Trinh|Đào Duy Anh|Đặng Trần Côn|
Đoàn Kết|Hòa Bình|Thống Nhất|Cửu Long|Bạch Đằng|Đống Đa|Chi Lăng|Lam Sơn|Rạch Gầm|Vàm Cỏ Đông|Ấp Bắc|Ba Đình|
Tân Tạo|Phong Phú|Tầm Vu|An Phong|Nguyễn Văn Hưởng|Nguyễn Văn Tạo|Nguyễn Văn Nghi|Nguyễn Văn Lượng|Nguyễn Văn Bứa|
Huỳnh Văn Chính|Huỳnh Kiến Hoa|Phù Đổng|Lê Công Phép|Lê Thành Công|Vĩnh Xuân|Lý Nhơn|Doi Lầu|Tam Thôn Hiệp|
Nguyễn Thị Định|Nguyễn Thị Thập|Nguyễn Thị Tú|Nguyễn Thị Hương|Hồ Thị Kỷ|Trần Thị Bưởi|Phạm Hữu Lầu|Phan Như Thạch|
Nguyễn Đức Cảnh|Tôn Thất Thuyết|Tôn Đức Thắng|Nguyễn Gia Thiều|Ngô Thời Nhiệm|Phan Huy Ích|Phan Huy Chú|Lê Hữu Trác
""".replace("\n", "").split("|"))


def _plain_ward(ward_name: str) -> str:
    return ward_name.removeprefix("Phường ").removeprefix("Xã ")


class Namer:
    """Hands out names: unique within a ward, the same name elsewhere only as often as chance repeats it."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[tuple[str, str]] = set()
        self._decks: dict[str, list[str]] = {}

    def reserve(self, ward: str, name: str) -> str:
        """Note that a school of this name stands in this ward."""
        self._taken.add((ward, name))
        return name

    def name(self, kind: str, ward: str, ward_name: str) -> str:
        """A fresh customary name for a school of this kind in this ward."""
        prefix, plain = KIND_PREFIX[kind], _plain_ward(ward_name)
        if kind in ("gdtx", "gdnn_gdtx", "tthtcd"):
            return self._numbered(ward, f"{prefix} {ward_name if kind == 'tthtcd' else plain}")
        for _ in range(6):
            name = f"{prefix} {self._draw(kind, plain)}"
            if (ward, name) not in self._taken:
                return self.reserve(ward, name)
        return self._numbered(ward, f"{prefix} {plain}")

    def _draw(self, kind: str, plain: str) -> str:
        """One card from the shuffled deck of this kind; now and then the ward's own name with a number, as in reality."""
        if self._rng.random() < (0.22 if kind == "mam_non" else 0.16):
            return plain if self._rng.random() < 0.5 else f"{plain} {self._rng.randint(1, 3)}"
        deck = self._decks.get(kind)
        if not deck:
            deck = list(NURSERY if kind == "mam_non" else PERSONS)
            self._rng.shuffle(deck)
            self._decks[kind] = deck
        return deck.pop()

    def _numbered(self, ward: str, base: str) -> str:
        name, number = base, 1
        while (ward, name) in self._taken:
            number += 1
            name = f"{base} {number}"
        return self.reserve(ward, name)
