"""Độ trễ: đường truyền có đủ nhanh để dạy học trực tuyến?

Bands: one-way 150 ms is the limit of comfortable speech (ITU-T G.114); a round trip of 100 ms leaves room for the rest.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="latency",
    label=Words("Độ trễ", "Latency"),
    question=Words("Đường truyền phản hồi có kịp để dạy trực tuyến không?",
                   "Does the line respond quickly enough for live lessons?"),
    unit="ms", group="connectivity", order=5,
    needs=("connectivity.latency_ms",),
    value=lambda m: m["connectivity.latency_ms"],
    formula=Words("thời gian từ lúc trung tâm hỏi đến lúc trường trả lời, trung bình các lần đo gần đây; địa bàn: "
                  "trung bình các trường có báo cáo",
                  "time from the centre's question to the school's answer, averaged over recent probes; area: mean "
                  "of the schools that report"),
    bands=Bands(good=100, watch=300), roll_up=RollUp.MEAN, stale_after=minutes(5),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 12",
    legal_basis_en="Decision 3249/QĐ-UBND, item 12",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
