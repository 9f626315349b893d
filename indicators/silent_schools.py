"""Trường mất tín hiệu: nơi nào đã từng nghe được mà nay không biết gì?

A school whose line was heard of and has not been for longer than ten minutes, while the centre sees and the source
answers. Never heard of: unknown. While the centre is blind the figure ages.
A school is 1 or 0, an area counts its schools.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="silent_schools",
    label=Words("Trường mất tín hiệu", "Silent schools"),
    question=Words("Trường nào trước đây đo được mà nay trung tâm không còn số đo?",
                   "Which schools were measured before and are not heard of now?"),
    unit="trường", unit_en="schools", group="operations", order=7,
    needs=("operations.silent",),
    value=lambda m: m["operations.silent"],
    formula=Words("1 nếu từng đo được mà nay quá 10 phút không có số đo (khác mất kết nối: đo được và biết là mất); "
                  "địa bàn: số trường như vậy",
                  "1 if measured before and without a reading for over 10 minutes (not offline, which is known); "
                  "area: how many such schools"),
    bands=Bands(good=0, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6; cập nhật thường xuyên về trung tâm (E6)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6; regular updates to the centre (E6)",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
