"""The systems page: a frame that assets/systems.js fills from `/api/v1/systems`."""

from dash import html
from dash.development.base_component import Component

from components.school_map import MapConfig, attrs, feed_config
from domain.school_view import Ground
from domain.wording import Words

TITLE = Words("Hệ thống liên thông", "Linked systems")
ABOUT = Words("Mỗi hệ thống: còn trao đổi không, dịch vụ có tốt không, ai phụ trách, sự cố nào đang mở.",
              "Of every system: does it exchange, is its service well, who answers for it, what is open.")
TROUBLES = Words("Ba trục trặc hay gặp ở một cửa", "Three common troubles of the one-stop")
TROUBLES_SAY = Words("đường truyền không ổn định, lỗi biểu mẫu, không nhận được mã OTP (báo cáo Hà Nội)",
                     "an unstable line, broken forms, codes that do not arrive (report of Hà Nội)")
PARTS = Words("Sáu thành phần dữ liệu của ngành", "Six components of the department's data")
PARTS_SAY = Words("bao nhiêu trường có dòng còn hạn từ mọi nguồn có hỏi đến cấp học của trường",
                  "how many schools have fresh rows of every source that asks schools of their kind")
RULE = Words(
    "Tình trạng một hệ thống = phần xấu nhất trong trao đổi dữ liệu và các số đo dịch vụ của nó. Chưa cấu hình hoặc "
    "chưa có lượt nào là không rõ, không phải bình thường. Điều dữ liệu nói về các trường nằm ở các chỉ số liên quan.",
    "A system is as well as the worst of its exchange and its service measures. Not configured, or not yet asked, is "
    "unknown, never normal. What its data say about schools is told by the linked indicators.")
WAIT = Words("Đang lấy tình trạng…", "Loading…")


def systems_frame(ground: Ground) -> Component:
    """Head, the three troubles, the tiles, the components: slots for the script."""
    head = html.Header([html.H1(TITLE.text), html.P(ABOUT.text, className="dim"),
                        html.Div(className="systems-summary", role="status", **attrs(data_systems_slot="summary"))],
                       className="systems-head")
    return html.Div(
        [
            head,
            _section("troubles", TROUBLES, TROUBLES_SAY),
            html.Div([html.P(WAIT.text, className="sr-only"),
                      *(html.Div(className="skeleton card systems-bone") for _ in range(8))],
                     className="systems-circles waiting", **attrs(data_systems_slot="systems")),
            _section("components", PARTS, PARTS_SAY),
            html.P(RULE.text, className="systems-rule dim"),
        ],
        className="page-body systems-page", **attrs(data_systems=""),
        **feed_config(MapConfig(area=ground.area, place=ground.name)),
    )


def _section(slot: str, title: Words, says: Words) -> Component:
    name = html.Header([html.H2(title.text), html.P(says.text, className="dim")], className="systems-section-head")
    return html.Section([name, html.Div(html.Div(className="skeleton card systems-bone"), className=f"systems-{slot}",
                                        **attrs(data_systems_slot=slot))], className="systems-section")
