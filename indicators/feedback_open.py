"""Phản ánh của người dân chưa trả lời: trường nào để người dân chờ?

Messages of citizens about a school without an answer; how many of them are past seven days is the metric
feedback.overdue. Read every five minutes; believed for an hour.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="feedback_open",
    label=Words("Phản ánh của người dân chưa trả lời", "Unanswered feedback"),
    question=Words("Phản ánh của người dân về trường nào chưa được trả lời?",
                   "About which schools does citizens' feedback wait for an answer?"),
    unit="phản ánh", unit_en="messages", group="operations", order=8,
    needs=("feedback.open",),
    value=lambda m: m["feedback.open"],
    formula=Words("số phản ánh của người dân về trường chưa được trả lời; địa bàn: tổng các trường",
                  "citizens' messages about the school without an answer; area: sum of the schools"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.SUM, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6 (Cf)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6 (Cf)",
    owner=Words("Văn phòng Sở", "Department office"),
)
