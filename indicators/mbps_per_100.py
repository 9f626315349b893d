"""Mbps cho mỗi 100 học sinh: băng thông có đủ cho số học sinh không?

Measured download / pupils × 100: "has broadband" says nothing, a line is shared by the pupils behind it. Area: all
Mbps / all pupils of the schools that report. Bands: 10 Mbps per 100 pupils is the short-term goal of the US regulator
for schools (FCC 2014, 100 Mbps per 1,000); half of it is short. Vietnam has no figure; the department decides.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="mbps_per_100",
    label=Words("Mbps cho mỗi 100 học sinh", "Mbps per 100 pupils"),
    question=Words("Băng thông có đủ cho số học sinh không?", "Is the line enough for its pupils?"),
    unit="Mbps", group="connectivity", order=9, decimals=1,
    needs=("netspeed.download_mbps", "school.pupils"),
    value=lambda m: 100 * m["netspeed.download_mbps"] / m["school.pupils"],
    weight=lambda m: m["school.pupils"] / 100,
    formula=Words("tốc độ tải xuống đo được × 100 / số học sinh; địa bàn: tổng Mbps × 100 / tổng số học sinh",
                  "measured download Mbps × 100 / pupils; area: all Mbps × 100 / all pupils"),
    bands=Bands(good=10, watch=5), roll_up=RollUp.RATIO, stale_after=minutes(45),
    source_class=SourceClass.MEASURED,
    legal_basis="Chương trình 2021–2025 của Sở: 100 % băng thông rộng đủ dùng (D2)",
    legal_basis_en="The department's programme 2021–2025: broadband enough for use, 100 % (D2)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    press=(
        PressFigure(
            value=None,
            says=Words("100 % băng thông rộng đủ cho dạy học trực tuyến",
                       "100 % broadband sufficient for online work"),
            document=Words("Chương trình 2021–2025 của Sở GD-ĐT TP.HCM",
                           "HCMC department's programme 2021–2025"),
            doubt=Words("Văn bản không nói bao nhiêu là “đủ”; ngưỡng ở đây là đề xuất.",
                        "The document does not say how much is “sufficient”; the band here is a proposal."),
        ),
    ),
)
