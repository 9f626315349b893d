"""Kênh thanh toán: phụ huynh có mấy cách để nộp?

Channels open to parents: bank transfer, QR, e-wallet, card, counter. With one only, its fault stops everybody. Unknown
where e-payment is switched off.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="payment_channels",
    label=Words("Kênh thanh toán", "Payment channels"),
    question=Words("Phụ huynh trường nào chỉ có một cách nộp tiền?", "Where have parents only one way to pay?"),
    unit="kênh", unit_en="channels", group="epayment", order=6, decimals=1,
    needs=("epayment.channels",),
    value=lambda m: m["epayment.channels"],
    formula=Words("số kênh đang mở; địa bàn: trung bình các trường có triển khai",
                  "channels open; area: mean of the schools that have e-payment"),
    bands=Bands(good=2, watch=1), roll_up=RollUp.MEAN, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
