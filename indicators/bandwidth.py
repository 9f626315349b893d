"""Băng thông đo được so với hợp đồng: nhà mạng có giao đủ tốc độ đã bán?"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="bandwidth",
    label=Words("Băng thông so với hợp đồng", "Measured vs contracted bandwidth"),
    question=Words("Nhà mạng có giao đủ tốc độ đã ký?", "Do carriers deliver the speed they sold?"),
    unit="%", group="connectivity", order=8,
    needs=("connectivity.download_mbps", "school.contracted_mbps"),
    value=lambda m: m["connectivity.download_mbps"] / m["school.contracted_mbps"],
    formula=Words("Mbps đo được / Mbps trong hợp đồng; địa bàn: trung bình các trường",
                  "measured Mbps / contracted Mbps; area: mean of the schools"),
    bands=Bands(good=0.7, watch=0.4), roll_up=RollUp.MEAN, stale_after=minutes(15),
    source_class=SourceClass.MEASURED,
    legal_basis="Chương trình 2021–2025 của Sở: 100 % băng thông rộng đủ dùng (D2)",
    legal_basis_en="The department's programme 2021–2025: broadband enough for use, 100 % (D2)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    press=(
        PressFigure(
            value=None,
            says=Words("100 % băng thông rộng đủ dùng", "100 % broadband, sufficient for use"),
            document=Words("Chương trình 2021–2025 của Sở GD-ĐT TP.HCM", "HCMC department's programme 2021–2025"),
            doubt=Words("Khai báo có đường truyền, không phải tỷ lệ tốc độ đo được so với hợp đồng.",
                        "Declares that a line is there, not what share of the contract is delivered."),
        ),
    ),
)
