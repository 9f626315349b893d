"""Tốc độ tải lên: trường có phát được lớp học trực tuyến không?

The last test of the agent inside the school. Bands: a live lesson sends 3 to 4 Mbps; 20 Mbps carries five at once. The
figures are the house's own proposal. A test is made every quarter of an hour: believed for three of them.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="upload",
    label=Words("Tốc độ tải lên", "Upload speed"),
    question=Words("Trường có phát được lớp học trực tuyến không?", "Can the school send live lessons?"),
    unit="Mbps", group="connectivity", order=4, decimals=1,
    needs=("netspeed.upload_mbps",),
    value=lambda m: m["netspeed.upload_mbps"],
    formula=Words("lần đo gần nhất của máy đo tại trường; địa bàn: trung bình các trường có báo cáo",
                  "the last test of the school's agent; area: mean of the schools that report"),
    bands=Bands(good=20, watch=10), roll_up=RollUp.MEAN, stale_after=minutes(45),
    source_class=SourceClass.MEASURED,
    legal_basis="Chương trình 2021–2025 của Sở: 100 % băng thông rộng đủ dùng (D2)",
    legal_basis_en="The department's programme 2021–2025: broadband enough for use, 100 % (D2)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
