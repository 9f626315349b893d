"""Dòng dữ liệu bị từ chối: which schools send rows that are refused?

Rows the sector database refused / rows of the school's last update. The sector database is read once a day: believed
for three days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="rejected_rows",
    label=Words("Dòng dữ liệu bị từ chối", "Rejected rows"),
    question=Words("Trường nào gửi dữ liệu bị từ chối nhiều?", "Which schools send rows that are refused?"),
    unit="%", group="data", order=6, decimals=2,
    kinds=TAUGHT,
    needs=("sector.rows_rejected", "sector.rows_sent"),
    value=lambda m: m["sector.rows_rejected"] / m["sector.rows_sent"],
    weight=lambda m: m["sector.rows_sent"],
    formula=Words("dòng bị từ chối / dòng đã gửi ở lần cập nhật gần nhất",
                  "rows refused / rows sent with the last update"),
    bands=Bands(good=0.005, watch=0.02), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Thông tư 42/2021/TT-BGDĐT; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Circular 42/2021/TT-BGDĐT; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
