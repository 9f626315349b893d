"""Declared beside measured, silent schools and disputes; and what cannot be true: frames that assets/claims*.js fill.

`tab=`, `claim=`, `answer=` of the one and `rule=`, `dismissed=` of the other stand in the address.
"""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

TITLE = Words("Khai báo và đo được", "Claimed and measured")
ABOUT = Words("Điều văn bản nói về mọi trường, điều trường khai, và điều tuần này đo được.",
              "What documents say of every school, what schools declare, and what this week measured.")
RECORD = Words("Trường xác nhận, phản hồi số liệu", "The school confirms or disputes")
FINDINGS = Words("Điểm đáng ngờ", "Findings")
FINDINGS_ABOUT = Words("Số liệu khó tin, kèm bằng chứng. Không số nào tự sửa: hỏi trường, hoặc bỏ qua với lý do.",
                       "Figures hard to believe, with evidence. None is mended by itself: ask, or dismiss it.")
TABS = (("gaps", Words("Khai báo", "Claims")), ("silent", Words("Trường im lặng", "Silent schools")),
        ("disputes", Words("Trường phản hồi", "Disputes")))
TABS_NAME = Words("Các sổ", "Ledgers")
WAIT = Words("Đang lấy số liệu…", "Loading…")


def claims_frame() -> Component:
    """Three ledgers, one at a time."""
    tabs = [html.Button(words.text, type="button", className="choice",
                        **attrs(data_claims_tab=key, aria_pressed="true" if key == "gaps" else "false"))
            for key, words in TABS]
    return _frame("claims", TITLE, ABOUT, [html.Div(tabs, className="choices claims-tabs", role="group",
                                                    **attrs(aria_label=TABS_NAME.text))])


def findings_frame() -> Component:
    """Checks, and what they found."""
    return _frame("findings", FINDINGS, FINDINGS_ABOUT, [])


def record_frame(code: str) -> Component:
    """The place of a school's record on its page: claims of the week, and what was answered for it."""
    slot = html.Div(_bones(), className="claims-slot", **attrs(data_claims_slot=""))
    return html.Section([html.H2(RECORD.text), slot], className="page-card card claims-record",
                        **attrs(data_claims="record", data_claims_school=code))


def _frame(which: str, title: Words, about: Words, more: list[Component]) -> Component:
    head = html.Header([html.Div([html.H1(title.text), html.P(about.text, className="dim")])], className="claims-head")
    return html.Div([head, *more, html.Div(_bones(), className="claims-slot leased", **attrs(data_claims_slot=""))],
                    className="page-body claims-page", **attrs(data_claims=which))


def _bones() -> list[Component]:
    return [html.P(WAIT.text, className="sr-only"), *(html.Div(className="skeleton claims-bone") for _ in range(4))]
