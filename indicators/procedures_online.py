"""Thủ tục hành chính trực tuyến: trường nào chưa nhận đủ hồ sơ qua mạng?

Procedures online / procedures that a school of this kind receives. Figures of the last local midnight: believed for
two days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="procedures_online",
    label=Words("Thủ tục tiếp nhận trực tuyến", "Procedures online"),
    question=Words("Trường nào chưa tiếp nhận đủ thủ tục qua mạng?",
                   "Which schools do not take all procedures online?"),
    unit="%", group="services", order=1,
    needs=("onestop.procedures_online", "onestop.procedures"),
    value=lambda m: m["onestop.procedures_online"] / m["onestop.procedures"],
    weight=lambda m: m["onestop.procedures"],
    formula=Words("số thủ tục tiếp nhận trực tuyến / số thủ tục trường tiếp nhận",
                  "procedures taken online / procedures the school receives"),
    bands=Bands(good=0.95, watch=0.7), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Nghị định 42/2022/NĐ-CP",
    legal_basis_en="Decision 131/QĐ-TTg; Decree 42/2022/NĐ-CP",
    owner=Words("Văn phòng Sở", "Department's office"),
    press=(PressFigure(
        value=None,
        says=Words("23 thủ tục trực tuyến, 35 quy trình nội bộ",
                   "23 online procedures, 35 internal processes"),
        document=Words("TP.HCM, báo cáo 2 năm Quyết định 131/QĐ-TTg",
                       "HCMC, report on two years of Decision 131/QĐ-TTg"),
        doubt=Words("Đếm ở cấp Sở; trung tâm đếm thủ tục mà từng trường tiếp nhận, nên hai con số không cùng mẫu số.",
                    "Counted at the department; the centre counts by school: other denominators."),
    ),),
)
