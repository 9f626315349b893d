"""Every key of every page in one box; opened by ? or from the bar, as a modal by assets/pages.js."""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

HELP = Words("Phím tắt", "Keyboard help")
CLOSE = Words("Đóng", "Close")
ARROWS, SPACE = Words("Mũi tên", "Arrows"), Words("Cách", "Space")
Key = str | Words
GROUPS: tuple[tuple[Words, tuple[tuple[tuple[Key, ...], Words], ...]], ...] = (
    (Words("Mọi trang", "Every page"), (
        (("/",), Words("Tìm trường, địa bàn, sự cố, người, trang", "Search schools, areas, incidents, people, pages")),
        (("Ctrl K",), Words("Như vậy, ở mọi trang và cả khi đang gõ", "The same, on every page and while typing")),
        (("Tab",), Words("Lần lượt từng nút; nút đầu: đến thẳng nội dung",
                         "From button to button; first: to the content")),
        (("T",), Words("Đổi nền sáng, tối", "Light or dark")),
        (("Esc",), Words("Đóng hộp, menu; lùi một bước", "Close a box or a menu; one step back")),
        (("?",), Words("Mở bảng này", "Open this list")),
    )),
    (Words("Bản đồ", "Map"), (
        ((ARROWS,), Words("Đi từ trường này sang trường kề", "Walk from school to school")),
        (("Enter",), Words("Mở trường đang chọn", "Open the chosen school")),
        (("Esc",), Words("Lùi một bước: trường, địa bàn, toàn bộ", "One step back: school, area, all")),
        (("+", "−"), Words("Phóng to, thu nhỏ", "Zoom")),
        (("Home",), Words("Xem trọn địa bàn", "Fit the area")),
        (("I",), Words("Chỉ hiện sự cố", "Only incidents")),
    )),
    (Words("Danh sách sự cố", "List of incidents"), (
        (("J", "K"), Words("Xuống, lên một dòng", "Down, up one line")),
        (("Enter",), Words("Mở sự cố", "Open it")),
        (("A",), Words("Tiếp nhận", "Acknowledge")),
        (("E",), Words("Giao cho người hay đơn vị", "Assign to somebody")),
        (("N",), Words("Ghi chú", "Note")),
        (("R",), Words("Ghi nhận đã khắc phục", "Resolve")),
        (("X", SPACE), Words("Chọn dòng, bỏ chọn", "Choose the line")),
        (("M",), Words("Chỉ việc của tôi", "Mine only")),
        (("/",), Words("Tìm trong danh sách", "Search in the list")),
    )),
    (Words("Một sự cố", "One incident"), (
        (("A",), Words("Tiếp nhận", "Acknowledge")), (("S",), Words("Bắt đầu xử lý", "Start work")),
        (("E",), Words("Giao", "Assign")), (("N",), Words("Ghi chú", "Note")),
        (("R",), Words("Ghi nhận đã khắc phục", "Resolve")), (("C",), Words("Danh sách gọi điện", "Call list")),
        (("Ctrl Enter",), Words("Gửi điều đang gõ", "Send what is typed")),
        (("Esc",), Words("Về danh sách", "Back to the list")),
    )),
    (Words("Việc của tôi", "My work"), (
        (("J", "K"), Words("Xuống, lên một việc", "Down, up one item")),
        (("A",), Words("Nhận việc", "Take it")), (("C",), Words("Ghi kết quả gọi điện", "Note what a call came to")),
        (("1", "9"), Words("Chọn kết quả theo số", "Choose a result by its number")),
    )),
    (Words("Xem lại", "Replay"), (
        (("R",), Words("Bắt đầu, trên màn hình lớn", "Begin, on a wall")),
        ((SPACE,), Words("Chạy, dừng", "Play, stop")),
        (("←", "→"), Words("Một phút; Shift: mười phút; Ctrl: một giờ", "A minute; Shift: ten; Ctrl: an hour")),
        (("[", "]"), Words("Chậm hơn, nhanh hơn", "Slower, faster")),
        (("Home", "End"), Words("Đầu, cuối ngày", "First, last of the day")),
        (("Esc",), Words("Về hiện tại", "Back to now")),
    )),
    (Words("Màn hình lớn của một người", "A person's wall"), (
        (("S",), Words("Đóng băng số liệu lúc này thành ảnh chụp", "Freeze the figures of now as a snapshot")),
    )),
    (Words("Xếp cảnh màn hình lớn", "Arranging a wall's scenes"), (
        ((SPACE,), Words("Nhấc cảnh lên, đặt xuống", "Lift a scene, put it down")),
        (("↑", "↓"), Words("Dời cảnh đang nhấc", "Move the lifted scene")),
        (("Ctrl S",), Words("Lưu", "Save")),
    )),
)


def help_box() -> Component:
    """Closed; in the reader's language."""
    head = html.Div([html.H2(HELP.text), html.Button(html.I(className="icon i-close"), type="button",
                    className="button quiet square", **attrs(data_press="close", aria_label=CLOSE.text))],
                    className="help-head")
    groups = [html.Section([html.H3(title.text), html.Dl([_row(keys, words) for keys, words in rows])])
              for title, rows in GROUPS]
    return html.Dialog([head, html.Div(groups, className="help-groups")], className="help help-all",
                       **attrs(data_help="", aria_label=HELP.text))


def _row(keys: tuple[Key, ...], words: Words) -> Component:
    told = [html.Kbd(key if isinstance(key, str) else key.text) for key in keys]
    return html.Div([html.Dt(told), html.Dd(words.text)])
