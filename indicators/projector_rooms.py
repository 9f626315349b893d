"""Phòng học có máy chiếu: bao nhiêu lớp học được với máy chiếu?

Classrooms with a projector or screen / classrooms; eight points of Quyết định 4725 ask for projector and Internet.
Bands: the house's own proposal. Declared with the labs inventory: believed for a day.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="projector_rooms",
    label=Words("Phòng học có máy chiếu", "Classrooms with projector"),
    question=Words("Trường nào thiếu máy chiếu trong phòng học?", "Which schools lack projectors in classrooms?"),
    unit="%", group="labs", order=8, decimals=1,
    needs=("labs.projector_rooms", "labs.classrooms"),
    value=lambda m: m["labs.projector_rooms"] / m["labs.classrooms"],
    weight=lambda m: m["labs.classrooms"],
    formula=Words("phòng học có máy chiếu / phòng học", "classrooms with a projector / classrooms"),
    bands=Bands(good=0.8, watch=0.5), roll_up=RollUp.RATIO, stale_after=minutes(24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 4725/QĐ-BGDĐT: phòng học có máy chiếu và Internet",
    legal_basis_en="Decision 4725/QĐ-BGDĐT: rooms with projector and Internet",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
)
