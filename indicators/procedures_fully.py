"""Thủ tục trực tuyến toàn trình: phụ huynh trường nào vẫn phải đến nộp giấy?

Fully online / all procedures that a school of this kind receives; not every procedure qualifies, so full is far from
100 %: with all of them in place a primary school reaches 57 %, a preschool 71 %. Believed for two days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="procedures_fully",
    label=Words("Thủ tục trực tuyến toàn trình", "Procedures fully online"),
    question=Words("Ở trường nào nhiều thủ tục vẫn buộc phụ huynh đến nộp giấy?",
                   "Where do many procedures still make parents come with paper?"),
    unit="%", group="services", order=2,
    needs=("onestop.procedures_fully", "onestop.procedures"),
    value=lambda m: m["onestop.procedures_fully"] / m["onestop.procedures"],
    weight=lambda m: m["onestop.procedures"],
    formula=Words("số thủ tục làm trực tuyến toàn trình / số thủ tục trường tiếp nhận; không phải thủ tục nào cũng "
                  "làm toàn trình được",
                  "procedures fully online / procedures the school receives; not every procedure can be fully online"),
    bands=Bands(good=0.5, watch=0.35), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Nghị định 42/2022/NĐ-CP",
    legal_basis_en="Decision 131/QĐ-TTg; Decree 42/2022/NĐ-CP",
    owner=Words("Văn phòng Sở", "Department's office"),
    press=(PressFigure(
        value=17 / 23,
        says=Words("17 trong 23 thủ tục trực tuyến là toàn trình",
                   "17 of 23 online procedures are fully online"),
        document=Words("TP.HCM, báo cáo 2 năm Quyết định 131/QĐ-TTg",
                       "HCMC, report on two years of Decision 131/QĐ-TTg"),
        doubt=Words("Đếm ở cấp Sở; trung tâm đếm thủ tục mà từng trường tiếp nhận, nên hai con số không cùng mẫu số.",
                    "Counted at the department; the centre counts by school: other denominators."),
    ),),
)
