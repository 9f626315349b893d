"""Chữ ký số đã cấp: trường nào còn người chờ chữ ký?

Signatures issued / signatures asked for. The service is read once a day: believed for three days.
"""

from domain.further import Fold, Further, metric, share
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="signatures_issued",
    label=Words("Chữ ký số đã cấp", "Signatures issued"),
    question=Words("Trường nào còn người chờ chữ ký số?", "Where do people still wait for a signature?"),
    unit="%", group="data", order=7, decimals=1,
    needs=("signatures.issued", "signatures.requested"),
    value=lambda m: m["signatures.issued"] / m["signatures.requested"],
    weight=lambda m: m["signatures.requested"],
    formula=Words("chữ ký đã cấp / chữ ký đã đề nghị", "signatures issued / signatures asked for"),
    bands=Bands(good=0.95, watch=0.8), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND; báo cáo Đồng Tháp 01/12/2023",
    legal_basis_en="Decision 3249/QĐ-UBND; Đồng Tháp report of 2023-12-01",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=None,
        says=Words("5.953 chữ ký số đã cấp, số còn lại đang chờ", "5,953 signatures issued, the others waiting"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Số liệu của Đồng Tháp trước khi sáp nhập với Tiền Giang (2025); không so trực tiếp với tỉnh này.",
                    "Đồng Tháp before its merger with Tiền Giang (2025); not comparable with this province."),
    ),),
    further=(
        Further(key="waiting", words=Words("đề nghị cấp chữ ký đang chờ", "signatures asked for, not issued"),
                needs=("signatures.requested", "signatures.issued"), unit=Words("chữ ký", "signatures"),
                top=lambda m: m["signatures.requested"] - m["signatures.issued"]),
        metric("oldest_wait_days", "signatures.oldest_wait_days", Words("đề nghị lâu nhất đã chờ", "the oldest waits"),
               fold=Fold.MOST, unit=Words("ngày", "days")),
        share("signed", "eoffice.signed", "eoffice.documents",
              Words("văn bản 30 ngày đã ký số, trừ văn bản mật", "documents of 30 days signed, secret ones left out")),
        share("electronic", "eoffice.electronic", "eoffice.documents",
              Words("văn bản 30 ngày là điện tử, trừ văn bản mật", "documents that are electronic, secret left out")),
        metric("secret", "eoffice.secret", Words("văn bản mật, không tính", "secret documents, not counted"),
               unit=Words("văn bản", "documents")),
    ),
)
