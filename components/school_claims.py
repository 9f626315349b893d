"""What is claimed of a school beside what is measured there: bandwidth, machines, payments, the line itself."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs, mark
from domain.indicator import Bands
from domain.measurement import Status
from domain.school_view import Answer, SchoolView
from domain.wording import Words, ago, carrier_name, number, percent, quantity

CLAIMED, MEASURED = Words("Khai báo, hợp đồng", "Claimed"), Words("Đo được", "Measured")
AGREES, SHORT = Words("khớp", "as claimed"), Words("thấp hơn", "below the claim")
FAR, NOT_KNOWN = Words("lệch nhiều", "far below"), Words("chưa đối chiếu được", "cannot be compared yet")
VERDICTS = {Status.GOOD: AGREES, Status.WATCH: SHORT, Status.BAD: FAR}
BANDWIDTH, MACHINES = Words("Băng thông", "Bandwidth"), Words("Máy tính phòng máy", "Lab machines")
PAYMENT, UPTIME = Words("Thanh toán không tiền mặt", "Cashless payment"), Words("Có Internet", "On the Internet")
NO_ROOM = Words("trường không khai phòng máy nào", "no computer room is stated")
NOT_CLAIMED, NOT_MEASURED = Words("chưa khai báo", "not stated"), Words("chưa đo được", "not measured")
PER_HUNDRED = Words("{mbps} mỗi 100 học sinh", "{mbps} per 100 pupils")
MEAN = Words("30 ngày: trung bình {mean}, thấp nhất {low}", "30 days: mean {mean}, lowest {low}")
PEAK = Words("nhiều nhất trong 30 ngày: {most}", "most in 30 days: {most}")
ON_NOW = Words("{n} đang bật", "{n} on now")
MACHINE, ROOM = Words("{n} máy", "{n} machines"), Words("{n} phòng", "{n} rooms")
HAS_IT, HAS_NOT = Words("đã triển khai", "introduced"), Words("chưa triển khai", "not introduced")
PAID = Words("{n} giao dịch hôm nay", "{n} payments today")
MOST_PAID = Words("ngày nhiều nhất trong 30 ngày: {most}", "best day of 30: {most}")
NEVER_PAID = Words("30 ngày chưa thấy giao dịch nào", "no payment seen in 30 days")
CONTRACT = Words("thuê bao {carrier}", "line of {carrier}")
OF_MONTH = Words("có kết nối, 30 ngày qua", "up, last 30 days")
SHARE = Words("{share} của khai báo", "{share} of the claim")
YEAR_LINE = Bands(good=0.99, watch=0.95)
PEAK_SHARE = Bands(good=0.6, watch=0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One row. `share`: measured / claimed, None = cannot be said."""

    label: str
    claimed: str
    measured: str
    beside: str = ""
    share: float | None = None
    status: Status = Status.UNKNOWN


def claims(view: SchoolView) -> Component:
    """Every row with its bar: how much of what is claimed was seen."""
    rows = [_row(one) for one in (_bandwidth(view), _machines(view), _payment(view), _line(view))]
    return html.Div(rows, className="claims leased")


def _row(one: Compared) -> Component:
    words = VERDICTS.get(one.status, NOT_KNOWN)
    share = [] if one.share is None else [SHARE.text.format(share=percent(one.share, 0))]
    said = " · ".join((words.text, *share))
    bar = html.I(className="claim-bar", style={"--share": f"{min(1.0, one.share or 0.0):.3f}"})
    return html.Div(
        [
            html.Div([html.Span(one.label, className="claim-name"),
                      html.Span([mark(one.status), words.text], className=f"claim-verdict tone {one.status}")],
                     className="claim-head"),
            html.Div([_side(CLAIMED, one.claimed), _side(MEASURED, one.measured)], className="claim-sides num"),
            *([] if one.share is None else [html.Span(bar, className=f"claim-scale {one.status}", role="img",
                                                        title=said, **attrs(aria_label=said))]),
            html.Span(one.beside, className="reading-meta num") if one.beside else None,
        ],
        className="claim",
    )


def _side(head: Words, text: str) -> Component:
    return html.Span([html.Small(head.text), html.Span(text)])


