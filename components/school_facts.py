"""Computer rooms, payments and contacts of one school: small figures, with where they come from and how old."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.school_claims import value, written
from components.school_panel import area_name, point
from domain.measurement import SourceClass
from domain.phone import spoken
from domain.school_view import Contact, SchoolView
from domain.wording import Words, carrier_name, number, percent

ROOMS, MACHINES = Words("Phòng máy", "Computer rooms"), Words("Máy tính chuẩn", "Standard machines")
ONLINE, PROJECTORS = Words("Đang bật", "On now"), Words("Máy chiếu", "Projectors")
PER_MACHINE = Words("Học sinh mỗi máy", "Pupils per machine")
ENABLED, CASHLESS = Words("Đã triển khai", "Introduced"), Words("Học phí qua kênh số", "Fees paid cashless")
PAYMENTS, FAILED = Words("Giao dịch hôm nay", "Payments today"), Words("Giao dịch lỗi", "Failed")
YES, NO = Words("Có", "Yes"), Words("Không", "No")
ON_PAPER = 2  # people of each sort on the printed sheet
MORE_PEOPLE = Words("và {n} người khác: xem trên màn hình", "and {n} more: see the screen")
NOT_HEARD = Words("Chưa nhận được số liệu nào từ nguồn này.", "Nothing heard from this source yet.")
SCHOOL_LINE = Words("Đường dây của trường", "The school's own line")
NO_PHONE = Words("chưa có số điện thoại", "no number yet")
OFFICERS = Words("Phụ trách địa bàn", "Answers for the area")
DUTY = Words("Trực ban toàn ngành", "Duty for the whole sector")
CARRIER, NO_CARRIER = Words("Nhà mạng", "Carrier"), Words("chưa khai báo nhà mạng", "carrier not stated")
OFFICES = Words("Đơn vị chủ quản", "Offices in charge")
NOBODY = Words("chưa phân công ai", "nobody is assigned")
HIDDEN = Words("chỉ người xử lý sự cố xem được tên", "names are for those who answer incidents")
AWAY = Words("tạm thời không đọc được", "cannot be read just now")
OF_SCHOOLS = Words("{role} · {n} trường", "{role} · {n} schools")
PUPILS, TEACHERS, CLASSES = Words("Học sinh", "Pupils"), Words("Giáo viên", "Teachers"), Words("Lớp", "Classes")
WARD = Words("Phường/xã từ 01/7/2025", "Ward since 1 July 2025")
DISTRICT = Words("Quận/huyện đến 30/6/2025", "District until 30 June 2025")
POINT = Words("Toạ độ", "Coordinates")
PRIVACY = Words("Không giữ số riêng của cá nhân nào.", "No personal number is kept.")


def labs(view: SchoolView) -> Component:
    """Rooms, machines, what is on."""
    keys = ("labs.rooms", "labs.standard_machines", "labs.machines_online", "labs.projectors")
    rooms, machines, online, projectors = (value(view, key) for key in keys)
    pupils = view.school.pupils
    each = pupils / machines if pupils and machines else None
    cells = [(ROOMS, number(rooms)), (MACHINES, number(machines)), (PROJECTORS, number(projectors)),
             (ONLINE, number(online)), (PER_MACHINE, number(each, 1))]
    return _tiles(view, keys, cells)


def payments(view: SchoolView) -> Component:
    """Whether, how much, what failed."""
    keys = ("epayment.enabled", "epayment.transactions_today", "epayment.failed_today", "epayment.share_cashless")
    enabled, today, failed, cashless = (value(view, key) for key in keys)
    told = "–" if enabled is None else (YES if enabled else NO).text
    cells = [(ENABLED, told), (CASHLESS, percent(cashless, 0)), (PAYMENTS, number(today)), (FAILED, number(failed))]
    return _tiles(view, keys, cells)


def about(view: SchoolView) -> Component:
    """Size and place, as registered; areas of both trees, with the date that parts them."""
    s = view.school
    rows = ((PUPILS, number(s.pupils)), (TEACHERS, number(s.teachers)), (CLASSES, number(s.classes)),
            (WARD, area_name(view.new_area)), (DISTRICT, area_name(view.old_area)), (POINT, point(view)))
    return html.Dl([html.Div([html.Dt(words.text), html.Dd(text)]) for words, text in rows], className="fact-list num")


def contact_list(view: SchoolView) -> Component:
    """By role: the school's line, who answers for the area, the duty, the carrier, the offices."""
    s = view.school
    phone: Component = html.A([html.I(className="icon i-phone"), spoken(s.phone)], href=f"tel:{s.phone}",
                   className="call num") if s.phone else html.Span(NO_PHONE.text, className="quiet")
    near = None if view.contacts is None else [one for one in view.contacts if one.schools is not None]
    duty = None if view.contacts is None else [one for one in view.contacts if one.schools is None]
    hidden = (HIDDEN if not view.story else AWAY).text
    rows: list[tuple[Words, list[Component]]] = [
            (SCHOOL_LINE, [phone]), (OFFICERS, _people(near, hidden)), (DUTY, _people(duty, hidden)),
            (CARRIER, [html.Span(carrier_name(s.carrier) or NO_CARRIER.text, className="" if s.carrier else "quiet")]),
            (OFFICES, [html.Span(owner) for owner in _offices(view)])]
    return html.Div(
        [html.Dl([html.Div([html.Dt(words.text), html.Dd(told)]) for words, told in rows], className="contact-list"),
         html.P(PRIVACY.text, className="card-note")])


def _people(those: Sequence[Contact] | None, hidden: str) -> list[Component]:
    if those is None:
        return [html.Span(hidden, className="quiet")]
    if not those:
        return [html.Span(NOBODY.text, className="quiet")]
    rest = len(those) - ON_PAPER  # assets/school_print.css hides them on the sheet
    more = [html.Small(MORE_PEOPLE.text.format(n=number(rest)), className="print-only dim")] if rest > 0 else []
    return [*(html.Span([one.name, html.Small(_role(one))]) for one in those), *more]


def _role(one: Contact) -> str:
    if one.schools is None:
        return one.role.text
    return OF_SCHOOLS.text.format(role=one.role.text, n=number(one.schools))


def _offices(view: SchoolView) -> list[str]:
    return list(dict.fromkeys(answer.indicator.owner.text for answer in view.answers))[:3]


def _tiles(view: SchoolView, keys: tuple[str, ...], cells: Sequence[tuple[Words, str]]) -> Component:
    if not any(key in view.latest for key in keys):
        return html.P(NOT_HEARD.text, className="quiet")
    tiles = [html.Div([html.Dt(words.text), html.Dd(text)]) for words, text in cells]
    age = f"{SourceClass.COLLECTED.words.text} · {written(view, *keys)}"
    return html.Div([html.Dl(tiles, className="fact-tiles num leased"), html.P(age, className="card-note num")])
