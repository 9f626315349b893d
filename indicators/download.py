"""Tốc độ tải xuống: đường truyền trong trường có đủ nhanh không?

The last test of the agent inside the school, not what the contract says. Bands: a class watching video needs 5 Mbps;
50 Mbps carries ten rooms at once. The figures are the house's own proposal; the department decides. A test is made
every quarter of an hour: believed for three of them.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="download",
    label=Words("Tốc độ tải xuống", "Download speed"),
    question=Words("Đường truyền trong trường có đủ nhanh không?",
                   "Is the line inside the school fast enough?"),
    unit="Mbps", group="connectivity", order=3, decimals=1,
    needs=("netspeed.download_mbps",),
    value=lambda m: m["netspeed.download_mbps"],
    formula=Words("lần đo gần nhất của máy đo tại trường; địa bàn: trung bình các trường có báo cáo",
                  "the last test of the school's agent; area: mean of the schools that report"),
    bands=Bands(good=50, watch=20), roll_up=RollUp.MEAN, stale_after=minutes(45),
    source_class=SourceClass.MEASURED,
    legal_basis="Chương trình 2021–2025 của Sở: 100 % băng thông rộng đủ dùng (D2)",
    legal_basis_en="The department's programme 2021–2025: broadband enough for use, 100 % (D2)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    press=(
        PressFigure(
            value=None,
            says=Words("100 % trường có Internet tốc độ cao",
                       "100 % of schools have high-speed Internet"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là số khai báo, không phải số đo; “tốc độ cao” không được định nghĩa.",
                        "Declared, not measured; “high speed” is not defined."),
        ),
    ),
)
