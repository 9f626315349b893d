"""What looks wrong in figures, and why: each rule with its sentence. A finding is told, never silently mended."""

from dataclasses import dataclass
from enum import StrEnum

from domain.wording import Words


class Sort(StrEnum):
    """Sorts of rules, in the order of lists."""

    RANGE = "range"
    CROSS = "cross"
    JUMP = "jump"
    FLAT = "flat"
    RATIO = "ratio"
    TOTAL = "total"

    @property
    def words(self) -> Words:
        """As a person reads it."""
        return _SORTS[self]


_SORTS = {
    Sort.RANGE: Words("Ngoài khoảng tin được", "Out of range"),
    Sort.CROSS: Words("Hai số mâu thuẫn", "Two figures contradict"),
    Sort.JUMP: Words("Nhảy vọt so với năm trước", "Jumped within a year"),
    Sort.FLAT: Words("Đứng im bất thường", "Never moves"),
    Sort.RATIO: Words("Tỷ lệ tròn đáng ngờ", "A ratio too exact"),
    Sort.TOTAL: Words("Tổng và thành phần", "Totals and parts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule. `unit` and `decimals` of the figure that is out of place; `says`: why it is doubted."""

    key: str
    sort: Sort
    label: Words
    says: Words
    unit: Words = Words("", "")
    decimals: int = 0


CHECKS: tuple[Check, ...] = (
    Check(key="class_size", sort=Sort.RANGE, decimals=1, unit=Words("học sinh/lớp", "pupils/class"),
          label=Words("Sĩ số lớp", "Class size"),
          says=Words("ngoài khoảng 5 đến 60 học sinh mỗi lớp", "outside 5 to 60 pupils in a class")),
    Check(key="room_machines", sort=Sort.RANGE, decimals=1, unit=Words("máy/phòng", "machines/room"),
          label=Words("Máy trong một phòng máy", "Machines in a computer room"),
          says=Words("ngoài khoảng 5 đến 60 máy mỗi phòng", "outside 5 to 60 machines in a room")),
    Check(key="pupils_teacher", sort=Sort.RANGE, decimals=1, unit=Words("học sinh/giáo viên", "pupils/teacher"),
          label=Words("Học sinh trên giáo viên", "Pupils per teacher"),
          says=Words("ngoài khoảng 3 đến 60 học sinh mỗi giáo viên", "outside 3 to 60 pupils for a teacher")),
    Check(key="internet_unproved", sort=Sort.CROSS, unit=Words("Mbps", "Mbps"),
          label=Words("Có Internet mà không có tốc độ, nhà mạng", "Internet without speed or carrier"),
          says=Words("trả lời qua mạng nhưng không ai đo được tốc độ và không khai nhà mạng",
                     "answers on the network, yet no speed was measured and no carrier is stated")),
    Check(key="faster_than_line", sort=Sort.CROSS, unit=Words("Mbps", "Mbps"),
          label=Words("Nhanh hơn hợp đồng", "Faster than its contract"),
          says=Words("đo được hơn 1,5 lần hợp đồng: hợp đồng hoặc phép đo sai",
                     "measured above 1.5 times the contract: the contract or the test is wrong")),
    Check(key="cashless_unused", sort=Sort.CROSS, unit=Words("giao dịch trong 30 ngày", "payments in 30 days"),
          label=Words("Bật thanh toán mà không có giao dịch", "Cashless on, no payment"),
          says=Words("khai đã thu không tiền mặt nhưng 30 ngày không có giao dịch nào",
                     "declared cashless, yet not one payment in 30 days")),
    Check(key="machines_no_room", sort=Sort.CROSS, unit=Words("máy", "machines"),
          label=Words("Có máy mà không có phòng", "Machines without a room"),
          says=Words("khai máy phòng máy nhưng không khai phòng máy nào", "lab machines declared, but no lab")),
    Check(key="machines_devices", sort=Sort.CROSS, unit=Words("máy", "machines"),
          label=Words("Máy nhiều hơn thiết bị", "More machines than devices"),
          says=Words("số máy phòng máy lớn hơn tổng số thiết bị", "more lab machines than devices altogether")),
    Check(key="pupils_registers", sort=Sort.CROSS, unit=Words("học sinh", "pupils"),
          label=Words("Hai sổ khác số học sinh", "Two registers differ in pupils"),
          says=Words("sổ trường và cơ sở dữ liệu ngành lệch nhau hơn 15 %",
                     "the school register and the sector database differ by more than 15 %")),
    Check(key="spent_over", sort=Sort.CROSS, unit=Words("triệu đồng", "million VND"),
          label=Words("Giải ngân quá mức cấp", "Disbursed above allocation"),
          says=Words("giải ngân nhiều hơn kinh phí được cấp", "more disbursed than was allocated")),
    Check(key="pupils_jump", sort=Sort.JUMP, unit=Words("học sinh", "pupils"),
          label=Words("Số học sinh nhảy vọt", "Pupils jumped"),
          says=Words("đổi hơn 30 % so với cùng kỳ năm trước", "changed by more than 30 % within a year")),
    Check(key="machines_jump", sort=Sort.JUMP, unit=Words("máy", "machines"),
          label=Words("Số máy nhảy vọt", "Machines jumped"),
          says=Words("đổi hơn 50 % so với cùng kỳ năm trước", "changed by more than 50 % within a year")),
    Check(key="latency_flat", sort=Sort.FLAT, decimals=2, unit=Words("ms", "ms"),
          label=Words("Độ trễ đứng im", "Latency never moves"),
          says=Words("cùng một độ trễ suốt ít nhất 12 giờ: máy đo không đo thật",
                     "the very same latency for at least 12 hours: the probe does not measure")),
    Check(key="machines_flat", sort=Sort.FLAT, unit=Words("máy bật", "machines on"),
          label=Words("Máy bật không đổi ngày đêm", "Machines on, day and night alike"),
          says=Words("cùng một số máy bật suốt ít nhất 20 giờ, cả ban đêm", "as many on for 20 hours, night included")),
    Check(key="download_flat", sort=Sort.FLAT, decimals=2, unit=Words("Mbps", "Mbps"),
          label=Words("Tốc độ đứng im", "Speed never moves"),
          says=Words("cùng một tốc độ suốt ít nhất 12 giờ", "the very same speed for at least 12 hours")),
    Check(key="machines_exact", sort=Sort.RATIO, decimals=3, unit=Words("máy/phòng", "machines/room"),
          label=Words("Số máy mỗi phòng tròn tuyệt đối", "Machines per room exactly whole"),
          says=Words("tổng máy chia hết cho tổng phòng: có thể được nhân ra chứ không đếm",
                     "all machines divide by all rooms without rest: perhaps multiplied, not counted")),
    Check(key="parts_total", sort=Sort.TOTAL, decimals=3,
          label=Words("Tổng khác thành phần", "A total that is not its parts"),
          says=Words("tổng ghi trong văn bản khác cộng của các thành phần",
                     "the total in the document differs from its parts")),
)
OF = {check.key: check for check in CHECKS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A figure of a founding document that can be worked out again. `parts` add up to `total`, or `top`/`bottom`."""

    key: str
    says: Words
    total: float
    parts: tuple[float, ...] = ()
    top: float = 0.0
    bottom: float = 0.0
    decimals: int = 0


DOCUMENTS: tuple[Document, ...] = (
    Document(key="A1", total=51.225, parts=(15.766, 35.459), decimals=3,
             says=Words("Kinh phí chuyển đổi số 2022 và 2023, tỷ đồng", "Digital budget 2022 and 2023, billion VND")),
    Document(key="A2", total=6.0, top=12_312, bottom=2_052,
             says=Words("12.312 máy tính chuẩn trong 2.052 phòng máy", "12,312 standard machines in 2,052 labs")),
    Document(key="B1", total=0.7815, top=465, bottom=595,
             says=Words("465 trong 595 trường không dùng tiền mặt", "465 of 595 schools cashless")),
    Document(key="C13", total=54, parts=(277, 27),
             says=Words("54 đơn vị STEM robot gồm 277 THCS và 27 THPT", "54 STEM robot units: 277 lower, 27 upper")),
)
METRICS = {
    "network.pupils": Words("học sinh, sổ trường", "pupils, school register"),
    "network.classes": Words("lớp", "classes"),
    "school.pupils": Words("học sinh, danh bạ", "pupils, directory"),
    "sector.pupil_records": Words("hồ sơ học sinh, CSDL ngành", "pupil records, sector database"),
    "sector.teacher_records": Words("hồ sơ giáo viên", "teacher records"),
    "labs.rooms": Words("phòng máy", "computer rooms"),
    "labs.standard_machines": Words("máy tính chuẩn", "standard machines"),
    "labs.machines_online": Words("máy đang bật", "machines on"),
    "labs.devices": Words("thiết bị", "devices"),
    "connectivity.reachable": Words("trả lời (1)", "answers (1)"),
    "connectivity.download_mbps": Words("Mbps đo từ trung tâm", "Mbps measured by the centre"),
    "connectivity.latency_ms": Words("độ trễ, ms", "latency, ms"),
    "netspeed.download_mbps": Words("Mbps đo tại trường", "Mbps measured at the school"),
    "school.contracted_mbps": Words("Mbps theo hợp đồng", "Mbps contracted"),
    "epayment.enabled": Words("đã bật (1)", "switched on (1)"),
    "epayment.transactions_30d": Words("giao dịch 30 ngày", "payments in 30 days"),
    "programme.allocated_million": Words("được cấp, triệu đồng", "allocated, million VND"),
    "programme.disbursed_million": Words("giải ngân, triệu đồng", "disbursed, million VND"),
    "year_before": Words("cùng kỳ năm trước", "a year before"), "hours": Words("số giờ", "hours"),
    "total": Words("tổng ghi trong văn bản", "total in the document"),
    "part": Words("thành phần", "part"), "top": Words("tử số", "top"), "bottom": Words("mẫu số", "bottom"),
    "sum": Words("cộng các thành phần", "sum of the parts"),
}
