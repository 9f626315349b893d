"""Giải ngân: trường nào có tiền mà chưa làm?

Paid out / allocated over the years of the plan, whose deadlines are past; a school without money has no share.
Figures of the last local midnight: believed for two days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="disbursed",
    label=Words("Tỷ lệ giải ngân", "Share disbursed"),
    question=Words("Trường nào có kinh phí mà chưa giải ngân?", "Which schools have money and did not spend it?"),
    unit="%", group="programme", order=4, decimals=1,
    needs=("programme.disbursed_million", "programme.allocated_million"),
    value=lambda m: m["programme.disbursed_million"] / m["programme.allocated_million"],
    weight=lambda m: m["programme.allocated_million"],
    formula=Words("kinh phí đã giải ngân / kinh phí được bố trí", "money paid out / money allocated"),
    bands=Bands(good=0.85, watch=0.6), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND",
    legal_basis_en="Decision 3249/QĐ-UBND",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
