"""Học 2 buổi/ngày: which schools lack the rooms to teach two sessions a day?

Pupils taught two sessions a day / pupils; a duty of primary schools, elsewhere where rooms allow. The register
answers daily, its figures are of the term: believed for 30 days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import GENERAL
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="two_shift",
    label=Words("Học 2 buổi/ngày", "Pupils taught two sessions a day"),
    question=Words("Trường nào còn nhiều học sinh chưa được học 2 buổi/ngày?",
                   "Where are many pupils not yet taught two sessions a day?"),
    unit="%", group="network", order=9, decimals=1,
    kinds=GENERAL,
    needs=("network.pupils", "network.two_session_pupils"),
    value=lambda m: m["network.two_session_pupils"] / m["network.pupils"],
    weight=lambda m: m["network.pupils"],
    formula=Words("số học sinh học 2 buổi/ngày / tổng số học sinh; chỉ tính tiểu học, THCS, THPT, liên cấp",
                  "pupils taught two sessions a day / pupils; primary, secondary and combined schools only"),
    bands=Bands(good=0.95, watch=0.5), roll_up=RollUp.RATIO, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Thông tư 32/2018/TT-BGDĐT: tiểu học dạy 2 buổi/ngày",
    legal_basis_en="Circular 32/2018/TT-BGDĐT: primary schools teach two sessions a day",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
