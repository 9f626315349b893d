"""The plan of a snapshot: every item with its deadline and evidence. What nobody has shown is said to be missing."""

from collections import Counter
from datetime import date

from domain.measurement import Status
from domain.programme import ITEMS, Standing
from domain.section import Cell, Chart, Column, Figure, Kind, Section, Series, Shape, Table
from domain.wording import day, number
from services._contents_base import figure, local, over, plain
from services._contents_words import joined, reporting, sentence, share
from services._snapshot_ground import Ground

BASIS = "Quyết định 3249/QĐ-UBND"
TRACKED = ("item_states", "pilots", "allocated", "disbursed", "unfunded_projects", "recommendations", "level_4725",
           "near_next_level")
NO_SOURCE = ("Kinh phí được giao và giải ngân theo từng năm", "Tiến độ từng nhiệm vụ theo địa bàn",
             "Dự án theo nguồn vốn")
ABSENT = "Các mục dưới đây để trống vì trung tâm chưa nhận được số liệu; để trống không phải bằng không."
DECLARED = ("Số liệu do các trường và các phòng khai trên hệ thống theo dõi đề án; mức chuyển đổi số là tự đánh giá, "
            "tạm tính khi bảng tiêu chí nhóm 2 mới có 90 điểm.")
UNPROVED = ("Chưa có minh chứng nghĩa là chưa ai trình minh chứng cho trung tâm; không được hiểu là đã hoàn thành hay "
            "không hoàn thành.")


def section(ground: Ground) -> tuple[Section, ...]:
    """Progress of the programme, as of the day."""
    today = local(ground.at).date()
    counts = Counter(item.standing(today) for item in ITEMS)
    tracked = _tracked(ground)
    return (
        Section(key="programme", title="Tiến độ các nhiệm vụ", findings=_findings(ground, today, counts),
                figures=_figures(counts, today), tables=(_items(ground, today),), charts=(_standing(counts),)),
        Section(key="measured", title="Số liệu đo được bên cạnh nhiệm vụ", findings=_beside(ground),
                figures=measured(ground)),
        *((Section(key="tracked", title="Minh chứng, kinh phí, kiến nghị theo trường", findings=(DECLARED,),
                   figures=tracked),) if tracked else ()),
        Section(key="absent", title="Số liệu chưa có", findings=(ABSENT,), tables=(_missing(ground, tracked),)))


def _tracked(ground: Ground) -> tuple[Figure, ...]:
    """What the tracker of the plan says, of the schools that were heard of."""
    known = ((key, over(ground, key)) for key in TRACKED if key in ground.centre.indicators)
    return tuple(figure(ground, key, note=reporting(one.reporting, one.schools)) for key, one in known if one.reporting)


def _figures(counts: Counter[Standing], today: date) -> tuple[Figure, ...]:
    late = sum(item.due < today and item.standing(today) is Standing.UNPROVED for item in ITEMS)
    return (
        plain("items", "Nhiệm vụ của kế hoạch", float(len(ITEMS))),
        plain("proved", "Có minh chứng", float(counts[Standing.PROVED]), status=Status.UNKNOWN.value
              if not counts[Standing.PROVED] else Status.GOOD.value),
        plain("unproved", "Quá hạn, chưa có minh chứng", float(late), status=Status.UNKNOWN.value),
        plain("running", "Trong hạn, chưa có minh chứng", float(counts[Standing.RUNNING]),
              status=Status.UNKNOWN.value))


def _findings(ground: Ground, today: date, counts: Counter[Standing]) -> tuple[str, ...]:
    n = number(len(ITEMS), lang="vi")
    told = [sentence(f"trong {n} nhiệm vụ của kế hoạch", *(f"{number(counts[one], lang='vi')} {one.words.vi}"
                                                          for one in Standing if counts[one]))]
    late = [item for item in ITEMS if item.standing(today) is Standing.UNPROVED]
    if late:
        first = min(late, key=lambda item: (item.due, item.number))
        days = number((today - first.due).days, lang="vi")
        same = [str(item.number) for item in late if item.due == first.due]
        told.append(f"Quá hạn lâu nhất là nhiệm vụ {joined(same)}: hạn {day(first.due)}, quá {days} ngày.")
        told.append(UNPROVED)
    odd = [f"nhiệm vụ {item.number}: {item.note.vi}" for item in ITEMS if item.note]
    return (*told, *(f"Điểm cần đối chiếu trong kế hoạch, {one}." for one in odd))