def _bandwidth(view: SchoolView) -> Compared:
    answer, contract = _answer(view, "bandwidth"), view.school.contracted_mbps
    month = view.month.get("connectivity.download_mbps")
    share = _fresh(answer)
    mbps = share * contract if share is not None and contract else None
    if mbps is None and share is None and month is None:
        measured = NOT_MEASURED.text
    else:
        measured = quantity(mbps, "Mbps", 0) if mbps is not None else quantity(month.mean if month else None, "Mbps", 0)
    parts = []
    if mbps is not None and view.school.pupils:
        parts.append(PER_HUNDRED.text.format(mbps=quantity(mbps / view.school.pupils * 100, "Mbps", 1)))
    if month is not None:
        parts.append(MEAN.text.format(mean=number(month.mean), low=number(month.low)))
    return Compared(label=BANDWIDTH.text, claimed=quantity(contract, "Mbps", 0) if contract else NOT_CLAIMED.text,
                 measured=measured, beside=" · ".join(parts), share=share,
                 status=answer.reading.status if answer and share is not None else Status.UNKNOWN)


def _machines(view: SchoolView) -> Compared:
    rooms, machines = value(view, "labs.rooms"), value(view, "labs.standard_machines")
    online = value(view, "labs.machines_online")
    month = view.month.get("labs.machines_online")
    most = max([one for one in (online, month.high if month else None) if one is not None], default=None)
    share = most / machines if most is not None and machines else None
    claimed = [words.text.format(n=number(n)) for words, n in ((MACHINE, machines), (ROOM, rooms)) if n is not None]
    return Compared(
        label=MACHINES.text, claimed=" · ".join(claimed) or NOT_CLAIMED.text,
        measured=ON_NOW.text.format(n=number(online)) if online is not None else NOT_MEASURED.text,
        beside=NO_ROOM.text if machines == 0 else PEAK.text.format(most=MACHINE.text.format(n=number(most)))
        if machines and most is not None else "",
        share=None if share is None else min(1.0, share), status=PEAK_SHARE.status(share))


def _payment(view: SchoolView) -> Compared:
    enabled, today = value(view, "epayment.enabled"), value(view, "epayment.transactions_today")
    month = view.month.get("epayment.transactions_today")
    most = max([one for one in (today, month.high if month else None) if one is not None], default=None)
    status, beside = Status.UNKNOWN, ""
    if enabled and most is not None:
        status = Status.GOOD if most else Status.BAD
        beside = MOST_PAID.text.format(most=number(most)) if most else NEVER_PAID.text
    claimed = NOT_CLAIMED if enabled is None else HAS_IT if enabled else HAS_NOT
    return Compared(label=PAYMENT.text, claimed=claimed.text, beside=beside, status=status,
                 measured=PAID.text.format(n=number(today)) if today is not None else NOT_MEASURED.text)


def _line(view: SchoolView) -> Compared:
    beats, good = sum(day.beats for day in view.days), sum(day.good for day in view.days)
    share = good / beats if beats else None
    carrier = carrier_name(view.school.carrier)
    return Compared(label=UPTIME.text, claimed=CONTRACT.text.format(carrier=carrier) if carrier else NOT_CLAIMED.text,
                 measured=percent(share, 2) if share is not None else NOT_MEASURED.text,
                 beside=OF_MONTH.text if share is not None else "", share=share, status=YEAR_LINE.status(share))


def value(view: SchoolView, metric: str) -> float | None:
    """A metric as last written, None = unknown."""
    return view.latest.get(metric, (None, 0.0))[0]


def written(view: SchoolView, *metrics: str) -> str:
    """The age of the oldest of them; "" = never heard of."""
    ages = [view.now - view.latest[metric][1] for metric in metrics if metric in view.latest]
    return ago(max(ages)) if ages else ""


def _answer(view: SchoolView, key: str) -> Answer | None:
    return next((answer for answer in view.answers if answer.indicator.key == key), None)


def _fresh(answer: Answer | None) -> float | None:
    """Its value, when it is believed."""
    if answer is None or answer.reading.status in (Status.UNKNOWN, Status.STALE):
        return None
    return answer.reading.value
