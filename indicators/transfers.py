"""Hồ sơ chuyển trường: học sinh trường nào đang chờ chuyển?

A plain sum of transfers that wait to be settled. Figures of the last local midnight: believed for two days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="transfers",
    label=Words("Chuyển trường đang chờ", "Transfers waiting"),
    question=Words("Trường nào để hồ sơ chuyển trường chờ nhiều?", "Where do transfers pile up?"),
    unit="hồ sơ", unit_en="dossiers", group="services", order=9,
    kinds=GRADED,
    needs=("admissions.transfers_waiting",),
    value=lambda m: m["admissions.transfers_waiting"],
    formula=Words("số hồ sơ chuyển trường chưa giải quyết xong", "transfers not settled yet"),
    bands=Bands(good=3, watch=6), roll_up=RollUp.SUM, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: chuyển trường trực tuyến",
    legal_basis_en="Decision 131/QĐ-TTg: online transfer",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
