"""A frozen snapshot of an invented province: what papers are tried on. `hostile` stands in every name."""

import math
import random

from domain.section import (
    SPELLED,
    AreaShape,
    Chart,
    Chorograph,
    Column,
    Figure,
    Kind,
    SchoolDot,
    Section,
    Series,
    Shape,
    Table,
)
from domain.snapshot import Definition, ScopePart, Snapshot, SourceState, Template
from domain.wording import number, percent

AS_OF = 1_795_330_800.0  # 22/11/2026 14:00 in Hồ Chí Minh City
STATUSES = ("good", "watch", "bad", "stale", "unknown")


def sample(*, areas: int = 22, schools: int = 2380, hostile: str = "", marks: tuple[str, ...] = (), visitors: bool = False) -> Snapshot:
    """The same for the same arguments."""
    rng = random.Random(7)
    names = [f"Quận {n + 1}{hostile}" if n % 3 else f"Huyện Đức Nghĩa {n + 1}{hostile}" for n in range(areas)]
    side = math.ceil(math.sqrt(areas))
    shapes, lines = [], []
    for n, name in enumerate(names):
        x, y, share = 106.4 + n % side * 0.1, 10.5 + n // side * 0.1, rng.random()
        ring = ((x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1), (x, y))
        shapes.append(AreaShape(code=str(760 + n), name=name, rings=(ring,), value=share, text=percent(share), status=STATUSES[n % 4]))
        lines.append((name, float(rng.randint(20, 200)), share, float(rng.randint(0, 9)), STATUSES[n % 5]))
    dots, rows = [], []
    for n in range(schools):
        status, name = rng.choices(STATUSES, (80, 8, 6, 3, 3))[0], f"Trường Tiểu học Nguyễn Thị Minh Khai {n + 1}{hostile}"
        dots.append(SchoolDot(code=f"79{n:06}", name=name, at=(106.4 + rng.random() * 0.1 * side, 10.5 + rng.random() * 0.1 * side), status=status))
        mbps = None if status == "unknown" else round(rng.uniform(5, 300), 1)
        rows.append((f"79{n:06}", name, names[n % areas], status, mbps, None if status == "unknown" else rng.random(), AS_OF - rng.randint(0, 9000), float(rng.randint(0, 9000)),
                     f"Thầy Lê Văn Ánh{hostile}"))
    bad = sum(row[3] == "bad" for row in rows)
    figures = (
        Figure(key="connected", label="Trường có mạng", value=0.9132, text=percent(0.9132), unit="%", status="good", known=schools - 60, total=schools, before=0.905, before_text=percent(0.905)),
        Figure(key="bad", label="Trường mất kết nối", value=bad, text=number(bad), unit="trường", status="bad", known=schools - 60, total=schools, before=bad + 12, before_text=number(bad + 12)),
        Figure(key="incidents", label="Sự cố đang mở", value=7, text="7", unit="sự cố", status="watch", before=4, before_text="4"),
        Figure(key="labs", label="Máy tính hoạt động", value=None, text="–", unit="%", status="unknown", known=0, total=schools, note="nguồn chưa trả lời"),
        Figure(key="acknowledge", label="Thời gian tiếp nhận (trung vị)", value=754.0, text="12 phút 34 giây", unit=SPELLED, status="good", before=3660.0, before_text="1 giờ 1 phút"),
        Figure(key="line", label="Đường truyền của trung tâm", value=1.0, text="có kết nối", status="good"),
        Figure(key="half", label="Sự cố xử lý đúng hạn", value=0.825, text=percent(0.825, 1), unit="%", status="watch", known=33, total=40),
    )
    charts = (
        Chart(key="by-area", title="Trường mất kết nối theo địa bàn", shape=Shape.BAR, unit="trường", places=tuple(names),
              series=(Series(label="Mất kết nối", values=tuple(line[3] for line in lines), status="bad"),)),
        Chart(key="by-hour", title="Tỷ lệ có mạng trong ngày", shape=Shape.LINE, unit="%", places=tuple(f"{h:02}:00" for h in range(24)),
              series=(Series(label="Có mạng", values=tuple(None if h == 3 else 0.85 + rng.random() * 0.1 for h in range(24)), status="good"),)),
        Chart(key="statuses", title="Trường theo tình trạng và cấp học", shape=Shape.STACK, unit="trường", places=("Mầm non", "Tiểu học", "THCS", "THPT"),
              series=tuple(Series(label=status, values=tuple(float(rng.randint(1, 300)) for _ in range(4)), status=status) for status in STATUSES)),
    )
    by_area = Table(
        key="areas", title="Tình hình theo địa bàn", rows=tuple(lines), total=("Toàn tỉnh", float(schools), 0.9132, float(bad), ""),
        columns=(Column(key="area", label="Địa bàn", wide=True), Column(key="schools", label="Số trường", kind=Kind.NUMBER), Column(key="share", label="Có mạng", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="bad", label="Mất kết nối", kind=Kind.NUMBER), Column(key="status", label="Tình trạng", kind=Kind.STATUS)),
    )
    annex = Table(
        key="schools", title="Danh sách trường", annex=True, names=("who",), rows=tuple(row[: 8 if visitors else 9] for row in rows),
        columns=(Column(key="code", label="Mã trường"), Column(key="school", label="Trường", wide=True), Column(key="area", label="Địa bàn"), Column(key="status", label="Tình trạng", kind=Kind.STATUS),
                 Column(key="mbps", label="Tốc độ", kind=Kind.NUMBER, unit="Mbps", decimals=1), Column(key="uptime", label="Thời gian có mạng", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="taken", label="Đo lúc", kind=Kind.MOMENT), Column(key="lost", label="Mất kết nối", kind=Kind.SPAN), *(() if visitors else (Column(key="who", label="Người phụ trách"),))),
    )
    nothing = Table(key="none", title="Kiến nghị", rows=(), columns=(Column(key="what", label="Nội dung", wide=True),), empty="Không có kiến nghị nào trong kỳ.")
    chorograph = Chorograph(key="now", title="Kết nối Internet theo địa bàn", areas=tuple(shapes), schools=tuple(dots), bands="Tỷ lệ trường có mạng: dưới 50 % · 50–90 % · từ 90 %")
    return Snapshot(
        id="AC-2026-000123", template=Template.DAILY, title=f"Tình hình điều hành giáo dục ngày 22/11/2026{hostile}", agency="Sở Giáo dục và Đào tạo", place="Thành phố Hồ Chí Minh",
        parts=(ScopePart(area="79", kinds=(), school="", text="Toàn thành phố"),), as_of=AS_OF, begins=None, ends=None, compared="so với hôm qua cùng giờ", made_at=AS_OF + 3, made_by="" if visitors else "Trần Thu Hà",
        software="centre 0.1.0 (f143257)", simulated=True, visitors=visitors, marks=("DỮ LIỆU MÔ PHỎNG", *marks),
        sources=(SourceState(key="connectivity", label="Đo kết nối", taken_at=AS_OF - 4, text="4 giây trước", late=False),
                 SourceState(key="labs", label="Phòng máy", taken_at=AS_OF - 90_000, text="25 giờ trước, quá hạn 24 giờ", late=True)),
        definitions=(Definition(key="connected", label="Trường có mạng", text=f"Tỷ lệ trường có ít nhất một lần trả lời trong ba phút.{hostile}", basis="Quyết định 131/QĐ-TTg"),),
        sections=(Section(key="overview", title="Tình hình chung", figures=figures, maps=(chorograph,), charts=charts,
                          findings=(f"{number(bad)} trường mất kết nối, tập trung ở {names[1]} và {names[2]}.", "Tỷ lệ trường có mạng là 91,3 %, tăng 0,8 điểm so với hôm qua cùng giờ.")),
                  Section(key="areas", title="Theo địa bàn", tables=(by_area, nothing), findings=("Một nguồn chưa trả lời: Phòng máy.",)),
                  Section(key="annex", title="Phụ lục", tables=(annex,))),
    )