def measured(ground: Ground) -> tuple[Figure, ...]:
    """What this house measures beside an item; it does not fulfil it. `note`: the parts of the share."""
    schools, up, pays = ground.register.schools, over(ground, "connectivity"), over(ground, "epayment")
    placed, whole = sum(school.lat is not None for school in schools), len(schools)
    return (
        figure(ground, "epayment", label="Trường thu không tiền mặt",
               note=_of(pays.counts[Status.GOOD], pays.reporting)),
        plain("placed", "Trường có vị trí trên bản đồ", placed / whole if whole else None, "%", decimals=1,
              known_of=(whole, whole), note=_of(placed, whole)),
        plain("reporting", "Trường báo cáo từng phút", up.reporting / whole if whole else None, "%", decimals=1,
              known_of=(up.reporting, whole), note=_of(up.reporting, whole)),
        figure(ground, "connectivity", label="Trường đang kết nối", note=_of(up.counts[Status.GOOD], up.reporting)))


def _of(part: int, whole: int) -> str:
    return f"{number(part, lang='vi')} / {number(whole, lang='vi')} trường" if whole else "chưa trường nào báo cáo"


def _beside(ground: Ground) -> tuple[str, ...]:
    pays = over(ground, "epayment")
    first = ("Số đo đứng cạnh nhiệm vụ để tham khảo, không thay cho minh chứng.",)
    if not pays.reporting:
        return first
    takes = f"{number(pays.counts[Status.GOOD], lang='vi')} trường thu không tiền mặt, bằng {share(pays.value)}"
    return (*first, f"{takes} ({reporting(pays.reporting, pays.schools)}); chỉ tiêu của nhiệm vụ 1 là 100 % cơ sở.")


def _items(ground: Ground, today: date) -> Table:
    beside = {one.key: one for one in measured(ground)}
    rows: list[tuple[Cell, ...]] = []
    for item in ITEMS:
        stands, late = item.standing(today), (today - item.due).days
        one = beside.get(item.beside)
        rows.append((
            float(item.number), item.content.vi, item.quota.vi, item.lead.vi, day(item.due), stands.words.vi,
            float(late) if stands is Standing.UNPROVED else None,
            f"{one.label}: {one.text} ({one.note})" if one is not None else None))
    return Table(
        key="items", title=f"Các nhiệm vụ của kế hoạch ({BASIS})", rows=tuple(rows),
        columns=(Column(key="number", label="Số", kind=Kind.NUMBER), Column(key="content", label="Nội dung", wide=True),
                 Column(key="quota", label="Chỉ tiêu"), Column(key="lead", label="Chủ trì"),
                 Column(key="due", label="Hạn"), Column(key="standing", label="Tình trạng"),
                 Column(key="late", label="Quá hạn", kind=Kind.NUMBER, unit="ngày"),
                 Column(key="beside", label="Số đo bên cạnh")))


def _standing(counts: Counter[Standing]) -> Chart:
    return Chart(
        key="standing", title="Nhiệm vụ theo tình trạng", shape=Shape.BAR, unit="nhiệm vụ",
        places=tuple(one.words.vi.capitalize() for one in Standing),
        series=(Series(label="Nhiệm vụ", values=tuple(float(counts[one]) for one in Standing)),))


def _missing(ground: Ground, tracked: tuple[Figure, ...]) -> Table:
    heard = {one.key for one in tracked}
    silent = [one.label.vi for key, one in ground.centre.indicators.items() if key in TRACKED and key not in heard]
    rows = (*((one, "chưa trường nào báo cáo") for one in silent),
            *((one, "chưa có nguồn dữ liệu") for one in NO_SOURCE))
    return Table(key="absent", title="Số liệu còn thiếu", rows=rows,
                 columns=(Column(key="what", label="Nội dung", wide=True), Column(key="state", label="Tình trạng")))
