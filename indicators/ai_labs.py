"""Phòng AI, VR, AR: trường nào có phòng học công nghệ mới?

Modern labs with at least one of AI, VR, AR; a lab with two of them counts once. A plain fact: no document sets a
number per school. Preschools and community learning centres are not asked: unknown, not zero.
"""

from domain.further import metric
from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

ROOMS = Words("phòng", "labs")

INDICATOR = Indicator(
    key="ai_labs",
    label=Words("Phòng AI, VR, AR", "AI, VR, AR labs"),
    question=Words("Trường nào có phòng AI, thực tế ảo, thực tế tăng cường?",
                   "Which schools have labs for AI, virtual or augmented reality?"),
    unit="phòng", unit_en="labs", group="labs", order=10,
    kinds=AFTER_NURSERY,
    needs=("labs.technology_labs",),
    value=lambda m: m["labs.technology_labs"],
    formula=Words("phòng có ít nhất một trong AI, VR, AR; địa bàn: tổng các trường có báo cáo",
                  "labs with at least one of AI, VR, AR; area: sum of the schools that report"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 131/QĐ-TTg: mỗi trường ít nhất 1 phòng học thông minh, 1 phòng thí nghiệm hiện đại (A8)",
    legal_basis_en="Decision 131/QĐ-TTg: each school at least one smart classroom and one modern lab (A8)",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    further=(
        metric("ai", "labs.ai_labs", Words("phòng có AI", "labs with AI"), unit=ROOMS),
        metric("vr", "labs.vr_labs", Words("phòng có thực tế ảo VR", "labs with VR"), unit=ROOMS),
        metric("ar", "labs.ar_labs", Words("phòng có thực tế tăng cường AR", "labs with AR"), unit=ROOMS),
    ),
)
