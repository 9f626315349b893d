"""The rules in force of a snapshot: what every indicator and word of it means, its bands, its age limit, its basis."""

from collections.abc import Iterable

from domain.indicator import Indicator, RollUp
from domain.measurement import Status
from domain.snapshot import Definition, Template
from domain.wording import span
from services._contents_base import told
from services._contents_ministry import LEVELS, SHARES
from services._contents_tables import FLAGS
from services._snapshot_ground import Ground

LINE = ("connectivity", "uptime_24h", "latency", "bandwidth")
LABS, PAYS = ("labs", "machines_per_room"), ("epayment", "payment_failures")
USED = {
    Template.DAILY: ("connectivity", "uptime_24h", "latency", "labs", "epayment"), Template.INCIDENTS: (),
    Template.CONNECTIVITY: LINE, Template.LABS: LABS, Template.PAYMENTS: PAYS,
    Template.PROGRAMME: ("connectivity", "epayment"), Template.AREA: (*LINE, *LABS, *PAYS),
    Template.MINISTRY: (*SHARES, *LEVELS),
}
ROLLED = {RollUp.SHARE: "Tỷ lệ trường ở mức bình thường trong số trường báo cáo",
          RollUp.MEAN: "Trung bình của các trường báo cáo", RollUp.SUM: "Tổng của các trường báo cáo",
          RollUp.RATIO: "Tổng tử số chia tổng mẫu số của các trường báo cáo"}
REPORTING = Definition(
    key="reporting", label="Trường báo cáo",
    text="Trường có số đo còn hiệu lực tại thời điểm chốt. Trường chưa có dữ liệu hoặc chỉ có dữ liệu cũ không nằm "
         "trong tỷ lệ, trung bình hay tổng; chưa có dữ liệu không bao giờ được tính là 0 hay là bình thường.")
AREA = Definition(
    key="area", label="Tình trạng của một địa bàn",
    text="Báo động khi từ 10 % số trường báo cáo ở mức báo động; cần chú ý khi từ 2 % ở mức báo động hoặc từ 10 % ở "
         "mức cần chú ý; còn lại là bình thường. Không trường nào báo cáo thì chưa có dữ liệu.")
INCIDENT = Definition(
    key="incident", label="Sự cố đang mở",
    text="Mức báo động kéo dài quá số lượt đo cho phép, hoặc do người báo; chưa được khắc phục. Sự cố chỉ ghi nhận "
         "(ngoài giờ học, tạm ngưng báo, bảo trì) được đếm riêng.",
    basis="Quyết định 3249/QĐ-UBND, mục 6")
CLOCK = Definition(
    key="clock", label="Đúng hạn",
    text="Số sự cố đúng hạn chia cho số sự cố xét được. Thời gian tính theo giờ học (một ngày học là 8 giờ 30 phút). "
         "Ngoài mẫu số: chưa tới hạn, ngoài giờ học, không rõ, bảo trì, báo nhầm.")
UPTIME = Definition(
    key="uptime", label="Thời gian có kết nối",
    text="Thời gian có kết nối chia cho thời gian biết được; thời gian không rõ và bảo trì không nằm trong mẫu số.")
PROOF = Definition(
    key="evidence", label="Chưa có minh chứng",
    text="Chưa ai trình minh chứng của nhiệm vụ cho trung tâm. Số đo đứng cạnh nhiệm vụ không thay cho minh chứng.",
    basis="Quyết định 3249/QĐ-UBND")
WORDS = {Template.DAILY: (INCIDENT,), Template.INCIDENTS: (INCIDENT, CLOCK), Template.AREA: (INCIDENT,),
         Template.SCHOOL: (UPTIME, INCIDENT), Template.PROGRAMME: (PROOF,)}


def definitions(ground: Ground, template: Template) -> tuple[Definition, ...]:
    """Of what this template uses, in the order of indicators, then the words."""
    indicators = ground.centre.indicators
    told_of = used(ground, template)
    words = (*WORDS.get(template, ()), *(() if template is Template.SCHOOL else (REPORTING, AREA)))
    return (*(_of(indicators[key]) for key in told_of), *_once(words))


def used(ground: Ground, template: Template) -> list[str]:
    """Keys of the indicators a template speaks of; of one school those that concern it."""
    indicators = ground.centre.indicators
    if template is Template.SCHOOL:
        kind = ground.register.schools[0].kind
        return [key for key, one in indicators.items() if one.concerns(kind)]
    return [key for key in indicators if key in USED[template]]


def _once(words: Iterable[Definition]) -> list[Definition]:
    return list({one.key: one for one in words}.values())


def _of(one: Indicator) -> Definition:
    text = ". ".join((
        one.question.vi.rstrip("."), ROLLED[one.roll_up], _bands(one),
        f"Số đo quá {span(one.stale_after.total_seconds(), 'vi').removesuffix(' 00 phút')} là dữ liệu cũ",
        f"Nguồn: {one.source_class.words.vi}; phụ trách: {one.owner.vi}")) + "."
    return Definition(key=one.key, label=one.label.vi, text=text.replace("?.", "?"), basis=one.legal_basis)


def _bands(one: Indicator) -> str:
    """Bands as a reader checks them; of what is yes or no, in words."""
    if one.key in FLAGS:
        words = FLAGS[one.key]
        return (f"Bình thường: {words[Status.GOOD]}; cần chú ý: {words[Status.WATCH]}; "
                f"báo động: {words[Status.BAD]}")
    if not one.judged:
        return "Số liệu thuần: không có ngưỡng"
    good, watch = told(one, one.bands.good), told(one, one.bands.watch)
    hours = "; ngoài giờ học mọi số đo đều là bình thường" if one.school_hours_only else ""
    if one.bands.good >= one.bands.watch:
        first = f"từ {good}" if one.bands.good < 1 or one.unit != "%" else good
        return f"Bình thường: {first}; cần chú ý: từ {watch}; báo động: dưới {watch}{hours}"
    return f"Bình thường: đến {good}; cần chú ý: đến {watch}; báo động: trên {watch}{hours}"
