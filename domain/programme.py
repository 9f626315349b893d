"""The plan that founded this centre: its 13 items (Quyết định 3249/QĐ-UBND, plan 2023–2025), who leads, by when.

All deadlines are past. Of an item there is evidence, or there is none ("chưa có minh chứng"): a figure that is measured
stands beside an item, it does not fulfil it. Nothing here is ever silently green.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.measurement import Status
from domain.wording import Words


class Standing(StrEnum):
    """How an item stands."""

    PROVED = "proved"  # there is evidence
    UNPROVED = "unproved"  # its time is over and nobody has shown anything
    RUNNING = "running"  # its time is not over

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _STANDINGS[self]

    @property
    def tone(self) -> Status:
        """Its look: absence of evidence is absence, not failure and not health."""
        return Status.GOOD if self is Standing.PROVED else Status.UNKNOWN


_STANDINGS = {
    Standing.PROVED: Words("có minh chứng", "evidence shown"),
    Standing.UNPROVED: Words("chưa có minh chứng", "no evidence yet"),
    Standing.RUNNING: Words("trong hạn, chưa có minh chứng", "running, no evidence yet"),
}
DEPARTMENT = Words("Sở GD-ĐT", "Education department")
BOTH = Words("Sở GD-ĐT, UBND quận huyện", "Department and districts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the plan. `beside`: what this house measures of it, "" = nothing. `note`: what is odd in the plan."""

    number: int
    content: Words
    quota: Words
    lead: Words
    due: date
    beside: str = ""
    note: Words | None = None

    def standing(self, today: date, *, proved: bool = False) -> Standing:
        """How it stands today."""
        return Standing.PROVED if proved else Standing.UNPROVED if today > self.due else Standing.RUNNING


_2023, _2024, _2025 = date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)
ITEMS = (
    Item(number=1, content=Words("Hồ sơ, quản trị và thanh toán điện tử; học bạ, sổ liên lạc",
                                 "E-records, e-governance, e-payment"),
         quota=Words("100 % cơ sở", "every school"), lead=DEPARTMENT, due=_2023, beside="epayment"),
    Item(number=2, content=Words("Thí điểm trường học, lớp học thông minh", "Smart school and class pilots"),
         quota=Words("mỗi quận huyện 1–2; 5 THPT", "1–2 in each district; 5 upper secondary"), lead=DEPARTMENT,
         due=_2025),
    Item(number=3, content=Words("Thư viện thông minh", "Smart libraries"),
         quota=Words("≥ 2 THPT; mỗi quận huyện 1 THCS", "≥ 2 upper secondary; 1 lower in each district"), lead=BOTH,
         due=_2025),
    Item(number=4, content=Words("Trung tâm thực hành hiện đại", "Modern practice centres"),
         quota=Words("4 THPT, 12 THCS, 12 tiểu học", "4 upper, 12 lower secondary, 12 primary"), lead=BOTH, due=_2025),
    Item(number=5, content=Words("Thống kê điện tử; dữ liệu trường học trên bản đồ số",
                                 "E-statistics; schools on a digital map"),
         quota=Words("toàn ngành", "whole sector"), lead=DEPARTMENT, due=_2024, beside="placed"),
    Item(number=6, content=Words("Trung tâm điều hành giáo dục thông minh", "The smart operations centre"),
         quota=Words("6 chức năng a–f", "6 functions a–f"), lead=DEPARTMENT, due=_2025, beside="reporting"),
    Item(number=7, content=Words("Khảo thí và đánh giá; hạ tầng, thiết bị", "Testing and assessment; devices"),
         quota=Words("toàn ngành", "whole sector"), lead=DEPARTMENT, due=_2025),
    Item(number=8, content=Words("Truyền thông", "Communication"), quota=Words("toàn thành phố", "whole city"),
         lead=Words("Sở TT&TT", "Information department"), due=_2023),
    Item(number=9, content=Words("Quản lý và dạy học trực tuyến; thống kê, dự báo",
                                 "E-management, online teaching; forecast"),
         quota=Words("toàn ngành", "whole sector"), lead=DEPARTMENT, due=_2025),
    Item(number=10, content=Words("Khoá học trực tuyến; thư viện số ở trung tâm học tập cộng đồng",
                                  "Online courses; e-library at learning centres"),
         quota=Words("1 trung tâm thí điểm", "1 pilot centre"), lead=Words("UBND quận huyện", "Districts"), due=_2023),
    Item(number=11, content=Words("AI, lập trình, blockchain trong trường", "AI, coding, blockchain"),
         quota=Words("8 trường; mỗi quận huyện 1 THCS", "8 schools; 1 lower secondary in each district"),
         lead=DEPARTMENT, due=_2025),
    Item(number=12, content=Words("Số hoá thi cử; mạng hoàn chỉnh; an toàn thông tin",
                                  "Digital exams; complete network; security"),
         quota=Words("toàn ngành", "whole sector"), lead=DEPARTMENT, due=_2025, beside="connectivity"),
    Item(number=13, content=Words("Tự động hoá và robot STEM", "Automation and STEM robots"),
         quota=Words("54 đơn vị", "54 units"), lead=DEPARTMENT, due=_2025,
         note=Words("kế hoạch ghi 54, cộng các cấp ra 304", "the plan says 54, its levels add up to 304")),
)
