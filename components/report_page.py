"""`/reports`: make a snapshot, find one again, check one, and what makes itself. Frames only.

assets/report*.js fill them from `/api/v1/snapshots`, `/api/v1/papers` and `/api/v1/schedules`; the address says
which of the four stands there and what is typed in it.
"""

from dash import html
from dash.development.base_component import Component

from components.school_map import MapConfig, attrs, feed_config
from domain.school_view import Ground
from domain.wording import Words

TITLE = Words("Báo cáo", "Reports")
ABOUT = Words("Số liệu được đóng băng trước, rồi mới in ra: một năm sau vẫn mở lại đúng con số ấy.",
              "Figures are frozen first and set afterwards: in a year they open as they were.")
NEW = Words("Lập báo cáo", "Make a report")
TABS = (
    ("list", "i-history", Words("Ảnh chụp đã lưu", "Snapshots kept"), ""),
    ("make", "i-plus", Words("Lập báo cáo", "Make a report"), "new=1"),
    ("verify", "i-shield", Words("Đối chiếu", "Check one"), "view=verify"),
    ("plans", "i-calendar", Words("Lịch gửi", "Schedules"), "view=plans"),
)
TABS_NAME = Words("Các phần của trang báo cáo", "Parts of the reports page")
QUEUE = Words("Giấy tờ đang làm", "Papers being made")
WAIT = Words("Đang lấy danh sách…", "Loading…")
ABSENT = Words("Không có ảnh chụp này, hoặc nó vượt quá phạm vi của bạn.",
               "There is no such snapshot, or it exceeds your reach.")
ALL = Words("Mọi ảnh chụp", "All snapshots")


def reports_page(ground: Ground, words: str, *, plans: bool) -> Component:
    """`words`: report_words.browser_words. `plans`: schedules may be seen and changed."""
    tabs = [html.A([html.I(className=f"icon {icon}"), html.Span(said.text)], href=f"?{step}" if step else "/reports",
                   className="report-tab", **attrs(data_report_tab=name))
            for name, icon, said, step in TABS if plans or name != "plans"]
    head = html.Header([html.Div([html.H1(TITLE.text), html.P(ABOUT.text, className="dim")])], className="report-head")
    views = [html.Section(_bones() if name == "list" else [], hidden=name != "list", className=f"report-view of-{name}",
                          **attrs(data_report_view=name, aria_label=said.text)) for name, _, said, _ in TABS]
    return html.Div(
        [head, html.Nav(tabs, className="report-tabs", **attrs(aria_label=TABS_NAME.text)), _queue(), *views],
        className="report-page", **attrs(data_reports=words),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def report_page(ground: Ground, words: str, ident: str) -> Component:
    """One snapshot, opened again as a page. `ident`: its number in the register."""
    return html.Div(
        [_queue(), html.Article(_bones(), className="report-sheet", **attrs(data_report_sheet=""))],
        className="report-page of-one", **attrs(data_reports=words, data_report_id=ident),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def _queue() -> Component:
    return html.Aside(hidden=True, className="report-queue card", **attrs(data_report_queue="", aria_label=QUEUE.text))


def _bones() -> list[Component]:
    return [html.P(WAIT.text, className="sr-only"), *(html.Div(className="skeleton report-bone") for _ in range(6))]
