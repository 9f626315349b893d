"""Who is signed in: name, role, reach, the ways out, and the small box that changes a password.

The browser's side is assets/who.js; a wall screen and a client never see any of it.
"""

from dash import dcc, html
from dash.development.base_component import Component

from components.language import language_switch
from components.school_map import attrs
from domain.person import Who
from domain.wording import Words, number

MOST_AREAS = 6  # named one by one; further ones are counted
ME = Words("Tài khoản của {name}", "Account of {name}")
REACH = Words("Phạm vi", "Reach")
NOTHING = Words("Chưa được giao địa bàn nào", "No area given yet")
MORE = Words("và {count} địa bàn khác", "and {count} more areas")
DEMO = Words("Vai dùng thử của tỉnh mô phỏng", "A trial role of the simulated province")
LEAVE = Words("Đăng xuất", "Sign out")
LEAVE_ALL = Words("Đăng xuất mọi nơi", "Sign out everywhere")
THEME = Words("Đổi nền sáng, tối", "Light or dark")
PALETTE = Words("Bảng màu cho người mù màu", "Colour-blind palette")
NOT_LEFT = Words("Chưa đăng xuất được: máy chủ không trả lời. Hãy thử lại.",
                 "Not signed out: the server does not answer. Try again.")
NOTICES = "/notices"
WAYS_OF_NOTICE = Words("Kênh nhận tin", "How I am told")
PASSWORD = Words("Đổi mật khẩu", "Change password")
CLOSE = Words("Đóng", "Close")
FIELDS = (
    ("old", "current-password", Words("Mật khẩu đang dùng", "Present password")),
    ("new", "new-password", Words("Mật khẩu mới", "New password")),
    ("again", "new-password", Words("Nhập lại mật khẩu mới", "New password once more")),
)
SAVE = Words("Lưu mật khẩu mới", "Save the new password")
DIFFER = Words("Hai lần nhập mật khẩu mới không giống nhau.", "The new password was typed in two ways.")
CHANGED = Words("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.",
                "Password changed. Your other sessions have ended.")
NO_ANSWER = Words("Máy chủ không trả lời, mật khẩu chưa đổi. Hãy thử lại.",
                  "The server does not answer, the password is unchanged. Try again.")


def who_menu(who: Who, *, notices: bool = False) -> Component:
    """Folded behind the name; on a phone behind an icon. `notices`: may choose how to be told."""
    face = html.Summary(
        [html.I(className="icon i-user"), html.Span(who.name, className="who-name"),
         html.I(className="icon i-chevron")],
        className="button quiet", title=who.name, **attrs(aria_label=ME.text.format(name=who.name)),
    )
    body = html.Div([_card(who), _ways(who, notices)], className="menu-body card")
    return html.Details([face, body], className="menu who-menu", **attrs(data_menu=""))


def _card(who: Who) -> Component:
    lines = [html.B(who.name, className="who-full"), html.Span(who.role.words.text, className="dim")]
    if who.demo:
        lines.append(html.Span(DEMO.text, className="who-demo"))
    shown = [html.Li(name) for name in who.areas[:MOST_AREAS]]
    if len(who.areas) > MOST_AREAS:
        shown.append(html.Li(MORE.text.format(count=number(len(who.areas) - MOST_AREAS)), className="dim"))
    reach = html.Ul(shown or html.Li(NOTHING.text, className="dim"), className="who-areas")
    return html.Div([*lines, html.H3(REACH.text), reach], className="who-card")


def _ways(who: Who, notices: bool) -> Component:
    face = [html.I(className="icon i-bell"), html.Span(WAYS_OF_NOTICE.text)]
    told = [dcc.Link(face, href=NOTICES, className="who-way")] if notices else []
    password = [] if who.demo else [_way("password", "i-lock", PASSWORD)]
    light = html.Button([html.I(className="icon i-sun"), html.I(className="icon i-moon"), html.Span(THEME.text)],
                        type="button", className="who-way who-light", **attrs(data_press="theme"))
    palette = html.Button([html.I(className="icon i-eye"), html.Span(PALETTE.text), html.I(className="icon i-check")],
                          type="button", className="who-way who-palette", **attrs(data_palette_switch=""))
    return html.Div(
        [*told, language_switch("who-way who-language", icon=True), light, palette, *password,
         _way("leave", "i-logout", LEAVE), _way("leave-everywhere", "i-devices", LEAVE_ALL),
         html.P(NOT_LEFT.text, className="who-said", hidden=True, role="alert", **attrs(data_who_failed=""))],
        className="who-ways",
    )


def _way(name: str, icon: str, words: Words) -> Component:
    return html.Button([html.I(className=f"icon {icon}"), html.Span(words.text)], type="button", className="who-way",
                       **attrs(data_who=name))


def password_box() -> Component:
    """A dialog without fields: assets/who.js puts them in when it opens and takes them out when it closes, so that
    no password stays in the page."""
    head = html.Div(
        [html.H2(PASSWORD.text), html.Button(html.I(className="icon i-close"), type="button",
         className="button quiet square", **attrs(data_press="close", aria_label=CLOSE.text))],
        className="help-head",
    )
    fields = [html.Label([html.Span(words.text), html.Span(**attrs(data_secret=name, data_fill=fill))],
                         className="who-field") for name, fill, words in FIELDS]
    told = attrs(data_who_said="", data_differ=DIFFER.text, data_changed=CHANGED.text, data_no_answer=NO_ANSWER.text)
    said = html.P("", className="who-said", role="status", **told)
    save = html.Button(SAVE.text, type="submit", className="button primary")
    return html.Dialog([head, html.Form([*fields, said, save], className="who-form")], className="help password-box",
                       **attrs(data_password_box="", aria_label=PASSWORD.text))
