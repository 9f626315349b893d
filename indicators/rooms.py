"""Phòng học: how many rooms for lessons does a school have?

Rooms for lessons, without subject rooms and computer rooms. The register answers daily, its figures are of the term:
believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="rooms",
    label=Words("Phòng học", "Rooms for lessons"),
    question=Words("Trường có bao nhiêu phòng học?", "How many rooms for lessons are there?"),
    unit="phòng", unit_en="rooms", group="network", order=4,
    needs=("network.rooms",),
    value=lambda m: m["network.rooms"],
    formula=Words("tổng số phòng học theo sổ ngành, không kể phòng bộ môn và phòng máy",
                  "sum of rooms for lessons in the sector register, without subject rooms and computer rooms"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Luật Giáo dục 2019; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Education Law 2019; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
