"""Kinh phí được bố trí: tiền của đề án đến trường nào?

A plain sum in million VND over the years of the plan; nobody set a limit. Believed for two days.
"""

from domain.further import Further, metric
from domain.indicator import FACT, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

MILLION = Words("triệu đồng", "million VND")

INDICATOR = Indicator(
    key="allocated",
    label=Words("Kinh phí được bố trí", "Money allocated"),
    question=Words("Tiền của đề án được bố trí cho trường nào?", "Which schools was the programme's money given to?"),
    unit="triệu đồng", unit_en="million VND", group="programme", order=3,
    needs=("programme.allocated_million",),
    value=lambda m: m["programme.allocated_million"],
    formula=Words("tổng kinh phí đề án được bố trí, triệu đồng", "money of the programme allocated, million VND"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(PressFigure(
        value=51_225,
        says=Words("51,225 tỷ đồng = 15,766 (2022) + 35,459 (2023)",
                   "51.225 bn VND = 15.766 (2022) + 35.459 (2023)"),
        document=Words("TP.HCM, báo cáo 2 năm Quyết định 131/QĐ-TTg",
                       "HCMC, report on two years of Decision 131/QĐ-TTg"),
        doubt=Words("Tổng khớp với hai phần. Chỉ hai năm và phần cấp Sở; của ta là cả giai đoạn, theo trường.",
                    "The total matches its parts. Two years, the department's own; ours is the whole plan, by school."),
    ),),
    further=(
        metric("before", "programme.allocated_before_million", Words("các năm trước", "earlier years"), unit=MILLION),
        metric("this_year", "programme.allocated_year_million", Words("năm nay", "this year"), unit=MILLION),
        Further(key="difference", words=Words("tổng trừ các phần (khác 0 là lệch sổ)",
                                              "total less its parts (not 0: the books differ)"),
                needs=("programme.allocated_million", "programme.allocated_before_million",
                       "programme.allocated_year_million"), unit=MILLION,
                top=lambda m: m["programme.allocated_million"] - m["programme.allocated_before_million"]
                - m["programme.allocated_year_million"]),
        metric("disbursed", "programme.disbursed_million", Words("đã giải ngân", "disbursed"), unit=MILLION),
    ),
)
