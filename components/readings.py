"""A reading on screen: value, status mark with its word, age, source class; never a bare number."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.charts import scale, spark
from components.school_map import attrs, mark
from domain.groups import GROUPS, OTHER
from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import Status
from domain.school_view import Answer
from domain.wording import ABSENT, NBSP, Words, ago, quantity, span

YES, NO = Words("Có", "Yes"), Words("Không", "No")
NEVER = Words("chưa từng nhận số liệu", "never reported")
DOT = "·"
TABLE = Words("Bảng chỉ số của trường", "Table of the school's indicators")
AT_LEAST = Words("bình thường từ {good} · cần chú ý từ {watch}", "good from {good} · watch from {watch}")
AT_MOST = Words("bình thường đến {good} · cần chú ý đến {watch}", "good up to {good} · watch up to {watch}")
ONE_BAND = Words("bình thường khi có", "good when yes")
PLAIN = Words("số liệu thuần, không có ngưỡng", "a plain fact, without limits")
AGE_LIMIT = Words("tin trong {limit}", "believed for {limit}")
HEADS = (
    Words("Chỉ số", "Indicator"), Words("24 giờ qua", "Last 24 hours"), Words("Giá trị", "Value"),
    Words("Trạng thái", "Status"), Words("Tuổi số liệu", "Age"), Words("Nguồn gốc · căn cứ", "Source · legal basis"),
)


def value(indicator: Indicator, number: float | None) -> str:
    """One school's value in the indicator's unit; a share that can only be whole is said as yes or no."""
    if number is not None and indicator.roll_up is RollUp.SHARE and number in (0.0, 1.0):
        return (YES if number else NO).text
    return quantity(number, indicator.unit_text, indicator.decimals)


def bands(indicator: Indicator) -> str:
    """The bands in words; a plain fact has none."""
    if not indicator.judged:
        return PLAIN.text
    if indicator.roll_up is RollUp.SHARE and indicator.bands.good == 1:
        return ONE_BAND.text
    words = AT_LEAST if _higher_is_better(indicator.bands) else AT_MOST
    limits = (_limit(v, indicator) for v in (indicator.bands.good, indicator.bands.watch))
    said = words.text.format(**dict(zip(("good", "watch"), limits, strict=True)))
    return f" {DOT} ".join(part.replace(" ", NBSP) for part in said.split(f" {DOT} "))  # lines break between the two


def _limit(value: float, indicator: Indicator) -> str:
    """A band is a round figure: "20 máy", not "20,0 máy"."""
    read = value * 100 if indicator.unit == "%" else value
    return quantity(value, indicator.unit_text, 0 if abs(read - round(read)) < 1e-9 else indicator.decimals)


def _higher_is_better(limits: Bands) -> bool:
    return limits.good >= limits.watch


def age(answer: Answer, now: float) -> Component:
    """The age of a reading; assets/pages.js lets it grow between two answers of the server."""
    taken = answer.reading.taken_at
    if taken is None:
        return html.Span(NEVER.text, className="age")
    return html.Span(ago(now - taken), className="age late" if late(answer, now) else "age",
                     **attrs(data_since=f"{taken:.0f}"))


def late(answer: Answer, now: float) -> bool:
    """It should have been read again by now."""
    return answer.reading.valid_until is not None and answer.reading.valid_until < now


def groups_of(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Group -> answers, in the indicators' own order."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.indicator.group, []).append(answer)
    return found


def groups(answers: Sequence[Answer]) -> list[tuple[str, list[Answer]]]:
    """(heading, answers) in the indicators' own order."""
    return [(GROUPS.get(key, OTHER).text, rows) for key, rows in groups_of(answers).items()]


def reading_line(answer: Answer, now: float, beside: str = "") -> Component:
    """One indicator in a wide table: also its day, its bands and what it rests on."""
    status, indicator = answer.reading.status, answer.indicator
    limit = AGE_LIMIT.text.format(limit=span(indicator.stale_after.total_seconds()))
    figure = [html.Span(shown(answer), className=f"reading-value num {status}"), scale(indicator, answer.reading.value,
                                                                                       status)]
    cells = [
        html.Th([html.Span(indicator.label.text, className="reading-name"),
                 html.Span(bands(indicator), className="reading-meta"),
                 html.Span(beside, className="reading-meta beside num") if beside else None], scope="row",
                title=indicator.question.text),
        html.Td(spark(answer), className="cell-spark leased"),
        html.Td(figure, className="cell-value leased"),
        html.Td(html.Span([mark(status), status.words.text], className=f"reading-status tone {status}"),
                className="leased"),
        html.Td([age(answer, now), html.Span(limit, className="reading-meta")]),
        html.Td([indicator.source_class.words.text, html.Span(indicator.basis, className="reading-meta",
                                                              title=indicator.basis)], className="cell-basis"),
    ]
    return html.Tr(cells)


def reading_table(answers: tuple[Answer, ...], now: float, beside: Mapping[str, str] | None = None) -> Component:
    """Every indicator of the school, grouped. `beside`: indicator -> what its figure leaves out."""
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
    widths = html.Colgroup([html.Col(className=f"col-{n}") for n in range(len(HEADS))])
    bodies = [
        html.Tbody([html.Tr(html.Th(heading, colSpan=len(HEADS), scope="colgroup"), className="group-row"),
                    *(reading_line(answer, now, (beside or {}).get(answer.indicator.key, "")) for answer in rows)])
        for heading, rows in groups(answers)
    ]
    return html.Div(html.Table([widths, head, *bodies], className="readings-table"), className="table-wrap",
                    tabIndex=0, role="region", **attrs(aria_label=TABLE.text))


def shown(answer: Answer) -> str:
    """The value, or what its absence is called."""
    if answer.reading.status is Status.UNKNOWN and answer.reading.value is None:
        return "–" if answer.reading.taken_at is not None else ABSENT.text
    return value(answer.indicator, answer.reading.value)
