"""What the founding documents claim of every school, and how a week's measurement answers it.

A claim is kept, not kept (a gap), not measured, or not declared at all: four different answers, never mixed.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.wording import Words

WEEK_S = 7 * 86400.0


class Answer(IntEnum):
    """What a week says to one school's claim."""

    UNDECLARED = 0  # nothing was declared, or nobody was asked
    DENIED = 1  # declared as not there
    UNMEASURED = 2  # declared, and nothing measured it this week
    GAP = 3  # declared, and the week's measurement does not bear it out
    KEPT = 4  # declared, and borne out

    @property
    def key(self) -> str:
        """As it is sent."""
        return self.name.lower()

    @property
    def words(self) -> Words:
        """As a person reads it."""
        return _ANSWERS[self]


_ANSWERS = {
    Answer.UNDECLARED: Words("chưa khai báo", "not declared"),
    Answer.DENIED: Words("khai là chưa có", "declared as not there"),
    Answer.UNMEASURED: Words("chưa đo được", "not measured"),
    Answer.GAP: Words("lệch với khai báo", "short of the claim"),
    Answer.KEPT: Words("đo được đúng", "borne out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`says`: as the document says it. `claimed`, `measured`: units of the two figures. `kept`: measured against
    claimed, from which share on the claim is kept (`per_claim`), else from which figure on. `most`: at most instead.
    `layer`: the indicator that shows it on the map. `asks`: what to ask the school."""

    key: str
    label: Words
    says: Words
    document: Words
    claimed: Words
    measured: Words
    rule: Words
    kept: float
    per_claim: bool = False
    most: bool = False
    decimals: int = 0
    layer: str = "connectivity"
    asks: Words = Words("", "")


CLAIMS: tuple[Claim, ...] = (
    Claim(key="broadband", label=Words("Băng rộng", "Broadband"),
          says=Words("100 % trường có Internet tốc độ cao, đủ cho dạy học trực tuyến",
                     "100 % of schools have high-speed internet, sufficient for online work"),
          document=Words("TP.HCM, hai năm Quyết định 131; chương trình 2021–2025 (A5, D2)",
                         "HCMC, two years of Decision 131; programme 2021–2025 (A5, D2)"),
          claimed=Words("Mbps theo hợp đồng", "Mbps contracted"),
          measured=Words("Mbps tải xuống, trung bình tuần", "Mbps download, mean of the week"),
          rule=Words("đúng khi trung bình tuần đạt ít nhất 60 % hợp đồng",
                     "borne out when the week's mean is at least 60 % of the contract"),
          kept=0.6, per_claim=True, layer="bandwidth",
          asks=Words("Hỏi nhà mạng: gói cước, thiết bị, giờ cao điểm", "Ask the carrier: plan, equipment, busy hours")),
    Claim(key="labs", label=Words("Phòng máy", "Computer labs"),
          says=Words("100 % trường có phòng máy và thiết bị kết nối",
                     "100 % of schools have computer rooms and connected devices"),
          document=Words("TP.HCM, hai năm Quyết định 131 (A2, A5)", "HCMC, two years of Decision 131 (A2, A5)"),
          claimed=Words("máy khai báo", "machines declared"),
          measured=Words("máy bật nhiều nhất cùng lúc trong tuần", "most machines on at once this week"),
          rule=Words("đúng khi trong tuần có lúc ít nhất 30 % số máy cùng bật",
                     "borne out when at some time of the week at least 30 % of them were on"),
          kept=0.3, per_claim=True, layer="labs",
          asks=Words("Hỏi trường: máy hỏng, phòng khoá, hay sổ chưa sửa",
                     "Ask the school: broken machines, a locked room, or an old register")),
    Claim(key="cashless", label=Words("Không dùng tiền mặt", "Cashless"),
          says=Words("100 % trường thu học phí không dùng tiền mặt", "100 % of schools collect fees without cash"),
          document=Words("TP.HCM, hai năm Quyết định 131 (A5); Đồng Tháp 465/595 (B1)",
                         "HCMC, two years of Decision 131 (A5); Đồng Tháp 465/595 (B1)"),
          claimed=Words("đã bật (1) hay chưa (0)", "switched on (1) or not (0)"),
          measured=Words("giao dịch trong tuần", "payments in the week"),
          rule=Words("đúng khi trong tuần có ít nhất 1 giao dịch", "borne out by at least 1 payment in the week"),
          kept=1, layer="epayment",
          asks=Words("Hỏi trường: đang kỳ thu nào, phụ huynh trả bằng cách nào",
                     "Ask the school: which fees are due, how parents pay")),
    Claim(key="axis", label=Words("Liên thông với trục", "Link with the axis"),
          says=Words("100 % trường có phần mềm quản lý, liên thông với trục của Sở",
                     "100 % of schools have management software linked with the department's axis"),
          document=Words("TP.HCM, hai năm Quyết định 131 (A5); chương trình 2021–2025 (D1)",
                         "HCMC, two years of Decision 131 (A5); programme 2021–2025 (D1)"),
          claimed=Words("phân hệ đã nối, trên 7", "modules joined, of 7"),
          measured=Words("giờ từ lần trao đổi cuối", "hours since the last exchange"),
          rule=Words("đúng khi lần trao đổi cuối cách không quá 7 ngày",
                     "borne out when the last exchange is at most 7 days old"),
          kept=168, most=True, layer="completeness",
          asks=Words("Hỏi trường: phần mềm nào, ai gửi, lần cuối gửi khi nào",
                     "Ask the school: which software, who sends, when last")),
)
OF = {claim.key: claim for claim in CLAIMS}


class Says(StrEnum):
    """What somebody of the school says of its record."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class DisputeState(StrEnum):
    """Where an answer stands; a confirmation is done when it is made."""

    CONFIRMED = "confirmed"
    OPEN = "open"
    TAKEN = "taken"
    UPHELD = "upheld"
    REFUSED = "refused"

    @property
    def words(self) -> Words:
        """As a person reads it."""
        return _STATES[self]


_STATES = {
    DisputeState.CONFIRMED: Words("trường đã xác nhận", "confirmed by the school"),
    DisputeState.OPEN: Words("chưa ai nhận", "nobody has it"),
    DisputeState.TAKEN: Words("đang xem xét", "being looked into"),
    DisputeState.UPHELD: Words("trường đúng", "the school was right"),
    DisputeState.REFUSED: Words("giữ số liệu", "the figure stands"),
}
RECORD = "record"
RECORD_WORDS = Words("Hồ sơ của trường", "The school's record")
